"""mart.season_backtest and mart.season_score against a slow plain-Python twin."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statements import Connection

FIRST = date(2024, 1, 1)
LISTED = [FIRST + timedelta(days=number) for number in (0, 50, 200)]
CLEAR = """delete from core.season_list_day; delete from core.season_entry;
delete from core.season_judged; delete from core.theme_name"""
ENTRY = """insert into core.season_entry values
($listed_on, $theme_id, $onset_on, $onset_on, $end_on, $listed_on, $expected, $low, $high, 5, 2, 1,
 $years, $year_before, null, $month, 'low', '', '')"""
JUDGED = """insert into core.season_judged values
($judged_on, $outcome, $theme_id, $onset_on, $end_on, $listed_on, $count, 5, $years)"""


class Judged(NamedTuple):
    """One judged season; a miss has no entry."""

    outcome: str
    years: int
    count: int
    expected: int
    year_before: int | None
    month: int


SEASONS = st.lists(
    st.builds(
        Judged,
        outcome=st.sampled_from(["hit", "hit", "false_warning", "miss"]),
        years=st.integers(1, 3),
        count=st.integers(0, 60),
        expected=st.integers(1, 60),
        year_before=st.one_of(st.none(), st.integers(0, 60)),
        month=st.integers(0, 60),
    ),
    max_size=8,
)


def fill(con: Connection, seasons: list[Judged]) -> None:
    con.execute(CLEAR)
    for number, one in enumerate(seasons):
        onset_on = FIRST + timedelta(days=20 * number)
        known = {
            "listed_on": None if one.outcome == "miss" else onset_on - timedelta(days=19),
            "theme_id": "T0001",
            "onset_on": onset_on,
            "end_on": onset_on + timedelta(days=9),
            "years": one.years,
        }
        if one.outcome != "miss":
            told = {"expected": one.expected, "low": one.expected - 5, "high": one.expected + 5}
            con.execute(ENTRY, known | told | {"year_before": one.year_before, "month": one.month})
        judged = {"judged_on": judged_on(number), "outcome": one.outcome, "count": one.count}
        con.execute(JUDGED, known | judged)

    for day in LISTED:
        con.execute("insert into core.season_list_day values (?, 0, 0, 'r')", [day])


def judged_on(number: int) -> date:
    return FIRST + timedelta(days=20 * number)


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def skill(own: list[int], other: list[int]) -> float | None:
    return 1 - sum(own) / sum(other) if sum(other) else None


def twin(seasons: list[Judged]) -> list[tuple[Any, ...]]:
    """Return what mart.season_score should hold: beside each list what was judged by its day."""
    return [
        (day, *row)
        for day in LISTED
        for row in scores([one for n, one in enumerate(seasons) if judged_on(n) <= day])
    ]


def scores(seasons: list[Judged]) -> list[tuple[Any, ...]]:
    made: list[tuple[Any, ...]] = []
    for known_from in ("all", "one_year", "two_years_or_more"):
        of_kind = [
            one
            for one in seasons
            if known_from == "all" or (one.years < 2) == (known_from == "one_year")
        ]
        if not of_kind:
            continue
        found = Counter(one.outcome for one in of_kind)
        told = [one for one in of_kind if one.outcome != "miss"]
        hits = [one for one in told if one.outcome == "hit"]
        with_year = [one for one in told if one.year_before is not None]
        made.append(
            (
                known_from,
                found["hit"],
                found["miss"],
                found["false_warning"],
                share(found["hit"], found["hit"] + found["miss"]),
                share(found["false_warning"], len(told)),
                share(sum(abs(one.count - one.expected) <= 5 for one in hits), len(hits)),
                skill(
                    [abs(one.count - one.expected) for one in with_year],
                    [abs(one.count - (one.year_before or 0)) for one in with_year],
                ),
                skill(
                    [abs(one.count - one.expected) for one in told],
                    [abs(one.count - one.month) for one in told],
                ),
            )
        )
    return made


@settings(max_examples=25)
@given(seasons=SEASONS)
def test_the_score_is_what_the_slow_twin_counts(con: Connection, seasons: list[Judged]) -> None:
    fill(con, seasons)
    found = con.execute(
        "select listed_on, known_from, count_hits, count_misses, count_false_warnings, "
        "hit_rate, share_false, "
        "share_in_range, skill_over_last_year, skill_over_last_month "
        "from mart.season_score order by listed_on, known_from"
    ).fetchall()
    assert found == twin(seasons)
    # Every judged season is one row of the back-test, and in exactly one of the kinds.
    rows = con.execute("select outcome, count_years from mart.season_backtest").fetchall()
    assert Counter(rows) == Counter((one.outcome, one.years) for one in seasons)
