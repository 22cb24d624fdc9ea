"""Choose a theme's example voices."""

import numpy as np


def choose_examples(vectors: np.ndarray, strengths: np.ndarray, count: int = 5) -> list[int]:
    """Return row numbers of up to `count` representative and different members, best first."""
    raise NotImplementedError
