"""How well voices fit the labelled spans of a contact, counted in spans and in characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from pipelines.text.clause_labels import LabelledSpan
from pipelines.text.extract import Extractor, Voice
from pipelines.text.kind import KINDS
from pipelines.text.ngram_model import Floats
from pipelines.text.voice_training import Labelled, LabelledContact

Places = set[tuple[int, int]]
ENOUGH = 0.6


@dataclass
class SpanScore:
    """Counts over contacts; complaints only, unless a name says otherwise."""

    spans: int = 0
    covered: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    wrong_any_kind: int = 0
    voices: int = 0
    voices_without_cause: int = 0
    voices_any_kind: int = 0
    voices_any_kind_without_cause: int = 0
    pairs_of_one: int = 0
    pairs_of_one_together: int = 0
    pairs_of_two: int = 0
    pairs_of_two_apart: int = 0

    def add(self, contact: LabelledContact, voices: Sequence[Voice]) -> None:
        """Count one contact."""
        gold = [span for span in contact.spans if span.kind == "complaint"]
        wanted = {(span.turn, at) for span in gold for at in range(span.start, span.end)}
        complaints = [_places(voice) for voice in voices if voice.kind == "complaint"]
        found: Places = set().union(*complaints)
        every: Places = set().union(*map(_places, voices))
        self.spans += len(gold)
        for span in gold:
            inside = {(span.turn, at) for at in range(span.start, span.end)}
            self.covered += any(len(inside & one) >= ENOUGH * len(inside) for one in complaints)
        self._add_pairs(gold, complaints)
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)
        self.wrong_any_kind += len(every - wanted)
        self.voices += len(complaints)
        self.voices_any_kind += len(voices)
        if not gold:
            self.voices_without_cause += len(complaints)
            self.voices_any_kind_without_cause += len(voices)

    def _add_pairs(self, gold: Sequence[LabelledSpan], complaints: Sequence[Places]) -> None:
        """Count pairs of spans that were found: one matter in one voice, two in two?"""
        homes = [(span.matter, _home(span, complaints)) for span in gold]
        found = [(matter, home) for matter, home in homes if home is not None]
        for (matter, home), (other_matter, other_home) in combinations(found, 2):
            if matter == other_matter:
                self.pairs_of_one += 1
                self.pairs_of_one_together += home == other_home
            else:
                self.pairs_of_two += 1
                self.pairs_of_two_apart += home != other_home

    def lines(self) -> list[str]:
        """Return the figures as lines of text."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        both = 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)
        any_kind = 2 * self.right / max(1, 2 * self.right + self.wrong_any_kind + self.missed)
        return [
            f"gold spans covered >= 60 %: {self.covered} of {self.spans}"
            f" ({self.covered / max(1, self.spans):.3f})",
            f"characters: precision {precision:.3f} recall {recall:.3f} F1 {both:.3f}"
            f" (all kinds counted as found: F1 {any_kind:.3f})",
            "complaint voices in contacts without one:"
            f" {self.voices_without_cause} of {self.voices}"
            f" ({self.voices_without_cause / max(1, self.voices):.3f}); of any kind:"
            f" {self.voices_any_kind_without_cause} of {self.voices_any_kind}",
            f"pairs of spans of one matter in one voice: {self.pairs_of_one_together} of"
            f" {self.pairs_of_one}; of two matters in two voices: {self.pairs_of_two_apart} of"
            f" {self.pairs_of_two}",
        ]


def score_contacts(contacts: Sequence[LabelledContact], judges: Sequence[Extractor]) -> SpanScore:
    """Score contacts, each by the judge of its fold (or the only judge)."""
    score = SpanScore()
    for contact in contacts:
        score.add(contact, judges[contact.fold % len(judges)].extract(contact.turns))
    return score


def _home(span: LabelledSpan, complaints: Sequence[Places]) -> int | None:
    """Return which voice holds most of a span, None when none holds any of it."""
    inside = {(span.turn, at) for at in range(span.start, span.end)}
    shares = [len(inside & one) for one in complaints]
    return max(range(len(shares)), key=shares.__getitem__) if any(shares) else None


def _places(voice: Voice) -> Places:
    return {(span.turn, at) for span in voice.spans for at in range(span.start, span.end)}


def f1_of(wanted: Sequence[bool], found: Sequence[bool]) -> float:
    """Return F1 of one class."""
    right = sum(w and f for w, f in zip(wanted, found, strict=True))
    return 2 * right / max(1, sum(wanted) + sum(found))


def kind_lines(statements: Sequence[Labelled], held_out: Floats) -> list[str]:
    """Return the figures of kinds on companies that the judging model never saw."""
    kinds = [KINDS.index(one.kind) for one in statements]
    best = held_out.argmax(axis=1)
    complains = [kind == 0 for kind in kinds]
    said = list(best == 0)
    two = fmean(
        [f1_of(complains, said), f1_of([not one for one in complains], [not one for one in said])]
    )
    each = [
        f1_of([kind == number for kind in kinds], list(best == number))
        for number in range(len(KINDS))
    ]
    lines = [
        f"{len(kinds)} texts, {sum(complains)} complaints",
        f"complaint or not: macro-F1 {two:.3f}",
        f"five kinds: macro-F1 {fmean(each):.3f} ("
        + ", ".join(f"{kind} {value:.3f}" for kind, value in zip(KINDS, each, strict=True))
        + ")",
    ]
    return lines + _reliability(complains, held_out[:, 0])


def _reliability(complains: Sequence[bool], chances: Floats) -> list[str]:
    """Return said and true shares of complaints, complaints and the rest weighing the same."""
    many, few = sum(complains), len(complains) - sum(complains)
    weights = [0.5 / many if one else 0.5 / few for one in complains]
    lines, gap = [], 0.0
    for step in range(10):
        inside = [n for n, chance in enumerate(chances) if min(9, int(chance * 10)) == step]
        weight = sum(weights[n] for n in inside)
        if not weight:
            continue
        said = sum(weights[n] * float(chances[n]) for n in inside) / weight
        true = sum(weights[n] for n in inside if complains[n]) / weight
        gap += weight * abs(said - true)
        lines.append(f"  said {said:.2f} true {true:.2f} ({len(inside)} texts)")
    return [f"reliability of P(complaint), balanced: expected calibration error {gap:.3f}", *lines]
