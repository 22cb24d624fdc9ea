"""The customer's clauses of a contact, each with what the operator said around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.text.body import body_end
from pipelines.text.clause_features import Clause
from pipelines.text.mask import MaskedText, render
from pipelines.text.phrases import Phrases
from pipelines.text.segment import segments

Speaker = Literal["customer", "operator", "unknown"]


@dataclass(frozen=True, slots=True)
class TurnText:
    """One turn: who spoke, the original text and its masking."""

    speaker: Speaker
    text: str
    masked: MaskedText


def clauses_of(turns: Sequence[TurnText], phrases: Phrases) -> list[Clause]:
    """Return the clauses that say something and are not the operator's, in order."""
    found = []
    for number, turn in enumerate(turns):
        if turn.speaker == "operator":
            continue
        asked, answered = _operator(turns, number - 1), _operator(turns, number + 1)
        spans = turn.masked.spans
        for piece in segments(turn.text[: body_end(turn.text)], spans):
            masked = render(turn.text, spans, piece.start, piece.end)
            if not phrases.say_nothing(masked):
                place = (number, piece.start, piece.end, piece.sentence)
                found.append(Clause(*place, masked, asked, answered))
    return found


def _operator(turns: Sequence[TurnText], number: int) -> str:
    is_one = 0 <= number < len(turns) and turns[number].speaker == "operator"
    return turns[number].text if is_one else ""
