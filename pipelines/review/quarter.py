"""Themes that grew or died down: three months beside the same three a year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.review.facts_sections import Fading, Raised
from pipelines.review.facts_theme import ThemeFacts, Verdict
from pipelines.review.months import earlier, last_day
from pipelines.review.traces import Number, month_key, traced
from pipelines.review.versus import chance
from warehouse.statements import Connection, rows

MONTHS = 3


@dataclass(frozen=True)
class Quarter:
    """Living themes that moved more than chance does, the largest step first."""

    grown: tuple[Raised, ...]
    fading: tuple[Fading, ...]


def read_quarter(
    con: Connection, month: date, themes: Sequence[ThemeFacts], sigmas: float
) -> Quarter:
    """Return what moved over the three months up to a month, as far as it is counted alike.

    The same months of the year before have the same season and all but the same length.
    """
    first = earlier(month, MONTHS - 1)
    counts = {
        theme_id: (now, before)
        for theme_id, now, before in rows(con, "review_quarter", first_month=first, month=month)
    }
    span = f"{month_key(first)}/{month_key(month)}"
    grown = tuple(
        _grown(theme, _numbers(theme, span, counts), first, month)
        for theme in moved(themes, counts, sigmas, "up")
    )
    fading = tuple(
        Fading(theme.theme_id, theme.name, *_numbers(theme, span, counts))
        for theme in moved(themes, counts, sigmas, "down")
    )
    return Quarter(grown, fading)


def moved(
    themes: Sequence[ThemeFacts],
    counts: Mapping[str, tuple[float, float]],
    sigmas: float,
    verdict: Verdict,
) -> list[ThemeFacts]:
    """Return living themes whose count now differs surely from the one before."""
    found = [
        theme
        for theme in themes
        if theme.status != "retired"
        and theme.theme_id in counts
        and chance(*counts[theme.theme_id], sigmas) == verdict
    ]
    return sorted(found, key=lambda one: (-_size(counts[one.theme_id]), one.theme_id))


def _size(counts: tuple[float, float]) -> float:
    return abs(counts[0] - counts[1])


def _numbers(
    theme: ThemeFacts, span: str, counts: Mapping[str, tuple[float, float]]
) -> tuple[Number, Number]:
    key = (theme.theme_id, span, "year_before")
    now, before = counts[theme.theme_id]
    return (
        traced(now, "theme_compared_by_month", *key, "count_contacts_alike"),
        traced(before, "theme_compared_by_month", *key, "base_count_contacts_alike"),
    )


def _grown(theme: ThemeFacts, counts: tuple[Number, Number], first: date, month: date) -> Raised:
    return Raised(
        theme.theme_id,
        theme.name,
        "quarter",
        last_day(month),
        first,
        *counts,
        theme.customers,
        None,
        None,
        None,
        False,
    )
