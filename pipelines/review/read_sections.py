"""Reads what the sections of a review say, beside the themes themselves."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from pipelines.review.facts_sections import (
    Changes,
    FastLane,
    FlagCount,
    Ignored,
    Line,
    MeasureFacts,
    NewTheme,
    Raised,
    Span,
    Usual,
    Where,
)
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.look import Sizes
from pipelines.review.months import earlier
from pipelines.review.slow_moves import Rules, read_slow_moves
from pipelines.review.traces import Number, month_key, traced
from warehouse.statements import Connection, rows

FLAGS = ("safety", "legal", "harassment")
SEVERITIES = ("3", "2", "1")
AGE_COLUMNS = (
    "months_alive", "months_since_acted", "count_years_back", "count_reviews", "count_measures",
    "count_customers_waiting", "customer_years_waiting",
)  # fmt: skip
MEASURE_COLUMNS = (
    "expected_effect", "effect", "effect_low", "effect_high", "count_contacts_after",
    "count_contacts_expected", "weeks_after",
)  # fmt: skip
# Grave, middle, light, all and doubted ones where the file has none.
NO_FLAGS = (0, 0, 0, 0, 0)
RISING = ("spike", "slow_rise")
# A year before it was the season only if there were about as many: of few, chance tells nothing.
LEAST_OF_SEASON = 0.7


def read_changes(
    con: Connection,
    month: date,
    themes: Sequence[ThemeFacts],
    sizes: Sizes,
    reach: Mapping[Span, float],
) -> Changes:
    """Return what is new, rises, is back and fades; a theme stands in one of the lists only."""
    names = {theme.theme_id: theme.name for theme in themes}
    raised = [raised_of(row, names) for row in rows(con, "review_alerts", month=month)]
    new = [
        NewTheme(
            theme.theme_id,
            theme.name,
            theme.contacts,
            theme.customers,
            theme.first_heard_on,
            theme.born_on,
            bool(theme.is_quotable),
        )
        for theme in themes
        if theme.is_new and theme.contacts
    ]
    told = {one.theme_id for one in new[: sizes.changes]}
    back = _untold([one for one in raised if one.kind == "comeback"], told)[: sizes.changes]
    told |= {one.theme_id for one in back}
    slow = read_slow_moves(con, month, themes, Rules(sizes.notable_sigmas, reach))
    alerts = [one for one in raised if one.kind in RISING]
    rising = sorted(_untold([*alerts, *slow.grown], told), key=_news)[: sizes.changes]
    told |= {one.theme_id for one in rising}
    fading = [one for one in slow.fading if one.theme_id not in told]
    usual = [one for one in usual_of(themes) if one.theme_id not in told]
    return Changes(
        tuple(new[: sizes.changes]),
        len(new),
        tuple(rising),
        tuple(back),
        tuple(fading[: sizes.changes]),
        tuple(usual[: sizes.changes]),
    )


def _untold(raised: Sequence[Raised], told: set[str]) -> list[Raised]:
    """Keep the first alert of each theme that was not told yet; the largest come first."""
    by_theme: dict[str, Raised] = {}
    for one in raised:
        if one.theme_id not in told:
            by_theme.setdefault(one.theme_id, one)
    return list(by_theme.values())


def usual_of(themes: Sequence[ThemeFacts]) -> list[Usual]:
    """Return what rose since last month and did so a year before, the largest step first."""
    found = [
        theme
        for theme in themes
        if theme.on_month_before.verdict == "up"
        and theme.on_year_before.verdict == "unclear"
        and (theme.on_year_before.before.value or 0) >= LEAST_OF_SEASON * theme.contacts.count
    ]
    ordered = sorted(found, key=lambda one: (-(one.on_month_before.step or 0), one.theme_id))
    return [Usual(one.theme_id, one.name) for one in ordered]


def _news(one: Raised) -> tuple[bool, bool, float, str]:
    """What a season would explain goes last, before it what took a year; else the largest first."""
    excess = (one.size.value or 0) - (one.expected.value or 0)
    return one.is_seasonal, one.kind == "year", -excess, one.theme_id


def raised_of(row: Sequence[object], names: dict[str, str]) -> Raised:
    """Return a row of mart.alert as something that was raised."""
    alert_id, theme_id, name, kind, raised_on, since_on, size, expected, customers, *rest = row
    segment, product, channel, is_seasonal = rest

    def number(value: object, column: str) -> Number:
        assert isinstance(value, int | float | None)
        return traced(value, "alert", str(alert_id), column)

    assert isinstance(raised_on, date) and isinstance(since_on, date)
    return Raised(
        str(theme_id),
        names.get(str(theme_id), str(name or theme_id)),
        str(kind),
        raised_on,
        since_on,
        number(size, "size"),
        number(expected, "expected"),
        number(customers, "count_customers"),
        _word(segment),
        _word(product),
        _word(channel),
        bool(is_seasonal),
    )


def _word(value: object) -> str | None:
    return str(value) if value else None


def read_ignored(
    con: Connection, month: date, names: dict[str, str], sizes: Sizes
) -> tuple[Ignored, ...]:
    """Return the living themes that customers wait for longest, some months at least."""
    found = read_ages(con, month, names)
    waiting = [one for one in found if one.months_since_acted.count >= sizes.ignored_months]
    return tuple(waiting[: sizes.ignored])


def read_ages(con: Connection, month: date, names: dict[str, str]) -> tuple[Ignored, ...]:
    """Return all living themes by how long customers wait for something to be done."""
    found = []
    for row in rows(con, "review_ages", month=month):
        rank, theme_id, name, first_on, *counts, last_acted_on, is_planned = row
        alive, since_acted, years_back, reviews, measures, customers, customer_years = (
            traced(value, "theme_age", theme_id, column)
            for value, column in zip(counts, AGE_COLUMNS, strict=True)
        )
        shown = names.get(theme_id, name or theme_id)
        found.append(
            Ignored(
                rank, theme_id, shown, first_on, alive, since_acted, years_back, reviews, measures,
                customers, customer_years, last_acted_on, is_planned,
            )
        )  # fmt: skip
    return tuple(found)


def read_measures(
    con: Connection, names: dict[str, str], known_on: date | None
) -> tuple[MeasureFacts, ...]:
    """Return all measures but the withdrawn ones: those that run first, then the planned.

    With `known_on` without those that were both decided and begun later.
    """
    found = []
    for measure_id, theme_id, name, what, owner, from_on, status, verdict, *rest in rows(
        con, "review_measures", known_on=known_on
    ):
        *counts, judged_on = rest
        aimed, effect, low, high, after, expected, weeks = (
            traced(value, "measure", measure_id, column)
            for value, column in zip(counts, MEASURE_COLUMNS, strict=True)
        )
        shown = names.get(theme_id, name or theme_id)
        told = "planned" if status == "planned" else verdict
        found.append(
            MeasureFacts(
                measure_id, theme_id, shown, what, owner, from_on, status, told,
                aimed, effect, low, high, after, expected, weeks, judged_on,
            )
        )  # fmt: skip
    return tuple(found)


def read_where(con: Connection, names: dict[str, str], sizes: Sizes) -> tuple[Where, ...]:
    """Return the cells of customer kind and product, the most characteristic first."""
    columns = ("count_customers", "share_of_customers", "share_elsewhere", "log_odds_low")
    found = []
    for facet, value, theme_id, _, *counts, quadrant in rows(
        con, "review_segments", least_customers=sizes.least_customers
    ):
        if facet in ("segment", "product") and theme_id in names:
            customers, share, elsewhere, log_odds = (
                traced(count, "theme_by_segment", facet, value, theme_id, column)
                for count, column in zip(counts, columns, strict=True)
            )
            found.append(
                Where(
                    facet, value, theme_id, names[theme_id], customers, share, elsewhere, log_odds,
                    quadrant,
                )
            )  # fmt: skip
    return tuple(found)


def read_fast_lane(
    con: Connection, month: date, axis: Sequence[date], whole: Collection[date]
) -> FastLane:
    """Return what must not wait, by flag; a voice of two flags counts once in the total.

    Only months that are `whole` are compared with.
    """
    counts: dict[tuple[date, str], tuple[int, ...]] = {}
    for at, flag, *counted in rows(con, "review_fast_lane", first_month=axis[0], month=month):
        counts[at, flag] = tuple(counted)
    sorts: dict[str, list[tuple[str, Number]]] = defaultdict(list)
    for flag, name, count in rows(con, "review_fast_lane_sorts", month=month):
        place = traced(count, "fast_lane", month_key(month), flag, name, "count")
        sorts[flag].append((name, place))
    total, *flags = (
        _flag(flag, counts, sorts[flag], month, axis, whole) for flag in ("all", *FLAGS)
    )
    [(count_alerts,)] = rows(con, "review_fast_lane_alerts", month=month)
    alerts = traced(count_alerts, "fast_lane", month_key(month), "alert", "all", "count")
    return FastLane(tuple(flags), total, alerts)


def _flag(
    flag: str,
    counts: dict[tuple[date, str], tuple[int, ...]],
    sorts: list[tuple[str, Number]],
    month: date,
    axis: Sequence[date],
    whole: Collection[date],
) -> FlagCount:
    def number(at: date, place: int, severity: str) -> Number:
        is_told = at == month or (at >= axis[0] and at in whole)
        value = counts.get((at, flag), NO_FLAGS)[place] if is_told else None
        return traced(value, "fast_lane", month_key(at), flag, severity, "count")

    by_month = tuple(counts.get((at, flag), NO_FLAGS)[3] for at in axis)
    past = [count for at, count in zip(axis, by_month, strict=True) if at in whole and at < month]
    past = past[-12:]
    grave, middle, light = (
        number(month, place, severity) for place, severity in enumerate(SEVERITIES)
    )
    return FlagCount(
        flag,
        number(month, 3, "all"),
        grave,
        middle,
        light,
        number(earlier(month, 1), 3, "all"),
        sum(past) / len(past) if past else None,
        number(month, 4, "doubted"),
        by_month,
        tuple(sorts),
    )


def read_lineage(con: Connection, month: date, names: dict[str, str]) -> tuple[Line, ...]:
    """Return the themes that split or merged in the month."""
    return lines_of(rows(con, "review_lineage", month=month), names)


def lines_of(found_rows: Sequence[tuple[Any, ...]], names: dict[str, str]) -> tuple[Line, ...]:
    """Return rows of mart.theme_lineage as lines."""
    found = []
    for (
        run_id, line, kind, happened_on, theme_id, name, other_id, other_name, voices, shared,
    ) in found_rows:  # fmt: skip
        key = (run_id, str(line))
        found.append(
            Line(
                kind,
                happened_on,
                theme_id,
                names.get(theme_id, name or theme_id),
                other_id,
                names.get(other_id, other_name or other_id),
                traced(voices, "theme_lineage", *key, "count_voices"),
                traced(shared, "theme_lineage", *key, "count_shared"),
            )
        )
    return tuple(found)
