"""Reads where the numbers come from and everything received by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.errors import InputError
from pipelines.review.facts import MonthCount, Origin
from warehouse.statements import Connection, rows


@dataclass(frozen=True)
class Source:
    """The published file that is read, and how it came to be the one.

    `file_name` is its name in published/; `reject_words` are the words of reason codes.
    """

    file_name: str
    is_frozen: bool
    is_anew: bool
    reject_words: Mapping[str, str]


def read_origin(con: Connection, source: Source) -> Origin:
    """Return the run and days that the file tells of; raises InputError without any contact."""
    [(run_id, data_from, data_until)] = rows(con, "review_origin")
    if data_from is None or data_until is None or data_from > data_until:
        raise InputError("review_no_contacts", file=source.file_name)
    return Origin(source.file_name, run_id, data_from, data_until, source.is_frozen, source.is_anew)


def read_months(con: Connection, origin: Origin) -> tuple[MonthCount, ...]:
    """Return every month of the file in order, those in which nobody called as well."""
    found = rows(con, "review_months", data_from=origin.data_from, data_until=origin.data_until)
    return tuple(MonthCount(*row) for row in found)


def chosen_month(months: Sequence[MonthCount], wanted: date | None) -> MonthCount:
    """Return the month asked for, or without one the last complete month, or the newest.

    Raises InputError when the file does not hold the month.
    """
    by_month = {one.month: one for one in months}
    if wanted is None:
        return next((one for one in reversed(months) if one.is_complete), months[-1])
    if wanted not in by_month:
        raise InputError(
            "review_month_unknown",
            month=f"{wanted:%Y-%m}",
            first=f"{months[0].month:%Y-%m}",
            last=f"{months[-1].month:%Y-%m}",
        )
    return by_month[wanted]
