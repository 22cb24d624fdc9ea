"""Candidate terms of a text: nouns, compounds of adjacent nouns, predicates with their negation."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

_NOUNS = ("名詞", "固有名詞")
_PREDICATES = ("動詞", "形容詞")
_NEGATIONS = ("ない", "なかっ", "なく", "ぬ", "ず", "ん", "ませ")
_NEGATIVE_ROW = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))
_OPENING, _CLOSING = ("[", "［", "【"), ("]", "］", "】")
# A placeholder such as [氏名1] is at most this many tokens; a lone bracket swallows no sentence.
_PLACEHOLDER_TOKENS = 6
_LONGEST_COMPOUND = 4


class TokenLike(Protocol):
    """What naming needs of a token (pipelines.text.tokenise.Token fits)."""

    @property
    def surface(self) -> str: ...
    @property
    def normalised_form(self) -> str: ...
    @property
    def dictionary_form(self) -> str: ...
    @property
    def part_of_speech(self) -> str: ...
    @property
    def is_content(self) -> bool: ...


class Term(NamedTuple):
    """One way to say a thing: `key` joins spellings, `shown` is what people read."""

    key: str
    shown: str
    is_noun: bool


def terms_of(tokens: Sequence[TokenLike]) -> set[Term]:
    """Collect the terms of one text; placeholders, personal names and non-content are left out."""
    kept = _without_placeholders(tokens)
    return _compounds(kept) | _predicates(kept)


def _without_placeholders(tokens: Sequence[TokenLike]) -> list[TokenLike | None]:
    """Replace each placeholder by None, so that the words around it do not become neighbours."""
    kept: list[TokenLike | None] = list(tokens)
    for opening, token in enumerate(tokens):
        if not token.surface.startswith(_OPENING):
            continue
        reach = range(opening, min(opening + _PLACEHOLDER_TOKENS, len(tokens)))
        closing = next((i for i in reach if tokens[i].surface.endswith(_CLOSING)), None)
        if closing is not None:
            kept[opening : closing + 1] = [None] * (closing + 1 - opening)
    return kept


def _is_noun(token: TokenLike | None) -> bool:
    return token is not None and token.is_content and token.part_of_speech in _NOUNS


def _compounds(tokens: Sequence[TokenLike | None]) -> set[Term]:
    found: set[Term] = set()
    for start in range(len(tokens)):
        key = shown = ""
        for token in tokens[start : start + _LONGEST_COMPOUND]:
            if token is None or not _is_noun(token):
                break
            key, shown = key + token.normalised_form, shown + token.surface
            found.add(Term(key, shown, is_noun=True))
    return {term for term in found if len(term.shown) > 1}


def _predicates(tokens: Sequence[TokenLike | None]) -> set[Term]:
    found: set[Term] = set()
    for place, token in enumerate(tokens):
        if token is None or not token.is_content or token.part_of_speech not in _PREDICATES:
            continue
        if _negates(tokens[place + 1] if place + 1 < len(tokens) else None):
            found.add(Term(token.normalised_form + "ない", _negated(token), is_noun=False))
        else:
            found.add(Term(token.normalised_form, token.dictionary_form, is_noun=False))
    return found


def _negates(after: TokenLike | None) -> bool:
    """動かん denies, 動くんです does not: there ん is a particle."""
    return (
        after is not None
        and after.surface in _NEGATIONS
        and after.part_of_speech in ("助動詞", "形容詞")
    )


def _negated(token: TokenLike) -> str:
    """戻り(ませ) must read 戻らない as 戻ら(ない) does; other stems are already right."""
    stem, last = token.dictionary_form[:-1], token.dictionary_form[-1:]
    if token.part_of_speech == "形容詞":
        return stem + "くない"
    is_one_row = last == "る" and token.surface == stem
    return stem + "ない" if is_one_row else stem + _NEGATIVE_ROW.get(last, last) + "ない"
