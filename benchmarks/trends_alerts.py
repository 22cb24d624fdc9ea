"""Alerts on planted worlds, beside two baselines, and on real complaints.

    python -m benchmarks.trends_alerts [--worlds 50] [--from 0] [--keep FILE.json] [--no-mlit]
        [--write docs/trends.md]

Every world is watched day by day. The baselines raise an alert when a day lies three standard
deviations above the mean of the last 100 days, or when a month holds 30 % more than the one before.
Worlds that are in `--keep` already are not run again.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.encoder_report import write_between_markers
from benchmarks.trend_mlit import DATA, outcomes, report
from benchmarks.trend_scores import Score, Told, score_world
from benchmarks.trend_walk import calendar, watch_series
from benchmarks.trend_worlds import PRODUCTS, SEGMENTS, World, plant
from pipelines.trends.calendar import Calendar
from pipelines.trends.series import SeriesKey

BEGIN, END = "<!-- alerts: begin -->", "<!-- alerts: end -->"
METHODS = ("this", "3 sigma", "month + 30 %")
SIGMA_DAYS, MONTH_GROWTH, COOL_DAYS, LEAST = 100, 1.3, 14, 5


def tell(world: World, business_days: Calendar) -> list[Told]:
    """Watch a world with the alerts under test."""
    series: dict[SeriesKey, np.ndarray] = {}
    for theme, counts in enumerate(world.counts):
        series[SeriesKey(_name(theme))] = counts
        for place, value in enumerate(SEGMENTS):
            series[SeriesKey(_name(theme), "segment", value)] = world.by_segment[theme, place]
        for place, value in enumerate(PRODUCTS):
            series[SeriesKey(_name(theme), "product", value)] = world.by_product[theme, place]
    told = watch_series(world.first, dict(sorted(series.items())), business_days)
    return [
        Told(one.kind, int(one.key.theme_id[1:]), one.since, one.raised, one.is_seasonal)
        for one in told
    ]


def three_sigma(world: World, _: Calendar) -> list[Told]:
    """Raise where a day lies above mean + 3 standard deviations of the last 100 days."""
    told = []
    for theme, counts in enumerate(world.counts):
        high = [
            day
            for day in range(SIGMA_DAYS, world.count_days)
            if counts[day] >= LEAST and counts[day] > _limit(counts[day - SIGMA_DAYS : day])
        ]
        told += [Told("spike", theme, day, day) for day in _first_of_each(high)]
    return told


def month_on_month(world: World, _: Calendar) -> list[Told]:
    """Raise at the end of a month that holds 30 % more than the one before."""
    begins = [day for day in range(world.count_days) if world.day(day).day == 1]
    told = []
    for theme, counts in enumerate(world.counts):
        for before, begin, after in zip(begins, begins[1:], begins[2:], strict=False):
            now, then = counts[begin:after].sum(), counts[before:begin].sum()
            if now >= LEAST and now >= MONTH_GROWTH * then:
                told.append(Told("spike", theme, begin, after - 1))
    return told


def _limit(counts: np.ndarray) -> float:
    return float(counts.mean() + 3 * counts.std())


def _first_of_each(days: list[int]) -> Iterator[int]:
    """Days that do not follow another one closely: the baseline, too, tells a rise once."""
    last = -COOL_DAYS - 1
    for day in days:
        if day - last > COOL_DAYS:
            yield day
        last = day


def _name(theme: int) -> str:
    return f"T{theme:04d}"


RUN: dict[str, Callable[[World, Calendar], list[Told]]] = {
    "this": tell,
    "3 sigma": three_sigma,
    "month + 30 %": month_on_month,
}


def run_worlds(first: int, count: int, keep: Path | None) -> dict[str, Score]:
    """Score every method on worlds first..first + count - 1; kept ones are read."""
    kept: dict[str, list[list[object]]] = (
        json.loads(keep.read_text()) if keep and keep.exists() else {}
    )
    scores = {method: Score() for method in METHODS}
    business_days = calendar()
    for seed in range(first, first + count):
        world = plant(seed)
        for method in METHODS:
            place = f"{seed} {method}"
            if place not in kept:
                kept[place] = [list(one) for one in RUN[method](world, business_days)]
            told = [Told(*one) for one in kept[place]]  # type: ignore[arg-type]
            scores[method].add(score_world(world, told))
        if keep:
            keep.write_text(json.dumps(kept, ensure_ascii=False))
        print(
            f"world {seed}: {scores['this'].false_per_decade:.2f} false a theme-decade", flush=True
        )
    return scores


def tables(scores: dict[str, Score], worlds: int) -> list[str]:
    """Return the lines of docs/trends.md."""
    head = ["| | " + " | ".join(METHODS) + " |", "|---" * (len(METHODS) + 1) + "|"]
    rows = []
    for question in sorted({name for score in scores.values() for name in score.cases}):
        cells = [
            f"{score.hits[question]} of {score.cases[question]} ({score.share(*question):.2f})"
            for score in scores.values()
        ]
        rows.append(f"| {question[0]}: {question[1]} | " + " | ".join(cells) + " |")
    false = [f"{score.false_per_decade:.2f}" for score in scores.values()]
    rows.append("| **false alarms per theme-decade** | " + " | ".join(false) + " |")
    reasons = sorted({name for score in scores.values() for name in score.alarms})
    rows += [
        f"| alerts owed to: {name} | "
        + " | ".join(str(score.alarms[name]) for score in scores.values())
        + " |"
        for name in reasons
    ]
    decades = scores["this"].theme_days / 3652.5
    return [f"{worlds} worlds, {decades:.0f} theme-decades.", "", *head, *rows]


def main() -> None:
    """Run, print, and write the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--worlds", type=int, default=50)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-mlit", action="store_true")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    lines = tables(run_worlds(given.first, given.worlds, given.keep), given.worlds)
    if not given.no_mlit:
        lines += ["", *report(outcomes(DATA))]
    print("\n".join(lines))
    if given.write:
        write_between_markers(given.write, "\n".join(lines), BEGIN, END)


if __name__ == "__main__":
    main()
