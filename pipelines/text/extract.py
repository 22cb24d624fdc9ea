"""The customer's statements out of a contact, each with the exact characters it was cut from.

Turns are cut into clauses; a small trained model says what each clause states; neighbouring
statements of one kind are one voice until the customer changes the subject.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.text.clause_features import Clause
from pipelines.text.clauses import Speaker, TurnText, clauses_of
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.kind import KINDS, Kind
from pipelines.text.mask import render
from pipelines.text.ngram_model import Floats
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
    the encoder: normalised, without placeholders, fillers and repetitions.
    """

    text: str
    masked: str
    vector_text: str
    spans: list[VoiceSpan]
    kind: Kind
    kind_probability: float


@dataclass(slots=True)
class _Draft:
    """A voice in the making: its kind and the numbers of its clauses.

    `is_whole`: what lies between its clauses belongs to it, too.
    """

    kind: Kind
    is_whole: bool = False
    clauses: list[int] = field(default_factory=list)


def never(words: str) -> bool:
    """Say of no words that they must be kept."""
    return False


class Extractor:
    """The compiled rules and the model of extraction; keep one and use it for all contacts.

    `must_keep` says of a clause (masked) that it may not be dropped whatever the model thinks:
    the seam of the fast lane.
    """

    def __init__(
        self, rules: ExtractRules, model: VoiceModel, must_keep: Callable[[str], bool] = never
    ) -> None:
        self._rules = rules
        self._model = model
        self._phrases = Phrases(rules)
        self._must_keep = must_keep

    def extract(self, turns: Sequence[TurnText]) -> list[Voice]:
        """Return the voices of one contact in the order in which they begin."""
        clauses = clauses_of(turns, self._phrases)
        if not clauses:
            return []
        drafts = self._note(turns, clauses) if self._is_note(turns) else self._talk(clauses)
        return self._voices(turns, clauses, drafts)

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

    def _talk(self, clauses: Sequence[Clause]) -> list[_Draft]:
        kinds = self._chosen(clauses, *self._model.clause_probabilities(clauses))
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
        return drafts

    def _chosen(
        self, clauses: Sequence[Clause], probabilities: Floats, alone: Floats
    ) -> list[Kind | None]:
        """Return the kind of each clause that is kept, None for the others."""
        rules = self._rules
        stated = 1 - probabilities[:, _OTHER]
        is_plain = alone >= rules.plain_probability
        kinds = np.where(is_plain, 0, probabilities[:, :_OTHER].argmax(axis=1))
        complains = kinds == 0
        is_sure = is_plain | np.where(
            complains, stated >= rules.statement_probability, stated >= rules.request_probability
        )
        is_near = complains & (stated >= rules.companion_probability)
        kept = is_sure.copy()
        for number in np.flatnonzero(is_near & ~is_sure).tolist():
            kept[number] = any(
                is_sure[other] and _is_same_sentence(clauses[number], clauses[other])
                for other in (number - 1, number + 1)
                if 0 <= other < len(clauses)
            )
        return [
            KINDS[kind] if keep or self._must_keep(clause.masked) else None
            for clause, kind, keep in zip(clauses, kinds, kept, strict=True)
        ]

    def _voices(
        self, turns: Sequence[TurnText], clauses: Sequence[Clause], drafts: Sequence[_Draft]
    ) -> list[Voice]:
        cut = [list(self._spans(turns, clauses, draft)) for draft in drafts]
        masked = [[_masked(turns, span) for span in spans] for spans in cut]
        if not masked:
            return []
        probabilities = self._model.kind_probabilities(["。".join(pieces) for pieces in masked])
        voices = []
        for draft, spans, pieces, chances in zip(drafts, cut, masked, probabilities, strict=True):
            vector_text = "".join(map(self._phrases.for_encoder, pieces))
            if len(bare(vector_text)) < self._rules.shortest_voice_characters:
                continue
            text = PIECE_JOINT.join(turns[s.turn].text[s.start : s.end] for s in spans)
            kind, chance = self._kind(draft.kind, chances)
            voices.append(Voice(text, PIECE_JOINT.join(pieces), vector_text, spans, kind, chance))
        return voices

    def _kind(self, told: Kind, chances: Floats) -> tuple[Kind, float]:
        """Return the kind that the clauses told, unless the whole statement speaks against it."""
        number = KINDS.index(told)
        if chances[number] < self._rules.kind_probability:
            number = int(chances.argmax())
        return KINDS[number], float(chances[number])

    def _spans(
        self, turns: Sequence[TurnText], clauses: Sequence[Clause], draft: _Draft
    ) -> Iterator[VoiceSpan]:
        """Yield the pieces of a voice: clauses that only white space parts are one piece."""
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
