"""Reads the themes of a review from the published file."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pipelines.review.facts_theme import Against, Rate, ThemeFacts, ThemeMonth, Versus
from pipelines.review.figures import shares_rank
from pipelines.review.look import Sizes, Words
from pipelines.review.months import earlier
from pipelines.review.traces import Number, month_key, traced
from pipelines.review.versus import Compared, Rules, versus
from warehouse.statements import Connection, rows

MONTHS_BACK: dict[Against, int] = {"month_before": 1, "year_before": 12, "two_years_before": 24}


@dataclass(frozen=True)
class Span:
    """The reviewed month, the months that trends are drawn over, and the first on record.

    `reach` is how many times as many voices found a theme as in the months compared with.
    """

    month: date
    axis: tuple[date, ...]
    is_complete: bool
    first_month: date
    reach: Mapping[Against, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Counts:
    contacts: int
    customers: int
    voices: int
    wordings: int
    share: float | None


_SILENT = _Counts(0, 0, 0, 0, None)


@dataclass(frozen=True)
class _Found:
    """Rows of all themes, by theme_id."""

    counts: Mapping[str, Mapping[date, _Counts]]
    compared: Mapping[tuple[str, str], tuple[Compared, int | None]]
    rates: Mapping[str, Rate]
    is_quotable: Mapping[str, bool]
    newborn: frozenset[str]


def read_themes(con: Connection, span: Span, sizes: Sizes, words: Words) -> tuple[ThemeFacts, ...]:
    """Return all themes heard up to the month, those of the month first, the largest on top."""
    listed = rows(con, "review_themes", month=span.month)
    found = _Found(
        _counts(con, span),
        _compared(con, span.month),
        _rates(con, span.month, sizes.rate_kinds),
        {row[0]: row[3] for row in rows(con, "review_trusts", month=span.month)},
        _newborn(con, span, listed),
    )
    rules = Rules(
        span.is_complete,
        sizes.notable_sigmas,
        {
            against: _days(span.month) / _days(earlier(span.month, back))
            for against, back in MONTHS_BACK.items()
        },
        span.reach,
    )
    return _ranked([_theme(row, found, span, rules, words) for row in listed])


def _theme(
    row: tuple[object, ...], found: _Found, span: Span, rules: Rules, words: Words
) -> ThemeFacts:
    theme_id, name, category, status, is_named_by_person, born_on, first_on, last_on = row
    theme_id = str(theme_id)
    months = found.counts.get(theme_id, {})
    now = months.get(span.month, _SILENT)

    def number(value: float | None, column: str) -> Number:
        return traced(value, "theme_by_month", theme_id, month_key(span.month), column)

    def against(other: Against) -> Versus:
        met = found.compared.get((theme_id, other))
        before = _before(theme_id, other, met[1] if met else None, span.month)
        return versus(other, now.contacts, before, met[0] if met else None, rules)

    return ThemeFacts(
        theme_id=theme_id,
        name=str(name) if name else words("theme.nameless", theme_id=theme_id),
        category=str(category) if category else words("theme.no_category"),
        status=str(status),
        is_named_by_person=bool(is_named_by_person),
        born_on=_day(born_on),
        first_heard_on=_day(first_on),
        last_heard_on=_day(last_on),
        rank=0,
        is_new=theme_id in found.newborn,
        is_quotable=found.is_quotable.get(theme_id),
        contacts=number(now.contacts, "count_contacts"),
        customers=number(now.customers, "count_customers"),
        voices=number(now.voices, "count_voices"),
        wordings=number(now.wordings, "count_wordings"),
        share=number(now.share, "share_of_contacts"),
        rate=found.rates.get(theme_id),
        on_month_before=against("month_before"),
        on_year_before=against("year_before"),
        on_two_years_before=against("two_years_before"),
        by_month=tuple(_month(month, months, span) for month in span.axis),
    )


def _day(found: object) -> date:
    assert isinstance(found, date)
    return found


def _days(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def _counts(con: Connection, span: Span) -> Mapping[str, Mapping[date, _Counts]]:
    found: dict[str, dict[date, _Counts]] = defaultdict(dict)
    for theme_id, month, contacts, customers, voices, wordings, share in rows(
        con, "review_theme_months", first_month=span.axis[0], month=span.month
    ):
        found[theme_id][month] = _Counts(contacts, customers, voices, wordings, share)
    return found


def _compared(
    con: Connection, month: date
) -> Mapping[tuple[str, str], tuple[Compared, int | None]]:
    """Return comparisons by theme and other month, each with the count shown of that month."""
    found: dict[tuple[str, str], tuple[Compared, int | None]] = {}
    for (
        theme_id, against, comparison, broken_by, _, before, now_alike, before_alike,
        count_season, season_before,
    ) in rows(con, "review_compared", month=month):  # fmt: skip
        told = Compared(comparison, tuple(broken_by or ()), now_alike, before_alike, season_before)
        shown = before if against == "month_before" else count_season
        found[theme_id, against] = told, shown
    return found


def _before(theme_id: str, against: Against, count: int | None, month: date) -> Number:
    key = month_key(month)
    if against == "month_before":
        column = "base_count_contacts"
        return traced(count, "theme_compared_by_month", theme_id, key, against, column)
    return traced(count, "theme_same_season", theme_id, key, f"count_{against}")


def _rates(con: Connection, month: date, kinds: tuple[str, ...]) -> Mapping[str, Rate]:
    """Return the rate of each theme by the first of the kinds that this home has numbers of."""
    listed = rows(con, "review_rates", month=month)
    known = {kind for _, kind, *_ in listed}
    chosen = next((kind for kind in kinds if kind in known), None)
    return {
        theme_id: Rate(
            kind,
            _rated(rate, theme_id, kind, month, "contacts_per_1000"),
            _rated(count, theme_id, kind, month, "count_denominator"),
            is_comparable,
        )
        for theme_id, kind, count, rate, is_comparable in listed
        if kind == chosen
    }


def _rated(value: float | None, theme_id: str, kind: str, month: date, column: str) -> Number:
    return traced(value, "theme_rate_by_month", theme_id, month_key(month), kind, column)


def _newborn(con: Connection, span: Span, listed: list[tuple[object, ...]]) -> frozenset[str]:
    """Return the themes that are news: first heard in the month, or first found in it.

    In the first month of history, and at the first discovery, everything would be new; then
    nothing is. What came out of another theme is no news either: its customers spoke before.
    """
    [(oldest_born_on,)] = rows(con, "review_oldest_birth")
    has_elders = oldest_born_on is not None and oldest_born_on < span.month
    lines = rows(con, "review_lineage", month=span.month)
    offspring = {theme_id for _, _, kind, _, theme_id, *_ in lines if kind == "split"}
    return frozenset(
        str(theme_id)
        for theme_id, _, _, _, _, born_on, first_on, _ in listed
        if theme_id not in offspring
        and (
            (_in_month(first_on, span) and span.month > span.first_month)
            or (_in_month(born_on, span) and has_elders)
        )
    )


def _in_month(found: object, span: Span) -> bool:
    return _day(found).replace(day=1) == span.month


def _month(month: date, months: Mapping[date, _Counts], span: Span) -> ThemeMonth:
    found = months.get(month, _SILENT)
    is_complete = month < span.month or span.is_complete
    return ThemeMonth(month, found.contacts, found.customers, found.voices, is_complete)


def _ranked(themes: list[ThemeFacts]) -> tuple[ThemeFacts, ...]:
    ordered = sorted(
        themes,
        key=lambda one: (-one.contacts.count, -one.customers.count, one.name, one.theme_id),
    )
    places = shares_rank([theme.contacts.count for theme in ordered])
    return tuple(
        replace(theme, rank=rank if theme.contacts else 0)
        for theme, rank in zip(ordered, places, strict=True)
    )
