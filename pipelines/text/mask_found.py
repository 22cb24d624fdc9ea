"""What the finders of personal data hand to each other: places in a turn, and what was asked."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipelines.text.mask_rules import PiiType

# A question is still being answered after so many turns of "yes" and "well".
_LONGEST_WAIT_TURNS = 4
# A hundred calls; more only costs memory, as far apart the same words hardly come again.
REMEMBERED_TURNS = 10_000


class Found(NamedTuple):
    """Personal data at [start, end); `value` is given where the place is only a part of it."""

    start: int
    end: int
    type: PiiType
    value: str = ""


class Asked(NamedTuple):
    """What was said before a turn: anything at all, a question for a name, one for a place."""

    anything: bool
    name: bool
    place: bool


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first; of nothing where there is none."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


_KATAKANA = re.compile("[ァ-ヺー]+")


def starts_with(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of any of the words, after a space or not; サンプラザ holds no サン."""
    in_katakana = {word for word in words if _KATAKANA.fullmatch(word)}
    return re.compile(
        f" ?(?:(?:{any_of(in_katakana)})(?![ァ-ヺー])|{any_of(set(words) - in_katakana)})"
    )


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with nothing to read at the spans, and as long as before."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def touches(one: Found, other: Found) -> bool:
    """Whether two findings share a character."""
    return one.start < other.end and other.start < one.end


class BackChannels:
    """Turns that say nothing of their own: はい, ええ, 少々お待ちください."""

    def __init__(self, words: Sequence[str]) -> None:
        self._only = re.compile(rf"(?:(?:{any_of(words)})[ー、。,.!?…\s]*)+")

    def is_one(self, turn: str) -> bool:
        """Whether a turn holds nothing else."""
        return self._only.fullmatch(turn.strip()) is not None

    def said_before(self, turns: Sequence[str]) -> list[str]:
        """Return for each turn what was last said before it, back-channels left out."""
        before, said, waited = [], "", 0
        for turn in turns:
            before.append(said)
            waited += 1
            if not self.is_one(turn) or waited >= _LONGEST_WAIT_TURNS:
                said, waited = turn, 0
        return before
