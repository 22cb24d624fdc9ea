"""What the measure room and the marts of periods should count, in slow plain Python."""

from datetime import date, timedelta
from typing import Any

from tests.pipelines.trends.worlds import GRAINS, MART, World
from warehouse.statements import Connection

Row = tuple[Any, ...]


def first_day(grain: str, day: date) -> date:
    """Return the first day of the period that a day lies in."""
    if grain == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if grain == "week" else day


def next_period(grain: str, period_on: date) -> date:
    """Return the first day of the period after one."""
    if grain == "month":
        return (period_on + timedelta(days=31)).replace(day=1)
    return period_on + timedelta(days=7 if grain == "week" else 1)


def calendar(grain: str, world: World, data_until: date) -> list[date]:
    """Return every period from the first contact to the newest night or contact."""
    if not world:
        return []
    last = max([data_until, *(one.day for one in world)])
    periods = [first_day(grain, min(one.day for one in world))]
    while next_period(grain, periods[-1]) <= last:
        periods.append(next_period(grain, periods[-1]))
    return periods


def counted(contacts: World, theme: str | None = None) -> tuple[int, int, int]:
    """Return contacts, customers and voices without copies, of a theme or of everything."""
    contacts = [one for one in contacts if not one.is_copy]
    said = {
        one: [voice for voice in one.voices if theme is None or voice == theme] for one in contacts
    }
    heard = [one for one in contacts if theme is None or said[one]]
    customers = {one.customer or f"nobody {one.name}" for one in heard}
    return len(heard), len(customers), sum(len(voices) for voices in said.values())


def apart(contacts: World, theme: str | None = None) -> tuple[int, int]:
    """Return copies, and wordings among what is no copy, of a theme or of everything."""
    heard = [one for one in contacts if theme is None or theme in one.voices]
    wordings = {one.wording or one.name for one in heard if not one.is_copy}
    return sum(one.is_copy for one in heard), len(wordings)


def twin_periods(world: World, data_until: date) -> list[Row]:
    """Return what core.period should hold."""
    return sorted(
        (
            grain,
            period_on,
            *counted([one for one in world if first_day(grain, one.day) == period_on]),
            next_period(grain, period_on) - timedelta(days=1) <= data_until,
            *apart([one for one in world if first_day(grain, one.day) == period_on]),
        )
        for grain in GRAINS
        for period_on in calendar(grain, world, data_until)
    )


def twin_mart(grain: str, world: World, data_until: date) -> list[Row]:
    """Return what mart.theme_by_<grain> should hold."""
    made = []
    for theme in sorted({theme for one in world for theme in one.voices if theme}):
        heard = min(first_day(grain, one.day) for one in world if theme in one.voices)
        for period_on in calendar(grain, world, data_until):
            if period_on < heard:
                continue
            within = [one for one in world if first_day(grain, one.day) == period_on]
            contacts, customers, voices = counted(within, theme)
            contacts_all = counted(within)[0]
            share = contacts / contacts_all if contacts_all else None
            is_complete = next_period(grain, period_on) - timedelta(days=1) <= data_until
            counts = (contacts, customers, voices, contacts_all, share)
            made.append((theme, period_on, *counts, is_complete, *apart(within, theme)))
    return made


def assert_like_twin(con: Connection, world: World, data_until: date) -> None:
    """Every row of the period tables and marts is what the twin says, and no other row is there."""
    periods = con.execute(
        "select grain, period_on, count_contacts, count_customers, count_voices, is_complete, "
        "count_copies, count_wordings from core.period order by all"
    ).fetchall()
    assert periods == twin_periods(world, data_until)
    for grain in GRAINS:
        assert con.execute(MART[grain]).fetchall() == twin_mart(grain, world, data_until)


def assert_parts_make_the_whole(con: Connection, world: World) -> None:
    """Contacts and voices of days, weeks and months each sum up to all there are."""
    for grain in GRAINS:
        sums = con.execute(
            "select coalesce(sum(count_contacts), 0), coalesce(sum(count_copies), 0), "
            "coalesce(sum(count_voices), 0) from core.period where grain = $grain",
            {"grain": grain},
        ).fetchall()
        own = [one for one in world if not one.is_copy]
        voices = sum(len(one.voices) for one in own)
        assert sums == [(len(own), len(world) - len(own), voices)]
        themed = con.execute(
            "select theme_id, sum(count_contacts), sum(count_copies), sum(count_voices) "
            f"from mart.theme_by_{grain} group by all order by all"
        ).fetchall()
        whole = con.execute(
            "select theme_id, count(distinct contact_id) filter (not is_copy), "
            "count(distinct contact_id) filter (is_copy), count(*) filter (not is_copy) "
            "from mart.voice "
            "where theme_id is not null group by all order by all"
        ).fetchall()
        assert themed == whole
