"""mart.theme_compared_by_month against a slow plain-Python twin, and against exact small worlds."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipelines.trends.part_world import (
    Marker,
    Merged,
    Part,
    contacts,
    first_heard,
    is_whole,
    measured,
    month_after,
    months_of,
    put,
)
from warehouse.statements import Connection

FIRST = date(2023, 1, 1)
BACK = {"month_before": 1, "year_before": 12, "two_years_before": 24}
Row = tuple[Any, ...]

QUERY = """
select theme_id, month, against, base_month, count_contacts, base_count_contacts, comparison,
    is_comparable, broken_by, count_contacts_alike, base_count_contacts_alike, ratio,
    ratio_of_shares
from mart.theme_compared_by_month
order by theme_id, month, against
"""

# Few months that answer to each other, so that small worlds meet.
DAYS = st.builds(
    lambda month, day: month_after(FIRST, month) + timedelta(days=day),
    st.sampled_from([0, 1, 12, 13, 24, 25]),
    st.integers(0, 27),
)
PARTS = st.builds(
    Part,
    name=st.uuids(version=4).map(str),
    day=DAYS,
    source=st.sampled_from(["call", "mail"]),
    themes=st.lists(st.sampled_from(["T0001", "T0002", None]), max_size=2).map(tuple),
    is_copy=st.sampled_from([False, False, False, True]),
)


def with_end(one: Marker) -> Marker:
    if one.kind == "outage":
        return Marker(one.kind, one.day, one.day + timedelta(days=5), "call", one.missing)
    return Marker(one.kind, one.day, None, "call" if one.kind == "source" else "all")


MARKERS = st.lists(
    st.builds(
        Marker,
        kind=st.sampled_from(["encoder", "source", "outage", "outage", "masking"]),
        day=DAYS,
        missing=st.sampled_from([0.0, 20.0, 20.0]),
    ).map(with_end),
    max_size=2,
)
MERGED = st.one_of(st.just([]), DAYS.map(lambda day: [Merged("T0002", "T0001", day)]))


def last_of(month: date) -> date:
    return month_after(month) - timedelta(days=1)


def is_between(marker: Marker, base: date, month: date) -> bool:
    """Return whether a marker parts two months: it lies in one of them or, lasting, between."""
    if marker.kind not in ("encoder", "source", "outage"):
        return False
    if marker.until is None:
        return base < marker.day <= last_of(month)
    # These worlds are so small that what misses a contact misses enough.
    is_felt = bool(marker.missing)
    return is_felt and any(
        marker.day <= last_of(one) and marker.until >= one for one in (base, month)
    )


def shown(marker: Marker) -> str:
    return marker.kind if marker.scope == "all" else f"{marker.kind} {marker.scope}"


def twin(world: list[Part], markers: list[Marker], merged: list[Merged], as_of: date) -> list[Row]:
    months = months_of(world, as_of)
    rows = [
        compared(world, markers, merged, as_of, (theme, month, against))
        for theme in ("T0001", "T0002")
        for month in months
        for against, back in BACK.items()
        if month_after(month, -back) in months
        and (first := first_heard(world, theme)) is not None
        and first <= month
    ]
    return sorted(rows, key=lambda row: row[:3])


def compared(
    world: list[Part],
    markers: list[Marker],
    merged: list[Merged],
    as_of: date,
    key: tuple[str, date, str],
) -> Row:
    theme, month, against = key
    base = month_after(month, -BACK[against])
    between = [marker for marker in markers if is_between(marker, base, month)]
    out = {marker.scope for marker in between if marker.kind != "encoder"}
    kin = [one.theme for one in merged if one.into == theme and base < one.day <= last_of(month)]
    family = {theme, *kin}

    def alike(of_month: date) -> int:
        heard = [contacts(world, of_month, member) for member in family]
        return sum(p.source not in out for members in heard for p in members)

    def everything(of_month: date) -> int:
        return sum(p.source not in out for p in contacts(world, of_month))

    comparison = "like_for_like" if between or kin else "as_counted"
    if any(marker.kind == "encoder" for marker in between):
        comparison = "not_comparable"
    if between and not (everything(month) and everything(base)):
        comparison = "not_comparable"
    if not (is_whole(month, world, as_of) and is_whole(base, world, as_of)):
        comparison = "unfinished"
    is_comparable = comparison in ("as_counted", "like_for_like")
    now, then = alike(month), alike(base)
    ratio = now / then if is_comparable and then else None
    all_now = everything(month)
    share = now / all_now if all_now else None
    return (
        theme,
        month,
        against,
        base,
        len(contacts(world, month, theme)),
        len(contacts(world, base, theme)),
        comparison,
        is_comparable,
        sorted({shown(marker) for marker in between}),
        now if is_comparable else None,
        then if is_comparable else None,
        ratio,
        share / (then / everything(base)) if ratio is not None and share is not None else None,
    )


@settings(max_examples=12)
@given(
    world=st.lists(PARTS, min_size=1, max_size=16, unique_by=lambda p: p.name),
    markers=MARKERS,
    merged=MERGED,
    as_of=DAYS,
)
def test_comparisons_are_what_the_slow_twin_finds(
    con: Connection,
    world: list[Part],
    markers: list[Marker],
    merged: list[Merged],
    as_of: date,
) -> None:
    put(con, world, markers, merged)
    measured(con, as_of)
    assert con.execute(QUERY).fetchall() == twin(world, markers, merged, as_of)


def two_years(month: int, calls: int, mails: int) -> list[Part]:
    first = month_after(FIRST, month)
    return [
        Part(f"{month}-{source}-{number}", first, source, themes=("T0001",))
        for source, count in (("call", calls), ("mail", mails))
        for number in range(count)
    ]


def compared_with_last_year(con: Connection) -> Row:
    found = con.execute(
        "select comparison, count_contacts, count_contacts_alike, base_count_contacts_alike, ratio "
        "from mart.theme_compared_by_month where theme_id = 'T0001' and against = 'year_before'"
    ).fetchall()
    return tuple(found[-1])


def test_a_silent_source_is_left_out_of_both_years(con: Connection) -> None:
    """Mail did not come for a week: calls doubled, though all contacts hardly rose."""
    silent = Marker("outage", date(2024, 1, 8), date(2024, 1, 14), "mail", 8)
    put(con, two_years(0, 10, 30) + two_years(12, 20, 22), [silent], [])
    measured(con, date(2024, 1, 31))
    assert compared_with_last_year(con) == ("like_for_like", 42, 20, 10, 2.0)


def test_a_source_that_missed_less_than_a_twentieth_changes_nothing(con: Connection) -> None:
    """Half of the outage lies in January: 2.1 of 42 contacts are a twentieth, 2 are not."""
    for missing, comparison in ((4.0, "as_counted"), (4.2, "like_for_like")):
        silent = Marker("outage", date(2024, 1, 31), date(2024, 2, 1), "mail", missing)
        put(con, two_years(0, 10, 30) + two_years(12, 20, 22), [silent], [])
        measured(con, date(2024, 1, 31))
        assert compared_with_last_year(con)[0] == comparison


def test_an_unfinished_month_is_never_compared(con: Connection) -> None:
    put(con, two_years(0, 10, 0) + two_years(12, 20, 0), [], [])
    measured(con, date(2024, 1, 30))
    assert compared_with_last_year(con) == ("unfinished", 20, None, None, None)


def test_another_encoder_is_not_comparable(con: Connection) -> None:
    put(con, two_years(0, 10, 0) + two_years(12, 20, 0), [Marker("encoder", date(2023, 6, 1))], [])
    measured(con, date(2024, 1, 31))
    assert compared_with_last_year(con) == ("not_comparable", 20, None, None, None)


def test_another_encoder_is_made_comparable_by_what_both_counted(con: Connection) -> None:
    """The new encoder hears the theme half as often: 20 after it are as many as 40 before."""
    changed = date(2023, 6, 1)
    for count_former, expected in (
        (40, ("like_for_like", 20, 20, 5.0, 4.0)),
        (19, ("not_comparable", 20, None, None, None)),
    ):
        put(con, two_years(0, 10, 0) + two_years(12, 20, 0), [Marker("encoder", changed)], [])
        link = [count_former, count_former // 2]
        con.execute("insert into core.encoder_link values ('0', 'T0001', ?, ?)", link)
        measured(con, date(2024, 1, 31))
        assert compared_with_last_year(con) == expected


def test_a_month_of_two_encoders_is_not_comparable(con: Connection) -> None:
    put(con, two_years(0, 10, 0) + two_years(12, 20, 0), [Marker("encoder", date(2024, 1, 2))], [])
    con.execute("insert or replace into core.encoder_link values ('0', 'T0001', 40, 20)")
    measured(con, date(2024, 1, 31))
    assert compared_with_last_year(con) == ("not_comparable", 20, None, None, None)


def test_a_merge_is_no_rise(con: Connection) -> None:
    before = [
        Part(f"x{number}", FIRST, themes=("T0002" if number % 2 else "T0001",))
        for number in range(20)
    ]
    put(con, before + two_years(12, 20, 0), [], [Merged("T0002", "T0001", date(2023, 9, 1))])
    measured(con, date(2024, 1, 31))
    assert compared_with_last_year(con) == ("like_for_like", 20, 20, 20, 1.0)
    # What was merged before either month is one theme in both.
    put(con, before + two_years(12, 20, 0), [], [Merged("T0002", "T0001", date(2022, 12, 1))])
    measured(con, date(2024, 1, 31))
    assert compared_with_last_year(con) == ("as_counted", 20, 20, 10, 2.0)


def test_a_merge_of_merged_themes_is_no_rise(con: Connection) -> None:
    before = [Part(f"x{n}", FIRST, themes=(f"T000{1 + n % 4}",)) for n in range(20)]
    merged = [
        Merged("T0003", "T0002", date(2023, 5, 1)),
        Merged("T0002", "T0001", date(2023, 9, 1)),
        # After the month that is looked at.
        Merged("T0004", "T0001", date(2024, 2, 1)),
    ]
    put(con, before + two_years(12, 20, 0), [], merged)
    measured(con, date(2024, 1, 31))
    assert compared_with_last_year(con) == ("like_for_like", 20, 20, 15, 20 / 15)


def test_every_series_carries_its_markers(con: Connection) -> None:
    markers = [
        Marker("event", date(2023, 1, 30), date(2023, 2, 2)),
        Marker("encoder", date(2023, 2, 10)),
        Marker("restatement", date(2023, 2, 11), None, "T0002"),
        Marker("outage", date(2023, 2, 12), date(2023, 2, 13), "mail"),
    ]
    world = [Part(f"c{day}", FIRST + timedelta(days=day), themes=("T0001",)) for day in (0, 50)]
    put(con, [*world, Part("d", FIRST, themes=("T0002", None))], markers, [])
    measured(con, date(2023, 2, 28))
    # The description of an event is its name: "x" in these worlds.
    for mart, of_theme in (("theme_by_month", "T0001"), ("theme_by_month", "T0002")):
        found = con.execute(
            f"select markers from mart.{mart} where theme_id = $theme order by month",
            {"theme": of_theme},
        ).fetchall()
        own = ["restatement"] if of_theme == "T0002" else []
        assert found == [(["x"],), (["encoder", "outage mail", "x", *own],)]
    found = con.execute(
        "select day::text, markers from mart.theme_by_day "
        "where theme_id = 'T0001' and markers != [] order by day"
    ).fetchall()
    assert found == [
        ("2023-01-30", ["x"]), ("2023-01-31", ["x"]), ("2023-02-01", ["x"]), ("2023-02-02", ["x"]),
        ("2023-02-10", ["encoder"]), ("2023-02-12", ["outage mail"]),
        ("2023-02-13", ["outage mail"]),
    ]  # fmt: skip
    weeks = con.execute("select count(*) from mart.theme_by_week where markers != []").fetchone()
    assert weeks == (6,)
    assert con.execute("select markers from mart.unexplained_by_month").fetchall() == [
        (["x"],), (["encoder", "outage mail", "x"],),
    ]  # fmt: skip
