"""What one text mentions: things, what is said of them, and which belongs to which."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.themes.clauses import Clause, TokenLike, clauses_of, is_denied, predicate_at
from pipelines.themes.name_words import NameWords

_NOUNS = ("名詞", "固有名詞")
_PREDICATES = ("動詞", "形容詞", "形状詞")
_TRIGGERS = (*_NOUNS, *_PREDICATES)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9\-]+")
_PARTICLES = ("が", "は", "も", "を", "に", "で", "って", "の", "とか", "すら", "さえ")
_CAN, _IMPOSSIBLE = "出来る", "できない"
_ABILITY_PARTICLES = ("が", "も", "すら", "さえ")
_SUBJECT_PARTICLES = ("が", "は", "も", "って")
# 割れた|皿, 届かない|荷物: what stands between a predicate and the thing that it describes.
_BEFORE_THING = (
    *("た", "だ", "な", "の", "て", "い", "いる", "てる", "る"),
    *("ない", "なかっ", "れ", "られ"),
)
# Suffixes that end a thing (燃料|費); those of persons, times and amounts do not.
_SUFFIXES = (
    *("料", "費", "代", "額", "割", "券", "証", "書", "表", "用紙", "番号", "便"),
    *("機", "器", "品", "物", "口", "店", "先", "室", "場", "所", "員", "済み"),
)
_LONGEST_COMPOUND = 4
_LONGEST_THING = 12
_REACH_BEFORE, _REACH_AFTER = 5, 3


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


@dataclass(frozen=True, slots=True)
class Mentions:
    """Things by key as spelt here, heads, heads said of a thing, and things of things (AのB)."""

    things: dict[str, str] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)


def mentions_of(tokens: Sequence[TokenLike], words: NameWords) -> Mentions:
    """Collect what one text mentions; placeholders and names of persons are left out."""
    found = Mentions()
    for clause in clauses_of(tokens):
        things = _things(clause, words)
        for thing in things:
            found.things.setdefault(thing.key, thing.shown)
        for place, token in enumerate(clause):
            # What cannot be done is said of a noun: _add_impossible looks at it from there.
            if token.part_of_speech in _TRIGGERS and token.normalised_form != _CAN:
                _add_heads(found, clause, place, things, words)
        _add_pairs(found, clause, things)
    return found


def _things(clause: Clause, words: NameWords) -> list[Thing]:
    usable = [_is_thing(token, words) for token in clause]
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
            if _is_label(shown) and not {key, shown} & words.no_things:
                found.append(Thing(start, end, key, shown, last))
    return found + list(_things_of_verbs(clause, words))


def _company_names(clause: Clause, words: NameWords) -> Iterator[int]:
    """Yield the places of nouns that stand in a row with 株式会社 and the like."""
    row: list[int] = []
    for place in range(len(clause) + 1):
        if place < len(clause) and clause[place].part_of_speech in (*_NOUNS, "接尾辞"):
            row.append(place)
            continue
        written = "".join(clause[number].surface for number in row)
        if any(form in written for form in words.legal):
            yield from row
        row = []


def _things_of_verbs(clause: Clause, words: NameWords) -> Iterator[Thing]:
    for place, token in enumerate(clause):
        thing = words.thing_of.get(token.normalised_form) or words.thing_of.get(token.surface)
        if thing is not None:
            yield Thing(place, place + 1, thing, thing, token)


def _is_thing(token: TokenLike, words: NameWords) -> bool:
    """A noun that is no stop word; of proper nouns only Latin ones, which name what all use."""
    if not token.is_content or token.part_of_speech not in _NOUNS:
        return False
    if token.part_of_speech == "固有名詞" and not _LATIN.fullmatch(token.surface):
        return False
    return token.surface not in words.stopped and token.normalised_form not in words.stopped


def _ends_thing(token: TokenLike) -> bool:
    return token.part_of_speech == "接尾辞" and token.surface in _SUFFIXES


def _is_label(shown: str) -> bool:
    return len(shown) <= _LONGEST_THING and (len(shown) > 1 or "一" <= shown <= "鿿")


def _add_heads(
    found: Mentions, clause: Clause, place: int, things: list[Thing], words: NameWords
) -> None:
    near = _near(clause, place, things)
    for form in _forms(clause, place):
        for head, limit, after, counts_alone in words.meanings.get(form, ()):
            fit = near
            if after:
                fit = [thing for thing in near if _follows(clause, thing, (after,))]
            elif limit:
                fit = [thing for thing in near if thing.is_one_of(limit)]
            if fit or counts_alone:
                found.heads.add(head)
                found.links.update((thing.key, head) for thing in fit)
    _add_impossible(found, clause, place, things, words)
    _add_quality(found, clause, place, near, words)


def _near(clause: Clause, place: int, things: list[Thing]) -> list[Thing]:
    """Things shortly before a word, and the thing that it describes right after it."""
    near = []
    for thing in things:
        if thing.end <= place:
            if place - thing.end <= _REACH_BEFORE:
                near.append(thing)
        elif place < thing.start <= place + _REACH_AFTER:
            between = clause[place + 1 : thing.start]
            if all(token.surface in _BEFORE_THING for token in between):
                near.append(thing)
    return near


def _follows(clause: Clause, thing: Thing, particles: Collection[str]) -> bool:
    return thing.end < len(clause) and clause[thing.end].surface in particles


def _forms(clause: Clause, place: int) -> frozenset[str]:
    """Return the forms under which a word may stand in the list of words."""
    token = clause[place]
    if token.part_of_speech in ("動詞", "形容詞"):
        return predicate_at(clause, place).forms
    forms = {token.surface, token.normalised_form}
    verb = _verb_of_noun(clause, place)
    if verb is not None and is_denied(clause, verb):
        is_able = clause[verb].normalised_form == _CAN
        forms.add(token.normalised_form + ("できない" if is_able else "されない"))
    if place and clause[place - 1].part_of_speech == "数詞":
        forms.add(clause[place - 1].surface + token.surface)
    return frozenset(forms)


def _verb_of_noun(clause: Clause, place: int) -> int | None:
    """Return where する or できる stands that makes a verb of the noun at `place`."""
    verb = place + 1
    if verb < len(clause) and clause[verb].surface in _PARTICLES:
        verb += 1
    is_verb = verb < len(clause) and clause[verb].normalised_form in ("為る", _CAN)
    return verb if is_verb else None


def _add_impossible(
    found: Mentions, clause: Clause, place: int, things: list[Thing], words: NameWords
) -> None:
    """ログインできない is said of ログイン alone, not of what stands before it."""
    verb = _verb_of_noun(clause, place)
    if verb is None or clause[verb].normalised_form != _CAN or not is_denied(clause, verb):
        return
    if verb == place + 2 and clause[place + 1].surface not in _ABILITY_PARTICLES:
        return
    for head, limit, *_ in words.meanings.get(_IMPOSSIBLE, ()):
        for thing in things:
            if thing.end == place + 1 and (not limit or thing.is_one_of(limit)):
                found.heads.add(head)
                found.links.add((thing.key, head))


def _add_quality(
    found: Mentions, clause: Clause, place: int, near: list[Thing], words: NameWords
) -> None:
    """An adjective outside the list becomes a head of its own: 声が小さい to 小ささ."""
    token = clause[place]
    if token.part_of_speech != "形容詞" or not token.is_content or is_denied(clause, place):
        return
    known = {token.dictionary_form, token.normalised_form}
    if known & words.no_quality or any(form in words.meanings for form in known):
        return
    quality = token.dictionary_form[:-1] + "さ"
    said = [thing for thing in near if _is_said_of(clause, thing, place)]
    if said:
        found.heads.add(quality)
        found.links.update((thing.key, quality) for thing in said)


def _is_said_of(clause: Clause, thing: Thing, place: int) -> bool:
    return _follows(clause, thing, _SUBJECT_PARTICLES) and thing.end < place <= thing.end + 2


def _add_pairs(found: Mentions, clause: Clause, things: list[Thing]) -> None:
    for first in things:
        if _follows(clause, first, ("の",)):
            for second in things:
                if second.start == first.end + 1 and second.key != first.key:
                    found.pairs.add((first.key, second.key))
