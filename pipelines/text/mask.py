"""Personal data out of a contact: what is found is replaced by numbered placeholders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.text.digits import value_of_number
from pipelines.text.mask_names import NameFinder, usual_forms
from pipelines.text.mask_numbers import NumberFinder
from pipelines.text.mask_rules import MaskRules, PiiType
from pipelines.text.tokenise import Token, Tokeniser


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data at [start, end) in characters of the given text."""

    start: int
    end: int
    type: PiiType
    placeholder: str


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with placeholders, and where in the given text each of them was."""

    masked: str
    spans: list[Span]


class Masker:
    """Finds personal data by rules and by Sudachi's names; one instance per thread."""

    def __init__(self, rules: MaskRules, tokeniser: Tokeniser | None = None) -> None:
        self._tokeniser = tokeniser or Tokeniser()
        self._placeholders = rules.placeholders
        self._numbers = NumberFinder(rules)
        self._names = NameFinder(rules.names, self._tokeniser)

    def mask_contact(
        self, turns: Sequence[str], tokens: Sequence[Sequence[Token]] | None = None
    ) -> list[MaskedText]:
        """Mask the turns of one contact, in order.

        The same value gets the same placeholder in all turns ([氏名1] stays [氏名1]). `tokens`
        are the words of each turn where the caller has them already; otherwise made here.
        """
        if tokens is None:
            tokens = [self._tokeniser.tokenise(usual_forms(turn)) for turn in turns]
        previous = ["", *turns][: len(turns)]
        found = [self._numbers.find(*pair) for pair in zip(turns, previous, strict=True)]
        names = self._names.find(turns, tokens)
        numbering = _Numbering(self._placeholders)
        masked = []
        for turn, numbers, people in zip(turns, found, names, strict=True):
            dates = self._numbers.dates_beside(turn, numbers + people)
            masked.append(_masked(turn, _without_overlaps(dates + numbers + people), numbering))
        return masked


def render(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> str:
    """Return text[start:end] with placeholders; a span cut by a border is hidden whole."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    at = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        pieces += [text[at : max(span.start, at)], span.placeholder]
        at = max(at, span.end)
    return "".join([*pieces, text[at:end]])


Found = tuple[int, int, PiiType]


class _Numbering:
    """Hands out [氏名1], [氏名2], ... within one contact."""

    def __init__(self, words: dict[PiiType, str]) -> None:
        self._words = words
        self._numbers: dict[tuple[PiiType, str], int] = {}
        self._counts: dict[PiiType, int] = {}

    def placeholder(self, type_: PiiType, value: str) -> str:
        """Return the placeholder of a value; a family name takes that of its full name."""
        key = (type_, value)
        if key not in self._numbers:
            self._numbers[key] = self._same_person(type_, value) or self._next(type_)
        return f"[{self._words[type_]}{self._numbers[key]}]"

    def _next(self, type_: PiiType) -> int:
        self._counts[type_] = self._counts.get(type_, 0) + 1
        return self._counts[type_]

    def _same_person(self, type_: PiiType, value: str) -> int | None:
        if type_ != "PERSON" or len(value) < 2:
            return None
        for (other_type, other), number in self._numbers.items():
            if (
                other_type == "PERSON"
                and len(other) >= 2
                and (other.startswith(value) or value.startswith(other))
            ):
                return number
        return None


def _masked(text: str, found: list[Found], numbering: _Numbering) -> MaskedText:
    spans = [
        Span(start, end, type_, numbering.placeholder(type_, _value(text[start:end], type_)))
        for start, end, type_ in found
    ]
    return MaskedText(render(text, spans), spans)


def _value(text: str, type_: PiiType) -> str:
    if type_ in ("PERSON", "ADDRESS", "BIRTHDATE", "EMAIL"):
        return "".join(text.split())
    return value_of_number(text)


def _without_overlaps(found: list[Found]) -> list[Found]:
    """Keep the earlier-listed finding where two overlap, and the rest of the other one."""
    kept: list[Found] = []
    for start, end, type_ in found:
        for other_start, other_end, _ in sorted(kept):
            if other_start <= start < other_end:
                start = other_end
            elif start < other_start < end:
                # What lies behind the other finding stays its own piece, so nothing is left open.
                kept.append((start, other_start, type_))
                start = other_end
        if start < end:
            kept.append((start, end, type_))
    return sorted(kept)
