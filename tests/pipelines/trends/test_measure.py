"""The measure room and the marts of periods against a slow plain-Python twin."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipelines.trends.counted_twin import assert_like_twin, assert_parts_make_the_whole
from tests.pipelines.trends.worlds import EMPTY, Heard, World, fill, one_night
from warehouse.statements import Connection

# Around the end of a leap February that is a Thursday: weeks and months end on different days.
FIRST = date(2024, 2, 20)

PARTS_AND_WHOLE = """
select month, theme_id, sum(count_contacts) from core.theme_part_month group by all
except (
    select period_on, '', count_contacts from core.period where grain = 'month'
    union all
    select period_on, theme_id, count_contacts from core.theme_period where grain = 'month'
)
"""

DAYS = st.integers(0, 45).map(lambda number: FIRST + timedelta(days=number))
THEMES = st.sampled_from(["T0001", "T0002", None])
CONTACTS = st.builds(
    Heard,
    name=st.uuids(version=4).map(str),
    day=DAYS,
    customer=st.sampled_from(["k1", "k2", "k3", None]),
    voices=st.lists(THEMES, max_size=3).map(tuple),
    is_copy=st.sampled_from([False, False, True]),
    wording=st.sampled_from(["w1", "w2", None]),
)
WORLDS = st.lists(CONTACTS, max_size=12, unique_by=lambda one: one.name)


@settings(max_examples=25)
@given(before=WORLDS, after=WORLDS, kept=st.integers(0, 12), nights=st.tuples(DAYS, DAYS))
def test_tables_and_marts_are_what_the_slow_twin_counts(
    con: Connection, before: World, after: World, kept: int, nights: tuple[date, date]
) -> None:
    con.execute(EMPTY)
    worlds = (before, before[:kept] + after)
    for number, (world, as_of) in enumerate(zip(worlds, nights, strict=True)):
        data_until = max(nights[: number + 1])
        fill(con, world)
        read, written = one_night(con, as_of)
        assert read == written
        assert_like_twin(con, world, data_until)
        assert_parts_make_the_whole(con, world)
        assert con.execute(PARTS_AND_WHOLE).fetchall() == []
        # The same night again finds nothing to write, so it leaves no trace.
        assert one_night(con, as_of) == (0, 0)
