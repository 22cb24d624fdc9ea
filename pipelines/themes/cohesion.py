"""Tell clusters whose voices are truly alike from chance neighbourhoods."""

import numpy as np

# Pairs drawn for the spread of all similarities; its error is then below 1 %.
SAMPLED_PAIRS = 20_000


def cohesion(sums: np.ndarray, sizes: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """How much more alike the pairs of a group are than any two rows, in standard deviations.

    `sums` (k, d) and `sizes` (k,) are the groups' vector sums and row counts, `vectors` (n, d)
    all rows, of unit length. Returns (k,) float64. It is an effect size (Cohen's d), so one
    limit serves encoders whose cosines all lie high. Means are exact (the squared length of a
    sum holds all pairs); the spread is sampled with a fixed seed. Groups of one row score 0.
    """
    everything = vectors.sum(axis=0, dtype=np.float64)[None, :]
    usual = _mean_of_pairs(everything, np.array([len(vectors)]))[0]
    means = np.where(sizes > 1, _mean_of_pairs(sums, sizes), usual)
    return (means - usual) / max(_spread_of_pairs(vectors), 1e-6)


def _mean_of_pairs(sums: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    pairs = np.maximum(sizes * (sizes - 1.0), 1.0)
    return (np.einsum("ij,ij->i", sums, sums) - sizes) / pairs


def _spread_of_pairs(vectors: np.ndarray) -> float:
    draw = np.random.default_rng(0)
    left, right = draw.integers(0, len(vectors), size=(2, SAMPLED_PAIRS))
    different = left != right
    return float(np.einsum("ij,ij->i", vectors[left[different]], vectors[right[different]]).std())
