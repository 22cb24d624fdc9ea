"""Themes that die down: three months beside the same three a year before."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.review.facts_sections import Fading
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.months import earlier
from pipelines.review.traces import Number, month_key, traced
from pipelines.review.versus import poisson_interval
from warehouse.statements import Connection, rows

MONTHS = 3


def read_fading(
    con: Connection, month: date, themes: Sequence[ThemeFacts], sigmas: float
) -> list[Fading]:
    """Return the living themes that fell more than chance does, the largest fall first.

    The same months of the year before have the same season and all but the same length.
    """
    first = earlier(month, MONTHS - 1)
    found = {
        theme_id: (now, before)
        for theme_id, now, before in rows(con, "review_fading", first_month=first, month=month)
    }
    span = f"{month_key(first)}/{month_key(month)}"
    return [
        Fading(
            theme.theme_id,
            theme.name,
            _alike(now, theme, span, "count_contacts_alike"),
            _alike(before, theme, span, "base_count_contacts_alike"),
        )
        for theme, now, before in fallen(themes, found, sigmas)
    ]


def fallen(
    themes: Sequence[ThemeFacts], counts: Mapping[str, tuple[float, float]], sigmas: float
) -> list[tuple[ThemeFacts, float, float]]:
    """Return living themes with their counts now and before, where they surely fell."""
    known = [
        (theme, *counts[theme.theme_id])
        for theme in themes
        if theme.theme_id in counts and theme.status != "retired"
    ]
    found = [one for one in known if poisson_interval(one[1], one[2]).verdict(sigmas) == "down"]
    return sorted(found, key=lambda one: (one[1] - one[2], one[0].theme_id))


def _alike(value: float, theme: ThemeFacts, span: str, column: str) -> Number:
    place = (theme.theme_id, span, "year_before", column)
    return traced(value, "theme_compared_by_month", *place)
