"""Numbers dictated over several turns, with はい and repetitions between the pieces.

    operator: お電話番号をどうぞ。  customer: ゼロハチゼロ  operator: はい  customer: ゼロゼロ ...

No turn holds a number by itself. Turns that say nothing but digits are gathered while the other
side only nods or repeats, and judged together.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.text.digits import SAID_CHARACTERS, SAID_DIGITS, SEPARATOR, letters, value_of_number
from pipelines.text.mask_found import BackChannels, Found, any_of
from pipelines.text.mask_labels import Labels
from pipelines.text.mask_rules import MaskRules, PiiType
from pipelines.text.mask_secrets import SecretFinder

_TAIL = (
    r"(?:です|でして|ですね?|になります|でございます|はい|お願いします|ね|と|で|の|ノ"
    r"|[、。,.\s?…])*"
)
_TAIL_CHARACTERS = "ですしてねになりまございはお願とのノー、。,.!?…"
_BREAK = r"(?:です|になります|でお願い|と|、|。|\s|$)"
# What a number that has only begun ends with: a digit, or a pause behind one.
_BEGUN = tuple("のノーロ0123456789〇零一二三四五六七八九")
_LAST_OF_BEGUN = frozenset((*_BEGUN, "、", "…", " "))
# Whoever only nods says nothing for longer than this.
_LONGEST_PIECE = 40


@dataclass
class _Number:
    """The pieces of one number: the turn and the place of each, and its digits as first said."""

    asked: PiiType | None
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
    letters: str = ""

    def add(self, turn: int, start: int, end: int, written: str) -> None:
        self.pieces.append((turn, start, end))
        said = value_of_number(written)
        # A repetition of the last piece, or of all so far, adds nothing.
        if said not in (self.digits[-1] if self.digits else None, "".join(self.digits)):
            self.digits.append(said)
            self.letters = self.letters or letters(written)


class DictationFinder:
    """Finds numbers whose digits stand in more than one turn, or in a turn of their own."""

    def __init__(self, rules: MaskRules, labels: Labels, secrets: SecretFinder) -> None:
        self._rules = rules.numbers
        self._secrets = secrets
        self._labels = labels
        self._nods = BackChannels(rules.back_channels)
        opening = rf"(?:(?:{any_of(rules.back_channels)})[ー、。,.…\s]*)*"
        self._only = re.compile(rf"{opening}({SAID_DIGITS}){_TAIL}")
        # One character that no digit, nod or ending holds, and nothing more is tried.
        own = "".join({*SAID_CHARACTERS, *_TAIL_CHARACTERS, *"".join(rules.back_channels)})
        self._alien = re.compile(rf"[^{re.escape(own)}\s]")
        self._begins = re.compile(rf"({SAID_DIGITS})(?:の|ノ)?[、…\s]*$")
        self._ends = re.compile(rf"{opening}({SAID_DIGITS}){_BREAK}")

    def find(self, turns: Sequence[str], before: Sequence[str]) -> list[list[Found]]:
        """Return the pieces of dictated numbers in each turn; all pieces share one value."""
        found: list[list[Found]] = [[] for _ in turns]
        if len(turns) < 2:
            return found
        for number in self._numbers(turns, before):
            type_ = self._type(number)
            if type_:
                value = number.letters + "".join(number.digits)
                for turn, start, end in number.pieces:
                    found[turn].append(Found(start, end, type_, value))
        return found

    def _numbers(self, turns: Sequence[str], before: Sequence[str]) -> Iterator[_Number]:
        number: _Number | None = None
        for index, turn in enumerate(turns):
            may_be = len(turn) <= _LONGEST_PIECE and not self._alien.search(turn)
            piece = self._only.fullmatch(turn.strip()) if may_be else None
            if piece:
                number = number or _Number(self._asked(before[index]))
                shift = len(turn) - len(turn.lstrip())
                number.add(index, *_place(piece, shift), piece[1])
                continue
            if number and self._nods.is_one(turn):
                continue
            if number:
                last = self._ends.match(turn)
                if last and any(number.digits):
                    number.add(index, *_place(last, 0), last[1])
                yield number
            number = self._opened(index, turn)
        if number:
            yield number

    def _asked(self, said: str) -> PiiType | None:
        return "CARD" if self._secrets.asks(said) else self._labels.last(said)

    def _opened(self, index: int, turn: str) -> _Number | None:
        """Return a number that the end of a longer turn begins: 携帯はゼロハチゼロの."""
        # To look at one character is cheaper, and tells nearly as much.
        if turn[-1:] not in _LAST_OF_BEGUN or not turn.rstrip("、… ").endswith(_BEGUN):
            return None
        begun = self._begins.search(turn)
        if begun is None:
            return None
        type_ = self._labels.beside(turn, begun.start(), begun.end())
        if type_ is None:
            return None
        number = _Number(type_)
        number.add(index, *_place(begun, 0), begun[1])
        return number

    def _type(self, number: _Number) -> PiiType | None:
        digits = "".join(number.digits)
        is_single = len(number.pieces) == 1
        if number.asked:
            least = self._rules.shortest_labelled.get(number.asked, 4)
            # One short answer may be a count: 何枚ですか, 五です.
            return number.asked if len(digits) >= (least if is_single else 4) else None
        if is_single or len(digits) < self._rules.shortest_unlabelled:
            return None
        if digits.startswith("0") and len(digits) in (10, 11):
            return "PHONE"
        if len(digits) == 16:
            return "CARD"
        return self._rules.unknown_number


def _place(match: re.Match[str], shift: int) -> tuple[int, int]:
    start = match.start(1)
    written = match[1].rstrip(" ")
    # The ー of ゴー is a part of the word.
    trimmed = re.sub(rf"(?<![ァ-ヺぁ-ん])ー$|(?!ー){SEPARATOR}$", "", written)
    return start + shift, start + shift + len(trimmed)
