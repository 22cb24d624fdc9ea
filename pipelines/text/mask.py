"""Personal data out of a contact: what is found is replaced by numbered placeholders."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.text.digits import fold_width, value_of_number
from pipelines.text.mask_dates import value_of_date
from pipelines.text.mask_found import BackChannels, Found
from pipelines.text.mask_identifiers import IdentifierReader, readings, usual_width
from pipelines.text.mask_name_words import usual_forms
from pipelines.text.mask_names import NameFinder
from pipelines.text.mask_numbers import NumberFinder
from pipelines.text.mask_rules import MaskRules, PiiType
from pipelines.text.tokenise import Tokeniser


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


# A character of the private use area: no rule takes it for a letter, a digit or a space.
_NOTHING = "\ue000"
# A number of digits is a record's own number far more often than somebody's: not counted.
_TELLING: tuple[PiiType, ...] = ("PERSON", "EMAIL", "ADDRESS")


class Masker:
    """Finds personal data by rules and by Sudachi's names; one instance per thread."""

    def __init__(self, rules: MaskRules, tokeniser: Tokeniser | None = None) -> None:
        self._placeholders = rules.placeholders
        self._back_channels = BackChannels(rules.back_channels)
        self._numbers = NumberFinder(rules)
        places = [prefecture[:-1] for prefecture in rules.address.prefectures]
        self._names = NameFinder(rules.names, rules.known_names, places, tokeniser or Tokeniser())
        self._identifiers = IdentifierReader(self._names.lists, self._names.romans)
        words = "|".join(map(re.escape, rules.placeholders.values()))
        self._masked_before = re.compile(rf"\[({words})([0-9]{{1,6}})\]")

    def mask_contact(self, turns: Sequence[str]) -> list[MaskedText]:
        """Mask the turns of one contact, in order.

        The same value gets the same placeholder in all turns ([氏名1] stays [氏名1]). Placeholders
        that stand in a turn already are left alone, and their numbers are not given again.
        """
        folded = [usual_forms(fold_width(turn)) for turn in turns]
        is_masked = any("[" in turn for turn in folded)
        # A placeholder ends an address as a line's end does, but it ends no line for a signature.
        shown = self._without_placeholders(folded, "\n") if is_masked else folded
        blank = self._without_placeholders(folded, _NOTHING) if is_masked else folded
        # [氏名1] asks for no name.
        before = self._back_channels.said_before(blank)
        numbers = self._numbers.find(shown, before)
        names = self._names.find(blank, before)
        numbering = _Numbering(self._placeholders, self._taken(folded))
        masked = []
        for turn, clean, figures, people in zip(turns, shown, numbers, names, strict=True):
            if not (figures or people):
                masked.append(MaskedText(turn, []))
                continue
            dates = self._numbers.dates_beside(clean, figures + people)
            found = _without_overlaps(dates + figures + people)
            masked.append(_masked(turn, found, numbering))
        return masked

    def tells_who(self, identifier: str) -> bool:
        """Whether an identifier given by a source system (a file's stem, a number) tells a person.

        佐藤花子様_20260302, taro.yamada, tanaka@x.example and 090-1234-5678 do; call_20260301,
        A-123/45 and 受付-001 do not. Only what is not ASCII is read with Sudachi.
        """
        usual = usual_width(identifier)
        if self._identifiers.tells_who(usual):
            return True
        return not usual.isascii() and any(
            span.type in _TELLING
            for reading in readings(usual)
            for span in self.mask_contact([reading])[0].spans
        )

    def _without_placeholders(self, turns: Sequence[str], blank: str) -> list[str]:
        return [
            self._masked_before.sub(lambda match: blank * len(match.group()), turn)
            if "[" in turn
            else turn
            for turn in turns
        ]

    def _taken(self, turns: Sequence[str]) -> dict[str, int]:
        """Return the highest number of each placeholder that the turns hold already."""
        taken: dict[str, int] = {}
        for turn in turns:
            for word, number in self._masked_before.findall(turn) if "[" in turn else ():
                taken[word] = max(taken.get(word, 0), int(number))
        return taken


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


class _Numbering:
    """Hands out [氏名1], [氏名2], ... within one contact."""

    def __init__(self, words: dict[PiiType, str], taken: dict[str, int]) -> None:
        self._words = words
        self._numbers: dict[tuple[PiiType, str], int] = {}
        self._counts = {type_: taken.get(word, 0) for type_, word in words.items()}

    def placeholder(self, type_: PiiType, value: str) -> str:
        """Return the placeholder of a value; a family name takes that of its full name."""
        key = (type_, value)
        if key not in self._numbers:
            self._numbers[key] = self._same_person(type_, value) or self._next(type_)
        return f"[{self._words[type_]}{self._numbers[key]}]"

    def _next(self, type_: PiiType) -> int:
        self._counts[type_] += 1
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


def _masked(text: str, found: Sequence[Found], numbering: _Numbering) -> MaskedText:
    spans = [
        Span(
            one.start,
            one.end,
            one.type,
            numbering.placeholder(
                one.type, one.value or _value(text[one.start : one.end], one.type)
            ),
        )
        for one in found
    ]
    return MaskedText(render(text, spans), spans)


def _value(text: str, type_: PiiType) -> str:
    if type_ == "BIRTHDATE":
        return value_of_date(text) or text
    if type_ in ("PERSON", "ADDRESS", "EMAIL"):
        return "".join(fold_width(text).split())
    return value_of_number(text) or text


def _without_overlaps(found: Sequence[Found]) -> list[Found]:
    """Keep the earlier-listed finding where two overlap, and the rest of the other one."""
    if len(found) == 1:
        return list(found)
    kept: list[Found] = []
    for one in found:
        start, end = one.start, one.end
        for other in sorted(kept):
            if other.start <= start < other.end:
                start = other.end
            elif start < other.start < end:
                # What lies behind the other finding stays its own piece, so nothing is left open.
                kept.append(Found(start, other.start, one.type))
                start = other.end
        if start < end:
            kept.append(Found(start, end, one.type, one.value))
    return sorted(kept)
