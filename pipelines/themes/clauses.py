"""Clauses of a text, and what its predicates say: the grammar that naming needs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

_OPENING, _CLOSING = ("[", "［", "【"), ("]", "］", "】")
# A placeholder such as [氏名1] is at most this many tokens; a lone bracket swallows no sentence.
_PLACEHOLDER_TOKENS = 6
_BORDERS = ("補助記号", "空白", "記号")
_CLAUSE_ENDS = ("けど", "けれど", "けれども", "けども", "ので", "のに", "んで")
# What may stand between a predicate and its negation: 届い|て|い|ない, 開け|られ|ない.
_BEFORE_NEGATION = (
    *("て", "で", "い", "いる", "おり", "き", "とら", "と", "は", "も"),
    *("られ", "れ", "せ", "させ", "まし", "ませ"),
)
_FAVOURS = ("貰う", "呉れる", "頂く", "下さる")
_NEGATION_REACH = 6
_NEGATIONS = ("ない", "無い", "ず", "へん")
_NEGATIVE_ROW = dict(zip("うくぐすつぬぶむる", "わかがさたなばまら", strict=True))
_NEGATIVE_IRREGULAR = {"来る": "来ない", "くる": "来ない", "する": "しない", "為る": "しない"}
# Before る these sounds are a stem of the one-row verbs (届ける, 見える); the others are not.
_ONE_ROW_STEMS = frozenset("えけせてねへめれげぜでべぺいきしちにみりぎじび見居着似煮出寝得経")
_FIVE_ROW = ("しゃべる", "すべる", "はいる", "いじる", "かじる", "ける", "あせる", "いる")


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


Clause = Sequence[TokenLike]


class Predicate(NamedTuple):
    """A verb or adjective in the forms that a list of words may hold (届かない)."""

    forms: frozenset[str]
    is_denied: bool


def clauses_of(tokens: Sequence[TokenLike]) -> Iterator[Clause]:
    """Yield the clauses of one text without fillers; a placeholder parts what is around it."""
    clause: list[TokenLike] = []
    for token in _without_placeholders(tokens):
        if token is None or token.part_of_speech in _BORDERS:
            if clause:
                yield clause
            clause = []
        elif token.part_of_speech != "感動詞":
            clause.append(token)
            if token.surface in _CLAUSE_ENDS:
                yield clause
                clause = []
    if clause:
        yield clause


def _without_placeholders(tokens: Sequence[TokenLike]) -> list[TokenLike | None]:
    kept: list[TokenLike | None] = list(tokens)
    for opening, token in enumerate(tokens):
        if not token.surface.startswith(_OPENING):
            continue
        reach = range(opening, min(opening + _PLACEHOLDER_TOKENS, len(tokens)))
        closing = next((i for i in reach if tokens[i].surface.endswith(_CLOSING)), None)
        if closing is not None:
            kept[opening : closing + 1] = [None] * (closing + 1 - opening)
    return kept


def predicate_at(clause: Clause, place: int) -> Predicate:
    """Say what the verb or adjective at `place` states, with its negation or difficulty."""
    token = clause[place]
    after = clause[place + 1] if place + 1 < len(clause) else None
    if after is not None and _makes_difficult(after):
        return Predicate(frozenset({token.surface + "にくい"}), False)
    plain = {token.dictionary_form, token.normalised_form}
    if not is_denied(clause, place):
        return Predicate(frozenset(plain), False)
    adjective = token.part_of_speech == "形容詞"
    return Predicate(frozenset(negated(form, adjective) for form in plain), True)


def statement_at(clause: Clause, place: int) -> str:
    """Return what the verb at `place` says against somebody, in plain form, or "".

    That is what does not happen (選べない), is done to one (切られる), or is not done for one
    (直してもらえない).
    """
    token = clause[place]
    favour = _favour(clause, place + 1)
    if favour is not None:
        te, verb = favour
        return token.surface + te + "もらえない" if is_denied(clause, verb) else ""
    if _is_passive(clause, place):
        passive = token.surface + clause[place + 1].dictionary_form
        return passive[:-1] + "ない" if is_denied(clause, place + 1) else passive
    is_plain = token.dictionary_form[-1:] in _NEGATIVE_ROW
    return negated(token.dictionary_form) if is_plain and is_denied(clause, place) else ""


def _favour(clause: Clause, place: int) -> tuple[str, int] | None:
    """Return て of 直してもらえない and where もらう stands, or nothing."""
    if place + 1 >= len(clause) or clause[place].surface not in ("て", "で"):
        return None
    if clause[place + 1].normalised_form not in _FAVOURS:
        return None
    return clause[place].surface, place + 1


def _is_passive(clause: Clause, place: int) -> bool:
    """切られる is done to one; 見られる is what one can do, and one-row verbs look alike."""
    if place + 1 >= len(clause):
        return False
    return clause[place + 1].part_of_speech == "助動詞" and (
        clause[place + 1].dictionary_form in ("れる", "られる")
    )


def _makes_difficult(token: TokenLike) -> bool:
    return token.part_of_speech == "接尾辞" and token.normalised_form in ("難い", "辛い")


def is_denied(clause: Clause, place: int) -> bool:
    """動かん and 動いてません deny, 動くんです does not: there ん is a particle."""
    for token in clause[place + 1 : place + 1 + _NEGATION_REACH]:
        if token.normalised_form in _NEGATIONS and token.part_of_speech in ("助動詞", "形容詞"):
            return True
        if token.surface not in _BEFORE_NEGATION:
            return False
    return False


def negated(word: str, is_adjective: bool = False) -> str:
    """Return the plain negative of a verb or adjective in its dictionary form: 戻る to 戻らない."""
    if word in _NEGATIVE_IRREGULAR:
        return _NEGATIVE_IRREGULAR[word]
    stem, last = word[:-1], word[-1:]
    if is_adjective:
        return stem + "くない"
    if last == "る" and stem[-1:] in _ONE_ROW_STEMS and word not in _FIVE_ROW:
        return stem + "ない"
    return stem + _NEGATIVE_ROW.get(last, last) + "ない"
