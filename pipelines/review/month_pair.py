"""Two months beside each other: which themes moved more than chance does."""

from dataclasses import dataclass
from datetime import date

from pipelines.errors import InputError
from pipelines.review.breaks import breaks, parts_contacts
from pipelines.review.facts import MonthCount, Origin
from pipelines.review.facts_sections import Waterfall
from pipelines.review.facts_theme import ThemeFacts, Verdict
from pipelines.review.facts_trust import Marker
from pipelines.review.look import Look, Words
from pipelines.review.months import last_day
from pipelines.review.read_months import Source, chosen_month, read_months, read_origin
from pipelines.review.read_themes import Span, read_themes
from pipelines.review.traces import Number, month_key, traced
from pipelines.review.versus import chance
from pipelines.review.waterfall import waterfall
from warehouse.statements import Connection, rows


@dataclass(frozen=True)
class Move:
    """A theme in both months; `verdict` is unknown where the counting changed in between."""

    theme_id: str
    name: str
    before: Number
    now: Number
    step: int
    verdict: Verdict


@dataclass(frozen=True)
class MonthPair:
    """Two complete months of one published file, the earlier one first.

    `moves` are all themes heard in either, the largest rise first; `breaks` are changes of the way
    of counting between them; `count_redrawn` themes split or merged in between.
    """

    before: MonthCount
    now: MonthCount
    moves: tuple[Move, ...]
    breaks: tuple[Marker, ...]
    count_redrawn: int
    waterfall: Waterfall
    verdict: Verdict
    origin: Origin


def read_pair(
    con: Connection, source: Source, look: Look, words: Words, asked: tuple[date, date]
) -> MonthPair:
    """Return two months side by side.

    Raises InputError when the file does not hold one of them, or only a part of one.
    """
    origin = read_origin(con, source)
    months = read_months(con, origin)
    before, now = (chosen_month(months, month) for month in sorted(asked))
    for one in (before, now):
        if not one.is_complete:
            raise InputError("review_month_unfinished", month=month_key(one.month))
        if not one.is_whole:
            raise InputError(
                "review_month_begins", month=month_key(one.month), day=origin.data_from
            )
    if before.month == now.month:
        raise InputError("review_months_same", month=month_key(now.month))
    axis = tuple(one.month for one in months if before.month <= one.month <= now.month)
    themes = read_themes(con, Span(now.month, axis, True, months[0].month), look.sizes, words)
    found = breaks(con, before.month, now.month)
    [(redrawn,)] = rows(
        con, "review_lineage_between", first_on=last_day(before.month), month=now.month
    )
    sigmas = look.sizes.notable_sigmas
    exposure = last_day(now.month).day / last_day(before.month).day
    moves = [_move(theme, before.month, exposure, None if found else sigmas) for theme in themes]
    verdict = chance(now.count_contacts, before.count_contacts, sigmas, exposure)
    heard = [one for one in moves if one.now or one.before]
    heard.sort(key=lambda one: (-one.step, one.theme_id))
    return MonthPair(
        before,
        now,
        tuple(heard),
        found,
        redrawn,
        waterfall(now, before, themes, look.sizes.waterfall),
        "unknown" if parts_contacts(found) else verdict,
        origin,
    )


def _move(theme: ThemeFacts, before: date, exposure: float, sigmas: float | None) -> Move:
    counted = {month.month: month.count_contacts for month in theme.by_month}
    was, now = counted.get(before, 0), theme.contacts
    verdict = "unknown" if sigmas is None else chance(now.count, was, sigmas, exposure)
    place = ("theme_by_month", theme.theme_id, month_key(before), "count_contacts")
    return Move(
        theme.theme_id,
        theme.name,
        traced(was, *place),
        now,
        now.count - was,
        verdict,
    )
