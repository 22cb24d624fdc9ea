"""Score alerts against a planted world: what was found in time, and what was no alarm."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from benchmarks.trend_worlds import Event, Season, World

FOUND_WITHIN = 7
AFTERMATH = 14
DAYS_OF_DECADE = 3652.5
BUCKETS = (1.4, 2.5, 5.0, 10.0, 20.0)


class Told(NamedTuple):
    """One alert of a method: theme and day numbers."""

    kind: str
    theme: int
    since: int
    raised: int
    is_seasonal: bool = False
    segment: str = ""


class Score:
    """Counts over worlds; `hits` of `cases` by (question, bucket)."""

    def __init__(self) -> None:
        self.cases: Counter[tuple[str, str]] = Counter()
        self.hits: Counter[tuple[str, str]] = Counter()
        self.alarms: Counter[str] = Counter()
        self.theme_days = 0

    def ask(self, question: str, bucket: str, is_hit: bool) -> None:
        """Count one case."""
        self.cases[(question, bucket)] += 1
        self.hits[(question, bucket)] += is_hit

    def share(self, question: str, bucket: str) -> float:
        """Share of cases hit, nan without a case."""
        cases = self.cases[(question, bucket)]
        return self.hits[(question, bucket)] / cases if cases else float("nan")

    @property
    def false_per_decade(self) -> float:
        """False alarms of a theme in ten years."""
        return self.alarms["false"] * DAYS_OF_DECADE / max(self.theme_days, 1)

    def add(self, other: "Score") -> None:
        """Add the counts of another world."""
        self.cases += other.cases
        self.hits += other.hits
        self.alarms += other.alarms
        self.theme_days += other.theme_days


def score_world(world: World, told: Iterable[Told], first_day: int = 60) -> Score:
    """Ask everything of one world."""
    score, told = Score(), list(told)
    score.theme_days = world.counts.shape[0] * (world.count_days - first_day)
    by_theme: dict[int, list[Told]] = {theme: [] for theme in range(len(world.counts))}
    for one in told:
        by_theme[one.theme].append(one)
    for event in world.events:
        if event.theme >= 0:
            _ask_event(score, world, event, by_theme[event.theme])
    _ask_seasons(score, world, by_theme)
    for one in told:
        score.alarms[_reason(world, one)] += 1
    return score


def bucket_of(expected: float) -> str:
    """Name the range that an expectation of seven days lies in."""
    lower = max((b for b in BUCKETS if b <= expected), default=0.0)
    upper = min((b for b in BUCKETS if b > expected), default=float("inf"))
    return f"{lower:g}-{upper:g}"


def _ask_event(score: Score, world: World, event: Event, told: list[Told]) -> None:
    days = [one.raised for one in told]
    if event.kind == "spike":
        # What is expected of the part that spikes, in the seven days there are to find it.
        week = world.expected[event.theme, event.first : event.first + 7].sum()
        fortnight = world.expected[event.theme, event.first : event.first + 14].sum()
        is_found = _any(days, event.first, event.first + FOUND_WITHIN - 1)
        name = "spike" if event.segment < 0 else "segment spike"
        if event.segment >= 0:
            week *= world.segment_shares[event.theme, event.segment]
        score.ask(name, bucket_of(week), is_found)
        if event.segment < 0 and week >= 5:
            score.ask("spike", "week >= 5", is_found)
        if event.segment < 0 and fortnight >= 5:
            score.ask("spike", "fortnight >= 5", is_found)
    elif event.kind == "grower":
        doubled = event.first + (event.last - event.first) * np.log(2) / np.log(event.factor)
        before = world.expected[event.theme, event.first - 56 : event.first].sum()
        if doubled < world.count_days:
            is_found = _any(days, event.first, int(doubled))
            score.ask("grower", "8 weeks >= 20" if before >= 20 else "fewer", is_found)
    elif event.kind == "birth":
        tenth = _day_of(world.counts[event.theme], 10)
        if tenth is not None and tenth + 21 < world.count_days:
            found = [one.raised for one in told if one.kind == "new_theme"]
            score.ask("birth", "all", _any(found, event.first, tenth + 21))
    elif event.kind == "comeback":
        fortnight = world.expected[event.theme, event.first : event.first + 14].sum()
        found = [one.raised for one in told if one.kind == "comeback"]
        bucket = "fortnight >= 5" if fortnight >= 5 else "fewer"
        score.ask("comeback", bucket, _any(found, event.first, event.first + 27))


def _ask_seasons(score: Score, world: World, by_theme: dict[int, list[Told]]) -> None:
    for season in world.seasons:
        for first, last in season.windows:
            if first < 90:
                continue
            place = years_known(world, season, first)
            inside = [
                t for t in by_theme[season.theme] if first - 3 <= t.raised <= last + AFTERMATH
            ]
            known = min(place, 2)
            score.ask("season alarmed", f"{known} years known", bool(inside))
            if known == 2 and not _rises(world, season.theme, first - 3, last + AFTERMATH):
                score.ask("season alarmed", "2 years known, no event then", bool(inside))
            if known == 1 and inside:
                score.ask("told as seasonal", "1 year known", any(t.is_seasonal for t in inside))


def _rises(world: World, theme: int, first: int, last: int) -> bool:
    """Whether an event of a theme could raise an alert of its own within some days."""
    return any(
        event.first <= last and first <= _felt_until(event)
        for event in world.events
        if event.theme == theme and event.kind in ("spike", "grower", "birth", "comeback")
    )


def _felt_until(event: Event) -> int:
    """Last day on which an alert may be owed to an event."""
    if event.kind in ("birth", "comeback"):
        return event.first + 120
    return event.last + (364 if event.kind == "grower" else AFTERMATH)


def years_known(world: World, season: Season, first: int) -> int:
    """How many whole seasons of a living theme came before the one that begins on a day."""
    born = max((e.first for e in world.of_kind("birth") if e.theme == season.theme), default=0)
    return sum(born <= begin - 30 for begin, end in season.windows if end < first and begin > 0)


def _reason(world: World, told: Told) -> str:
    """Name what an alarm is owed to: an event, a season, an outage, or nothing (false)."""
    for event in world.events:
        if event.theme == told.theme and _explains(event, told):
            return event.kind
    for season in world.seasons:
        if season.theme == told.theme:
            for first, last in season.windows:
                place = years_known(world, season, first)
                if first - 3 <= told.raised and told.since <= last + 1 and (
                    told.raised <= last + 84 if told.kind == "slow_rise"
                    else told.raised <= last + AFTERMATH
                ):  # fmt: skip
                    return f"season, {min(place, 2)} years known"
    return "false"


def _explains(event: Event, told: Told) -> bool:
    if event.kind == "spike":
        return event.first <= told.raised <= event.last + AFTERMATH
    if event.kind == "grower":
        # A slow rise is one over the level of up to a year ago.
        return event.first <= told.raised <= event.last + 364
    if event.kind in ("birth", "comeback"):
        return told.raised >= event.first and (
            told.kind in ("new_theme", "comeback") or told.raised <= event.first + 120
        )
    return False


def _any(days: list[int], first: int, last: int) -> bool:
    return any(first <= day <= last for day in days)


def _day_of(counts: np.ndarray, customers: int) -> int | None:
    reached = np.flatnonzero(np.cumsum(counts) >= customers)
    return int(reached[0]) if len(reached) else None
