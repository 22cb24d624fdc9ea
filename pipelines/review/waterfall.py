"""The change of all voices since last month, taken apart into steps that add up."""

from collections.abc import Sequence
from datetime import date

from pipelines.review.facts import MonthCount
from pipelines.review.facts_sections import Step, Waterfall
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.months import last_day
from pipelines.review.traces import month_key, traced


def waterfall(
    now: MonthCount, before: MonthCount, themes: Sequence[ThemeFacts], count_steps: int
) -> Waterfall:
    """Return last month's voices, the largest steps by theme, the rest, and this month's.

    A rise and a fall of the same size stand in the order of the theme's size now.
    """
    steps = [(theme, _step(theme, before.month)) for theme in themes]
    largest = sorted(steps, key=lambda one: -abs(one[1]))[:count_steps]
    shown = sorted((one for one in largest if one[1]), key=lambda one: -one[1])
    told = tuple(Step("theme", theme.theme_id, theme.name, step) for theme, step in shown)
    explained = now.count_voices_explained - before.count_voices_explained
    rest = (
        ("others", explained - sum(one.step for one in told)),
        ("unexplained", now.count_unexplained - before.count_unexplained),
        ("aside", _aside(now) - _aside(before)),
    )
    return Waterfall(
        before.month,
        traced(before.count_voices, "voice", month_key(before.month), "count_voices"),
        told + tuple(Step(kind, None, "", step) for kind, step in rest if step),
        traced(now.count_voices, "voice", month_key(now.month), "count_voices"),
        last_day(before.month).day,
        last_day(now.month).day,
    )


def _step(theme: ThemeFacts, before: date) -> int:
    counted = {month.month: month.count_voices for month in theme.by_month}
    return theme.voices.count - counted.get(before, 0)


def _aside(month: MonthCount) -> int:
    return month.count_voices - month.count_voices_compared
