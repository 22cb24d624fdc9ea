"""Effects of measures on planted worlds, beside what people do by hand.

    python -m benchmarks.trends_measures [--worlds 60] [--from 0] [--write docs/trends.md]

`0 %` are measures planted without an effect, `none` themes to which nothing at all happened, judged
from a random day on. By hand: half a year after against half a year before, and against the same
half year a year earlier; called when the Poisson interval of the ratio (95 %) leaves 1 out.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.encoder_report import write_between_markers
from benchmarks.trend_walk import calendar
from benchmarks.trend_worlds import World, plant
from pipelines.trends.calendar import Calendar
from pipelines.trends.effect import Effect, EffectSettings, History, Treatment, judge

BEGIN, END = "<!-- measures: begin -->", "<!-- measures: end -->"
PLANTED = {0.5: "-50 %", 0.8: "-20 %", 1.0: "0 %"}
UNTOUCHED_A_WORLD = 4
FOR_EVER = 10**6
HALF_YEAR = 182
SETTINGS = EffectSettings()
# The interval of 95 % of a normal distribution.
REACH = 1.96


class Judged(NamedTuple):
    """One measure: what was planted, what was said, and what would be said by hand."""

    planted: str
    truth: float
    is_seasonal: bool
    found: Effect
    before: tuple[float, bool]
    year_ago: tuple[float, bool]


def history_of(world: World, business_days: Calendar) -> History:
    """Return the counts of a world as the room reads them."""
    years = [business_days.same_season_days(world.first, world.last, back) for back in (1, 2)]
    return History(world.counts, np.stack(years) - world.first.toordinal(), world.categories)


def judged(world: World, business_days: Calendar) -> Iterator[Judged]:
    """Judge every planted measure of a world, and some themes to which nothing happened."""
    history = history_of(world, business_days)
    events = world.of_kind("measure")
    treated = [Treatment(one.theme, one.first, one.first, FOR_EVER) for one in events]
    seasonal = {season.theme for season in world.seasons}
    for event, one in zip(events, treated, strict=True):
        found = judge(history, one, treated, SETTINGS)
        truth, is_seasonal = round(event.factor - 1, 2), one.theme in seasonal
        hands = by_hand(history.counts[one.theme], one.first)
        yield Judged(PLANTED[event.factor], truth, is_seasonal, found, *hands)
    for theme, first in _untouched(world):
        found = judge(history, Treatment(theme, first, first, FOR_EVER), treated, SETTINGS)
        hands = by_hand(history.counts[theme], first)
        yield Judged("none", 0.0, theme in seasonal, found, *hands)


def _untouched(world: World) -> list[tuple[int, int]]:
    rng = np.random.default_rng([world.seed, 88])
    busy = {event.theme for event in world.events}
    free = [theme for theme in range(len(world.volumes)) if theme not in busy]
    days = rng.integers(400, world.count_days - 120, UNTOUCHED_A_WORLD)
    return [(theme, int(day)) for theme, day in zip(free, days, strict=False)]


def by_hand(counts: np.ndarray, first: int) -> tuple[tuple[float, bool], tuple[float, bool]]:
    """Return the change against the half year before, and against the year before."""
    after = counts[first : first + HALF_YEAR]
    before, year_ago = counts[first - len(after) : first], counts[first - 365 :][: len(after)]
    return _change(after, before), _change(after, year_ago)


def _change(after: np.ndarray, before: np.ndarray) -> tuple[float, bool]:
    late, early = after.sum() + 0.5, before.sum() + 0.5
    ratio = np.log(late / early)
    return float(np.expm1(ratio)), bool(abs(ratio) > REACH * np.sqrt(1 / late + 1 / early))


def tables(found: list[Judged], first: int, worlds: int) -> list[str]:
    """Return what is known of all of them as Markdown."""
    lines = [
        f"{worlds} planted worlds "
        f"(`python -m benchmarks.trends_measures --from {first} --worlds {worlds}`).",
        "",
        "| planted | measures | judged | mean estimate | called helped | called worse | interval "
        "holds the truth | half a year before: mean / called | year before: mean / called |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    groups: dict[str, Callable[[Judged], bool]] = {
        name: lambda one, name=name: one.planted == name  # type: ignore[misc]
        for name in (*PLANTED.values(), "none")
    }
    groups["0 % and none, seasonal themes"] = lambda one: one.truth == 0 and one.is_seasonal
    groups["-50 %, 100 contacts expected or more"] = lambda one: (
        one.truth == -0.5 and (one.found.expected or 0) >= 100
    )
    groups["-20 %, 100 contacts expected or more"] = lambda one: (
        one.truth == -0.2 and (one.found.expected or 0) >= 100
    )
    return lines + [_line(name, [one for one in found if has(one)]) for name, has in groups.items()]


def _line(name: str, of_group: list[Judged]) -> str:
    told = [one for one in of_group if one.found.effect is not None]
    holds = [
        one.found.low <= one.truth <= one.found.high
        for one in told
        if one.found.low is not None and one.found.high is not None
    ]
    cells = [
        name,
        f"{len(of_group)}",
        f"{len(told)}",
        f"{100 * np.mean([one.found.effect for one in told]):+.1f} %",
        _percent([one.found.verdict == "helped" for one in told]),
        _percent([one.found.verdict == "worse" for one in told]),
        _percent(holds),
        _hand([one.before for one in told]),
        _hand([one.year_ago for one in told]),
    ]
    return f"| {' | '.join(cells)} |"


def _percent(flags: list[bool]) -> str:
    return f"{100 * np.mean(flags):.1f} %"


def _hand(said: list[tuple[float, bool]]) -> str:
    return f"{100 * np.mean([one for one, _ in said]):+.0f} % / {_percent([c for _, c in said])}"


def main() -> None:
    """Run, print, and write the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    business_days = calendar()
    found = [
        one
        for seed in range(given.first, given.first + given.worlds)
        for one in judged(plant(seed), business_days)
    ]
    lines = tables(found, given.first, given.worlds)
    print("\n".join(lines))
    if given.write:
        write_between_markers(given.write, "\n".join(lines), BEGIN, END)


if __name__ == "__main__":
    main()
