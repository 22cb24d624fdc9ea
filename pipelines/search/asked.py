"""What is asked of a search: its words, and the names that narrow it down."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.errors import InputError
from pipelines.text.normalise import normalise

SUGGESTIONS = 5
_ENDINGS = ("。", "!", "?")


@dataclass(frozen=True)
class Filters:
    """Which voices are searched; nothing given means all of them."""

    since: date | None = None
    until: date | None = None
    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    theme_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A value of the published file, and a word that people call it by."""

    value: str
    word: str


def as_statement(query: str) -> str:
    """Return a query as statements are spelt (core.text), so that equal words are found equal.

    Raises InputError when nothing but spaces and signs is left.
    """
    text = normalise(query).replace("\n", "")
    if not any(letter.isalnum() for letter in text):
        raise InputError("search_empty")
    return text if text.endswith(_ENDINGS) else text + "。"


def chosen(option: str, wanted: Sequence[str], known: Sequence[Known]) -> tuple[str, ...]:
    """Return the values that people mean by `wanted`; width and case of letters do not matter.

    Raises InputError naming `option` and the nearest known words when one is unknown.
    """
    found: list[str] = []
    for name in wanted:
        meant = [
            one.value for one in known if _plain(name) in (_plain(one.value), _plain(one.word))
        ]
        if not meant and not known:
            raise InputError("search_no_names", option=option)
        if not meant:
            near = "、".join(nearest_words(name, known))
            raise InputError("search_unknown_name", option=option, name=name, nearest=near)
        found += meant
    return tuple(dict.fromkeys(found))


def nearest_words(name: str, known: Sequence[Known]) -> list[str]:
    """Return up to five known words, those that hold the name or are held by it first."""
    words = list(dict.fromkeys(one.word for one in known))

    def rank(word: str) -> tuple[bool, float, str]:
        one, other = _plain(name), _plain(word)
        is_part = bool(one) and (one in other or other in one)
        return not is_part, -difflib.SequenceMatcher(None, one, other).ratio(), word

    return sorted(words, key=rank)[:SUGGESTIONS]


def _plain(word: str) -> str:
    return normalise(word).casefold()
