"""How often silent and doubled sources are found, and how often a sound one is suspected.

    python -m benchmarks.outages

Simulated sources of three years: weekdays and holidays by the shipped calendar, growth or decline,
a yearly wave, negative binomial noise. Each gets a silence and a doubling of 1, 3 and 7 days.
"""

from datetime import date, timedelta

import numpy as np

from flows.data_files import config_folder
from pipelines.trends.calendar import parse_calendar
from pipelines.trends.outages import Ints, OutageKind, OutageSettings, outages

FIRST, DAYS, WORLDS = date(2023, 1, 1), 1096, 60
LENGTHS = (1, 3, 7)
SETTINGS = OutageSettings()
# Volume of a day by its kind (pipelines.trends.calendar.KIND_NAMES).
FACTORS = np.array([1.15, 1, 1, 1, 1, 0.65, 0.45, 0.45, 0.55, 0.55, 1.3, 0.2])


def source(contacts_a_day: float, kinds: Ints, seed: int) -> tuple[Ints, np.ndarray]:
    """Return counts and means of one source, (days,) each."""
    rng = np.random.default_rng([int(contacts_a_day), seed])
    growth = np.exp(np.linspace(0, rng.normal(0, 0.4), DAYS))
    wave = 1 + 0.15 * np.sin(np.arange(DAYS) / 58 + 6 * rng.random())
    mean = contacts_a_day * FACTORS[kinds] * growth * wave
    return rng.poisson(mean * rng.gamma(40, 1 / 40, DAYS)), mean


def is_found(counts: Ints, kinds: Ints, kind: OutageKind, day: int, length: int) -> bool:
    """Return whether an outage is known by the end of its last day."""
    changed = counts[: day + length].copy()
    changed[day:] *= 0 if kind == "silent" else 2
    found = outages(changed, kinds[: day + length], SETTINGS)
    return any(one.kind == kind and one.last >= day for one in found)


def main() -> None:
    """Print one line per volume."""
    calendar = parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))
    kinds = calendar.day_kinds(FIRST, FIRST + timedelta(days=DAYS - 1))
    print("contacts a day | false a source and decade | silent 1, 3, 7 days | doubled 1, 3, 7 days")
    for contacts_a_day in (5, 20, 100, 300):
        false, found = (
            0,
            {("silent", n): [] for n in LENGTHS} | {("doubled", n): [] for n in LENGTHS},
        )
        for seed in range(WORLDS):
            counts, mean = source(contacts_a_day, kinds, seed)
            false += len(outages(counts, kinds, SETTINGS))
            for (kind, length), hits in found.items():
                day = int(np.random.default_rng([seed, length]).integers(400, DAYS - 10))
                # What was not due yet cannot be missed.
                if mean[day : day + length].sum() >= 1.3 * SETTINGS.least_expected:
                    hits.append(is_found(counts, kinds, kind, day, length))
        shares = [f"{sum(hits)}/{len(hits)}" for hits in found.values()]
        rate = 10 * false / (WORLDS * DAYS / 365.25)
        print(f"{contacts_a_day} | {rate:.2f} | {', '.join(shares[:3])} | {', '.join(shares[3:])}")


if __name__ == "__main__":
    main()
