"""The customer's clauses of a contact, each with what the operator said around it."""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.text.clause_features import FAR, Clause
from pipelines.text.mask import MaskedText, render
from pipelines.text.phrases import Phrases
from pipelines.text.said import said_places
from pipelines.text.segment import segments

Speaker = Literal["customer", "operator", "unknown"]

# The operator is sorry, which is more than the politeness of 「恐れ入ります」.
_IS_SORRY = re.compile(
    "申し訳|ご迷惑|ご不便|お詫び|おっしゃるとおり|おっしゃる通り|ごもっとも|ご不快|ご心配をおかけ"
    "|ご指摘|失礼いたしました|失礼しました"
)


@dataclass(frozen=True, slots=True)
class TurnText:
    """One turn: who spoke, the original text and its masking."""

    speaker: Speaker
    text: str
    masked: MaskedText


def never(turn: int, start: int, end: int) -> bool:
    """Say of no place that it must be kept."""
    return False


def clauses_of(
    turns: Sequence[TurnText],
    phrases: Phrases,
    must_keep: Callable[[int, int, int], bool] = never,
) -> list[Clause]:
    """Return the clauses that say something and are not the operator's, in order.

    `must_keep` says of characters [start, end) of a turn that they say something in any case.
    """
    found: list[Clause] = []
    subjects: list[Clause] = []
    said = [number for number, turn in enumerate(turns) if turn.speaker == "operator"]
    is_sorry = [_IS_SORRY.search(turns[number].text) is not None for number in said]
    share = sum(is_sorry) / max(1, len(said))
    for number, turn in enumerate(turns):
        if turn.speaker == "operator":
            continue
        asked, answered = _operator(turns, number - 1), _operator(turns, number + 1)
        behind = is_sorry[bisect(said, number) :][:FAR]
        until_sorry = behind.index(True) if True in behind else FAR
        spans = turn.masked.spans
        places = said_places(turn.text)
        for piece in segments(turn.text, spans):
            is_kept = must_keep(number, piece.start, piece.end)
            inside = [one for one in places if one.start < piece.end and piece.start < one.end]
            if not inside and not is_kept:
                continue
            start = max(piece.start, inside[0].start) if inside else piece.start
            masked = render(turn.text, spans, start, piece.end)
            if is_kept or not phrases.say_nothing(masked):
                place = (number, start, piece.end, piece.sentence)
                clause = Clause(*place, masked, asked, answered, until_sorry, share)
                is_aside = not is_kept and inside[0].is_subject
                (subjects if is_aside else found).append(clause)
    # The subject of an answer is mostly the other side's; alone it is all that there is.
    return found or subjects


def _operator(turns: Sequence[TurnText], number: int) -> str:
    is_one = 0 <= number < len(turns) and turns[number].speaker == "operator"
    return turns[number].text if is_one else ""
