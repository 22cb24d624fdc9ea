"""Things of a clause: nouns, compounds, and nouns that verbs stand for (払う: 支払い)."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipelines.themes.clauses import Clause, TokenLike
from pipelines.themes.name_words import NameWords

NOUNS = ("名詞", "固有名詞")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9\-]+")
_LETTERS = re.compile(r"[ぁ-ゖァ-ヺー一-鿿々A-Za-z]")
# Suffixes that end a thing (燃料|費); those of persons, times and amounts do not.
_SUFFIXES = (
    *("料", "費", "代", "額", "割", "券", "証", "書", "表", "用紙", "番号", "便"),
    *("機", "器", "品", "物", "口", "店", "先", "室", "場", "所", "員", "済み"),
)
_LONGEST_COMPOUND = 4
_LONGEST_THING = 12


class Thing(NamedTuple):
    """A noun or compound between two places of a clause, end exclusive; `key` joins spellings."""

    start: int
    end: int
    key: str
    shown: str
    last: TokenLike

    def is_one_of(self, things: Collection[str]) -> bool:
        """Return whether it is, or ends with, one of these."""
        words = (self.key, self.shown, self.last.surface, self.last.normalised_form)
        return any(word in things for word in words)


def things_of(clause: Clause, words: NameWords) -> list[Thing]:
    """Return the things of a clause, compounds and their parts alike."""
    usable = [_is_thing(clause, place, words) for place in range(len(clause))]
    for place in _company_names(clause, words):
        usable[place] = False
    found = []
    for start in range(len(clause)):
        key = shown = ""
        for end in range(start + 1, min(start + _LONGEST_COMPOUND, len(clause)) + 1):
            last = clause[end - 1]
            if not (usable[end - 1] or (end > start + 1 and _ends_thing(last))):
                break
            key, shown = key + last.normalised_form, shown + last.surface
            thing = words.thing_of.get(key) or words.thing_of.get(shown)
            if thing is not None:
                found.append(Thing(start, end, thing, thing, last))
            elif _is_label(shown, words) and not {key, shown} & words.no_things:
                found.append(Thing(start, end, key, shown, last))
    return found + list(_things_of_verbs(clause, words))


def _company_names(clause: Clause, words: NameWords) -> Iterator[int]:
    """Yield the places of nouns that stand in a row with 株式会社 and the like."""
    row: list[int] = []
    for place in range(len(clause) + 1):
        if place < len(clause) and clause[place].part_of_speech in (*NOUNS, "接尾辞"):
            row.append(place)
            continue
        written = "".join(clause[number].surface for number in row)
        if any(form in written for form in words.legal):
            yield from row
        row = []


def _things_of_verbs(clause: Clause, words: NameWords) -> Iterator[Thing]:
    for place, token in enumerate(clause):
        if token.part_of_speech == "動詞":
            thing = words.thing_of.get(token.normalised_form)
            if thing is not None:
                yield Thing(place, place + 1, thing, thing, token)


def _is_thing(clause: Clause, place: int, words: NameWords) -> bool:
    """A noun that is no stop word; of proper nouns only Latin ones, which name what all use.

    ポイント and コース may also count something and are no content words then (三ポイント).
    """
    token = clause[place]
    if token.part_of_speech not in NOUNS:
        return False
    if not token.is_content and not _is_counter_word(clause, place, words):
        return False
    if token.part_of_speech == "固有名詞" and not _LATIN.fullmatch(token.surface):
        return False
    return token.surface not in words.stopped and token.normalised_form not in words.stopped


def _is_counter_word(clause: Clause, place: int, words: NameWords) -> bool:
    if place and clause[place - 1].part_of_speech == "数詞":
        return False
    return clause[place].surface in words.counters


def _ends_thing(token: TokenLike) -> bool:
    return token.part_of_speech == "接尾辞" and token.surface in _SUFFIXES


def _is_label(shown: str, words: NameWords) -> bool:
    if not 1 <= len(shown) <= _LONGEST_THING or not _LETTERS.search(shown):
        return False
    return len(shown) > 1 or "一" <= shown <= "鿿"
