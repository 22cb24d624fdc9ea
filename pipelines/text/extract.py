"""The customer's statements out of a contact, each with the exact characters it was cut from.

Turns are cut into clauses; a small trained model says what each clause states; neighbouring
statements of one kind are one voice until the customer changes the subject.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipelines.text.clause_features import Clause
from pipelines.text.clauses import Speaker, TurnText, clauses_of
from pipelines.text.drafts import Draft, Drafter, Heard, likeliest
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.fast_lane import Evidence, FastLane
from pipelines.text.kind import KINDS, Kind
from pipelines.text.mask import render
from pipelines.text.ngram_model import Floats
from pipelines.text.normalise import normalise
from pipelines.text.phrases import Phrases, bare
from pipelines.text.segment import segments
from pipelines.text.voice_model import VoiceModel

__all__ = ["Extractor", "Speaker", "TurnText", "Voice", "VoiceSpan"]

# Between the pieces of one voice: a voice stays one line in tables.
PIECE_JOINT = " "
# Contacts judged at a time: fewer leave time on the table, more leave the caches.
AT_A_TIME = 64
_LOOSE_END = "。、,. \n\u3000"


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
    the encoder: normalised, without placeholders, fillers and repetitions. `flags` is what the
    fast lane found in it.
    """

    text: str
    masked: str
    vector_text: str
    spans: list[VoiceSpan]
    kind: Kind
    kind_probability: float
    flags: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Marked:
    """The turns of a contact with what the fast lane found in them."""

    turns: Sequence[TurnText]
    evidence: Sequence[Evidence]

    def within(self, turn: int, start: int, end: int) -> list[Evidence]:
        """Return what was found in characters [start, end) of a turn, or across their border."""
        return [
            one for one in self.evidence if one.turn == turn and one.start < end and one.end > start
        ]

    def flags_of(self, spans: Sequence[VoiceSpan]) -> tuple[Evidence, ...]:
        """Return what was found in the pieces of a voice."""
        if not self.evidence:
            return ()
        found = {one for span in spans for one in self.within(span.turn, span.start, span.end)}
        return tuple(one for one in self.evidence if one in found)

    def is_flagged(self, turn: int, start: int, end: int) -> bool:
        """Return whether characters may not be dropped."""
        return bool(self.evidence) and bool(self.within(turn, start, end))


@dataclass(frozen=True, slots=True)
class _Cut:
    """A draft cut out of its contact: where its pieces are, and their masked words."""

    kind: Kind
    spans: list[VoiceSpan]
    pieces: list[str]


class Extractor:
    """The compiled rules and the model of extraction; keep one and use it for all contacts.

    What the fast lane flags becomes part of a voice whatever rules and model think of it.
    """

    def __init__(
        self, rules: ExtractRules, model: VoiceModel, fast_lane: FastLane | None = None
    ) -> None:
        self._rules = rules
        self._model = model
        self._phrases = Phrases(rules)
        self._drafter = Drafter(rules, model, self._phrases)
        self._fast_lane = fast_lane

    def extract(self, turns: Sequence[TurnText]) -> list[Voice]:
        """Return the voices of one contact in the order in which they begin."""
        return self.extract_all([turns])[0]

    def extract_all(self, contacts: Sequence[Sequence[TurnText]]) -> list[list[Voice]]:
        """Return the voices of each contact, the same as one by one in less time."""
        found: list[list[Voice]] = []
        for first in range(0, len(contacts), AT_A_TIME):
            found += self._extract(contacts[first : first + AT_A_TIME])
        return found

    def _extract(self, contacts: Sequence[Sequence[TurnText]]) -> list[list[Voice]]:
        lane = self._fast_lane
        marked = [_Marked(turns, lane.find(turns) if lane else ()) for turns in contacts]
        heard = [self._heard(one) for one in marked]
        cut = [
            [self._cut(contact, of_contact.clauses, draft) for draft in drafts]
            for contact, of_contact, drafts in zip(
                marked, heard, self._drafter.drafts(heard), strict=True
            )
        ]
        words = ["。".join(one.pieces) for of_contact in cut for one in of_contact]
        chances = iter(self._model.kind_probabilities(words))
        return [
            [voice for one in of_contact if (voice := self._voice(contact, one, next(chances)))]
            for contact, of_contact in zip(marked, cut, strict=True)
        ]

    def _heard(self, contact: _Marked) -> Heard:
        clauses = clauses_of(contact.turns, self._phrases, contact.is_flagged)
        must_keep = [contact.is_flagged(one.turn, one.start, one.end) for one in clauses]
        return Heard(clauses, must_keep, bool(clauses) and self._is_note(contact.turns))

    def _is_note(self, turns: Sequence[TurnText]) -> bool:
        """Whether the customer says one short text on one line, such as a cell of a table.

        A talk that a recogniser wrote without a mark or a speaker is none, though one line too.
        """
        said = [turn for turn in turns if turn.speaker != "operator"]
        if len(said) != 1 or "\n" in said[0].text.strip():
            return False
        pieces = segments(said[0].text, said[0].masked.spans)
        if not pieces or pieces[-1].sentence >= self._rules.whole_text_sentences:
            return False
        longest = max(
            of_sentence[-1].end - of_sentence[0].start
            for _, same in groupby(pieces, key=lambda piece: piece.sentence)
            if (of_sentence := list(same))
        )
        return longest <= self._rules.longest_sentence_characters

    def _cut(self, contact: _Marked, clauses: Sequence[Clause], draft: Draft) -> _Cut:
        spans = list(self._spans(contact, [clauses[number] for number in draft.clauses], draft))
        return _Cut(draft.kind, spans, [_masked(contact.turns, span) for span in spans])

    def _voice(self, contact: _Marked, cut: _Cut, chances: Floats) -> Voice | None:
        """Return the voice, None where its words are too few for one."""
        vector_text = "".join(map(self._phrases.for_encoder, cut.pieces))
        flags = contact.flags_of(cut.spans)
        if len(bare(vector_text)) < self._rules.shortest_voice_characters and not flags:
            return None
        turns = contact.turns
        text = PIECE_JOINT.join(turns[s.turn].text[s.start : s.end] for s in cut.spans)
        words = PIECE_JOINT.join(cut.pieces)
        kind, chance = self._kind(cut.kind, chances)
        return Voice(text, words, vector_text or normalise(words), cut.spans, kind, chance, flags)

    def _kind(self, told: Kind, chances: Floats) -> tuple[Kind, float]:
        """Return the kind that the clauses told, unless the whole statement speaks against it."""
        number = KINDS.index(told)
        if chances[number] < self._rules.kind_probability:
            number = KINDS.index(likeliest(chances, self._rules))
        return KINDS[number], float(chances[number])

    def _spans(self, contact: _Marked, own: Sequence[Clause], draft: Draft) -> Iterator[VoiceSpan]:
        """Yield the pieces of a voice: clauses that only white space parts are one piece."""
        turns = contact.turns
        at = 0
        while at < len(own):
            first = last = own[at]
            at += 1
            while at < len(own) and (draft.is_whole or _touches(turns, last, own[at])):
                last = own[at]
                at += 1
            text = turns[first.turn].text
            start = self._phrases.after_lead_in(text, first.start, last.end)
            end = start + len(text[start : last.end].rstrip(_LOOSE_END))
            # No lead-in and no sign is cut off that the fast lane needs.
            for one in contact.within(first.turn, first.start, last.end):
                start = min(start, max(one.start, first.start))
                end = max(end, min(one.end, last.end))
            if end > start:
                yield VoiceSpan(first.turn, start, end)


def _masked(turns: Sequence[TurnText], span: VoiceSpan) -> str:
    turn = turns[span.turn]
    return render(turn.text, turn.masked.spans, span.start, span.end)


def _touches(turns: Sequence[TurnText], one: Clause, other: Clause) -> bool:
    text = turns[one.turn].text
    return one.turn == other.turn and not text[one.end : other.start].strip()
