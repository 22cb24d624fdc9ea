"""What happens to a text before any tokeniser sees it, and in which batches texts travel."""

import re
from collections.abc import Iterator, Sequence

# Part of every fingerprint: raise it when `prepare` or a pre-processing step gives other vectors.
PREPARATION_VERSION = 1

# About 35 times a usual statement. Cut before tokenising, because tokenisers take time for the
# whole text even where the model reads only its first 512 tokens.
MAX_CHARACTERS = 2_000

# Texts are counted as at least this long, so that a batch of one-word texts stays small too.
_USUAL_CHARACTERS = 96

# Lone surrogates cannot be written as UTF-8, and NUL ends a string in some tokenisers.
_UNREADABLE = re.compile("[\ud800-\udfff\x00]")


def prepare(text: str) -> str:
    """Return the part of a text that is encoded: cut to MAX_CHARACTERS, unreadable parts as U+FFFD.

    Never changes what a tokeniser would normalise itself (width, case), since each model was
    trained with its own rules.
    """
    return _UNREADABLE.sub("\ufffd", text[:MAX_CHARACTERS])


def batches_by_length(texts: Sequence[str], batch_size: int) -> Iterator[list[int]]:
    """Yield positions of texts, longest first, so that each batch has texts of like length.

    A batch has at most `batch_size` texts, and fewer where they are long: the texts times the
    longest one stay under batch_size * 96 characters, which keeps memory flat (but one text
    always fits).
    """
    order = sorted(range(len(texts)), key=lambda position: (-len(texts[position]), texts[position]))
    start = 0
    while start < len(order):
        longest = max(len(texts[order[start]]), _USUAL_CHARACTERS)
        count = max(1, batch_size * _USUAL_CHARACTERS // longest)
        yield order[start : start + count]
        start += count
