"""Choose a theme's example voices: typical, unlike each other, of different customers."""

from collections.abc import Sequence

import numpy as np


def choose_examples(
    vectors: np.ndarray, strengths: np.ndarray, customers: Sequence[str], count: int = 5
) -> list[int]:
    """Return row numbers of up to `count` members, in order of choice.

    `vectors` (n, d) unit rows and `strengths` (n,) 0..1 of one theme's members. Each choice is
    the one that most raises how well all members are represented by the chosen (facility
    location, greedy: Nemhauser et al. 1978, doi:10.1007/BF01588971); a member weighs with its
    strength, so that what hardly belongs is no example. No customer is quoted twice while
    others are left. Ties go to the lower row.
    """
    likeness = np.maximum(np.asarray(vectors, dtype=np.float64) @ np.transpose(vectors), 0.0)
    weights = np.asarray(strengths, dtype=np.float64)
    represented = np.zeros(len(vectors))
    chosen: list[int] = []
    while len(chosen) < min(count, len(vectors)):
        gain = weights @ np.maximum(likeness - represented[:, None], 0.0)
        # By strength too: among many one-off members the gain alone would pick what is strange.
        # By strength too: among many one-off members the gain alone would pick what is strange.
        value = (gain * weights).round(9)
        best = max(_open_rows(customers, chosen), key=lambda row: (value[row], -row))
        chosen.append(best)
        represented = np.maximum(represented, likeness[:, best])
    return chosen


def _open_rows(customers: Sequence[str], chosen: Sequence[int]) -> list[int]:
    """Return the rows of customers who are not quoted yet, or all that are left."""
    quoted = {customers[row] for row in chosen}
    fresh = [row for row, customer in enumerate(customers) if customer not in quoted]
    return fresh or [row for row in range(len(customers)) if row not in chosen]
