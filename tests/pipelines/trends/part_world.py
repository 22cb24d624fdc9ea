"""Contacts of several sources, products and segments, with markers, in a real database."""

from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from tests.pipelines.trends.worlds import EMPTY, Heard, fill, one_night
from warehouse.statements import Connection

EMPTY_PARTS = (
    "delete from core.theme_part_month; delete from core.denominator; "
    "delete from core.denominator_link; delete from core.encoder_link; "
    "delete from core.marker; delete from core.theme; "
    "delete from core.rate_setting; insert into core.rate_setting values (true, 2, 50)"
)


@dataclass(frozen=True)
class Part:
    """One contact; `themes` may name one twice."""

    name: str
    day: date
    source: str = "call"
    product: str | None = None
    segment: str | None = None
    customer: str | None = None
    themes: tuple[str | None, ...] = ()
    is_copy: bool = False


@dataclass(frozen=True)
class Marker:
    """One row of core.marker."""

    kind: str
    day: date
    until: date | None = None
    scope: str = "all"
    missing: float | None = None


@dataclass(frozen=True)
class Merged:
    """A theme that was merged into another one on a day."""

    theme: str
    into: str
    day: date


def put(con: Connection, world: list[Part], markers: list[Marker], merged: list[Merged]) -> None:
    """Put a world in place of what core holds."""
    con.execute(EMPTY)
    con.execute(EMPTY_PARTS)
    fill(con, [Heard(p.name, p.day, p.customer, p.themes, p.is_copy) for p in world])
    parts = pa.table(
        {
            "name": pa.array([p.name for p in world], pa.string()),
            "source": pa.array([p.source for p in world], pa.string()),
            "product": pa.array([p.product for p in world], pa.string()),
            "segment": pa.array([p.segment for p in world], pa.string()),
        }
    )
    con.register("parts", parts)
    con.execute(
        "update core.contact set source_name = source, product = parts.product, "
        "segment = parts.segment from parts where contact_id = name"
    )
    con.unregister("parts")
    for number, marker in enumerate(markers):
        con.execute(
            "insert into core.marker by name select $id as marker_id, $kind as marker_kind, "
            "$day as marked_on, $until as until_on, $scope as scope, 'x' as description, "
            "'r' as run_id, $missing as count_missing",
            {
                "id": str(number),
                "kind": marker.kind,
                "day": marker.day,
                "until": marker.until,
                "scope": marker.scope,
                "missing": marker.missing,
            },
        )
    for one in merged:
        con.execute(
            "insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, "
            "run_id, retired_on, merged_into) values ($theme, 'retired', $day, 'd', 1, 'r', $day, "
            "$into)",
            {"theme": one.theme, "into": one.into, "day": one.day},
        )


def measured(con: Connection, as_of: date) -> None:
    """Count as the night of a day does."""
    one_night(con, as_of)


def month_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_after(month: date, count: int = 1) -> date:
    """Return the first day of a month so many months later (earlier when negative)."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def months_of(world: list[Part], as_of: date) -> list[date]:
    """Return every month from the first contact to the last day that is counted."""
    days = [p.day for p in world]
    months = [month_of(min(days))]
    while months[-1] < month_of(max([*days, as_of])):
        months.append(month_after(months[-1]))
    return months


def is_whole(month: date, world: list[Part], as_of: date) -> bool:
    """Return whether the month is over, and the data do not begin in the middle of it."""
    return month_after(month) - timedelta(days=1) <= as_of and month >= min(p.day for p in world)


def first_heard(world: list[Part], theme: str) -> date | None:
    """Return the month in which a theme was first heard; a copy counts, too."""
    return min((month_of(p.day) for p in world if theme in p.themes), default=None)


def contacts(world: list[Part], month: date, theme: str | None = None) -> list[Part]:
    """Return the contacts of a month that are no copies, of a theme or of everything."""
    return [
        p
        for p in world
        if month_of(p.day) == month and not p.is_copy and (theme is None or theme in p.themes)
    ]
