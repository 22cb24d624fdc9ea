"""Themes that grew or died down, beside the same time of the year before.

One month of few contacts tells little: so the month, then three months, then twelve of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.review.facts_sections import Fading, Raised, Span
from pipelines.review.facts_theme import ThemeFacts, Verdict
from pipelines.review.months import earlier, last_day
from pipelines.review.traces import Number, month_key, traced
from pipelines.review.versus import chance
from warehouse.statements import Connection, rows

MONTHS: Mapping[Span, int] = {"quarter": 3, "year": 12}
Pairs = Mapping[str, tuple[float, float, bool]]


@dataclass(frozen=True)
class SlowMoves:
    """Living themes that moved more than chance does: by the month, by three, by twelve."""

    grown: tuple[Raised, ...]
    fading: tuple[Fading, ...]


@dataclass(frozen=True)
class Rules:
    """From how many sigmas a difference is told, and how many times as many voices found a theme
    as a year before, over three and twelve months."""

    sigmas: float
    reach: Mapping[Span, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Moved:
    """A theme, over which span, and its contacts now and a year before."""

    theme: ThemeFacts
    span: Span
    first: date
    now: Number
    before: Number
    is_together: bool


def read_slow_moves(
    con: Connection, month: date, themes: Sequence[ThemeFacts], rules: Rules
) -> SlowMoves:
    """Return what moved up to a month, as far as it is counted alike.

    The same months of the year before have the same season and all but the same length.
    """
    pairs = {span: _pairs(con, month, count) for span, count in MONTHS.items()}
    living = [theme for theme in themes if theme.status != "retired"]
    grown = _moves(living, pairs, month, rules, "up")
    fading = _moves(living, pairs, month, rules, "down")
    return SlowMoves(
        tuple(_grown(one, month) for one in grown),
        tuple(
            Fading(
                one.theme.theme_id, one.theme.name, one.span, one.now, one.before, one.is_together
            )
            for one in fading
        ),
    )


def _pairs(con: Connection, month: date, count: int) -> Pairs:
    first = earlier(month, count - 1)
    found = rows(con, "review_slow_moves", first_month=first, month=month, count_months=count)
    return {theme_id: (now, before, both) for theme_id, now, before, both in found}


def _moves(
    themes: Sequence[ThemeFacts],
    pairs: Mapping[Span, Pairs],
    month: date,
    rules: Rules,
    verdict: Verdict,
) -> list[_Moved]:
    """Return each theme once, by the shortest time that tells of it."""
    found = [
        _of_month(one, month)
        for one in themes
        if one.on_year_before.verdict == verdict and not one.on_year_before.reason
    ]
    for span, counts in pairs.items():
        told = {one.theme.theme_id for one in found}
        moved = [
            one
            for one in themes
            if verdict == _verdict(one, counts, rules.sigmas, rules.reach.get(span, 1.0))
            and one.theme_id not in told
            # What was first heard since was told as new.
            and one.first_heard_on < earlier(month, MONTHS[span] - 1)
            and _goes_on(one, pairs["quarter"], verdict)
        ]
        moved.sort(key=lambda one: (-_size(counts[one.theme_id]), one.theme_id))
        found += [_of_span(one, span, counts[one.theme_id], month) for one in moved]
    return found


def _verdict(theme: ThemeFacts, counts: Pairs, sigmas: float, reach: float) -> Verdict:
    if theme.theme_id not in counts:
        return "unknown"
    now, before, _ = counts[theme.theme_id]
    return chance(now, before, sigmas, reach=reach)


def _goes_on(theme: ThemeFacts, quarter: Pairs, verdict: Verdict) -> bool:
    """Tell whether the newest three months go the same way: a rise of last summer is over."""
    now, before, _ = quarter.get(theme.theme_id, (0.0, 0.0, False))
    return now > before if verdict == "up" else now < before


def _size(counts: tuple[float, float, bool]) -> float:
    return abs(counts[0] - counts[1])


def _of_month(theme: ThemeFacts, month: date) -> _Moved:
    return _Moved(theme, "season", month, theme.contacts, theme.on_year_before.before, False)


def _of_span(
    theme: ThemeFacts, span: Span, counts: tuple[float, float, bool], month: date
) -> _Moved:
    first = earlier(month, MONTHS[span] - 1)
    key = (theme.theme_id, f"{month_key(first)}/{month_key(month)}", "year_before")
    now, before, is_together = counts
    return _Moved(
        theme,
        span,
        first,
        traced(now, "theme_compared_by_month", *key, "count_contacts_alike"),
        traced(before, "theme_compared_by_month", *key, "base_count_contacts_alike"),
        is_together,
    )


def _grown(one: _Moved, month: date) -> Raised:
    return Raised(
        one.theme.theme_id,
        one.theme.name,
        one.span,
        last_day(month),
        one.first,
        one.now,
        one.before,
        one.theme.customers,
        None,
        None,
        None,
        False,
        one.is_together,
    )
