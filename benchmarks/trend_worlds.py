"""Planted worlds: years of daily counts of many themes, and the truth of everything in them.

    world = plant(seed)

Plain numpy. The year's days off are those of the demo (pipelines/demo/holidays.py), not of the
calendar under test. Arrays: themes x days, themes x segments x days, themes x products x days.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from pipelines.demo.holidays import quietness

SEGMENTS = ("シニア", "現役世代", "子育て世帯", "学生", "法人")
SEGMENT_SHARES = np.array([0.3, 0.3, 0.2, 0.1, 0.1])
PRODUCTS = ("A", "B", "C", "D")
PRODUCT_SHARES = np.array([0.4, 0.3, 0.2, 0.1])
WEEKDAYS = (1.25, 1.1, 1.0, 0.97, 1.0, 1.0, 1.0)
QUIET_BEGINNING_DAYS = 150
# From year to year a season's excess differs by this much (log standard deviation).
YEARLY_SPREAD = 0.15
WOBBLE, WOBBLE_DAYS = 0.05, 40.0


@dataclass(frozen=True)
class Season:
    """A rise that returns; `windows` are (first, last) day numbers of each year in the world."""

    theme: int
    name: str
    factor: float
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Event:
    """Something planted once: spike, grower, birth, death, measure, silence, comeback, outage.

    `factor` multiplies the volume (of one segment where that is not -1). A grower grows evenly
    from `first` to `last`; a measure holds from `first` on; an outage hits all themes (theme -1).
    """

    kind: str
    theme: int
    first: int
    last: int
    factor: float
    segment: int = -1


@dataclass(frozen=True)
class World:
    """Counts with the truth; `expected` is the true mean of each day without one-off events."""

    seed: int
    first: date
    counts: np.ndarray
    by_segment: np.ndarray
    by_product: np.ndarray
    expected: np.ndarray
    segment_shares: np.ndarray
    volumes: np.ndarray
    categories: np.ndarray
    seasons: tuple[Season, ...]
    events: tuple[Event, ...]

    @property
    def count_days(self) -> int:
        """Days in the world."""
        return int(self.counts.shape[1])

    @property
    def last(self) -> date:
        """Last day of the world."""
        return self.day(self.count_days - 1)

    def day(self, number: int) -> date:
        """Return the date of a day number."""
        return self.first + timedelta(days=number)

    def of_kind(self, kind: str) -> list[Event]:
        """Return the planted events of one kind."""
        return [event for event in self.events if event.kind == kind]


@dataclass
class _Draft:
    rng: np.random.Generator
    first: date
    days: int
    seasons: list[Season] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def plant(seed: int) -> World:
    """Make one world; the same seed gives the same one."""
    rng = np.random.default_rng([seed, 55])
    months = int(rng.integers(30, 37))
    first = date(2021 + int(rng.integers(0, 4)), int(rng.integers(1, 13)), 1)
    days = (_months_later(first, months) - first).days
    themes = int(rng.integers(20, 61))
    draft = _Draft(rng, first, days)
    return _grown(seed, draft, np.exp(rng.uniform(np.log(0.05), np.log(20.0), themes)))


def plant_large(seed: int, first: date, last: date, themes: int, contacts: int) -> World:
    """Make a world of so many themes over given days, with about so many contacts in all."""
    rng = np.random.default_rng([seed, 56])
    draft = _Draft(rng, first, (last - first).days + 1)
    volumes = np.exp(rng.uniform(np.log(0.05), np.log(20.0), themes))
    return _grown(seed, draft, volumes * contacts / (volumes.sum() * draft.days))


def _grown(seed: int, draft: _Draft, volumes: np.ndarray) -> World:
    rng, days, themes = draft.rng, draft.days, len(volumes)
    _plant_seasons(draft, themes)
    _plant_events(draft, volumes)
    usual = volumes[:, None] * _day_profile(draft) * _season_factors(draft, themes)
    lasting = _lasting_factors(draft, themes)
    noise = _noise(rng, themes, days)
    shares = _shares(rng, themes, SEGMENT_SHARES)
    by_segment = _draw(draft, usual * lasting * noise, shares)
    counts = by_segment.sum(axis=1)
    return World(
        seed, draft.first, counts, by_segment, _products(rng, counts), usual * lasting, shares,
        volumes, rng.integers(0, 6, themes), tuple(draft.seasons), tuple(draft.events),
    )  # fmt: skip


def business_day(day: date) -> bool:
    """Whether a contact centre works normally."""
    return quietness(day) == 1.0


def business_days_after(day: date, count: int) -> date:
    """Return the `count`-th business day after a day."""
    while count:
        day += timedelta(days=1)
        count -= business_day(day)
    return day


def season_window(name: str, year: int) -> tuple[date, date]:
    """Return first and last day of a season that begins in a year."""
    if name == "after_obon":
        end = date(year, 8, 16)
        return business_days_after(end, 1), business_days_after(end, 10)
    if name == "after_new_year":
        end = date(year, 1, 3)
        return business_days_after(end, 1), business_days_after(end, 8)
    if name == "after_golden_week":
        end = date(year, 5, 6)
        return business_days_after(end, 1), business_days_after(end, 7)
    first, last = FIXED_SEASONS[name]
    return date(year, *first), date(year, *last)


FIXED_SEASONS = {
    "year_end": ((12, 10), (12, 28)),
    "spring_moving": ((3, 10), (4, 20)),
    "summer": ((6, 20), (9, 10)),
    "tax_return": ((2, 16), (3, 15)),
    "midyear_gifts": ((7, 5), (7, 25)),
}
ANCHORED_SEASONS = ("after_obon", "after_new_year", "after_golden_week")


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _plant_seasons(draft: _Draft, themes: int) -> None:
    names = (*ANCHORED_SEASONS, *FIXED_SEASONS)
    for theme in np.flatnonzero(draft.rng.random(themes) < 0.4):
        for name in draft.rng.choice(names, draft.rng.choice((1, 2), p=(0.75, 0.25)), False):
            factor = float(draft.rng.uniform(2.0, 7.0))
            windows = _windows(draft, str(name))
            draft.seasons.append(Season(int(theme), str(name), factor, windows))


def _windows(draft: _Draft, name: str) -> tuple[tuple[int, int], ...]:
    found = []
    for year in range(draft.first.year - 1, draft.first.year + 5):
        first, last = season_window(name, year)
        begin, end = (first - draft.first).days, (last - draft.first).days
        if end >= 0 and begin < draft.days:
            found.append((max(begin, 0), min(end, draft.days - 1)))
    return tuple(found)


def _plant_events(draft: _Draft, volumes: np.ndarray) -> None:
    kinds = ("spike", "segment_spike", "grower", "birth", "death", "measure", "silence", "none")
    chances = (0.2, 0.08, 0.1, 0.07, 0.04, 0.1, 0.05, 0.36)
    for theme in range(len(volumes)):
        kind = str(draft.rng.choice(kinds, p=chances))
        first = int(draft.rng.integers(QUIET_BEGINNING_DAYS, draft.days - 60))
        if kind != "none":
            draft.events += _events_of(draft, kind, theme, first)
    for kind, factor in (("silent", 0.0), ("doubled", 2.0)):
        first = int(draft.rng.integers(QUIET_BEGINNING_DAYS, draft.days - 10))
        if draft.rng.random() < 0.5:
            last = first + int(draft.rng.integers(0, 3))
            draft.events.append(Event(kind, -1, first, last, factor))


def _events_of(draft: _Draft, kind: str, theme: int, first: int) -> list[Event]:
    rng, last = draft.rng, draft.days - 1
    if kind == "spike":
        return [Event("spike", theme, first, first + 13, float(rng.uniform(3.0, 6.0)))]
    if kind == "segment_spike":
        segment = int(rng.integers(0, len(SEGMENTS)))
        factor = float(rng.uniform(4.0, 10.0))
        return [Event("spike", theme, first, first + 13, factor, segment)]
    if kind == "grower":
        first = int(rng.integers(200, draft.days - 270))
        length = int(rng.integers(240, 480))
        return [Event("grower", theme, first, first + length, float(rng.uniform(2.5, 4.5)))]
    if kind == "birth":
        return [Event("birth", theme, first, last, 1.0)]
    if kind == "death":
        return [Event("death", theme, first, last, 0.0)]
    if kind == "measure":
        first = int(rng.integers(400, draft.days - 120))
        return [Event("measure", theme, first, last, float(rng.choice((0.5, 0.8, 1.0))))]
    first = int(rng.integers(250, draft.days - 260))
    back = first + int(rng.integers(100, 200))
    return [Event("silence", theme, first, back - 1, 0.05), Event("comeback", theme, back, last, 1)]


def _day_profile(draft: _Draft) -> np.ndarray:
    days = [draft.first + timedelta(days=number) for number in range(draft.days)]
    return np.array([WEEKDAYS[day.weekday()] * quietness(day) for day in days])


def _season_factors(draft: _Draft, themes: int) -> np.ndarray:
    factors = np.ones((themes, draft.days))
    for season in draft.seasons:
        for first, last in season.windows:
            strength = np.exp(draft.rng.normal(0.0, YEARLY_SPREAD))
            rise = np.full(last - first + 1, (season.factor - 1.0) * strength)
            # Real waves do not start at full height.
            rise[0] *= 0.6
            rise[-1] *= 0.6
            span = factors[season.theme, first : last + 1]
            factors[season.theme, first : last + 1] = np.maximum(span, 1.0 + rise)
    return factors


def _lasting_factors(draft: _Draft, themes: int) -> np.ndarray:
    """What changes a theme for good: part of what can be expected once it is known."""
    factors = np.ones((themes, draft.days))
    number = np.arange(draft.days)
    for event in draft.events:
        if event.kind in ("death", "measure"):
            factors[event.theme, event.first :] *= event.factor
        elif event.kind == "birth":
            factors[event.theme, : event.first] = 0.0
        elif event.kind == "silence":
            factors[event.theme, event.first : event.last + 1] *= event.factor
        elif event.kind == "grower":
            part = np.clip((number - event.first) / (event.last - event.first), 0.0, 1.0)
            factors[event.theme] *= event.factor**part
    return factors


def _noise(rng: np.random.Generator, themes: int, days: int) -> np.ndarray:
    """Mean 1: day by day (negative binomial), and a slow wobble of the level."""
    size = rng.uniform(0.005, 0.08, themes)[:, None]
    daily = rng.gamma(1 / np.broadcast_to(size, (themes, days)), size)
    keep = np.exp(-1.0 / WOBBLE_DAYS)
    wobble = np.empty((themes, days))
    wobble[:, 0] = rng.normal(0.0, WOBBLE, themes)
    steps = rng.normal(0.0, WOBBLE * np.sqrt(1 - keep**2), (themes, days))
    for day in range(1, days):
        wobble[:, day] = keep * wobble[:, day - 1] + steps[:, day]
    return np.asarray(daily * np.exp(wobble))


def _shares(rng: np.random.Generator, themes: int, usual: np.ndarray) -> np.ndarray:
    lifts = rng.gamma(4.0, 0.25, (themes, len(usual))) * usual
    return np.asarray(lifts / lifts.sum(axis=1, keepdims=True))


def _draw(draft: _Draft, means: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Draw contacts by theme, segment and day, one-off events included."""
    by_segment = means[:, None, :] * shares[:, :, None]
    for event in draft.events:
        span = slice(event.first, event.last + 1)
        if event.kind in ("silent", "doubled"):
            by_segment[:, :, span] *= event.factor
        elif event.kind == "spike" and event.segment >= 0:
            by_segment[event.theme, event.segment, span] *= event.factor
        elif event.kind == "spike":
            by_segment[event.theme, :, span] *= event.factor
    return draft.rng.poisson(by_segment)


def _products(rng: np.random.Generator, counts: np.ndarray) -> np.ndarray:
    shares = _shares(rng, len(counts), PRODUCT_SHARES)
    return np.moveaxis(rng.multinomial(counts, shares[:, None, :]), 2, 1)
