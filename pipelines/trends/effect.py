"""What a measure did to its theme: before and after, against earlier years and untreated themes.

log(rate after / rate before) holds the effect, the season, what moved everything (more customers,
a silent source) and chance. The season is taken from the same days of earlier years, what moved
everything from themes that nobody treated: a difference in differences of log rates (Angrist and
Pischke, Mostly Harmless Econometrics, 5.2). A theme's own earlier years are noisy: they are
believed as far as they tell more than chance does (Efron and Morris 1975). The interval also holds
what untreated themes did of their own accord in the same weeks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.trends.log_ratios import Common, LogRatios, common, log_ratios, weekly_spread
from pipelines.trends.windows import Bools, Floats, Ints

Verdict = Literal["helped", "worse", "unclear", "too_early", "not_comparable"]
Method = Literal["season_and_themes", "season", "themes"]

LEAST_BEFORE_WEEKS = 8
# Fewer contacts in both spans say nothing of what moved everything.
LEAST_COUNT = 20
# A strong season differs more from one year to the next: standard deviation by size.
SEASON_SPREAD = 0.2
# How far themes go apart of their own accord in half a year, where no others can be asked.
ALONE = 0.05


class EffectSettings(BaseModel):
    """How long a measure is looked at, and from when on anything is said about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before_weeks: int = Field(26, ge=LEAST_BEFORE_WEEKS, le=104)
    after_weeks: int = Field(26, ge=4, le=104)
    min_weeks: int = Field(4, ge=1)
    min_expected: float = Field(20, gt=0)
    together_weeks: int = Field(8, ge=0)
    confidence: float = Field(0.95, gt=0.5, lt=1)
    min_similar: int = Field(5, ge=2)


@dataclass(frozen=True)
class History:
    """Contacts of every theme and day, and which earlier day each day answers to.

    `counts`: (themes, days). `same_season`: (years, days), numbers of the days 1, 2, ... years
    earlier, negative before the first. `categories`: (themes,) a number each.
    """

    counts: Ints
    same_season: Ints
    categories: Ints

    @property
    def days(self) -> int:
        """How many days there are."""
        return self.counts.shape[1]


class Treatment(NamedTuple):
    """Measures on one theme that are judged together; days by number, as in History.

    Nothing was done before `first`, everything from `last` on, until `end` (the day after).
    """

    theme: int
    first: int
    last: int
    end: int


class Effect(NamedTuple):
    """Relative change of the theme's rate (-0.2: a fifth fewer), with its interval.

    `expected`: contacts in the weeks after, had nothing been done. None: it cannot be said.
    `begin` and `end` are the first day that was compared and the day after the last.
    """

    verdict: Verdict
    weeks: float
    count_after: int
    begin: int
    end: int
    expected: float | None = None
    method: Method | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    count_similar: int = 0


class _Spans(NamedTuple):
    after: Ints
    before: Ints
    years: tuple[int, ...]


def judge(
    history: History, one: Treatment, treated: Sequence[Treatment], settings: EffectSettings
) -> Effect:
    """Return what became of a theme after its measures, from what was counted so far.

    `treated` are all treatments of all themes, so that none of them passes for untreated.
    """
    spans = _spans(history, one, treated, settings)
    counted = _counted(history, one, spans)
    if counted.weeks < settings.min_weeks:
        return counted
    if len(spans.before) < 7 * LEAST_BEFORE_WEEKS:
        return counted._replace(verdict="not_comparable")
    others = _untreated(history, one, treated, spans)
    if not spans.years and others.sum() < settings.min_similar:
        return counted._replace(verdict="not_comparable")
    return _compared(history, one, spans, others, settings)


def _counted(history: History, one: Treatment, spans: _Spans) -> Effect:
    count = int(history.counts[one.theme, spans.after].sum())
    begin, end = one.first - len(spans.before), max(0, one.last) + len(spans.after)
    return Effect("too_early", len(spans.after) / 7, count, begin, end)


def _spans(
    history: History, one: Treatment, treated: Sequence[Treatment], settings: EffectSettings
) -> _Spans:
    """Return the days that are compared; the weeks before reach back as far as a year ago knows."""
    own = [other for other in treated if other.theme == one.theme and other != one]
    ends = [other.first for other in own if other.first > one.last]
    end = min([one.end, history.days, one.last + 7 * settings.after_weeks, *ends])
    begins = [day for other in own for day in (other.last, other.end) if day <= one.first]
    begin = max([0, one.first - 7 * settings.before_weeks, *begins])
    known = np.flatnonzero(history.same_season[0] >= 0)
    if len(known) and one.first - known[0] >= 7 * LEAST_BEFORE_WEEKS:
        begin = max(begin, int(known[0]))
    # A measure may be older than everything that is known.
    start = max(0, one.last)
    after, before = np.arange(start, max(start, end)), np.arange(begin, one.first)
    return _Spans(after, before, _years(history, after, before, own))


def _years(
    history: History, after: Ints, before: Ints, own: Iterable[Treatment]
) -> tuple[int, ...]:
    """Return the earlier years that are known and in which nothing was done about the theme."""
    if not len(after) or not len(before):
        return ()
    broken = [day for other in own for day in (other.first, other.last, other.end)]
    found = []
    for year, days in enumerate(history.same_season):
        first, last = int(days[before[0]]), int(days[after[-1]])
        if first >= 0 and not any(first < day <= last for day in broken):
            found.append(year)
    return tuple(found)


def _untreated(
    history: History, one: Treatment, treated: Sequence[Treatment], spans: _Spans
) -> Bools:
    """Return the themes that were heard before and in which nothing was done in all these days."""
    first = min([spans.before[0], *(history.same_season[y, spans.before[0]] for y in spans.years)])
    both = np.concatenate([spans.before, spans.after])
    chosen: Bools = history.counts[:, both].sum(axis=1) >= LEAST_COUNT
    chosen &= history.counts[:, : spans.before[0] + 28].any(axis=1)
    for other in treated:
        if other.first <= spans.after[-1] and other.end > first:
            chosen[other.theme] = False
    chosen[one.theme] = False
    return chosen


def _compared(
    history: History, one: Treatment, spans: _Spans, others: Bools, settings: EffectSettings
) -> Effect:
    # Up to the last day compared, so that what was said of a measure stays so.
    spread = weekly_spread(history.counts[:, : spans.after[-1] + 1])
    now = log_ratios(history.counts, spans.after, spans.before, spread)
    season = _season(history, spans, spread, others)
    share = _believed(now, season, others)
    left = now.less(season, share)
    moved = _moved(left, history.categories == history.categories[one.theme], others, settings)
    usual = moved.mean + float((share * season.ratio)[one.theme])
    expected = _expected(history.counts[one.theme], spans, usual)
    counted = _counted(history, one, spans)._replace(expected=expected)
    if expected < settings.min_expected:
        return counted
    change = float(left.ratio[one.theme]) - moved.mean
    variance = float(left.variance[one.theme]) + moved.between + moved.variance
    count_similar = int(others.sum())
    effect, low, high = _told(change, variance, count_similar, settings)
    return counted._replace(
        verdict="helped" if high < 0 else "worse" if low > 0 else "unclear",
        method=_method(spans, count_similar),
        effect=effect,
        low=low,
        high=high,
        count_similar=count_similar,
    )


def _expected(counts: Ints, spans: _Spans, usual: float) -> float:
    """Return how many contacts there would have been; `usual`: log of the usual change."""
    rate = counts[spans.before].sum() / len(spans.before)
    return float(rate * len(spans.after) * np.exp(usual))


def _method(spans: _Spans, count_similar: int) -> Method:
    if count_similar < 2:
        return "season"
    return "season_and_themes" if spans.years else "themes"


def _season(history: History, spans: _Spans, spread: Floats, others: Bools) -> LogRatios:
    """Return what the same weeks of earlier years did to each theme, beyond what moved all."""
    themes = len(history.counts)
    weight, total = np.zeros(themes), np.zeros(themes)
    for year in spans.years:
        days = history.same_season[year]
        past = log_ratios(history.counts, days[spans.after], days[spans.before], spread)
        usual = common(past, others).mean if others.sum() > 1 else 0.0
        ratio = past.ratio - usual
        variance = past.variance + (SEASON_SPREAD * ratio) ** 2
        weight += 1 / variance
        total += ratio / variance
    known = np.maximum(weight, 1e-300)
    return LogRatios(total / known, np.where(weight > 0, 1 / known, np.inf))


def _believed(now: LogRatios, season: LogRatios, others: Bools) -> Floats:
    """Return the share (0 to 1) of each theme's season of earlier years that is no chance."""
    if not np.isfinite(season.variance).any():
        return np.zeros(len(season.ratio))
    lasting = 0.0
    if others.sum() > 1:
        weight = 1 / (now.variance + season.variance)[others]
        both = (now.ratio - common(now, others).mean) * season.ratio
        lasting = max(0.0, float(np.average(both[others], weights=weight)))
    # A strong season is believed even where most themes have none.
    real = np.maximum(lasting, season.ratio**2 - season.variance)
    return np.asarray(real / (real + season.variance))


def _moved(left: LogRatios, same: Bools, others: Bools, settings: EffectSettings) -> Common:
    """Return what moved all themes: those of the same category, all where these are too few."""
    if others.sum() < 2:
        return Common(0.0, 0.0, ALONE)
    of_all = common(left, others)
    similar = others & same
    if similar.sum() < settings.min_similar:
        return of_all
    return common(left, similar)._replace(between=of_all.between)


def _told(
    change: float, variance: float, count_similar: int, settings: EffectSettings
) -> tuple[float, float, float]:
    """Return effect and interval as relative changes."""
    from scipy.stats import t as student  # a third of a second, which every verb would wait for

    freedom = max(3, count_similar - 1)
    reach = student.ppf((1 + settings.confidence) / 2, freedom) * np.sqrt(variance)
    effect, low, high = (float(np.expm1(change + side * reach)) for side in (0, -1, 1))
    return effect, low, high
