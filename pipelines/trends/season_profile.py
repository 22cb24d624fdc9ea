"""Seasons of series: stretches of the year that counted more than usual in the years before."""

from dataclasses import dataclass, replace

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.trends.level import log_likelihood_ratio
from pipelines.trends.windows import Bools, Floats, Ints

# Lengths of seasons that are tried, in days; the edges are then moved day by day.
LENGTHS = (5, 7, 9, 11, 14, 17, 21, 26, 32, 40, 50, 62, 76, 92)
MOST_SEASONS = 5
# A year tells of a stretch only when this many contacts were usual in it.
LEAST_USUAL = 0.5
# One year that stands out counts at most so many times the next: a spike is no season.
BALANCE = 3.0
# Edges are moved by at least so many days: weekdays and dates are up to three days apart.
LEAST_REACH = 4
# Evidence by which one way of counting days must be clearer than what is rather believed.
CLEARER = 0.9
# A season of the calendar that begins near is the onset when it has so much of the evidence.
NEARLY, NEAR_DAYS = 0.95, 3
# Beyond what rounding does to sums of contacts.
SLACK = 1e-6
# Contacts by which a factor is held to 1.
HELD = 0.4
# Standard deviation of log(factor) from year to year, where the years do not tell.
SPREAD = 0.2
# Degrees of freedom with which that spread between years is held.
SPREAD_WEIGHT = 8.0


class SeasonSettings(BaseModel):
    """What counts as a season, what is foretold, and when somebody must be warned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    years: int = Field(3, ge=1, le=5)
    min_factor: float = Field(1.5, gt=1)
    min_excess: float = Field(5.0, gt=0)
    evidence: float = Field(5.0, gt=0)
    evidence_of_one_year: float = Field(9.0, gt=0)
    horizon_days: int = Field(60, ge=7, le=120)
    lead_business_days: int = Field(10, ge=0, le=60)
    coverage: float = Field(0.8, gt=0, lt=1)
    settle_days: int = Field(28, ge=0, le=90)


@dataclass(frozen=True)
class PastYears:
    """The coming days of series beside the days of earlier years that they correspond to.

    `heard` and `usual` are (years, series, days): what was counted on those days and what was
    usual then; both 0 where nothing is known of a day. `ends` (years, days + 1): a coming day has
    the days of the record after one end up to the next.
    """

    heard: Floats
    usual: Floats
    ends: Ints

    def stretch(self, year: int, first: int, last: int) -> tuple[int, int]:
        """Return first and last day of the record that coming days correspond to in a year."""
        return int(self.ends[year, first]) + 1, int(self.ends[year, last + 1])


@dataclass(frozen=True)
class Past:
    """The earlier years laid beside the coming one: by the business calendar, and by dates."""

    by_calendar: PastYears
    by_date: PastYears

    def of(self, season: "Season") -> PastYears:
        """Return the years as the days of a season correspond to them."""
        return self.by_date if season.is_by_date else self.by_calendar


@dataclass(frozen=True)
class Season:
    """A stretch of coming days of one series that was raised in earlier years.

    `first` and `last` count days from the first coming one, both within. `heard` and `usual` are
    those of each year (years,), `error` the standard error of log(factor). `is_by_date`: the years
    agree on dates, not on days that answer to each other in the business calendar.
    """

    series: int
    first: int
    last: int
    heard: Floats
    usual: Floats
    factor: float
    error: float
    evidence: float
    is_by_date: bool

    @property
    def count_years(self) -> int:
        """In how many years there was enough to see of the stretch."""
        return int((self.usual >= LEAST_USUAL).sum())


@dataclass(frozen=True)
class CalendarPrior:
    """What the calendar lets one believe before anything is counted, all (days,).

    `spared` is evidence that a stretch is spared which begins on a day, as with a season of the
    calendar; `near_anchor` says where years rather agree on business days from one than on dates.
    """

    spared: Floats
    near_anchor: Bools


def past_years(counts: Floats, usual: Floats, ends: Ints) -> PastYears:
    """Lay a record, and what was usual in it, beside coming days.

    `ends` (years, days + 1) number days of the record, below -1 before it. Days before a series
    was first heard tell nothing of it.
    """
    is_born = np.cumsum(counts, axis=1) > 0
    is_known = ((ends[:, :-1] >= -1) & (ends[:, 1:] < counts.shape[1]))[:, None, :]
    place = np.clip(ends + 1, 0, counts.shape[1])
    summed = (_sums(np.where(is_born, values, 0.0))[:, place] for values in (counts, usual))
    heard, base = (
        np.where(is_known, np.diff(values, axis=2).transpose(1, 0, 2), 0.0) for values in summed
    )
    return PastYears(heard, base, ends)


def find_seasons(
    past: Past, dispersion: Floats, prior: CalendarPrior, settings: SeasonSettings
) -> list[Season]:
    """Return the seasons of all series: stretches without overlap, the clearest first.

    A stretch is scored by the Poisson scan statistic (Kulldorff 1997) of its years together,
    divided by the dispersion; with two years or more, two of them must be witnesses. What is
    found by the business calendar is laid beside the same dates as well; near an anchor of the
    calendar that one, elsewhere dates say when it begins and ends, unless the other is clearer.
    """
    ways = (past.by_calendar, past.by_date)
    scans = [_Scan(years, dispersion, prior.spared, settings) for years in ways]
    is_free = np.ones(past.by_calendar.heard.shape[1:], dtype=bool)
    found: list[Season] = []
    rows = np.arange(len(dispersion))
    for _ in range(MOST_SEASONS):
        stretches = scans[0].best(rows, is_free)
        rows = np.array([stretch[0] for stretch in stretches], dtype=np.int64)
        for row, first, end in stretches:
            by_calendar, by_date = (scan.edged(row, first, end, is_free[row]) for scan in scans)
            found.append(_clearest(by_calendar, by_date, prior.near_anchor))
            # What is left of it on the days of the other way of counting is no season of its own.
            for one in (by_calendar, by_date):
                is_free[row, one.first : one.last + 1] &= one.evidence == 0
        if not len(rows):
            break
    return found


def _clearest(by_calendar: Season, by_date: Season, near_anchor: Bools) -> Season:
    doubt = 1 / CLEARER if near_anchor[by_calendar.first] else CLEARER
    is_by_date = by_date.evidence > doubt * by_calendar.evidence
    return replace(by_date, is_by_date=True) if is_by_date else by_calendar


class _Scan:
    def __init__(
        self, past: PastYears, dispersion: Floats, spared: Floats, settings: SeasonSettings
    ) -> None:
        self.spared = spared
        self.heard = _sums(past.heard)
        self.usual = _sums(past.usual)
        self.all_heard, self.all_usual = self.heard.sum(axis=0), self.usual.sum(axis=0)
        self.dispersion = dispersion
        self.settings = settings

    def best(self, rows: Ints, is_free: Bools) -> list[tuple[int, int, int]]:
        """Return (series, first, end) of the clearest free stretch of each series that has one."""
        best, at = np.zeros(len(rows)), np.zeros((len(rows), 2), dtype=np.int64)
        taken = _sums(~is_free[rows])
        days = is_free.shape[1]
        for length in (length for length in LENGTHS if length <= days):
            place, first = np.nonzero(
                self._may_be_raised(rows, length) & (taken[:, length:] == taken[:, :-length])
            )
            score = np.zeros((len(rows), days - length + 1))
            score[place, first] = self.score(rows[place], first, first + length)
            clearest = score.argmax(axis=1)
            value = score[np.arange(len(rows)), clearest]
            is_better = value > best
            best[is_better] = value[is_better]
            at[is_better] = np.stack([clearest, clearest + length], axis=1)[is_better]
        return [
            (row, first, end)
            for row, (first, end), value in zip(rows.tolist(), at.tolist(), best, strict=True)
            if value > 0
        ]

    def _may_be_raised(self, rows: Ints, length: int) -> Bools:
        """Return the stretches that are worth a score, (series, firsts): most are surely no rise.

        Not asked year by year, so those in which next to nothing was usual are allowed for.
        """
        heard, usual = (
            sums[rows, length:] - sums[rows, :-length] for sums in (self.all_heard, self.all_usual)
        )
        least = self.settings.min_factor * (usual - len(self.heard) * LEAST_USUAL)
        return np.asarray((heard >= least - SLACK) & (usual >= LEAST_USUAL - SLACK))

    def edged(self, row: int, first: int, end: int, is_free: Bools) -> Season:
        """Move both edges of a stretch by up to a quarter of it to where it is clearest."""
        reach = max(LEAST_REACH, (end - first) // 4)
        firsts = np.arange(max(0, first - reach), min(first + reach, end - 4) + 1)
        ends = np.arange(max(end - reach, first + 5), min(end + reach, len(is_free)) + 1)
        starts, stops = (part.ravel() for part in np.meshgrid(firsts, ends, indexing="ij"))
        score = self.score(np.full(len(starts), row), starts, stops)
        taken = np.concatenate([[0], np.cumsum(~is_free)])
        score[(taken[stops] > taken[starts]) | (stops - starts < 5)] = 0.0
        place = int(score.argmax())
        is_begin = self.spared[starts] == self.spared.max()
        is_begin &= np.abs(starts - starts[place]) <= NEAR_DAYS
        nearly = np.where(is_begin & (score >= NEARLY * score[place]), score, 0.0)
        place = int(nearly.argmax()) if nearly.any() else place
        return self.season(row, int(starts[place]), int(stops[place]) - 1)

    def score(self, rows: Ints, first: Ints, end: Ints) -> Floats:
        """Return the evidence for stretches [first, end); 0 where it does not suffice."""
        rows, first, end = np.broadcast_arrays(rows, first, end)
        heard = self.heard[:, rows, end] - self.heard[:, rows, first]
        usual = self.usual[:, rows, end] - self.usual[:, rows, first]
        is_seen = usual >= LEAST_USUAL
        heard, usual = heard * is_seen, usual * is_seen
        # Most stretches are no rise at all: logarithms are for the others.
        is_up = heard.sum(axis=0) >= self.settings.min_factor * usual.sum(axis=0)
        is_up &= is_seen.any(axis=0)
        score = np.zeros(rows.shape)
        length = (end - first)[is_up]
        spared = self.spared[first[is_up]] - np.log(self.heard.shape[-1] / length)
        phi = self.dispersion[rows[is_up]]
        score[is_up] = self._evidence(heard[:, is_up], usual[:, is_up], phi, spared)
        return score

    def _evidence(self, heard: Floats, usual: Floats, phi: Floats, spared: Floats) -> Floats:
        """Return the evidence of rises, all (years, stretches) or (stretches,).

        Of short stretches there are more in a year, so more of them are raised by chance: they are
        spared less.
        """
        total, base = heard.sum(axis=0), usual.sum(axis=0)
        years = (usual > 0).sum(axis=0)
        evidence = log_likelihood_ratio(total, base)
        if len(heard) > 1:
            second = np.sort(log_likelihood_ratio(heard, usual), axis=0)[-2]
            evidence = np.where(years > 1, np.minimum(evidence, BALANCE * second), evidence)
        evidence = evidence / phi + spared
        is_witness = (usual > 0) & (heard >= np.sqrt(total / base) * usual)
        needed = np.where(years > 1, self.settings.evidence, self.settings.evidence_of_one_year)
        is_enough = (is_witness.sum(axis=0) >= np.minimum(years, 2)) & (evidence >= needed)
        return np.where(is_enough, evidence, 0.0)

    def season(self, row: int, first: int, last: int) -> Season:
        """Return a stretch with its numbers; the factor is held to 1 by a gamma prior."""
        heard = self.heard[:, row, last + 1] - self.heard[:, row, first]
        usual = self.usual[:, row, last + 1] - self.usual[:, row, first]
        is_seen = usual >= LEAST_USUAL
        heard, usual = heard * is_seen, usual * is_seen
        held = HELD * self.dispersion[row]
        factor = (heard.sum() + held) / (usual.sum() + held)
        error = np.sqrt(self.dispersion[row] / (heard.sum() + held))
        one = np.array([row]), np.array([first]), np.array([last + 1])
        evidence = float(self.score(*one)[0])
        return Season(row, first, last, heard, usual, float(factor), float(error), evidence, False)


def _sums(values: Floats | Bools) -> Floats:
    """Return sums of all days before each, with one more place than there are days."""
    before = [(0, 0)] * (values.ndim - 1) + [(1, 0)]
    return np.pad(np.cumsum(values, axis=-1, dtype=np.float64), before)


def spread_of_years(seasons: list[Season], dispersion: Floats) -> float:
    """Return the standard deviation of log(factor) from year to year, beyond what chance does.

    Estimated by moments from all seasons known from two years, held to SPREAD.
    """
    squares, weight = SPREAD_WEIGHT * SPREAD**2, SPREAD_WEIGHT
    for season in seasons:
        is_seen = season.usual >= LEAST_USUAL
        if is_seen.sum() < 2 or season.heard[is_seen].min() < 5:
            continue
        logs = np.log(season.heard[is_seen] / season.usual[is_seen])
        chance = float(np.mean(dispersion[season.series] / season.heard[is_seen]))
        squares += (len(logs) - 1) * (float(np.var(logs, ddof=1)) - chance)
        weight += len(logs) - 1
    return float(np.sqrt(max(squares / weight, 0.05**2)))
