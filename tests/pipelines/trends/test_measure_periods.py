"""The measure room on thought-out cases: who is counted once, when a period is complete."""

from dataclasses import replace
from datetime import date

import pytest

from tests.pipelines.trends.counted_twin import assert_like_twin, assert_parts_make_the_whole
from tests.pipelines.trends.worlds import EMPTY, GRAINS, MART, Heard, fill, one_night
from warehouse.statements import Connection


def test_a_customer_who_calls_twice_is_one_and_unknown_callers_are_each_one(
    con: Connection,
) -> None:
    day = date(2024, 2, 26)
    con.execute(EMPTY)
    fill(
        con,
        [
            Heard("a", day, "k1", ("T0001", "T0001")),
            Heard("b", day, "k1", ("T0001",)),
            Heard("c", day, None, ("T0001", None)),
            Heard("d", day, None, ("T0001",)),
            Heard("e", day, "k2"),
        ],
    )
    one_night(con, day)
    assert con.execute(MART["week"]).fetchall() == [("T0001", day, 4, 3, 5, 5, 4 / 5, False, 0, 4)]


def test_copies_are_counted_apart_and_a_template_is_one_wording(con: Connection) -> None:
    day = date(2024, 2, 26)
    con.execute(EMPTY)
    fill(
        con,
        [
            Heard("a", day, "k1", ("T0001", "T0001"), wording="a"),
            Heard("b", day, "k1", ("T0001", "T0001"), is_copy=True, wording="a"),
            Heard("c", day, "k2", ("T0001",), wording="a"),
            Heard("d", day, "k3", ("T0001",)),
            Heard("e", day, "k4"),
        ],
    )
    one_night(con, day)
    # 4 contacts + 1 copy came; 3 of the 4 tell of the theme, in two wordings.
    assert con.execute(MART["week"]).fetchall() == [("T0001", day, 3, 3, 4, 4, 3 / 4, False, 1, 2)]


@pytest.mark.parametrize(
    ("as_of", "day", "week", "month"),
    [
        (date(2024, 2, 28), True, False, False),
        (date(2024, 2, 29), True, False, True),
        (date(2024, 3, 2), True, False, True),
        (date(2024, 3, 3), True, True, True),
    ],
)
def test_a_period_is_complete_on_its_last_day_and_not_before(
    con: Connection, as_of: date, day: bool, week: bool, month: bool
) -> None:
    con.execute(EMPTY)
    fill(con, [Heard("a", date(2024, 2, 28), None, ("T0001",))])
    one_night(con, as_of)
    flags = [con.execute(MART[grain]).fetchall()[0][7] for grain in GRAINS]
    assert flags == [day, week, month]


def test_a_night_of_an_older_day_opens_no_period_again(con: Connection) -> None:
    con.execute(EMPTY)
    fill(con, [Heard("a", date(2024, 2, 28), None, ("T0001",))])
    one_night(con, date(2024, 3, 31))
    before = con.execute(MART["day"]).fetchall()
    one_night(con, date(2024, 3, 1))
    assert con.execute(MART["day"]).fetchall() == before


def test_contacts_of_a_night_that_failed_are_counted_as_incomplete_days(con: Connection) -> None:
    # Masked by a night of the 5th that then failed; the next night is one of the 1st.
    con.execute(EMPTY)
    world = [
        Heard("a", date(2024, 3, 1), None, ("T0001",)),
        Heard("b", date(2024, 3, 5), None, ("T0001",)),
    ]
    fill(con, world)
    one_night(con, date(2024, 3, 1))
    assert_like_twin(con, world, date(2024, 3, 1))
    assert_parts_make_the_whole(con, world)


def test_periods_before_the_first_contact_go_when_its_date_was_corrected(con: Connection) -> None:
    con.execute(EMPTY)
    wrong = Heard("a", date(2024, 1, 1), None, ("T0001",))
    fill(con, [wrong])
    one_night(con, date(2024, 3, 1))
    right = [replace(wrong, day=date(2024, 3, 1))]
    fill(con, right)
    one_night(con, date(2024, 3, 1))
    assert_like_twin(con, right, date(2024, 3, 1))
