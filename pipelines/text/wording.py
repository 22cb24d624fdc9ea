"""The words by which contacts are compared: told alike, they share most of their shingles."""

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from pipelines.text.normalise import normalise
from pipelines.text.said import said_places

if TYPE_CHECKING:
    from datasketch import MinHash

# Raise when compared words, shingles or bands change: all contacts are then compared anew.
WORDING_VERSION = "2"

Shingles = np.ndarray[tuple[int], np.dtype[np.uint64]]

# Contacts are candidates when they share SHARED of BANDS bands of ROWS minimal hashes. At a
# Jaccard similarity of .7 that misses 2 pairs of 1,000, at .1 it lets 5 of a million through.
BANDS, ROWS, SHARED = 32, 4, 2

_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}[0-9]{1,4}\]")
_PERSONAL = "〓"
_FORWARDED = re.compile(
    r"^[ >]*(?:差出人|送信者|送信元|宛先|件名|送信日時|from|to|cc|sent|date|subject) ?:.*$"
    r"|^.*(?:original message|forwarded message|転送されたメッセージ|元のメッセージ).*$"
    r"|^[ >]*(?:fwd?|転送) ?:",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNS = re.compile(rf"[^\w{_PERSONAL}]+|_+")


def compared_words(masked_turns: list[str]) -> str:
    """Return a customer's masked turns as one run of letters and digits.

    Left out: the signature of a mail, the fields of a form, the head of a forwarded mail, signs
    and white space, which two recognisers set differently. Each personal item is 〓, whoever it
    names; digits stay.
    """
    return _compared([_said(turn) for turn in masked_turns])


def all_words(masked_turns: list[str]) -> str:
    """Return all words of a customer's masked turns in the same form, signatures included.

    Two forms may hold the same few words for different products: only these tell them apart.
    """
    return _compared(masked_turns)


def _compared(turns: list[str]) -> str:
    text = "\n".join(map(normalise, turns))
    return _SIGNS.sub("", _FORWARDED.sub("", _PLACEHOLDER.sub(_PERSONAL, text))).casefold()


def _said(turn: str) -> str:
    places = said_places(turn)
    own = [turn[one.start : one.end] for one in places if not one.is_subject]
    return "".join(own).strip() or turn


def count_characters(words: str) -> int:
    """Return how many characters of compared words are no personal item."""
    return len(words) - words.count(_PERSONAL)


def shingles(words: str) -> Shingles:
    """Return the distinct runs of three characters as sorted numbers, each exactly one run."""
    codes = np.frombuffer(words.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    return np.unique(codes[:-2] << np.uint64(42) | codes[1:-1] << np.uint64(21) | codes[2:])


def jaccard(one: Shingles, other: Shingles) -> float:
    """Return the exact Jaccard similarity of two sets, 0 for two empty ones."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    either = len(one) + len(other) - both
    return both / either if either else 0.0


def bands(found: Shingles) -> list[int]:
    """Return BANDS keys of 64 bits: sets that are alike share some of them.

    MinHash (Broder 1997) with banding (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets,
    3.4); the same on every machine and in every process.
    """
    sketch = _blank().copy()
    sketch.update_batch(found.tolist())
    lines = sketch.hashvalues.astype("<u8").reshape(BANDS, ROWS)
    return [_key(number, line.tobytes()) for number, line in enumerate(lines)]


@cache
def _blank() -> "MinHash":
    from datasketch import MinHash  # brings half of scipy and a Redis client

    # `affine64` by name: datasketch changed its default scheme once, and bands are stored.
    return MinHash(num_perm=BANDS * ROWS, seed=1, hashfunc=int, scheme="affine64")


def _key(number: int, line: bytes) -> int:
    digest = hashlib.blake2b(bytes([number]) + line, digest_size=8).digest()
    return int.from_bytes(digest, "little")
