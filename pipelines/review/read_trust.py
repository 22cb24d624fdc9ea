"""Reads how far the numbers of a month can be trusted."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.review.facts import MonthCount
from pipelines.review.facts_trust import Marker, Reject, Stability, Taken, Trust
from pipelines.review.reach import founded_on, is_parted
from pipelines.review.traces import Number, month_key, traced
from warehouse.statements import Connection, rows


def read_trust(
    con: Connection,
    now: MonthCount,
    axis: Sequence[date],
    names: Mapping[str, str],
    reject_words: Mapping[str, str],
) -> Trust:
    """Return what was read and rejected, explained and not, how stable it is, and markers."""
    month, key = now.month, month_key(now.month)
    of_month, ever = _taken(con, month)
    unexplained = {
        at: share
        for at, _, _, share in rows(con, "review_unexplained", first_month=axis[0], month=month)
    }
    found = rows(con, "review_markers", first_month=axis[0], month=month)
    return Trust(
        _chain(now),
        traced(now.count_voices_compared, "unexplained_by_month", key, "count_compared"),
        traced(unexplained.get(month), "unexplained_by_month", key, "share_unexplained"),
        tuple(unexplained.get(at) for at in axis),
        of_month,
        ever,
        _rejects(con, month, reject_words),
        _stability(con, month, names),
        tuple(Marker(*row) for row in found),
        _founded(con, axis),
    )


def _founded(con: Connection, axis: Sequence[date]) -> date | None:
    """Return the day on which all voices were clustered, where it parts the months shown."""
    day = founded_on(con, axis[-1])
    return day if is_parted(day, axis[0], axis[-1]) else None


def _chain(now: MonthCount) -> tuple[tuple[str, Number], ...]:
    key = month_key(now.month)
    counts = (
        ("contacts", "contact", "count_contacts", now.count_contacts),
        ("copies", "contact", "count_copies", now.count_copies),
        ("heard", "contact", "count_contacts_heard", now.count_contacts_heard),
        ("voices", "voice", "count_voices", now.count_voices),
        ("set_aside", "voice", "count_set_aside", now.count_voices - now.count_voices_compared),
        ("explained", "voice", "count_explained", now.count_voices_explained),
        ("unexplained", "unexplained_by_month", "count_unexplained", now.count_unexplained),
        ("no_content", "unexplained_by_month", "count_no_content", now.count_no_content),
    )
    return tuple((name, traced(value, mart, key, column)) for name, mart, column, value in counts)


def _taken(con: Connection, month: date) -> tuple[Taken, Taken]:
    [row] = rows(con, "review_taken", month=month)
    return _taken_of(month_key(month), *row[:3]), _taken_of("all", *row[3:])


def _taken_of(span: str, read: int, taken: int, known: int) -> Taken:
    counts = {
        "count_read": read,
        "count_written": taken,
        "count_rejected": read - taken,
        "count_known": known,
    }
    return Taken(*(traced(value, "run_health", span, name) for name, value in counts.items()))


def _rejects(con: Connection, month: date, words: Mapping[str, str]) -> tuple[Reject, ...]:
    return tuple(
        Reject(
            words.get(code, code),
            traced(of_month, "run_reason", month_key(month), code, "count_rows"),
            traced(ever, "run_reason", "all", code, "count_rows"),
        )
        for code, of_month, ever in rows(con, "review_rejects", month=month)
    )


def _stability(con: Connection, month: date, names: Mapping[str, str]) -> Stability | None:
    found = rows(con, "review_trusts", month=month)
    if not found:
        return None
    doubted = [names.get(row[0], row[1] or row[0]) for row in found if not row[3]]
    return Stability(
        max(row[2] for row in found),
        traced(len(found) - len(doubted), "theme_trust", "true", "count"),
        traced(len(doubted), "theme_trust", "false", "count"),
        tuple(doubted),
    )
