"""A small linear model over character n-grams: plain arrays, no library, some 20 µs a clause.

Character n-grams need no tokeniser, so recogniser errors and dialects cost one n-gram, not a
whole word, and the vocabulary is the same before and after a change of dictionary.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.text.normalise import normalise

Floats = npt.NDArray[np.float32]

LONGEST_GRAM = 4
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}[0-9]{1,4}\]")
_DIGITS = re.compile("[0-9]+")
_PAUSES = re.compile(r"[\s、,]+")


def as_seen(masked: str) -> str:
    """Return a text as the model sees it.

    Normalised, in lower case, with one sign for every placeholder, every number and every
    pause, and with its two ends marked.
    """
    text = _PLACEHOLDER.sub("〓", normalise(masked)).lower()
    text = _PAUSES.sub(" ", _DIGITS.sub("0", text))
    return "^" + text.strip(" 。.") + "$"


def grams(seen: str) -> set[str]:
    """Return the distinct character n-grams of 1 to 4 characters."""
    return {
        seen[start : start + length]
        for length in range(1, LONGEST_GRAM + 1)
        for start in range(len(seen) - length + 1)
    }


@dataclass(frozen=True, slots=True)
class NgramModel:
    """Scores of k classes: bias + sum of weights of a text's n-grams over their Euclidean length.

    `rows` gives the row of an n-gram in `table`, whose columns 0..k-1 are inverse document
    frequency times weight and whose column k is the frequency squared: TF-IDF of presence
    with unit length, folded into one table.
    """

    rows: Mapping[str, int]
    table: Floats
    bias: Floats

    def scores(self, masked_texts: Sequence[str]) -> Floats:
        """Return the scores (logits) of texts, shape (n, k)."""
        return self.scores_of(self.known(masked_texts))

    def known(self, masked_texts: Sequence[str]) -> list[list[int]]:
        """Return the rows of each text's n-grams; models with the same `rows` can share them."""
        return [self._known(as_seen(text)) for text in masked_texts]

    def scores_of(self, found: Sequence[list[int]]) -> Floats:
        """Return the scores of texts whose n-grams were looked up before."""
        sums = np.zeros((len(found), self.table.shape[1]), np.float32)
        filled = [number for number, rows in enumerate(found) if rows]
        if filled:
            sizes = [len(found[number]) for number in filled]
            starts = np.cumsum([0, *sizes[:-1]])
            taken = self.table[[row for number in filled for row in found[number]]]
            sums[filled] = np.add.reduceat(taken, starts, axis=0)
        length = np.sqrt(np.maximum(sums[:, -1:], 1e-12))
        return (self.bias + sums[:, :-1] / length).astype(np.float32)

    def _known(self, seen: str) -> list[int]:
        found = set(map(self.rows.get, grams(seen)))
        found.discard(None)
        # Sorted: the sum of floats must not depend on the order in which a set is walked.
        return sorted(found)  # type: ignore[arg-type]


def log_softmax(scores: Floats) -> Floats:
    """Return the logarithms of the classes' probabilities, row by row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
