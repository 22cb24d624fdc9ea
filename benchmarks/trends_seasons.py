"""The list of coming seasons on planted worlds: hits, false warnings, ranges, skill, dates.

    python -m benchmarks.trends_seasons [--worlds 60] [--from 0] [--write docs/trends-seasons.md]

A list is made on the first of every month from what was known by then. A season is judged by the
last list on which its warning was still in time, so every warning counts once.
"""

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.encoder_report import write_between_markers
from benchmarks.trend_walk import calendar
from benchmarks.trend_worlds import ANCHORED_SEASONS, Season, World, plant
from pipelines.trends.backtest import Warned, is_deciding
from pipelines.trends.calendar import Calendar
from pipelines.trends.foresee import Foreseen
from pipelines.trends.outlook import Outlook, look_ahead
from pipelines.trends.season_profile import SeasonSettings

VOLUMES = ((5, 30), (30, 100), (100, 300), (300, 10**9))
LEAST_EXCESS = 5.0
FAR = 20
# What makes a season unknowable, and what keeps one from coming.
QUIET, GONE = ("birth", "death", "silence"), ("birth", "death")
BEGIN, END = "<!-- seasons: begin -->", "<!-- seasons: end -->"


@dataclass(frozen=True)
class Coming:
    """One planted occurrence of a season that could be foreseen."""

    season: Season
    first: int
    last: int
    years_known: int
    excess: float


@dataclass(frozen=True)
class Listed:
    """One entry of a list beside what came; days are numbers of the world."""

    theme: int
    first: int
    last: int
    entry: Foreseen
    warned: Warned
    actual: float
    last_month: float
    planted: list[tuple[str, int, int]]
    late_by: tuple[int, int]


@dataclass(frozen=True)
class Scored:
    """One world: what was planted with whether it was foreseen, and every warning that counts."""

    coming: list[tuple[Coming, bool]]
    warned: list[Listed]


def score(world: World, calendar: Calendar, settings: SeasonSettings) -> Scored:
    """Make every list of a world and judge it by the planted truth."""
    listed: list[Listed] = []
    days = list_days(world)
    for as_of in days:
        number = (as_of - world.first).days
        outlook = look_ahead(world.counts[:, : number + 1], world.first, calendar, settings)
        listed += _listed(world, outlook, calendar, settings)
    in_time = [one for one in listed if one.warned.is_in_time]
    begun = (days[0] - world.first).days + 60
    coming = [
        (one, any(_covers(entry, one) for entry in in_time))
        for one in foreseeable(world)
        if one.first >= begun and one.last < world.count_days - 1
    ]
    every = [one.warned for one in listed]
    is_over = [one.last < world.count_days for one in listed]
    deciding = [
        one
        for one, over in zip(listed, is_over, strict=True)
        if over and is_deciding(one.warned, every)
    ]
    return Scored(coming, deciding)


def _covers(entry: Listed, coming: Coming) -> bool:
    shared = min(entry.last, coming.last) - max(entry.first, coming.first) + 1
    is_same = entry.theme == coming.season.theme
    return is_same and shared >= 0.5 * (coming.last - coming.first + 1)


def list_days(world: World) -> list[date]:
    """Return the first of every month from the second year on."""
    months = {world.day(number).replace(day=1) for number in range(396, world.count_days)}
    return sorted(months)


def foreseeable(world: World) -> list[Coming]:
    """Return the planted occurrences of seasons whose theme lived through them."""
    found = []
    for season in world.seasons:
        alive = [_is_alive(world, season.theme, *window, QUIET) for window in season.windows]
        for place, (first, last) in enumerate(season.windows):
            known = sum(
                is_alive and begin > 7
                for (begin, _), is_alive in zip(season.windows[:place], alive, strict=False)
            )
            expected = world.expected[season.theme, first : last + 1].sum()
            excess = expected * (1 - 1 / season.factor)
            if alive[place] and excess >= LEAST_EXCESS:
                found.append(Coming(season, first, last, known, float(excess)))
    return found


def _is_alive(world: World, theme: int, first: int, last: int, ends: tuple[str, ...]) -> bool:
    return not any(
        event.theme == theme
        and event.kind in ends
        and (
            (event.kind == "birth" and first < event.first)
            or (event.kind == "death" and last >= event.first)
            or (event.kind == "silence" and event.first <= last and first <= event.last)
        )
        for event in world.events
    )


def _listed(
    world: World, outlook: Outlook, calendar: Calendar, settings: SeasonSettings
) -> list[Listed]:
    found = []
    offset = (outlook.first - world.first).days
    for entry in outlook.entries:
        onset_on, end_on = outlook.day(entry.onset), outlook.day(entry.end)
        warn_by = calendar.add_business_days(onset_on, -settings.lead_business_days)
        theme = entry.season.series
        first, last = entry.onset + offset, entry.end + offset
        planted = _planted(world, theme, first, last)
        found.append(
            Listed(
                theme, first, last, entry,
                Warned(outlook.as_of, str(theme), onset_on, end_on, warn_by),
                float(world.counts[theme, first : last + 1].sum()),
                _same_as_last_month(world, theme, outlook, last - first + 1),
                planted,
                _late_by(world, theme, planted, warn_by, calendar),
            )
        )  # fmt: skip
    return found


def _same_as_last_month(world: World, theme: int, outlook: Outlook, days: int) -> float:
    today = (outlook.as_of - world.first).days
    return float(world.counts[theme, today - 29 : today + 1].mean() * days)


def _planted(world: World, theme: int, first: int, last: int) -> list[tuple[str, int, int]]:
    """Return the planted occurrences that an entry is of."""
    found = []
    for season in world.seasons:
        for begin, end in season.windows if season.theme == theme else ():
            shared = min(last, end) - max(first, begin) + 1
            shorter = min(last - first, end - begin) + 1
            if shared >= 0.5 * shorter and _is_alive(world, theme, begin, end, GONE):
                found.append((season.name, begin, end))
    return found


def _late_by(
    world: World, theme: int, planted: list[tuple[str, int, int]], warn_by: date, calendar: Calendar
) -> tuple[int, int]:
    """Return by how many business days a warning is late, and by the date of last year."""
    if len(planted) != 1:
        return 0, 0
    name, begin, _ = planted[0]
    begins = [
        window[0]
        for season in world.seasons
        if season.theme == theme and season.name == name
        for window in season.windows
        if window[0] < begin
    ]
    onset, before = world.day(begin), world.day(begins[-1] if begins else begin)
    wanted = calendar.add_business_days(onset, -SeasonSettings().lead_business_days)
    by_date = onset if not begins else before.replace(year=before.year + 1)
    same_date = calendar.add_business_days(by_date, -SeasonSettings().lead_business_days)
    return _business_days(calendar, wanted, warn_by), _business_days(calendar, wanted, same_date)


def _business_days(calendar: Calendar, first: date, last: date) -> int:
    sign, (first, last) = (1, (first, last)) if first <= last else (-1, (last, first))
    count = 0
    while first < last and count < FAR:
        first, count = calendar.add_business_days(first, 1), count + 1
    return sign * count


def main() -> None:
    """Run, print, and write the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    business_days = calendar()
    seeds = range(given.first, given.first + given.worlds)
    scored = [score(plant(seed), business_days, SeasonSettings()) for seed in seeds]
    command = f"python -m benchmarks.trends_seasons --from {given.first} --worlds {given.worlds}"
    lines = [f"{given.worlds} planted worlds (`{command}`).", *report(scored)]
    print("\n".join(lines))
    if given.write:
        write_between_markers(given.write, "\n".join(lines), BEGIN, END)


def report(scored: list[Scored]) -> list[str]:
    """Return the figures as lines of Markdown."""
    parts = (_hits(scored), _warnings(scored), _forecasts(scored), _dates(scored))
    return [line for part in parts for line in ("", *part)]


def _hits(scored: list[Scored]) -> list[str]:
    lines = ["| planted season | years known | seasons | foreseen |", "|---|---|---|---|"]
    for years in (1, 2):
        for low, high in ((5, 10**9), (5, 10), (10, 30), (30, 10**9)):
            found = [
                hit
                for one in scored
                for coming, hit in one.coming
                if min(coming.years_known, 2) == years and low <= coming.excess < high
            ]
            what = f"excess {low} and more" if high == 10**9 else f"excess {low} to {high}"
            lines.append(f"| {what} | {_years(years)} | {len(found)} | {_share(found)} |")
    return lines


def _years(years: int) -> str:
    return "one" if years == 1 else "two or more"


def _share(flags: list[bool]) -> str:
    return f"{np.mean(flags):.3f}" if flags else "-"


def _warnings(scored: list[Scored]) -> list[str]:
    lines = ["| warnings from | warnings | false |", "|---|---|---|"]
    for years in (1, 2):
        found = [
            not one.planted
            for world in scored
            for one in world.warned
            if min(one.entry.season.count_years, 2) == years
        ]
        lines.append(f"| {_years(years)} | {len(found)} | {_share(found)} |")
    return lines


def _forecasts(scored: list[Scored]) -> list[str]:
    known = [
        one
        for world in scored
        for one in world.warned
        if one.planted and one.entry.season.count_years > 1
    ]
    lines = [
        "| expected | seasons | in the 80 % range | below | skill, last year | skill, month |",
        "|---|---|---|---|---|---|",
    ]
    for low, high in ((5, 10**9), *VOLUMES):
        of_size = [one for one in known if low <= one.entry.expected < high]
        if not of_size:
            continue
        inside = [one.entry.low <= one.actual <= one.entry.high for one in of_size]
        below = [one.actual < one.entry.low for one in of_size]
        own = sum(abs(one.actual - one.entry.expected) for one in of_size)
        year = sum(abs(one.actual - (one.entry.before[0] or 0)) for one in of_size)
        month = sum(abs(one.actual - one.last_month) for one in of_size)
        size = f"{low} and more" if high == 10**9 else f"{low} to {high}"
        lines.append(
            f"| {size} | {len(of_size)} | {_share(inside)} | {_share(below)} "
            f"| {1 - own / year:.2f} | {1 - own / month:.2f} |"
        )
    return lines


def _dates(scored: list[Scored]) -> list[str]:
    lines = [
        "| season | seasons | warn-by on the day | 1 business day | 3 | last year's date | 1 | 3 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    errors: dict[str, list[tuple[int, int]]] = {}
    for world in scored:
        for one in world.warned:
            # An entry that covers two seasons has one date for both.
            if len(one.planted) == 1 and one.entry.season.count_years > 1:
                is_anchored = one.planted[0][0] in ANCHORED_SEASONS
                kind = "counted from an anchor" if is_anchored else "fixed dates"
                errors.setdefault(kind, []).append(one.late_by)
    for kind, days in sorted(errors.items()):
        near = [float(np.mean(one <= reach)) for one in np.abs(days).T for reach in (0, 1, 3)]
        lines.append(f"| {kind} | {len(days)} | {' | '.join(f'{one:.2f}' for one in near)} |")
    return lines


if __name__ == "__main__":
    main()
