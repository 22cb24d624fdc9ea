"""The n-grams of a model, found in all texts at once: as numbers, sorted, looked up by numpy."""

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]

LONGEST_GRAM = 4
# What parts texts; it stands in no n-gram of a model.
_BREAK = "\0"


class GramIndex:
    """Character n-grams of 1 to 4 characters, each with its place in `grams`.

    Each character of theirs has a number from 1, all others 0, and an n-gram is the numbers of its
    characters side by side in one integer of 64 bits; the bits left over count texts.
    """

    def __init__(self, grams: Sequence[str]) -> None:
        self.grams = tuple(grams)
        characters = sorted(set("".join(grams)))
        self._number_of = np.zeros(sys.maxunicode + 1, np.uint16)
        self._number_of[[ord(one) for one in characters]] = np.arange(1, len(characters) + 1)
        self._bits = max(1, len(characters).bit_length())
        padded = "".join(gram.ljust(LONGEST_GRAM, _BREAK) for gram in grams)
        packed = self._longer(self._numbers(padded))[-1][::LONGEST_GRAM]
        self._rows = np.argsort(packed)
        self._packed = packed[self._rows]

    def find(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        """Return the numbers of texts and, beside them, the places in `grams` of their n-grams.

        Each n-gram once a text, in the order of texts, then of `grams`.
        """
        most = 1 << (64 - LONGEST_GRAM * self._bits)
        found = [self._find(texts[at : at + most], at) for at in range(0, len(texts), most)]
        pairs = np.concatenate([np.zeros(0, np.int64), *found])
        of_text, rows = np.divmod(pairs, max(1, len(self.grams)))
        return of_text, rows

    def _find(self, texts: Sequence[str], first: int) -> Ints:
        """Return text times count of n-grams plus place, ascending."""
        numbers = self._numbers(_BREAK.join([*texts, ""]))
        counts = [len(text) + len(_BREAK) for text in texts]
        of_text = np.repeat(np.arange(len(texts), dtype=np.uint64), counts)
        # A character that is unknown, or a break, behind a shorter n-gram adds nothing to it.
        grams = np.concatenate(self._longer(numbers))
        room = np.uint64(64 - LONGEST_GRAM * self._bits)
        both = grams << room | np.tile(of_text, LONGEST_GRAM)
        both.sort()
        # Sorted, so that the look-up walks through the n-grams once.
        grams = both >> room
        place = np.searchsorted(self._packed, grams)
        is_known = self._packed.take(place, mode="clip") == grams
        of_text = (both[is_known] - (grams[is_known] << room)).astype(np.int64)
        pairs = (of_text + first) * len(self.grams) + self._rows[place[is_known]]
        pairs.sort()
        return pairs[run_starts(pairs)]

    def _numbers(self, text: str) -> Numbers:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return self._number_of[codes].astype(np.uint64)

    def _longer(self, numbers: Numbers) -> list[Numbers]:
        """Return the n-grams of each length that begin at each place."""
        found = [numbers]
        for length in range(1, LONGEST_GRAM):
            behind = np.zeros_like(numbers)
            behind[:-length] = numbers[length:] << np.uint64(length * self._bits)
            found.append(found[-1] | behind)
        return found


def run_starts(values: Ints) -> Ints:
    """Return where runs of equal values begin."""
    is_start = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=is_start[1:])
    return np.flatnonzero(is_start)
