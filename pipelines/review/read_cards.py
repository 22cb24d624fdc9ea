"""Reads what only the cards of themes show: weeks, seasons, who is concerned, quotes, owners."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.review.facts_sections import MeasureFacts
from pipelines.review.facts_theme import Carrier, Quote, QuoteGate, Season, ThemeFacts, WeekCount
from pipelines.review.look import Sizes
from pipelines.review.quotes import differing
from pipelines.review.traces import Number, traced
from warehouse.statements import Connection, rows

# Voices of a month among which quotes that differ are looked for.
QUOTE_CANDIDATES = 50

FACETS = ("segment", "product", "channel", "region")


@dataclass(frozen=True)
class CardSpan:
    """The reviewed month and the first day that weeks are read from."""

    month: date
    first_day: date


def with_cards(
    con: Connection, themes: Sequence[ThemeFacts], span: CardSpan, sizes: Sizes
) -> dict[str, ThemeFacts]:
    """Return the themes with what their cards show, by theme_id."""
    wanted = sorted(theme.theme_id for theme in themes)
    weeks, seasons = _weeks(con, wanted, span), _seasons(con, wanted)
    carriers, quotes = _carriers(con, wanted, sizes), _quotes(con, wanted, span.month, sizes)
    return {
        theme.theme_id: replace(
            theme,
            weeks=tuple(weeks[theme.theme_id]),
            seasons=tuple(seasons[theme.theme_id]),
            carriers=tuple(carriers[theme.theme_id]),
            quotes=quotes[theme.theme_id] if _is_large(theme, sizes) else (),
            quote_gate=_gate(theme, quotes[theme.theme_id], sizes),
        )
        for theme in themes
    }


def with_measures(theme: ThemeFacts, measures: Sequence[MeasureFacts]) -> ThemeFacts:
    """Return a theme with its measures and the people of those that hold or will hold."""
    own = [one for one in measures if one.theme_id == theme.theme_id]
    owners = [one.owner for one in own if one.owner and one.status in ("running", "planned")]
    return replace(
        theme,
        measures=tuple(one.measure_id for one in own),
        owners=tuple(dict.fromkeys(owners)),
    )


def _is_large(theme: ThemeFacts, sizes: Sizes) -> bool:
    """Tell whether enough people spoke in the month to hide one of them among the others."""
    return theme.customers.count >= sizes.least_customers


def _gate(theme: ThemeFacts, quotes: tuple[Quote, ...], sizes: Sizes) -> QuoteGate:
    if not quotes:
        return "none"
    return "shown" if _is_large(theme, sizes) else "too_few"


def _weeks(con: Connection, wanted: list[str], span: CardSpan) -> Mapping[str, list[WeekCount]]:
    found: dict[str, list[WeekCount]] = defaultdict(list)
    for theme_id, *week in rows(
        con, "review_weeks", theme_ids=wanted, first_week=span.first_day, month=span.month
    ):
        found[theme_id].append(WeekCount(*week))
    return found


def _seasons(con: Connection, wanted: list[str]) -> Mapping[str, list[Season]]:
    found: dict[str, list[Season]] = defaultdict(list)
    for theme_id, from_on, until_on, labels in rows(con, "review_seasons", theme_ids=wanted):
        found[theme_id].append(Season(from_on, until_on, tuple(labels)))
    return found


def _carriers(con: Connection, wanted: list[str], sizes: Sizes) -> Mapping[str, list[Carrier]]:
    """Return the values that each theme is typical of, the surest of each facet."""
    found: dict[str, list[Carrier]] = defaultdict(list)
    met: set[tuple[str, str]] = set()
    for theme_id, facet, value, *counted in rows(
        con, "review_carriers", theme_ids=wanted, least_customers=sizes.least_customers
    ):
        if (theme_id, facet) not in met:
            met.add((theme_id, facet))
            found[theme_id].append(_carrier(theme_id, facet, value, counted))
    for carriers in found.values():
        carriers.sort(key=lambda one: FACETS.index(one.facet))
    return found


def _carrier(theme_id: str, facet: str, value: str, counted: list[float | None]) -> Carrier:
    def number(place: int, column: str) -> Number:
        return traced(counted[place], "theme_by_segment", facet, value, theme_id, column)

    return Carrier(
        facet,
        value,
        number(0, "count_customers"),
        number(1, "share_of_customers"),
        number(2, "share_elsewhere"),
        number(3, "log_odds_low"),
    )


def _quotes(
    con: Connection, wanted: list[str], month: date, sizes: Sizes
) -> Mapping[str, tuple[Quote, ...]]:
    found: dict[str, list[Quote]] = defaultdict(list)
    for theme_id, voice_id, received_on, channel, product, segment, text in rows(
        con,
        "review_quotes",
        month=month,
        theme_ids=wanted,
        count_candidates=QUOTE_CANDIDATES,
    ):
        short = _cut(text, sizes.quote_characters)
        found[theme_id].append(Quote(voice_id, received_on, channel, product, segment, short))
    settled: dict[str, tuple[Quote, ...]] = defaultdict(tuple)
    settled |= {theme_id: differing(said, sizes.quotes) for theme_id, said in found.items()}
    return settled


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
