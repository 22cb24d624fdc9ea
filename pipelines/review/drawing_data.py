"""Facts of the review become what pictures are drawn from."""

from datetime import date, timedelta
from math import exp

from pipelines.review.facts import Facts
from pipelines.review.facts_sections import Waterfall as Changed
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.facts_trust import Marker
from pipelines.review.figures import month_text, number
from pipelines.review.look import Words
from pipelines.review.months import last_day
from pipelines.review.pictures.coming import Coming, Entry
from pipelines.review.pictures.effects import Effect, Effects
from pipelines.review.pictures.heat import Heat, HeatTheme, Week
from pipelines.review.pictures.ignored import Ignored, Neglect
from pipelines.review.pictures.lineage import Lineage, Node, Ribbon
from pipelines.review.pictures.periods import Count, Mark, MarkKind, Span
from pipelines.review.pictures.quadrant import Place, Quadrant
from pipelines.review.pictures.shares import Share, Shares
from pipelines.review.pictures.trend import Trend
from pipelines.review.pictures.waterfall import Step, Waterfall

# The list of coming seasons is drawn that far ahead at most.
DAYS_AHEAD = 120
# Signs that the font has.
SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def of_series(months: tuple[Count, ...]) -> dict[str, str]:
    most = max(months, key=lambda one: one.count)
    return {
        "first": month_text(months[0].month),
        "last": month_text(months[-1].month),
        "peak_month": month_text(most.month),
        "peak": number(most.count),
        "now": number(months[-1].count),
    }


def counts_of(theme: ThemeFacts) -> tuple[Count, ...]:
    return tuple(Count(one.month, one.count_contacts, one.is_complete) for one in theme.by_month)


def marks_of(facts: Facts) -> tuple[Mark, ...]:
    """Return the changes of counting and the events, with their words."""
    return tuple(
        Mark(max(one.marked_on, facts.axis[0]), one.description, _kind(one.kind))
        for one in shared_markers(facts)
    )


def shared_markers(facts: Facts) -> tuple[Marker, ...]:
    """Return the markers that concern all themes; cards show their numbers, ① the first."""
    return tuple(one for one in facts.trust.markers if one.scope == "all")


def sign_of(number: int) -> str:
    """Return ① for 0, as far as there are such signs."""
    return SIGNS[number] if number < len(SIGNS) else ""


def _marks_of_theme(facts: Facts, theme_id: str) -> tuple[Mark, ...]:
    """Return signs of what concerns all, for which a card has no room, and the own measures."""
    found = [Mark(one.on, sign_of(number), one.kind) for number, one in enumerate(marks_of(facts))]
    found += [
        Mark(one.from_on, one.what, "measure")
        for one in facts.measures
        if one.theme_id == theme_id and facts.axis[0] <= one.from_on <= last_day(facts.month)
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.label)))


def _kind(kind: str) -> MarkKind:
    return "event" if kind == "event" else "counting"


def trend_data(facts: Facts, theme: ThemeFacts) -> Trend:
    """Return the months of a theme with its seasons in every year, changes and measures."""
    return Trend(counts_of(theme), _seasons(facts, theme), _marks_of_theme(facts, theme.theme_id))


def _seasons(facts: Facts, theme: ThemeFacts) -> tuple[Span, ...]:
    """Return the season of a theme in each year that is drawn; the profile tells of one year."""
    spans = [
        Span(_shifted(one.from_on, years), _shifted(one.until_on, years), "・".join(one.labels[:1]))
        for one in theme.seasons
        for years in range(-1, 4)
    ]
    first, last = facts.axis[0], last_day(facts.month)
    return tuple(
        sorted(
            (one for one in spans if one.last >= first and one.first <= last),
            key=lambda one: (one.first, one.last),
        )
    )


def _shifted(day: date, years: int) -> date:
    """Return the day of the same week, whole years of 52 weeks and a quarter day earlier."""
    return day - timedelta(days=round(years * 365.25))


def waterfall_data(found: Changed, month: date, words: Words) -> Waterfall:
    """Return the voices of the earlier month, the steps and those of the month."""
    steps = tuple(
        Step(one.name or words(f"waterfall.{one.kind}"), one.step, one.kind != "theme")
        for one in found.steps
    )
    labels = month_text(found.month_before), month_text(month)
    return Waterfall(found.before.count, found.now.count, *labels, steps)


def lineage_data(facts: Facts, words: Words) -> Lineage:
    """Return the themes before and after they split or merged."""
    before: dict[str, Node] = {}
    after: dict[str, Node] = {}
    ribbons = []
    for one in facts.lineage:
        came, went = (one.other_theme_id, one.other_name), (one.theme_id, one.name)
        if one.kind == "merged":
            came, went = went, came
        before.setdefault(came[0], Node(came[0], came[1]))
        after.setdefault(went[0], Node(went[0], went[1]))
        ribbons.append(Ribbon(came[0], went[0], max(1, one.count_shared.count)))
    return Lineage(tuple(before.values()), tuple(after.values()), tuple(ribbons))


def coming_data(facts: Facts, words: Words) -> Coming:
    """Return the calendar of coming seasons."""
    today = facts.ahead.listed_on
    assert today is not None
    last = max(one.end_on for one in facts.ahead.entries) + timedelta(days=7)
    entries = tuple(
        Entry(
            one.name,
            one.warn_by,
            one.onset_on,
            one.peak_on,
            one.end_on,
            one.expected.value or 0,
            one.low.value or 0,
            one.high.value or 0,
            one.usual.value or 0,
            one.sureness,  # type: ignore[arg-type]
            one.season_label,
        )
        for one in facts.ahead.entries
    )
    seasons = tuple(Span(one.from_on, one.until_on, one.labels[0]) for one in facts.ahead.calendar)
    return Coming(today, min(last, today + timedelta(days=DAYS_AHEAD)), entries, seasons)


def ignored_data(facts: Facts, words: Words) -> Ignored:
    """Return the themes nobody acts upon."""
    day = min(facts.origin.data_until, last_day(facts.month))
    themes = tuple(
        Neglect(
            one.name,
            _heard_since(facts.theme(one.theme_id), one.first_heard_on),
            one.months_since_acted.count,
            one.count_reviews.count,
            one.customers_waiting.count,
            tuple(
                sorted(
                    measure.from_on
                    for measure in facts.measures
                    if measure.theme_id == one.theme_id and measure.from_on <= day
                )
            ),
        )
        for one in facts.ignored
    )
    return Ignored(day, themes)


def _heard_since(theme: ThemeFacts, first_on: date) -> tuple[Count, ...]:
    """Return the months since the theme was first heard, of those that are drawn."""
    found = tuple(one for one in counts_of(theme) if one.month >= first_on.replace(day=1))
    return found or counts_of(theme)[-1:]


def effects_data(facts: Facts, words: Words) -> Effects:
    """Return what measures did, those that run first."""
    return Effects(
        tuple(
            Effect(
                one.name,
                one.what,
                one.from_on,
                one.effect.value,
                one.low.value,
                one.high.value,
                one.expected_effect.value,
                one.verdict or "too_early",  # type: ignore[arg-type]
            )
            for one in facts.measures
        )
    )


def heat_data(facts: Facts, words: Words) -> Heat:
    """Return the weeks of the largest themes, year below year."""
    themes = tuple(
        HeatTheme(
            theme.name,
            tuple(Week(one.week, one.count_contacts, one.is_complete) for one in theme.weeks),
        )
        for theme in (facts.theme(theme_id) for theme_id in facts.loud[:5])
    )
    seasons = tuple(Span(one.from_on, one.until_on, one.labels[0]) for one in facts.ahead.calendar)
    return Heat(themes, seasons)


def quadrant_data(facts: Facts, facet: str) -> Quadrant:
    """Return the themes in the values of a facet: how large, and how many times the odds."""
    return Quadrant(
        tuple(
            Place(
                one.name,
                one.value,
                one.share.value or 0,
                exp(one.log_odds_low.value or 0),
                one.customers.count,
                one.quadrant,  # type: ignore[arg-type]
            )
            for one in facts.where
            if one.facet == facet
        )
    )


def shares_data(facts: Facts, words: Words) -> Shares:
    """Return the share of voices that no theme explains, month by month."""
    months = tuple(
        Share(at, share, at < facts.month or facts.is_complete)
        for at, share in zip(facts.axis, facts.trust.unexplained, strict=True)
    )
    founded = facts.trust.founded_on
    marks = (Mark(founded, "", "counting"),) if founded else ()
    return Shares(months, (*marks_of(facts), *marks))
