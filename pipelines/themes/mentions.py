"""What one text mentions: things, what is said of them, and which belongs to which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.themes.clauses import (
    Clause,
    TokenLike,
    clauses_of,
    is_denied,
    predicate_at,
    statement_at,
)
from pipelines.themes.name_words import PLACE, NameWords
from pipelines.themes.things import NOUNS, Thing, things_of

_PREDICATES = ("動詞", "形容詞", "形状詞")
_TRIGGERS = (*NOUNS, *_PREDICATES, "副詞", "代名詞")
_PARTICLES = ("が", "は", "も", "を", "に", "で", "って", "の", "とか", "すら", "さえ")
_CASES = (*_PARTICLES, "と")
_CAN = "出来る"
_ABILITY_PARTICLES = ("が", "も", "すら", "さえ")
_TOPIC_PARTICLES = ("は", "も", "って", "とか", "すら", "さえ", "")
# The particles of the voices that agree with the one in a name (荷物も届かない: 荷物が届かない).
_AGREEING = {
    "が": ("が", "の", *_TOPIC_PARTICLES),
    "を": ("を", *_TOPIC_PARTICLES),
    "に": ("に",),
    "と": ("と",),
    "の": ("が", "を", "の", *_TOPIC_PARTICLES),
}
# Words that may stand between a thing's particle and what is said of it: 電話が全然つながらない.
_PASSED_OVER = ("副詞", "数詞", "接頭辞", "形状詞", "感動詞")
# 割れた|皿, 届かない|荷物: what stands between a predicate and the thing that it describes.
_BEFORE_THING = (
    *("た", "だ", "な", "の", "て", "い", "いる", "てる", "る"),
    *("ない", "なかっ", "れ", "られ"),
)
_REACH_BEFORE, _REACH_AFTER, _ARGUMENT_REACH = 5, 3, 4


@dataclass(frozen=True, slots=True)
class Mentions:
    """Things by key as spelt here, heads, heads near a thing (`links`), heads that the grammar
    says of a thing (`said`), and things of things (`pairs`: AのB)."""

    things: dict[str, str] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)
    said: set[tuple[str, str]] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def say(self, thing: Thing, head: str) -> None:
        """Note a head that the grammar says of a thing."""
        self.heads.add(head)
        self.links.add((thing.key, head))
        self.said.add((thing.key, head))


class _At(NamedTuple):
    """A word that may say something: its place in a clause, and the clause's things."""

    clause: Clause
    place: int
    things: list[Thing]

    @property
    def token(self) -> TokenLike:
        return self.clause[self.place]


def mentions_of(tokens: Sequence[TokenLike], words: NameWords) -> Mentions:
    """Collect what one text mentions; placeholders and names of persons are left out."""
    found = Mentions()
    all_things: list[Thing] = []
    all_forms: set[str] = set()
    for clause in clauses_of(tokens):
        things = things_of(clause, words)
        all_things += things
        for thing in things:
            found.things.setdefault(thing.key, thing.shown)
        for place, token in enumerate(clause):
            # What cannot be done is said of a noun: _add_impossible looks at it from there.
            if token.part_of_speech in _TRIGGERS and token.normalised_form != _CAN:
                all_forms |= _add_said(found, _At(clause, place, things), words)
        _add_pairs(found, clause, things)
    _add_whole(found, all_forms, all_things, words)
    return found


def _add_said(found: Mentions, at: _At, words: NameWords) -> frozenset[str]:
    forms = _forms(at.clause, at.place)
    _add_heads(found, at, forms, words)
    _add_statement(found, at, words)
    _add_quality(found, at, words)
    _add_impossible(found, at, words)
    return forms


def _add_whole(
    found: Mentions, forms: Collection[str], things: Sequence[Thing], words: NameWords
) -> None:
    """A name as it stands needs its words and its things in one text, not side by side."""
    for form in forms:
        for head, limit, *_ in words.meanings.get(form, ()):
            if words.is_whole(head) and any(thing.is_one_of(limit) for thing in things):
                found.heads.add(head)


def _add_heads(found: Mentions, at: _At, forms: Collection[str], words: NameWords) -> None:
    near = _near(at)
    described = _described(at)
    before, particle = _argument(at)
    for form in forms:
        for head, limit, after, counts_alone in words.meanings.get(form, ()):
            fit = [thing for thing in near if not limit or thing.is_one_of(limit)]
            if after:
                fit = [thing for thing in fit if _follows(at.clause, thing, after)]
            if fit or counts_alone:
                found.heads.add(head)
                found.links.update((thing.key, head) for thing in fit)
            agreeing = _AGREEING.get(_particle_of(head), _AGREEING["の"])
            said = before if after or particle in agreeing else []
            for thing in [*said, *described]:
                if thing in fit:
                    found.say(thing, head)


def _particle_of(head: str) -> str:
    return head[len(PLACE)] if head.startswith(PLACE) and len(head) > len(PLACE) else "の"


def _near(at: _At) -> list[Thing]:
    """Things shortly before a word, and the thing that it describes right after it."""
    before = [thing for thing in at.things if 0 <= at.place - thing.end <= _REACH_BEFORE]
    return before + _described(at)


def _described(at: _At) -> list[Thing]:
    return [
        thing
        for thing in at.things
        if at.place < thing.start <= at.place + _REACH_AFTER
        and all(token.surface in _BEFORE_THING for token in at.clause[at.place + 1 : thing.start])
    ]


def _argument(at: _At) -> tuple[list[Thing], str]:
    """Return the things that a word is said of by the grammar, and the particle between."""
    for number in range(at.place - 1, max(at.place - 1 - _ARGUMENT_REACH, -1), -1):
        token = at.clause[number]
        if token.part_of_speech == "助詞" and token.surface in _CASES:
            return [thing for thing in at.things if thing.end == number], token.surface
        if token.part_of_speech not in _PASSED_OVER:
            break
    return [thing for thing in at.things if thing.end == at.place], ""


def _follows(clause: Clause, thing: Thing, particle: str) -> bool:
    return thing.end < len(clause) and clause[thing.end].surface == particle


def _forms(clause: Clause, place: int) -> frozenset[str]:
    """Return the forms under which a word may stand in the list of words."""
    token = clause[place]
    if token.part_of_speech in ("動詞", "形容詞"):
        said = statement_at(clause, place) if token.part_of_speech == "動詞" else ""
        return predicate_at(clause, place).forms | ({said} if said else set())
    forms = {token.surface, token.normalised_form}
    verb = _verb_of_noun(clause, place)
    if verb is not None:
        said = statement_at(clause, verb)
        forms |= {token.surface + said, token.normalised_form + said} if said else set()
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


def _add_statement(found: Mentions, at: _At, words: NameWords) -> None:
    """What does not happen, or is done to one, is a head of its own: 枠が選べない."""
    statement = _statement(at.clause, at.place)
    if not statement or statement in words.no_statements or statement in words.meanings:
        return
    before, particle = _argument(at)
    if particle in ("が", "を", "に"):
        for thing in before:
            found.say(thing, f"{PLACE}{particle}{statement}")


def _statement(clause: Clause, place: int) -> str:
    token = clause[place]
    if token.part_of_speech == "動詞":
        return statement_at(clause, place)
    if token.part_of_speech != "名詞" or place + 1 >= len(clause):
        return ""
    if clause[place + 1].normalised_form not in ("為る", _CAN):
        return ""
    said = statement_at(clause, place + 1)
    return token.surface + said if said else ""


def _add_impossible(found: Mentions, at: _At, words: NameWords) -> None:
    """ログインできない is said of ログイン alone, and so is 交換してもらえない of 交換."""
    verb = _verb_of_noun(at.clause, at.place)
    if verb is None or not (said := statement_at(at.clause, verb)):
        return
    if verb == at.place + 2 and at.clause[at.place + 1].surface not in _ABILITY_PARTICLES:
        return
    for head, limit, *_ in words.meanings.get(said, ()):
        for thing in at.things:
            if thing.end == at.place + 1 and (not limit or thing.is_one_of(limit)):
                found.say(thing, head)


def _add_quality(found: Mentions, at: _At, words: NameWords) -> None:
    """An adjective outside the list becomes a head of its own: 文字が小さい."""
    token = at.token
    if token.part_of_speech != "形容詞" or not token.is_content or is_denied(at.clause, at.place):
        return
    known = {token.dictionary_form, token.normalised_form}
    if known & words.no_quality or any(form in words.meanings for form in known):
        return
    before, particle = _argument(at)
    if particle in ("が", "は", "も"):
        for thing in before:
            found.say(thing, f"{PLACE}が{token.dictionary_form}")


def _add_pairs(found: Mentions, clause: Clause, things: list[Thing]) -> None:
    for first in things:
        if _follows(clause, first, "の"):
            for second in things:
                if second.start == first.end + 1 and second.key != first.key:
                    found.pairs.add((first.key, second.key))
