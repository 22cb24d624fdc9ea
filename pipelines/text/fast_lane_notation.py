"""The notation of the fast lane's lexicon, read into a regular expression.

A word stands for itself. `(a|b)` is one of several, `(a|)` one or nothing, `{name}` one of a
family, `…` up to 12 characters of the same clause, `‥` up to 4, `#` one character of a number,
`$` the end of a sentence or a pause.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pipelines.text.folded import fold

# What ends a clause is not leapt over: in 「煙は見えないけど臭いが出る」 no smoke comes out.
_CLAUSE_END = "けど|けれど|ので|のに|[たいだる]から|ません|なかっ|が、|まして"
_LEAP = f"(?:(?!{_CLAUSE_END})[^。!?\n]){{0,12}}?"
_STEP = _LEAP.replace("0,12", "0,4")
_NUMBER = "0123456789〇一二三四五六七八九十百千万数何"
_END = "(?=[。、!?…」』)\\s]|$)"
# Somebody takes an entry for a regular expression; signs of full width may be part of words.
_NOT_READ = frozenset("}?*+[]^\\")
# Stands for any character at the beginning of a match.
ANY = "\0"


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression and the two characters that its matches can begin with.

    The second one is ANY where it can be anything.
    """

    pattern: str
    begins: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of pattern; a beginning of less than two characters is all there is of it."""

    pattern: str
    begins: frozenset[str]


def read_expression(words: str, families: Mapping[str, tuple[str, ...]]) -> Expression:
    """Read one entry of the lexicon; raises ValueError when it cannot be read."""
    reader = _Reader(words, families)
    part = reader.alternatives()
    begins = frozenset((begin + ANY)[:2] for begin in part.begins)
    # A leap, an end or nothing at the beginning would let a match begin anywhere.
    if reader.at < len(words) or any(begin[0] == ANY for begin in begins):
        raise ValueError(words)
    return Expression(part.pattern, begins)


class _Reader:
    """Reads from left to right."""

    def __init__(self, words: str, families: Mapping[str, tuple[str, ...]]) -> None:
        self.words = words
        self.families = families
        self.at = 0

    def alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self.words[self.at : self.at + 1] == "|":
            self.at += 1
            parts.append(self._sequence())
        return _either(parts)

    def _sequence(self) -> _Part:
        pattern, begins = "", frozenset({""})
        while self.at < len(self.words) and self.words[self.at] not in "|)":
            part = self._item()
            pattern += part.pattern
            if any(len(begin) < 2 for begin in begins):
                begins = frozenset((begin + more)[:2] for begin in begins for more in part.begins)
        return _Part(pattern, begins)

    def _item(self) -> _Part:
        sign = self.words[self.at]
        self.at += 1
        if sign == "(":
            return self._group()
        if sign == "{":
            return self._family()
        if sign in _NOT_READ:
            raise ValueError(self.words)
        if sign == "…":
            return _Part(_LEAP, frozenset({ANY}))
        if sign == "‥":
            return _Part(_STEP, frozenset({ANY}))
        if sign == "$":
            return _Part(_END, frozenset({ANY}))
        if sign == "#":
            return _Part(f"[{_NUMBER}]", frozenset(_NUMBER))
        return _plain(sign)

    def _group(self) -> _Part:
        part = self.alternatives()
        if self.words[self.at : self.at + 1] != ")":
            raise ValueError(self.words)
        self.at += 1
        return _Part(f"(?:{part.pattern})", part.begins)

    def _family(self) -> _Part:
        name, closed, _ = self.words[self.at :].partition("}")
        if not closed or name not in self.families:
            raise ValueError(self.words)
        self.at = self.words.index("}", self.at) + 1
        return _members(self.families[name])


@cache
def _members(entries: tuple[str, ...]) -> _Part:
    """Read a family, once for all words that name it."""
    # Families are lists of entries without families: no circle can arise.
    part = _either([_Reader(words, {}).alternatives() for words in entries])
    return _Part(f"(?:{part.pattern})", part.begins)


@cache
def _plain(sign: str) -> _Part:
    plain = fold(sign).text
    return _Part(re.escape(plain), frozenset({plain[:2]}))


def _either(parts: Sequence[_Part]) -> _Part:
    begins: Iterable[str] = chain.from_iterable(part.begins for part in parts)
    return _Part("|".join(part.pattern for part in parts), frozenset(begins))
