"""Days on which a source of contacts was silent or came twice, against what it usually brings.

A company that heard nothing because nothing was delivered must not read it as good news.
"""

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
OutageKind = Literal["silent", "doubled"]
# Days on which the noise of a source is measured; that of Poisson counts on the scale of roots.
_NOISE_DAYS = 90
_POISSON = 0.5
# Days so much above the usual may belong to a doubled run; single days are too noisy to be doubled.
_RAISED = 1.3


class OutageSettings(BaseModel):
    """From when on a source counts as silent or doubled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Days of the same kind looked back on, and how many of them there must be.
    days_back: int = Field(8, ge=3)
    least_days_back: int = Field(4, ge=2)
    # Contacts that should have come by then.
    least_expected: float = Field(12.0, gt=0)
    silent_share: float = Field(0.1, ge=0, lt=1)
    doubled_least: float = Field(1.7, gt=1)
    # Beyond chance, in standard deviations of the roots of the source's own days.
    doubled_deviations: float = Field(5.0, gt=0)
    # The same without the theme that grew most: one theme that explodes is news, no outage.
    doubled_least_without_top: float = Field(1.5, gt=1)


class Outage(NamedTuple):
    """A run of days (numbers, both included) of one source, with what came and should have come."""

    kind: OutageKind
    first: int
    last: int
    came: int
    expected: float


def usual_counts(counts: Ints, kinds: Ints, settings: OutageSettings) -> Floats:
    """Return what each day should bring: the median of the last days of its kind before it.

    `counts` and `kinds` (days,) from the first day of the source; nan where too few days came
    before. A median, so that an outage of a few days does not become what is usual.
    """
    usual = np.full(len(counts), np.nan)
    for kind in np.unique(kinds):
        days = np.flatnonzero(kinds == kind)
        for place in range(settings.least_days_back, len(days)):
            before = days[max(0, place - settings.days_back) : place]
            usual[days[place]] = np.median(counts[before])
    return usual


def outages(counts: Ints, kinds: Ints, settings: OutageSettings) -> list[Outage]:
    """Return runs of days on which a source brought next to nothing, or about twice as much.

    Each day is judged by earlier days only. A day that is usually quiet joins the silence around
    it.
    """
    usual = usual_counts(counts, kinds, settings)
    known = ~np.isnan(usual)
    should = np.where(known, usual, 0.0)
    is_silent = known & (counts <= settings.silent_share * should)
    is_doubled = (should > 0) & (counts >= _RAISED * should)
    silent = _runs("silent", counts, should, is_silent)
    doubled = _runs("doubled", counts, should, is_doubled)
    found = [
        *(run for run in silent if run.expected >= settings.least_expected),
        *(run for run in doubled if _is_beyond_chance(run, counts, usual, settings)),
    ]
    return sorted(found, key=lambda outage: outage.first)


def _runs(
    kind: OutageKind, counts: Ints, should: Floats, is_found: npt.NDArray[np.bool_]
) -> list[Outage]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_found.astype(np.int8), [0]])))
    found = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        # A closed day before or after the gap is no part of it.
        telling = first + np.flatnonzero(should[first:after] > 0)
        if len(telling):
            begin, end = int(telling[0]), int(telling[-1])
            count = int(counts[begin : end + 1].sum())
            found.append(Outage(kind, begin, end, count, float(should[begin : end + 1].sum())))
    return found


def _is_beyond_chance(run: Outage, counts: Ints, usual: Floats, settings: OutageSettings) -> bool:
    """Whether a rise is more than the noise of the days before it; roots make noise even."""
    off = np.sqrt(counts[: run.last + 1]) - np.sqrt(usual[: run.last + 1])
    before = off[max(0, run.first - _NOISE_DAYS) : run.first]
    before = before[~np.isnan(before)]
    noise = 1.4826 * float(np.median(np.abs(before))) if len(before) else 0.0
    days = run.last - run.first + 1
    deviations = off[run.first :].sum() / (max(noise, _POISSON) * np.sqrt(days))
    is_large = run.came >= settings.doubled_least * run.expected
    is_enough = run.expected >= settings.least_expected
    return is_large and is_enough and bool(deviations >= settings.doubled_deviations)


def is_broad(now: Ints, before: Floats, settings: OutageSettings) -> bool:
    """Return whether all themes grew together; `now` and `before` (themes,) in as many days.

    Contacts without a theme are a row of their own. Without the theme that grew most, the rest
    must still be well above the usual.
    """
    excess = now - before
    rest = np.arange(len(now)) != int(np.argmax(excess)) if len(now) else np.zeros(0, bool)
    return bool(now[rest].sum() >= settings.doubled_least_without_top * max(before[rest].sum(), 1))
