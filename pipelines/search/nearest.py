"""The rows nearest to a question, from blocks of vectors that need not fit into memory."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Finer differences are the rounding of a matrix product, which depends on a row's place.
DECIMALS = 5

Ids = NDArray[np.int64]
Similarities = NDArray[np.float32]
Block = tuple[Ids, NDArray[Any]]


def nearest(question: NDArray[np.float32], blocks: Iterable[Block], count: int) -> Block:
    """Return the numbers of the `count` nearest rows and their cosines, nearest first.

    `question` (d,) is a unit row. Each block holds row numbers (n,) and vectors (n, d) of any
    number type and length: only their direction counts. Cosines are rounded to five decimals;
    rows equally near come in the order of their numbers. A row of zeros has cosine 0.
    """
    ids, near = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    for block_ids, vectors in blocks:
        ids = np.concatenate([ids, block_ids])
        near = np.concatenate([near, cosines(question, vectors)])
        best = np.lexsort((ids, -near))[:count]
        ids, near = ids[best], near[best]
    return ids, near


def cosines(question: NDArray[np.float32], vectors: NDArray[Any]) -> Similarities:
    """Return the cosine (n,) of a unit row and each row of `vectors` (n, d), rounded."""
    rows = vectors.astype(np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    cosine: Similarities = (rows @ question) / np.maximum(length, np.float32(1e-12))
    return np.round(cosine, DECIMALS)
