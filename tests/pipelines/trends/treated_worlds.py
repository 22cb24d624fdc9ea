"""Small worlds of themes of which some were treated, with the truth."""

from dataclasses import dataclass

import numpy as np

from pipelines.trends.effect import History, Treatment

FOR_EVER = 10**6
YEAR = 364


@dataclass(frozen=True)
class TreatedWorld:
    """What was counted, what was done, and what it did (-0.2: a fifth fewer)."""

    history: History
    treatments: tuple[Treatment, ...]
    effect: float


def history_of(counts: np.ndarray, categories: list[int] | None = None) -> History:
    """Return a history in which a day answers to the same weekday a year earlier."""
    days = np.arange(counts.shape[1])
    years = np.stack([days - YEAR, days - 2 * YEAR])
    groups = categories or [0] * len(counts)
    return History(counts.astype(np.int64), years, np.array(groups))


def treated_world(seed: int, effect: float, count_themes: int = 24) -> TreatedWorld:
    """Plant seasons, drifts, spikes and quiet weekends in 34 months, and three treatments."""
    rng = np.random.default_rng([seed, 77])
    days = np.arange(1020)
    volume = np.exp(rng.uniform(np.log(0.3), np.log(12), count_themes))
    rate = volume[:, None] * np.where(days % 7 >= 5, 0.35, 1.1) * np.exp(_drift(rng, 1, days, 0.01))
    rate = rate * np.exp(_drift(rng, count_themes, days, 0.02))
    for theme in range(0, count_themes, 3):
        peak, width, height = rng.integers(0, 365), rng.uniform(7, 25), rng.uniform(0.5, 3)
        away = np.minimum((days - peak) % 365, (peak - days) % 365)
        rate[theme] *= 1 + height * np.exp(-0.5 * (away / width) ** 2)
    for theme in rng.integers(0, count_themes, 6):
        start = rng.integers(0, len(days) - 14)
        rate[theme, start : start + 14] *= rng.uniform(3, 5)
    treatments = []
    for theme in rng.choice(count_themes, 3, replace=False):
        start = int(rng.integers(450, 940))
        rate[theme, start:] *= 1 + effect
        treatments.append(Treatment(int(theme), start, start, FOR_EVER))
    shape = 1 / rng.uniform(0.02, 0.15, count_themes)[:, None]
    counts = rng.poisson(rate * rng.gamma(shape, 1 / shape, rate.shape))
    categories = [theme % 3 for theme in range(count_themes)]
    return TreatedWorld(history_of(counts, categories), tuple(treatments), effect)


def _drift(rng: np.random.Generator, count: int, days: np.ndarray, step: float) -> np.ndarray:
    weekly = np.cumsum(rng.normal(0, step, (count, len(days) // 7 + 1)), axis=1)
    return np.asarray((weekly - weekly.mean(axis=1, keepdims=True))[:, days // 7])
