"""What a company knows of its own days: price changes, campaigns, typhoons, from events.csv."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pipelines.ingest.dates import parse_moment
from pipelines.ingest.plain import as_label, canonical_json, is_missing, plain_value
from pipelines.ingest.rows import BadRow, Row, reject

REQUIRED = ("day", "name")
COLUMNS = ("day", "until", "name", "scope")
LONGEST_NAME = 80
EVENT_REASONS = (
    "event_bad_day",
    "event_bad_until",
    "event_missing_name",
    "event_long_name",
    "event_unknown_theme",
    "event_twice",
)
_THEME = re.compile(r"T\d{4,}")
_TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, order=True)
class Event:
    """One event; `scope` is all, a theme_id, or what the company calls it (a product, a region)."""

    day: date
    until: date
    name: str
    scope: str


@dataclass(frozen=True)
class CheckedEvents:
    """Events in order, and rows set aside."""

    events: list[Event]
    bad: list[BadRow]


def check_events(listed: Iterable[Row | BadRow], theme_ids: Collection[str]) -> CheckedEvents:
    """Take rows of day, until, name and scope; a doubtful row is set aside with its reason."""
    events: set[Event] = set()
    bad: list[BadRow] = []
    for row in listed:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        found = _read(row, theme_ids)
        if isinstance(found, Event) and found in events:
            found = "event_twice"
        if isinstance(found, str):
            bad.append(reject(row.number, found, canonical_json(plain_value(row.values))))
        else:
            events.add(found)
    return CheckedEvents(sorted(events), bad)


def _read(row: Row, theme_ids: Collection[str]) -> Event | str:
    day = _day(row.values.get("day"))
    if day is None:
        return "event_bad_day"
    until = day if is_missing(row.values.get("until")) else _day(row.values.get("until"))
    if until is None or until < day:
        return "event_bad_until"
    name = as_label(row.values.get("name"))
    if name is None:
        return "event_missing_name"
    if len(name) > LONGEST_NAME:
        return "event_long_name"
    scope = as_label(row.values.get("scope")) or "all"
    if _THEME.fullmatch(scope) and scope not in theme_ids:
        return "event_unknown_theme"
    return Event(day, until, name, scope)


def _day(cell: object) -> date | None:
    moment = parse_moment(cell, (), _TOKYO)
    return None if moment is None else moment.astimezone(_TOKYO).date()
