"""Seasons of series: stretches of the year that counted more than usual in the years before."""

from dataclasses import dataclass

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
    evidence: float = Field(6.5, gt=0)
    evidence_of_one_year: float = Field(9.0, gt=0)
    horizon_days: int = Field(60, ge=7, le=120)
    lead_business_days: int = Field(10, ge=0, le=60)
    coverage: float = Field(0.8, gt=0, lt=1)
    settle_days: int = Field(28, ge=0, le=90)


@dataclass(frozen=True)
class PastYears:
    """The coming days of series beside the days of earlier years that they correspond to.

    `heard` and `usual` are (years, series, days): what was counted on those days and what was
    usual then; both 0 where nothing is known of a day.
    """

    heard: Floats
    usual: Floats


@dataclass(frozen=True)
class Season:
    """A stretch of coming days of one series that was raised in earlier years.

    `first` and `last` count days from the first coming one, both within. `heard` and `usual` are
    those of each year (years,), `error` the standard error of log(factor).
    """

    series: int
    first: int
    last: int
    heard: Floats
    usual: Floats
    factor: float
    error: float
    evidence: float

    @property
    def count_years(self) -> int:
        """In how many years there was enough to see of the stretch."""
        return int((self.usual >= LEAST_USUAL).sum())


def past_years(counts: Floats, usual: Floats, positions: Ints) -> PastYears:
    """Lay a record, and what was usual in it, beside coming days.

    `positions` (years, days) are those of the corresponding days in the record, negative for
    none. Days before a series was first heard tell nothing of it.
    """
    is_born = np.cumsum(counts, axis=1) > 0
    usual, counts = np.where(is_born, usual, 0.0), np.where(is_born, counts, 0.0)
    is_known, place = (positions >= 0)[:, None, :], np.maximum(positions, 0)
    heard, usual = (values[:, place].transpose(1, 0, 2) for values in (counts, usual))
    return PastYears(np.where(is_known, heard, 0.0), np.where(is_known, usual, 0.0))


def find_seasons(
    past: PastYears, dispersion: Floats, spared: Floats, settings: SeasonSettings
) -> list[Season]:
    """Return the seasons of all series: stretches without overlap, the clearest first.

    A stretch is scored by the Poisson scan statistic (Kulldorff 1997) of its years together,
    divided by the dispersion; with two years or more, two of them must be witnesses. `spared`
    (days,) is evidence that a stretch is spared when it begins on a day, as with a season of the
    calendar.
    """
    scan = _Scan(past, dispersion, spared, settings)
    is_free = np.ones(past.heard.shape[1:], dtype=bool)
    found: list[Season] = []
    rows = np.arange(len(dispersion))
    for _ in range(MOST_SEASONS):
        stretches = scan.best(rows, is_free)
        rows = np.array([stretch[0] for stretch in stretches], dtype=np.int64)
        for row, first, last in stretches:
            found.append(scan.season(row, first, last))
            is_free[row, first : last + 1] = False
        if not len(rows):
            break
    return found


class _Scan:
    def __init__(
        self, past: PastYears, dispersion: Floats, spared: Floats, settings: SeasonSettings
    ) -> None:
        self.spared = spared
        self.heard = _sums(past.heard)
        self.usual = _sums(past.usual)
        self.dispersion = dispersion
        self.settings = settings

    def best(self, rows: Ints, is_free: Bools) -> list[tuple[int, int, int]]:
        """Return (series, first, last) of the clearest free stretch of each series that has one."""
        best, at = np.zeros(len(rows)), np.zeros((len(rows), 2), dtype=np.int64)
        taken = _sums(~is_free[rows])
        days = is_free.shape[1]
        for length in (length for length in LENGTHS if length <= days):
            first = np.arange(days - length + 1)
            score = self.score(rows[:, None], first, first + length)
            score[taken[:, length:] > taken[:, :-length]] = 0.0
            clearest = score.argmax(axis=1)
            value = score[np.arange(len(rows)), clearest]
            is_better = value > best
            best[is_better] = value[is_better]
            at[is_better] = np.stack([clearest, clearest + length], axis=1)[is_better]
        return [
            (row, *self._edged(row, first, end, is_free[row]))
            for row, (first, end), value in zip(rows.tolist(), at.tolist(), best, strict=True)
            if value > 0
        ]

    def _edged(self, row: int, first: int, end: int, is_free: Bools) -> tuple[int, int]:
        """Move both edges of a stretch by up to a quarter of it to where it is clearest."""
        reach = max(2, (end - first) // 4)
        firsts = np.arange(max(0, first - reach), min(first + reach, end - 4) + 1)
        ends = np.arange(max(end - reach, first + 5), min(end + reach, len(is_free)) + 1)
        starts, stops = (part.ravel() for part in np.meshgrid(firsts, ends, indexing="ij"))
        score = self.score(np.full(len(starts), row), starts, stops)
        taken = np.concatenate([[0], np.cumsum(~is_free)])
        score[(taken[stops] > taken[starts]) | (stops - starts < 5)] = 0.0
        place = int(score.argmax())
        return int(starts[place]), int(stops[place]) - 1

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
        return Season(row, first, last, heard, usual, float(factor), float(error), evidence)


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
