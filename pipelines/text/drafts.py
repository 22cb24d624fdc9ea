"""Which clauses of a contact become a voice together, and which kind the clauses tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.text.clause_features import COMPLAINT, OTHER, Clause
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.kind import KINDS, Kind
from pipelines.text.ngram_model import Floats
from pipelines.text.phrases import Phrases
from pipelines.text.voice_model import VoiceModel


@dataclass(frozen=True, slots=True)
class Heard:
    """The clauses of a contact, which of them must be kept, and whether it is one short text."""

    clauses: Sequence[Clause]
    must_keep: Sequence[bool]
    is_note: bool


@dataclass(slots=True)
class Draft:
    """A voice in the making: the numbers of its clauses, and its kind, `other` until it is told.

    `is_whole`: what lies between its clauses belongs to it, too.
    """

    kind: Kind = "other"
    is_whole: bool = False
    clauses: list[int] = field(default_factory=list)


class Drafter:
    """The rules and the model that choose clauses; contacts are judged many at a time."""

    def __init__(self, rules: ExtractRules, model: VoiceModel, phrases: Phrases) -> None:
        self._rules = rules
        self._model = model
        self._phrases = phrases

    def drafts(self, contacts: Sequence[Heard]) -> list[list[Draft]]:
        """Return the drafts of each contact in the order in which they begin."""
        talks = [one.clauses for one in contacts if not one.is_note]
        judged = iter(self._model.clause_probabilities(talks))
        found = [
            self._note(one.clauses) if one.is_note else self._talk(one, *next(judged))
            for one in contacts
        ]
        self._tell_kinds(
            (one, drafts)
            for one, drafts in zip(contacts, found, strict=True)
            if drafts and drafts[0].kind == "other"
        )
        self._add_covered(zip(contacts, found, strict=True))
        return found

    def _note(self, clauses: Sequence[Clause]) -> list[Draft]:
        """Keep a short text whole between its greeting and its closing, but for a new subject."""
        drafts: list[Draft] = []
        for number, clause in enumerate(clauses):
            if not drafts or self._phrases.change_subject(clause.masked):
                drafts.append(Draft(is_whole=True))
            drafts[-1].clauses.append(number)
        return drafts

    def _talk(self, contact: Heard, probabilities: Floats, alone: Floats) -> list[Draft]:
        kinds = self._chosen(contact, probabilities, alone)
        drafts: list[Draft] = []
        open_drafts: dict[Kind, Draft] = {}
        last = -1
        for number, (clause, kind) in enumerate(zip(contact.clauses, kinds, strict=True)):
            if self._phrases.change_subject(clause.masked):
                open_drafts.clear()
            if kind is None:
                continue
            is_apart = kind != "complaint" and number != last + 1
            draft = None if is_apart else open_drafts.get(kind)
            if draft is None:
                draft = open_drafts[kind] = Draft(kind)
                drafts.append(draft)
            draft.clauses.append(number)
            last = number
        return drafts or self._turns(contact.clauses)

    def _turns(self, clauses: Sequence[Clause]) -> list[Draft]:
        """Return each turn of a short contact in which no clause stands out.

        Somebody who says little says it for a reason; only long talks may come to nothing.
        """
        if len(clauses) > self._rules.short_contact_clauses:
            return []
        of_turn: dict[int, Draft] = {}
        for number, clause in enumerate(clauses):
            of_turn.setdefault(clause.turn, Draft()).clauses.append(number)
        return list(of_turn.values())

    def _tell_kinds(self, contacts: Iterable[tuple[Heard, list[Draft]]]) -> None:
        """Give drafts the kinds that their words tell; of the turns of a talk, keep the best."""
        contacts = list(contacts)
        chances = self._model.kind_probabilities(
            [
                "".join(contact.clauses[number].masked for number in draft.clauses)
                for contact, drafts in contacts
                for draft in drafts
            ]
        )
        at = 0
        for contact, drafts in contacts:
            told = chances[at : at + len(drafts)]
            at += len(drafts)
            for draft, of_draft in zip(drafts, told, strict=True):
                draft.kind = likeliest(of_draft, self._rules)
            if not contact.is_note:
                drafts[:] = [drafts[int((1 - told[:, OTHER]).argmax())]]

    def _add_covered(self, contacts: Iterable[tuple[Heard, list[Draft]]]) -> None:
        """Add to what stands out in short contacts the complaint or the request that it covers.

        Beside 「早く直してください」 a plain 「請求が二重になっています」 hardly stands out.
        """
        left = [
            (drafts, kind, rest)
            for contact, drafts in contacts
            if not contact.is_note and (kind := _covered_by({one.kind for one in drafts}))
            for rest in self._unheard(contact.clauses, drafts)
        ]
        words = ["".join(clause.masked for clause in rest.values()) for *_, rest in left]
        told = self._model.kind_probabilities(words)
        best: dict[int, tuple[float, int]] = {}
        for number, (drafts, kind, _) in enumerate(left):
            chance = float(told[number, KINDS.index(kind)])
            if chance >= self._rules.short_statement_probability:
                best[id(drafts)] = max(best.get(id(drafts), (0.0, 0)), (chance, number))
        for _, number in best.values():
            drafts, kind, rest = left[number]
            drafts.append(Draft(kind, clauses=list(rest)))
            drafts.sort(key=lambda draft: draft.clauses[0])

    def _unheard(
        self, clauses: Sequence[Clause], drafts: Sequence[Draft]
    ) -> Iterable[dict[int, Clause]]:
        """Return of a short contact, turn by turn, the clauses in no draft with their numbers."""
        if len(clauses) > self._rules.short_contact_clauses:
            return ()
        heard = {number for draft in drafts for number in draft.clauses}
        of_turn: dict[int, dict[int, Clause]] = {}
        for number, clause in enumerate(clauses):
            if number not in heard:
                of_turn.setdefault(clause.turn, {})[number] = clause
        return of_turn.values()

    def _chosen(self, contact: Heard, probabilities: Floats, alone: Floats) -> list[Kind | None]:
        """Return the kind of each clause that is kept, None for the others."""
        rules, clauses = self._rules, contact.clauses
        is_plain = (alone >= rules.plain_probability) & (rules.plain_probability < 1)
        kinds = np.where(is_plain, COMPLAINT, probabilities[:, :OTHER].argmax(axis=1))
        complains = kinds == COMPLAINT
        chances = np.where(complains, probabilities[:, COMPLAINT], 1 - probabilities[:, OTHER])
        # Grumbling here and there in a talk that has no clear complaint anywhere is none.
        is_heard = bool((probabilities[:, COMPLAINT] >= rules.contact_probability).any())
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
            for kind, keep, must_keep in zip(kinds, kept, contact.must_keep, strict=True)
        ]


def _covered_by(kinds: set[Kind]) -> Kind | None:
    """Return which kind may stand unheard beside those that were heard.

    No complaint beside an inquiry: what leads to a question is mostly no grievance.
    """
    if kinds == {"request"}:
        return "complaint"
    return "request" if kinds == {"complaint"} else None


def likeliest(chances: Floats, rules: ExtractRules) -> Kind:
    """Return the kind of a statement; in doubt it is a complaint, which must not be overlooked."""
    if chances[COMPLAINT] >= rules.complaint_probability:
        return KINDS[COMPLAINT]
    return KINDS[int(chances.argmax())]


def _is_same_sentence(one: Clause, other: Clause) -> bool:
    return (one.turn, one.sentence) == (other.turn, other.sentence)
