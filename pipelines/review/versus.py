"""How sure it is that two counts differ by more than chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from pipelines.review.facts_theme import Against, Verdict, Versus, VersusReason
from pipelines.review.traces import Number

SIGMAS_OF_95_PERCENT = 1.96


@dataclass(frozen=True)
class Interval:
    """The logarithm of a ratio of two counts and its standard error."""

    log_ratio: float
    standard_error: float

    @property
    def ends(self) -> tuple[float, float]:
        """The 95 % interval of the ratio."""
        reach = SIGMAS_OF_95_PERCENT * self.standard_error
        return exp(self.log_ratio - reach), exp(self.log_ratio + reach)

    def verdict(self, sigmas: float) -> Verdict:
        """Tell a rise or a fall that lies more than `sigmas` standard errors from none."""
        if abs(self.log_ratio) <= sigmas * self.standard_error:
            return "unclear"
        return "up" if self.log_ratio > 0 else "down"


def poisson_interval(now: float, before: float, exposure: float = 1.0) -> Interval:
    """Compare two Poisson counts; `exposure` is the length of now over the length of before.

    Half a contact is added to both, as in mart.theme_same_season.
    """
    now, before = now + 0.5, before + 0.5
    return Interval(log(now / before / exposure), sqrt(1 / now + 1 / before))


def interval_of_ends(low: float, high: float) -> Interval:
    """Return the interval of which the 95 % ends are known."""
    middle, reach = (log(low) + log(high)) / 2, (log(high) - log(low)) / 2
    return Interval(middle, reach / SIGMAS_OF_95_PERCENT)


@dataclass(frozen=True)
class Compared:
    """What the marts say of a theme and another month (review_compared); None: no such row."""

    comparison: str
    broken_by: tuple[str, ...]
    now_alike: float | None
    before_alike: float | None
    season_low: float | None
    season_high: float | None


@dataclass(frozen=True)
class Rules:
    """When a month may be compared, from how many sigmas a difference is told, month lengths.

    `exposure` is the length of the month over the length of the other one.
    """

    is_complete: bool
    sigmas: float
    exposure: Mapping[Against, float]


def versus(
    against: Against, now: int, before: Number, found: Compared | None, rules: Rules
) -> Versus:
    """Return a comparison, or why there is none."""
    if not rules.is_complete or (found and found.comparison == "unfinished"):
        return unknown(against, before, "unfinished")
    if found is None or before.value is None:
        return unknown(against, before, "no_record")
    interval = _interval(against, found, rules)
    step = now - before.count
    if interval is None:
        return Versus(
            against, before, step, None, None, None, "unknown", "not_comparable", found.broken_by
        )
    reason: VersusReason = "like_for_like" if found.comparison == "like_for_like" else ""
    ratio = now / before.count if before.count else None
    low, high = interval.ends
    verdict = interval.verdict(rules.sigmas)
    return Versus(against, before, step, ratio, low, high, verdict, reason, found.broken_by)


def unknown(against: Against, before: Number, reason: VersusReason) -> Versus:
    """Return that there is nothing to compare with."""
    nothing = Number(None, before.mart, before.key)
    return Versus(against, nothing, None, None, None, None, "unknown", reason)


def _interval(against: Against, found: Compared, rules: Rules) -> Interval | None:
    """Years before as the business calendar aligns them, all else as far as it is alike."""
    if found.comparison == "as_counted" and found.season_low and found.season_high:
        return interval_of_ends(found.season_low, found.season_high)
    if found.now_alike is None or found.before_alike is None:
        return None
    return poisson_interval(found.now_alike, found.before_alike, rules.exposure[against])
