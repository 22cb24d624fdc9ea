"""How sure it is that two counts differ by more than chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scipy.special import betainc, betaincinv
from scipy.stats import norm

from pipelines.review.facts_theme import Against, Verdict, Versus, VersusReason
from pipelines.review.traces import Number

# So far apart a day two counts are called about the same.
NEAR = 0.1


def chance(
    now: float,
    before: float,
    sigmas: float,
    exposure: float = 1.0,
    reach: float = 1.0,
    step: float | None = None,
) -> Verdict:
    """Tell a rise or a fall that chance reaches less often than `sigmas` of a normal curve.

    `exposure` is the length of now over the length of before. The exact test of two Poisson counts
    (Przyborowski and Wilenski 1940): given their sum, now is binomial. It holds for a handful of
    contacts and for none before; parts of a contact, from counts made alike, are allowed.
    `reach` is how many times as many voices found a theme as then: what alone would raise or lower
    the count has to be exceeded.
    `step` is the difference that is shown, now - before if none is given: a month may have more
    contacts a day and fewer in all. A verdict that this difference contradicts is not told.
    """
    step = now - before if step is None else step
    tail = norm.sf(sigmas)
    above, below = exposure * max(1.0, reach), exposure * min(1.0, reach)
    if now > before * above and step > 0:
        return "up" if betainc(now, before + 1, above / (1 + above)) < tail else "unclear"
    if now < before * below and step < 0:
        return "down" if betainc(before, now + 1, 1 / (1 + below)) < tail else "unclear"
    return "unclear"


def is_near(now: float, before: float, exposure: float = 1.0) -> bool:
    """Tell whether two counts are about the same: a day, or between as many a day and in all."""
    expected = before * exposure
    low, high = sorted((before, expected))
    is_near_a_day = abs(now - expected) <= NEAR * expected
    return before > 0 and (is_near_a_day or low <= now <= high)


def ratio_range(
    now: float, before: float, exposure: float = 1.0
) -> tuple[float | None, float | None]:
    """Return the exact 95 % range of the ratio of two Poisson counts, now over before, by length.

    Clopper and Pearson (1934) of now in the sum of both, turned into odds. Without contacts before
    the range has no upper end: None; without any at all it is unknown: None and None.
    """
    if not now and not before:
        return None, None
    low = betaincinv(now, before + 1, 0.025) if now else 0.0
    high = betaincinv(now + 1, before, 0.975) if before else None
    odds = low / (1 - low) / exposure
    return odds, None if high is None else high / (1 - high) / exposure


@dataclass(frozen=True)
class Compared:
    """What the marts say of a theme and another month (review_compared); None: no such row."""

    comparison: str
    broken_by: tuple[str, ...]
    now_alike: float | None
    before_alike: float | None
    season_before: float | None


@dataclass(frozen=True)
class Rules:
    """When a month may be compared, from how many sigmas a difference is told, month lengths.

    `exposure` is the length of the month over the length of the other one, `reach` the share of
    voices that found a theme in it over that of the other one.
    """

    is_complete: bool
    sigmas: float
    exposure: Mapping[Against, float]
    reach: Mapping[Against, float] = field(default_factory=dict)


def versus(
    against: Against, now: int, before: Number, found: Compared | None, rules: Rules
) -> Versus:
    """Return a comparison, or why there is none."""
    if not rules.is_complete or (found and found.comparison == "unfinished"):
        return unknown(against, before, "unfinished")
    if found is None or before.value is None:
        return unknown(against, before, "no_record")
    counts = _counts(against, now, found, rules)
    step = now - before.count
    if counts is None:
        return Versus(
            against, before, step, None, None, None, "unknown", "not_comparable", found.broken_by
        )
    reason: VersusReason = "like_for_like" if found.comparison == "like_for_like" else ""
    ratio = now / before.count if before.count else None
    low, high = ratio_range(*counts)
    verdict = chance(*counts[:2], rules.sigmas, counts[2], rules.reach.get(against, 1.0), step)
    return Versus(against, before, step, ratio, low, high, verdict, reason, found.broken_by)


def unknown(against: Against, before: Number, reason: VersusReason) -> Versus:
    """Return that there is nothing to compare with."""
    nothing = Number(None, before.mart, before.key)
    return Versus(against, nothing, None, None, None, None, "unknown", reason)


def _counts(
    against: Against, now: int, found: Compared, rules: Rules
) -> tuple[float, float, float] | None:
    """Years before as the business calendar aligns them, all else as far as it is alike."""
    if found.comparison == "as_counted" and found.season_before is not None:
        return now, found.season_before, 1.0
    if found.now_alike is None or found.before_alike is None:
        return None
    return found.now_alike, found.before_alike, rules.exposure[against]
