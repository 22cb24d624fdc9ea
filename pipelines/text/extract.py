"""The customer's own words out of a contact, without greetings, answers and closings."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.text.extract_rules import ExtractRules
from pipelines.text.mask import MaskedText, Span, render
from pipelines.text.normalise import normalise

Speaker = Literal["customer", "operator", "unknown"]

# Between the pieces of one voice: a voice stays one line in tables.
PIECE_JOINT = " "
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}[0-9]{1,4}\]")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[」』）)]?|\n|$)")
# 「はい。」と言われた is one sentence.
_QUOTE_GOES_ON = re.compile("[」』][ぁ-ん]")
_OPEN, _CLOSE = "「『", "」』"
_PUNCTUATION = re.compile(r"[\s、。,.!?！？…・:：;；「」『』()（）~〜\-ー☆♪★*]+")
_RULER = re.compile(r"^[\s\-‐–—―ー=＝_＿*＊━─~〜・.+]{3,}$|^-- ?$")
_REPEATED = re.compile(r"([ぁ-んァ-ヺー一-鿿]{4,12}?)(?:[、,.… ]*\1)+")
_STUTTER = re.compile(r"(?<![ぁ-んァ-ヺー一-鿿])([ぁ-んァ-ヺー一-鿿]{1,8})(?:(?:、|\.{2,3} ?)\1)+")
_LOOSE_PUNCTUATION = re.compile(r"(?:(?<=^)|(?<=[。、]))[、。 ]+")


@dataclass(frozen=True, slots=True)
class TurnText:
    """One turn: who spoke, the original text and its masking."""

    speaker: Speaker
    text: str
    masked: MaskedText


@dataclass(frozen=True, slots=True)
class VoiceSpan:
    """Characters [start, end) of the original text of turn number `turn` (from 0)."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One customer statement.

    `text` is the original words (never published), `masked` is for people, `vector_text` for
    the encoder: normalised, without placeholders, fillers and repetitions.
    """

    text: str
    masked: str
    vector_text: str
    spans: list[VoiceSpan]


class Extractor:
    """The compiled rules of extraction; keep one and use it for all contacts."""

    def __init__(self, rules: ExtractRules) -> None:
        phrases = _longest_first(rules.phrases)
        endings = _longest_first(rules.endings)
        self._empty = re.compile(f"(?:(?:{phrases})(?:{endings})*)+")
        self._answer = re.compile(f"(?:{_longest_first(rules.answer_words)})*")
        self._salutation = re.compile(f"^.{{0,40}}(?:{_longest_first(rules.salutation_endings)})$")
        fillers, weak = _any_of(rules.fillers), _any_of(rules.weak_fillers)
        start = r"(?:^|(?<=[、。,.!?\s]))"
        self._filler = re.compile(
            rf"{start}(?:(?:{fillers})[ー~]*(?:です)?ね?[、,.…\s]*|(?:{weak})[ー~]*(?:、|\.\.\.|\s|$)\s*)+"
        )
        self._shortest = rules.shortest_voice_characters

    def extract(self, turns: Sequence[TurnText]) -> list[Voice]:
        """Return the voices of one contact: one, or none where nothing is left."""
        spans = list(self._edges_cut(turns) if len(turns) == 1 else self._kept(turns))
        voice = self._voice(turns, spans)
        return [voice] if len(_bare(voice.vector_text)) >= self._shortest else []

    def _edges_cut(self, turns: Sequence[TurnText]) -> Iterator[VoiceSpan]:
        """A written text stays whole between its greeting and its closing."""
        turn = turns[0]
        if turn.speaker == "operator":
            return
        if "\n" in turn.text.strip():
            yield from self._kept(turns)
            return
        kept = self._sentences_kept(turn)
        if kept:
            yield VoiceSpan(0, kept[0][0], kept[-1][1])

    def _kept(self, turns: Sequence[TurnText]) -> Iterator[VoiceSpan]:
        for number, turn in enumerate(turns):
            if turn.speaker == "operator":
                continue
            for start, end in _joined(self._sentences_kept(turn), turn.text):
                yield VoiceSpan(number, start, end)

    def _sentences_kept(self, turn: TurnText) -> list[tuple[int, int]]:
        body_end = _signature_start(turn.text)
        return [
            (start, end)
            for start, end in _sentences(turn.text[:body_end], turn.masked.spans)
            if not self._says_nothing(render(turn.text, turn.masked.spans, start, end))
        ]

    def _says_nothing(self, masked: str) -> bool:
        sentence = self._filler.sub("", normalise(masked))
        if self._salutation.match(_PLACEHOLDER.sub("", sentence).strip(" 、。")):
            return True
        words = _bare(_PLACEHOLDER.sub("", sentence))
        if not words or self._empty.fullmatch(words):
            return True
        return _PLACEHOLDER.search(masked) is not None and bool(self._answer.fullmatch(words))

    def _voice(self, turns: Sequence[TurnText], spans: list[VoiceSpan]) -> Voice:
        pieces = [turns[span.turn].text[span.start : span.end] for span in spans]
        masked = [
            render(turns[span.turn].text, turns[span.turn].masked.spans, span.start, span.end)
            for span in spans
        ]
        vector_text = "".join(self._for_encoder(piece) for piece in masked)
        return Voice(PIECE_JOINT.join(pieces), PIECE_JOINT.join(masked), vector_text, spans)

    def _for_encoder(self, masked: str) -> str:
        text = normalise(_PLACEHOLDER.sub("", masked)).replace("\n", "")
        text = self._filler.sub("", text)
        text = _STUTTER.sub(r"\1", _REPEATED.sub(r"\1", text))
        text = _LOOSE_PUNCTUATION.sub("", text).strip()
        return text if not text or text[-1] in "。!?" else text + "。"


def extract_voices(turns: Sequence[TurnText], rules: ExtractRules) -> list[Voice]:
    """Return the voices of one contact; for many contacts keep an `Extractor` instead."""
    return Extractor(rules).extract(turns)


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _longest_first(words: Sequence[str]) -> str:
    return _any_of({_bare(normalise(word)) or word for word in words})


def _any_of(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _sentences(text: str, masks: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the sentences, trimmed; none ends inside a quotation or inside personal data."""
    start = 0
    depth = 0
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        depth = max(0, depth + _depth(piece))
        end = match.end()
        ends_line = piece.endswith("\n") or end == len(text)
        is_quoted = depth > 0 or _QUOTE_GOES_ON.match(text, end - 1)
        if (is_quoted and not ends_line) or any(mask.start < end < mask.end for mask in masks):
            continue
        depth = 0
        stripped = text[start:end].strip()
        if stripped:
            begin = text.index(stripped, start)
            yield begin, begin + len(stripped)
        start = end


def _depth(piece: str) -> int:
    return sum(piece.count(mark) for mark in _OPEN) - sum(piece.count(mark) for mark in _CLOSE)


def _joined(sentences: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join neighbours that only white space parts."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _signature_start(text: str) -> int:
    """Return where a mail's signature starts: at the last ruler line that no sentence follows."""
    offset, start = 0, len(text)
    for line in text.splitlines(keepends=True):
        if _RULER.match(line.strip()) and offset and "。" not in text[offset:]:
            start = min(start, offset)
        offset += len(line)
    return start
