"""mart.measure against a slow plain-Python twin."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statements import Connection

FIRST = date(2025, 1, 1)
EMPTY = """
delete from core.measure; delete from core.measure_effect; delete from core.marker;
delete from core.theme; delete from core.theme_name; delete from core.period;
insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id)
values ('T0001', 'active', '2020-01-01', 'd', 0, 'r'),
    ('T0002', 'active', '2020-01-01', 'd', 1, 'r');
insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id)
values ('T0002', '配達が遅い', [], '配送', 'r');
"""
MEASURE = """insert into core.measure by name select
$measure_id as measure_id, $theme_id as theme_id, 'T0009' as named_theme_id, 'x' as what,
'経理' as owner, $from_on::date as from_on, $expected_effect::double as expected_effect,
date '2025-01-01' as decided_on, '佐藤' as decided_by, $closed_on::date as closed_on,
$outcome as outcome, 'r' as run_id"""
EFFECT = """insert into core.measure_effect by name select
$measure_id as measure_id, $judged_on::date as judged_on, $verdict as verdict,
$effect::double as effect, $effect - 0.1 as effect_low, $effect + 0.1 as effect_high,
10 as count_contacts_after, 20.0 as count_contacts_expected, 8.0 as weeks_after,
3 as count_similar_themes, $judged_on::date - 60 as compared_from,
$judged_on::date as compared_until, ['M0009'] as judged_with, 'r' as run_id"""
MARKER = """insert into core.marker by name select
$marker_id as marker_id, $marked_on::date as marked_on, $until_on::date as until_on,
$marker_kind as marker_kind, $scope as scope, $description as description, 'r' as run_id"""
PERIOD = """insert into core.period by name select 'day' as grain, $last::date as period_on,
0 as count_contacts, 0 as count_customers, 0 as count_voices, true as is_complete"""
FOUND = """select measure_id, theme_id, theme_name, status, verdict, is_too_early, effect,
effect_low, effect_high, is_as_expected, judged_on, judged_with, markers
from mart.measure order by measure_id"""


class Effect(NamedTuple):
    """What one night said of a measure."""

    judged_on: date
    verdict: str
    effect: float | None


class Written(NamedTuple):
    """One measure, and what nights said of it."""

    theme_id: str
    from_on: date
    expected_effect: float | None
    closed_on: date | None
    outcome: str | None
    effects: list[Effect]


class Marker(NamedTuple):
    """Something that happened to the numbers."""

    marked_on: date
    until_on: date | None
    marker_kind: str
    scope: str


DAYS = st.integers(0, 300).map(lambda number: FIRST + timedelta(days=number))
EFFECTS = st.builds(
    Effect,
    DAYS,
    st.sampled_from(["helped", "unclear", "too_early"]),
    st.sampled_from([None, -0.4, 0.25]),
)
WRITTEN = st.builds(
    Written,
    theme_id=st.sampled_from(["T0001", "T0002", "T0003"]),
    from_on=DAYS,
    expected_effect=st.sampled_from([None, -0.3, 0.5]),
    closed_on=st.one_of(st.none(), DAYS),
    outcome=st.sampled_from([None, "done", "stopped", "withdrawn"]),
    effects=st.lists(EFFECTS, max_size=3, unique_by=lambda one: one.judged_on),
).map(lambda one: one._replace(closed_on=one.closed_on if one.outcome else None))
MARKERS = st.lists(
    st.builds(
        Marker,
        marked_on=DAYS,
        until_on=st.one_of(st.none(), DAYS),
        marker_kind=st.sampled_from(["encoder", "denominator", "outage", "event"]),
        scope=st.sampled_from(["all", "s", "T0001", "T0001,T0002"]),
    ),
    max_size=4,
)


def fill(con: Connection, measures: list[Written], markers: list[Marker], last: date) -> None:
    con.execute(EMPTY)
    con.execute(PERIOD, {"last": last})
    for number, one in enumerate(measures):
        told: dict[str, Any] = {**one._asdict(), "measure_id": f"M{number}"}
        effects = told.pop("effects")
        con.execute(MEASURE, told)
        for effect in effects:
            con.execute(EFFECT, effect._asdict() | {"measure_id": f"M{number}"})
    for number, marker in enumerate(markers):
        told = {"marker_id": f"{number}", "description": f"what {number}"}
        con.execute(MARKER, marker._asdict() | told)


def status(one: Written, last: date) -> str:
    if one.outcome == "withdrawn":
        return "withdrawn"
    if one.outcome and one.closed_on and one.closed_on <= last:
        return one.outcome
    return "planned" if one.from_on > last else "running"


def touches(marker: Marker, theme_id: str, latest: Effect) -> bool:
    """Whether a marker falls into the 61 days that were compared, and is of this theme."""
    days = {latest.judged_on - timedelta(days=number) for number in range(61)}
    span = (marker.until_on or marker.marked_on) - marker.marked_on
    marked = {marker.marked_on + timedelta(days=number) for number in range(span.days + 1)}
    is_ours = not marker.scope.startswith("T") or theme_id in marker.scope.split(",")
    return marker.marker_kind != "denominator" and is_ours and bool(days & marked)


def twin(measures: list[Written], markers: list[Marker], last: date) -> list[tuple[Any, ...]]:
    """Return what mart.measure should hold."""
    made = []
    for number, one in enumerate(measures):
        is_withdrawn = one.outcome == "withdrawn"
        latest = max(one.effects, key=lambda effect: effect.judged_on, default=None)
        latest = None if is_withdrawn else latest
        verdict = latest.verdict if latest else "too_early"
        if one.theme_id == "T0003":
            verdict = "not_comparable"
        effect = latest.effect if latest else None
        said = [] if latest is None else [
            f"{marker.marked_on} what {place}"
            for place, marker in enumerate(markers)
            if touches(marker, one.theme_id, latest)
        ]  # fmt: skip
        is_met = None
        if effect is not None and one.expected_effect is not None:
            is_met = effect <= one.expected_effect
        made.append(
            (
                f"M{number}", one.theme_id, "配達が遅い" if one.theme_id == "T0002" else None,
                status(one, last), None if is_withdrawn else verdict,
                None if is_withdrawn else verdict == "too_early", effect,
                None if effect is None else effect - 0.1, None if effect is None else effect + 0.1,
                is_met, latest and latest.judged_on, ["M0009"] if latest else [], sorted(said),
            )
        )  # fmt: skip
    return made


@settings(max_examples=40)
@given(measures=st.lists(WRITTEN, max_size=4), markers=MARKERS, last=DAYS)
def test_the_mart_is_what_the_slow_twin_tells(
    con: Connection, measures: list[Written], markers: list[Marker], last: date
) -> None:
    usable = [one for one in markers if one.until_on is None or one.until_on >= one.marked_on]
    fill(con, measures, usable, last)
    assert con.execute(FOUND).fetchall() == twin(measures, usable, last)
