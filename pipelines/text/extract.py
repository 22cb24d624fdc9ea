"""The customer's statements out of a contact, each with the exact characters it was cut from.

Turns are cut into clauses; a small trained model says what each clause states; neighbouring
statements of one kind are one voice until the customer changes the subject.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.text.clause_features import Clause
from pipelines.text.clauses import Speaker, TurnText, clauses_of
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
_LOOSE_END = "。、,. \n\u3000"
_OTHER = KINDS.index("other")


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


@dataclass(slots=True)
class _Draft:
    """A voice in the making: its kind and the numbers of its clauses.

    `is_whole`: what lies between its clauses belongs to it, too.
    """

    kind: Kind
    is_whole: bool = False
    clauses: list[int] = field(default_factory=list)


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
        self._fast_lane = fast_lane

    def extract(self, turns: Sequence[TurnText]) -> list[Voice]:
        """Return the voices of one contact in the order in which they begin."""
        contact = _Marked(turns, self._fast_lane.find(turns) if self._fast_lane else ())
        clauses = clauses_of(turns, self._phrases, contact.is_flagged)
        if not clauses:
            return []
        is_note = self._is_note(turns)
        drafts = self._note(turns, clauses) if is_note else self._talk(contact, clauses)
        return self._voices(contact, clauses, drafts)

    def _is_note(self, turns: Sequence[TurnText]) -> bool:
        """Whether the customer says one short text on one line, such as a cell of a table."""
        said = [turn for turn in turns if turn.speaker != "operator"]
        if len(said) != 1 or "\n" in said[0].text.strip():
            return False
        pieces = segments(said[0].text, said[0].masked.spans)
        return pieces[-1].sentence < self._rules.whole_text_sentences if pieces else False

    def _note(self, turns: Sequence[TurnText], clauses: Sequence[Clause]) -> list[_Draft]:
        """Keep a short text whole between its greeting and its closing, but for a new subject."""
        drafts: list[_Draft] = []
        for number, clause in enumerate(clauses):
            if not drafts or self._phrases.change_subject(clause.masked):
                drafts.append(_Draft("other", is_whole=True))
            drafts[-1].clauses.append(number)
        words = ["".join(clauses[at].masked for at in draft.clauses) for draft in drafts]
        best = self._model.kind_probabilities(words).argmax(axis=1)
        for draft, kind in zip(drafts, best, strict=True):
            draft.kind = KINDS[kind]
        return drafts

    def _talk(self, contact: _Marked, clauses: Sequence[Clause]) -> list[_Draft]:
        flagged = [contact.is_flagged(one.turn, one.start, one.end) for one in clauses]
        kinds = self._chosen(clauses, flagged, *self._model.clause_probabilities(clauses))
        drafts: list[_Draft] = []
        open_drafts: dict[Kind, _Draft] = {}
        last = -1
        for number, (clause, kind) in enumerate(zip(clauses, kinds, strict=True)):
            if self._phrases.change_subject(clause.masked):
                open_drafts.clear()
            if kind is None:
                continue
            is_apart = kind != "complaint" and number != last + 1
            draft = None if is_apart else open_drafts.get(kind)
            if draft is None:
                draft = open_drafts[kind] = _Draft(kind)
                drafts.append(draft)
            draft.clauses.append(number)
            last = number
        return drafts or self._plain(clauses)

    def _plain(self, clauses: Sequence[Clause]) -> list[_Draft]:
        """Return what a short contact states in which no clause stands out: all of one turn.

        Somebody who says little says it for a reason; only long talks may come to nothing.
        """
        if len(clauses) > self._rules.short_contact_clauses:
            return []
        of_turn: dict[int, list[int]] = {}
        for number, clause in enumerate(clauses):
            of_turn.setdefault(clause.turn, []).append(number)
        words = ["".join(clauses[at].masked for at in numbers) for numbers in of_turn.values()]
        chances = self._model.kind_probabilities(words)
        told = int((1 - chances[:, _OTHER]).argmax())
        numbers = list(of_turn.values())[told]
        return [_Draft(KINDS[int(chances[told].argmax())], clauses=numbers)]

    def _chosen(
        self,
        clauses: Sequence[Clause],
        flagged: Sequence[bool],
        probabilities: Floats,
        alone: Floats,
    ) -> list[Kind | None]:
        """Return the kind of each clause that is kept, None for the others."""
        rules = self._rules
        is_plain = (alone >= rules.plain_probability) & (rules.plain_probability < 1)
        kinds = np.where(is_plain, 0, probabilities[:, :_OTHER].argmax(axis=1))
        complains = kinds == 0
        chances = np.where(complains, probabilities[:, 0], 1 - probabilities[:, _OTHER])
        # Grumbling here and there in a talk that has no clear complaint anywhere is none.
        is_heard = bool((probabilities[:, 0] >= rules.contact_probability).any())
        is_sure = is_plain | np.where(
            complains,
            is_heard & (chances >= rules.statement_probability),
            chances >= rules.request_probability,
        )
        is_near = complains & (chances >= rules.companion_probability)
        kept = is_sure.copy()
        for number in np.flatnonzero(is_near & ~is_sure).tolist():
            kept[number] = any(
                is_sure[other] and _is_same_sentence(clauses[number], clauses[other])
                for other in (number - 1, number + 1)
                if 0 <= other < len(clauses)
            )
        return [
            KINDS[kind] if keep or must_keep else None
            for kind, keep, must_keep in zip(kinds, kept, flagged, strict=True)
        ]

    def _voices(
        self, contact: _Marked, clauses: Sequence[Clause], drafts: Sequence[_Draft]
    ) -> list[Voice]:
        turns = contact.turns
        cut = [list(self._spans(contact, clauses, draft)) for draft in drafts]
        masked = [[_masked(turns, span) for span in spans] for spans in cut]
        if not masked:
            return []
        probabilities = self._model.kind_probabilities(["。".join(pieces) for pieces in masked])
        voices = []
        for draft, spans, pieces, chances in zip(drafts, cut, masked, probabilities, strict=True):
            vector_text = "".join(map(self._phrases.for_encoder, pieces))
            flags = contact.flags_of(spans)
            if len(bare(vector_text)) < self._rules.shortest_voice_characters and not flags:
                continue
            text = PIECE_JOINT.join(turns[s.turn].text[s.start : s.end] for s in spans)
            words = PIECE_JOINT.join(pieces)
            kind, chance = self._kind(draft.kind, chances)
            vector_text = vector_text or normalise(words)
            voices.append(Voice(text, words, vector_text, spans, kind, chance, flags))
        return voices

    def _kind(self, told: Kind, chances: Floats) -> tuple[Kind, float]:
        """Return the kind that the clauses told, unless the whole statement speaks against it."""
        number = KINDS.index(told)
        if chances[number] < self._rules.kind_probability:
            number = int(chances.argmax())
        return KINDS[number], float(chances[number])

    def _spans(
        self, contact: _Marked, clauses: Sequence[Clause], draft: _Draft
    ) -> Iterator[VoiceSpan]:
        """Yield the pieces of a voice: clauses that only white space parts are one piece."""
        turns = contact.turns
        own = [clauses[number] for number in draft.clauses]
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


def _is_same_sentence(one: Clause, other: Clause) -> bool:
    return (one.turn, one.sentence) == (other.turn, other.sentence)


def _touches(turns: Sequence[TurnText], one: Clause, other: Clause) -> bool:
    text = turns[one.turn].text
    return one.turn == other.turn and not text[one.end : other.start].strip()
