"""Reads everything that the review of a month shows from one published file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.review.also import with_also
from pipelines.review.breaks import breaks, parts_contacts
from pipelines.review.facts import Facts, MonthCount, Origin
from pipelines.review.facts_sections import Changes, MeasureFacts, Waterfall
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.headlines import headlines, volume
from pipelines.review.look import Look, Sizes, Words
from pipelines.review.missing import missing_sections
from pipelines.review.months import earlier, is_long_over, last_day
from pipelines.review.reach import reach
from pipelines.review.read_ahead import read_ahead
from pipelines.review.read_cards import CardSpan, with_cards, with_measures
from pipelines.review.read_months import Source, chosen_month, read_months, read_origin
from pipelines.review.read_sections import (
    read_changes,
    read_fast_lane,
    read_ignored,
    read_lineage,
    read_measures,
    read_where,
)
from pipelines.review.read_themes import MONTHS_BACK, Span, read_themes
from pipelines.review.read_trust import read_trust
from pipelines.review.sentences import Told, three_sentences
from pipelines.review.slow_moves import MONTHS
from pipelines.review.waterfall import waterfall
from warehouse.statements import Connection

# Weeks of a card are drawn as rows of years: this one and two before.
DAYS_OF_WEEKS = 3 * 366


@dataclass(frozen=True)
class _Basis:
    """Months and themes, which all sections are made of."""

    origin: Origin
    now: MonthCount
    months: tuple[MonthCount, ...]
    axis: tuple[date, ...]
    themes: tuple[ThemeFacts, ...]
    changes: Changes
    measures: tuple[MeasureFacts, ...]
    loud: tuple[str, ...]
    cards: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        return {theme.theme_id: theme.name for theme in self.themes}

    @property
    def by_month(self) -> Mapping[date, MonthCount]:
        return {one.month: one for one in self.months}

    @property
    def whole(self) -> frozenset[date]:
        return frozenset(one.month for one in self.months if one.is_whole)


def read_facts(
    con: Connection, source: Source, look: Look, words: Words, month: date | None = None
) -> Facts:
    """Return everything that the review of a month shows.

    Without `month` the last complete one, or the newest when none is complete. Raises InputError
    when the file holds no contact or does not hold the month.
    """
    basis, sizes = _basis(con, source, look.sizes, words, month), look.sizes
    now = basis.now
    ahead = read_ahead(con, (now.month, basis.origin.data_until), basis.names, sizes)
    ignored = read_ignored(con, now.month, basis.names, sizes)
    fast_lane = read_fast_lane(con, now.month, basis.axis, basis.whole)
    broken = _broken(con, now.month)
    trust = read_trust(con, now, basis.axis, basis.names, source.reject_words)
    told = Told(
        volume(now, basis.by_month, sizes.notable_sigmas, broken),
        basis.themes,
        basis.changes,
        ahead,
        ignored,
        sizes.least_customers,
    )
    facts = Facts(
        month=now.month,
        is_complete=now.is_complete,
        months=basis.months,
        axis=basis.axis,
        sentences=with_also(
            three_sentences(told, words), basis.changes, basis.themes, sizes, words
        ),
        headlines=headlines(now, basis.by_month, fast_lane, basis.axis, trust.founded_on, broken),
        themes=basis.themes,
        loud=basis.loud,
        cards=basis.cards,
        rate_kind=next((theme.rate.kind for theme in basis.themes if theme.rate), None),
        changes=basis.changes,
        waterfall=_waterfall(basis, sizes),
        ahead=ahead,
        ignored=ignored,
        measures=basis.measures,
        where=read_where(con, basis.names, sizes),
        fast_lane=fast_lane,
        lineage=read_lineage(con, now.month, basis.names),
        trust=trust,
        origin=basis.origin,
        missing={},
    )
    return replace(facts, missing=missing_sections(facts, words))


def _basis(
    con: Connection, source: Source, sizes: Sizes, words: Words, month: date | None
) -> _Basis:
    origin = read_origin(con, source)
    every = read_months(con, origin)
    now = chosen_month(every, month)
    months = tuple(one for one in every if one.month <= now.month)
    by_month = {one.month: one for one in months}
    axis = tuple(one.month for one in months[-sizes.trend_months :])
    reached = {key: reach(by_month, now.month, 1, back) for key, back in MONTHS_BACK.items()}
    span = Span(now.month, axis, now.is_complete, months[0].month, reached)
    themes = read_themes(con, span, sizes, words)
    measures = read_measures(
        con, {theme.theme_id: theme.name for theme in themes}, _known_on(origin, now.month)
    )
    slowly = {key: reach(by_month, now.month, count, 12) for key, count in MONTHS.items()}
    changes = read_changes(con, now.month, themes, sizes, slowly)
    loud = tuple(theme.theme_id for theme in themes if theme.contacts)[: sizes.ranking]
    cards = tuple(dict.fromkeys([*loud, *(one.theme_id for one in changes.new)]))
    carded = carded_themes(con, [one for one in themes if one.theme_id in cards], now.month, sizes)
    complete = tuple(with_measures(carded.get(theme.theme_id, theme), measures) for theme in themes)
    return _Basis(origin, now, months, axis, complete, changes, measures, loud, cards)


def _known_on(origin: Origin, month: date) -> date | None:
    """Return the last day of a month that is frozen from a later file; else None."""
    is_later = origin.is_frozen and is_long_over(month, origin.data_until)
    return last_day(month) if is_later else None


def carded_themes(
    con: Connection, themes: Sequence[ThemeFacts], month: date, sizes: Sizes
) -> Mapping[str, ThemeFacts]:
    """Return themes with what their cards show, by theme_id."""
    span = CardSpan(month, month - timedelta(days=DAYS_OF_WEEKS))
    return with_cards(con, themes, span, sizes)


def _broken(con: Connection, month: date) -> tuple[date, ...]:
    """Return those of last month and the same month last year that count contacts otherwise."""
    bases = (earlier(month, 1), earlier(month, 12))
    return tuple(base for base in bases if parts_contacts(breaks(con, base, month)))


def _waterfall(basis: _Basis, sizes: Sizes) -> Waterfall | None:
    """Return the steps since last month, unless a half month or a changed count would be told."""
    before = basis.by_month.get(earlier(basis.now.month, 1))
    heard = [theme for theme in basis.themes if theme.contacts]
    is_broken = any(theme.on_month_before.reason == "not_comparable" for theme in heard)
    if before is None or not before.is_whole or not basis.now.is_complete or is_broken:
        return None
    found = waterfall(basis.now, before, basis.themes, sizes.waterfall)
    return found if found.steps else None
