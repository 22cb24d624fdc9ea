"""A text folded for matching, with the way back to its own characters."""

import re
import unicodedata
from dataclasses import dataclass

# Japanese as nearly all of it is written, and what stands for personal data.
_NEEDS_FOLDING = re.compile(
    "[^\u3001-\u3098\u309b-\u30ff\u4e00-\u9fff\x20-\x7e\n\ue000！？（）：…　]"
)
_CLUSTER = re.compile("(?s).[\u3099\u309a\uff9e\uff9f]*")
_WIDE_SIGNS = str.maketrans("！？（）：　", "!?(): ")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in one spelling (NFKC, small letters); `borders[i]` is where its character i began.

    `borders` has one more entry than `text`, the length of the original; None when every
    character stands where it stood.
    """

    text: str
    borders: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of [start, end) of the folded text."""
        if self.borders is None:
            return start, end
        # One character may have become several (㍻ -> 平成): it is taken whole.
        while self.borders[end] == self.borders[end - 1]:
            end += 1
        return self.borders[start], self.borders[end]


def fold(text: str) -> Folded:
    """Fold a text; one that is written as usual keeps every place."""
    if not _NEEDS_FOLDING.search(text):
        return Folded(text.translate(_WIDE_SIGNS).lower())
    pieces: list[str] = []
    borders: list[int] = []
    for match in _CLUSTER.finditer(text):
        for character in _plain(match.group()):
            pieces.append(character)
            borders.append(match.start())
    return Folded("".join(pieces), [*borders, len(text)])


def _plain(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster).lower()
    return "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Mn", "Cs"))
