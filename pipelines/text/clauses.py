"""The customer's clauses of a contact, each with what the operator said around it."""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.text.body import body_end
from pipelines.text.clause_features import FAR, Clause
from pipelines.text.mask import MaskedText, render
from pipelines.text.phrases import Phrases
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
    found = []
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
        for piece in segments(turn.text[: body_end(turn.text)], spans):
            masked = render(turn.text, spans, piece.start, piece.end)
            if must_keep(number, piece.start, piece.end) or not phrases.say_nothing(masked):
                place = (number, piece.start, piece.end, piece.sentence)
                found.append(Clause(*place, masked, asked, answered, until_sorry, share))
    return found


def _operator(turns: Sequence[TurnText], number: int) -> str:
    is_one = 0 <= number < len(turns) and turns[number].speaker == "operator"
    return turns[number].text if is_one else ""
