"""A small linear model over character n-grams: plain arrays, no library, some 10 µs a clause.

Character n-grams need no tokeniser, so recogniser errors and dialects cost one n-gram, not a
whole word, and the vocabulary is the same before and after a change of dictionary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.text.gram_index import LONGEST_GRAM, GramIndex, Ints, run_starts
from pipelines.text.normalise import normalise

Floats = npt.NDArray[np.float32]

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

    `grams` gives the row of an n-gram in `table`, whose columns 0..k-1 are inverse document
    frequency times weight and whose column k is the frequency squared: TF-IDF of presence
    with unit length, folded into one table.
    """

    grams: GramIndex
    table: Floats
    bias: Floats

    def scores(self, masked_texts: Sequence[str]) -> Floats:
        """Return the scores (logits) of texts, shape (n, k)."""
        return self.scores_of(self.known(masked_texts), len(masked_texts))

    def known(self, masked_texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Return numbers of texts and rows of their n-grams, side by side.

        Models with the same `grams` can share them.
        """
        return self.grams.find([as_seen(text) for text in masked_texts])

    def scores_of(self, known: tuple[Ints, Ints], count: int) -> Floats:
        """Return the scores of `count` texts whose n-grams were looked up before."""
        of_text, rows = known
        sums = np.zeros((count, self.table.shape[1]), np.float32)
        starts = run_starts(of_text)
        if starts.size:
            sums[of_text[starts]] = np.add.reduceat(self.table[rows], starts, axis=0)
        length = np.sqrt(np.maximum(sums[:, -1:], 1e-12))
        return (self.bias + sums[:, :-1] / length).astype(np.float32)


def log_softmax(scores: Floats) -> Floats:
    """Return the logarithms of the classes' probabilities, row by row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
