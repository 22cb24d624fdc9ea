"""mart.alert and mart.season_list against slow plain-Python twins."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statements import Connection

FIRST = date(2025, 1, 1)
FACETS = ("channel", "product", "region", "segment")
NAMES = {"T0002": "配達が遅い"}
EMPTY = """
delete from core.alert; delete from core.alert_carrier; delete from core.theme_name;
delete from core.season_entry; delete from core.season_carrier; delete from core.season_list_day;
insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id)
values ('T0002', '配達が遅い', [], '配送', 'r');
"""
ALERT = """insert into core.alert by name select
$alert_id as alert_id, $kind as alert_kind, $theme_id as theme_id, $facet as facet,
$facet_value as facet_value, $day::date as raised_on, $day::date - 3 as since_on, $size as size,
$expected::double as expected, 0.001 as probability, false as is_seasonal, 2 as count_customers,
['v1'] as voice_ids, ['all'] as teams, 'r' as run_id"""
ALERTS = """select alert_id, theme_id, theme_name, alert_kind, raised_on, segment, product, channel,
region, flag, is_grave, size, expected, ratio, carriers, voice_ids
from mart.alert order by alert_id"""
ENTRY = """insert into core.season_entry values
($day, $theme_id, $onset_on, $onset_on, $onset_on, $day, 20, 10, 30, 5, 2, 1.5, 2, 18, null, 4,
 'high', $label, '')"""
ENTRIES = """select listed_on, theme_id, onset_on, theme_name, is_newest_list, season_label,
segment, segment_share, segment_share_low, product, product_share, product_share_low, channel,
channel_share, channel_share_low from mart.season_list order by listed_on, theme_id, onset_on"""

DAYS = st.integers(0, 5).map(lambda number: FIRST + timedelta(days=number))
THEMES = st.sampled_from(["T0001", "T0002"])
SHARES = st.sampled_from([0.5, 0.75, 1.0])


class Told(NamedTuple):
    """One alert; `carriers` holds value and share by facet."""

    kind: str
    theme_id: str
    facet: str
    facet_value: str
    day: date
    size: int
    expected: int
    carriers: dict[str, tuple[str, float]]


class Listed(NamedTuple):
    """One entry of a list of coming seasons."""

    day: date
    theme_id: str
    onset_on: date
    label: str
    carriers: dict[str, tuple[str, float]]


def carriers(*facets: str) -> st.SearchStrategy[dict[str, tuple[str, float]]]:
    return st.dictionaries(
        st.sampled_from(facets), st.tuples(st.sampled_from(["a", "b"]), SHARES), max_size=4
    )


OF_THEMES = st.builds(
    Told,
    kind=st.sampled_from(["spike", "slow_rise", "new_theme", "comeback"]),
    theme_id=THEMES,
    facet=st.sampled_from(["", "segment", "product"]),
    facet_value=st.just("p"),
    day=DAYS,
    size=st.integers(1, 50),
    expected=st.integers(0, 9),
    carriers=carriers(*FACETS),
).map(lambda one: one if one.facet else one._replace(facet_value=""))
OF_FLAGS = st.builds(
    Told,
    kind=st.just("fast_lane"),
    theme_id=st.just(""),
    facet=st.sampled_from(["flag", "category", "grave"]),
    facet_value=st.sampled_from(["legal", "injury"]),
    day=DAYS,
    size=st.integers(1, 9),
    expected=st.integers(0, 3),
    carriers=st.just({}),
)
LISTED = st.builds(
    Listed,
    day=DAYS,
    theme_id=THEMES,
    onset_on=DAYS,
    label=st.sampled_from(["", "お盆明け"]),
    carriers=carriers("segment", "product", "channel"),
)


def fill(con: Connection, alerts: list[Told], listed: list[Listed], lists: set[date]) -> None:
    con.execute(EMPTY)
    for number, one in enumerate(alerts):
        told: dict[str, Any] = {**one._asdict(), "alert_id": f"A{number}"}
        for facet, (value, share) in told.pop("carriers").items():
            con.execute(
                "insert into core.alert_carrier values (?, ?, ?, ?)",
                [f"A{number}", facet, value, share],
            )
        con.execute(ALERT, told)
    for day in lists:
        con.execute("insert into core.season_list_day values (?, 1, 0.2, 'r')", [day])
    for entry in listed:
        told = entry._asdict()
        for facet, (value, share) in told.pop("carriers").items():
            con.execute(
                "insert into core.season_carrier values (?, ?, ?, ?, ?, ?, ?)",
                [entry.day, entry.theme_id, entry.onset_on, facet, value, share, share / 2],
            )
        con.execute(ENTRY, told)


def twin_alerts(alerts: list[Told]) -> list[tuple[Any, ...]]:
    """Return what mart.alert should hold."""
    made = []
    for number, one in enumerate(alerts):
        carried = {facet: value for facet, (value, _) in one.carriers.items()}
        if one.facet in ("segment", "product"):
            carried[one.facet] = one.facet_value
        is_flag = one.kind == "fast_lane"
        told = [
            {"facet": facet, "value": value, "share": share}
            for facet, (value, share) in sorted(one.carriers.items())
        ]
        made.append(
            (
                f"A{number}", one.theme_id or None, NAMES.get(one.theme_id), one.kind, one.day,
                *(carried.get(facet) for facet in ("segment", "product", "channel", "region")),
                one.facet_value if is_flag else None, one.facet == "grave", one.size,
                float(one.expected), one.size / one.expected if one.expected else None, told,
                ["v1"],
            )
        )  # fmt: skip
    return made


def twin_list(listed: list[Listed], lists: set[date]) -> list[tuple[Any, ...]]:
    """Return what mart.season_list should hold."""
    made = []
    for one in sorted(listed):
        shares: list[Any] = []
        for facet in ("segment", "product", "channel"):
            value, share = one.carriers.get(facet, (None, None))
            shares += [value, share, None if share is None else share / 2]
        made.append(
            (
                one.day, one.theme_id, one.onset_on, NAMES.get(one.theme_id),
                one.day == max(lists), one.label or None, *shares,
            )
        )  # fmt: skip
    return made


@settings(max_examples=25)
@given(
    alerts=st.lists(st.one_of(OF_THEMES, OF_FLAGS), max_size=5),
    listed=st.lists(LISTED, max_size=4, unique_by=lambda one: one[:3]),
    more=st.sets(DAYS, max_size=2),
)
def test_the_marts_are_what_the_slow_twins_tell(
    con: Connection, alerts: list[Told], listed: list[Listed], more: set[date]
) -> None:
    lists = {one.day for one in listed} | more
    fill(con, alerts, listed, lists)
    assert con.execute(ALERTS).fetchall() == twin_alerts(alerts)
    assert con.execute(ENTRIES).fetchall() == twin_list(listed, lists)
