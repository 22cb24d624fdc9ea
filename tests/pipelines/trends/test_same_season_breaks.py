"""mart.theme_same_season where something changed in between: told, put right, or not compared."""

from datetime import date

from tests.pipelines.trends.part_world import Marker, Merged, Part, put
from tests.pipelines.trends.test_same_season_mart import put_season_days
from tests.pipelines.trends.worlds import one_night
from warehouse.statements import Connection

# Three business days after Obon, of two years; the record begins a month before.
BEFORE, NOW, AS_OF = date(2024, 8, 21), date(2025, 8, 20), date(2025, 8, 31)
OLDEST = Part("oldest", date(2024, 7, 1), themes=("T0001",))


def calls(day: date, count: int, theme: str = "T0001") -> list[Part]:
    return [Part(f"{day}-{theme}-{number}", day, themes=(theme,)) for number in range(count)]


def compared(
    con: Connection,
    world: list[Part],
    markers: list[Marker],
    merged: list[Merged] | None = None,
    link: tuple[int, int] | None = None,
) -> tuple[object, ...]:
    """Return the month of August 2025 beside the same season one year before."""
    put(con, [OLDEST, *world], markers, merged or [])
    if link:
        con.execute("insert into core.encoder_link values ('0', 'T0001', ?, ?)", list(link))
    one_night(con, AS_OF)
    put_season_days(con)
    [found] = con.execute(
        "select comparison_year_before, count_contacts, count_year_before, ratio_year_before, "
        "ratio_year_before_low is null, broken_by_year_before, comparison_two_years_before "
        "from mart.theme_same_season "
        "where grain = 'month' and period_on = date '2025-08-01' and theme_id = 'T0001'"
    ).fetchall()
    return tuple(found)


def test_seasons_without_a_change_in_between_are_compared_as_counted(con: Connection) -> None:
    world = calls(BEFORE, 10) + calls(NOW, 20)
    # Before and after what is compared, and a change that counts the whole past anew.
    markers = [
        Marker("encoder", date(2024, 7, 2)),
        Marker("source", date(2025, 9, 1), None, "call"),
        Marker("masking", date(2025, 1, 1)),
    ]
    found = compared(con, world, markers)
    assert found == ("as_counted", 20, 10, 2.0, False, [], "not_recorded")


def test_no_season_is_compared_across_a_change_of_counting(con: Connection) -> None:
    world = calls(BEFORE, 10) + calls(NOW, 20)
    for marker, name in (
        (Marker("encoder", date(2025, 1, 1)), "encoder"),
        (Marker("source", date(2025, 1, 1), None, "call"), "source call"),
        (Marker("outage", BEFORE, BEFORE, "call", 1.0), "outage call"),
        (Marker("outage", NOW, NOW, "call", 1.0), "outage call"),
    ):
        expected = ("not_comparable", 20, 10, None, True, [name], "not_recorded")
        assert compared(con, world, [marker]) == expected


def test_an_outage_of_less_than_a_twentieth_or_in_between_breaks_nothing(con: Connection) -> None:
    world = calls(BEFORE, 10) + calls(NOW, 21)
    for marker in (
        Marker("outage", NOW, NOW, "call", 1.0),
        Marker("outage", date(2025, 1, 1), date(2025, 1, 20), "call", 90.0),
    ):
        assert compared(con, world, [marker])[0] == "as_counted"


def test_another_encoder_is_made_comparable_by_what_both_counted(con: Connection) -> None:
    world = calls(BEFORE, 10) + calls(NOW, 20)
    changed = [Marker("encoder", date(2025, 1, 1))]
    for link, comparison, ratio in (
        ((40, 20), "like_for_like", 4.0),
        ((19, 9), "not_comparable", None),
        ((40, 0), "not_comparable", None),
    ):
        found = compared(con, world, changed, link=link)
        assert (found[0], found[3]) == (comparison, ratio)
    # Days of both encoders in one season cannot be put right.
    inside = compared(con, world, [Marker("encoder", date(2025, 8, 5))], link=(40, 20))
    assert inside[0] == "not_comparable"


def test_a_merge_is_no_rise(con: Connection) -> None:
    world = calls(BEFORE, 10) + calls(BEFORE, 10, "T0002") + calls(NOW, 20)
    merged = [Merged("T0002", "T0001", date(2025, 1, 1))]
    found = compared(con, world, [], merged)
    assert found == ("like_for_like", 20, 10, 1.0, False, [], "not_recorded")


def test_a_season_that_is_not_over_is_not_compared(con: Connection) -> None:
    put(con, [OLDEST, *calls(BEFORE, 10), *calls(NOW, 20)], [], [])
    one_night(con, NOW)
    put_season_days(con)
    found = con.execute(
        "select distinct comparison_year_before, count_year_before, ratio_year_before "
        "from mart.theme_same_season where not is_complete"
    ).fetchall()
    assert found == [("unfinished", None, None)]
