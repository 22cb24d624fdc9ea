"""Pairs of sentences that may say the same, found without anybody's judgement."""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from pipelines.text.normalise import normalise

Pair = tuple[str, str]

# How operators take up what a customer said: 〜ということですね, 〜とのことで, 〜の件ですね.
_TAKES_UP = re.compile("(?:という|との|って)(?:こと|件)|の件|(?:です|ます|ました)(?:よ)?ね[。?]?$")
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}[0-9]{1,4}\]")
_SHORTEST_CHARACTERS = 12


def recap_pairs(turns: Iterable[tuple[str, str]]) -> list[Pair]:
    """Pair each statement with the first operator's turn after it that takes it up, if one does.

    `turns` are (statement, masked turn of the operator), those of a statement together and in the
    order in which they were said. Turns that are too short to say anything are left out.
    """
    pairs = []
    for statement, said in groupby(turns, key=itemgetter(0)):
        spoken = (normalise(_PLACEHOLDER.sub("", turn)) for _, turn in said)
        recaps = (turn for turn in spoken if _is_recap(turn))
        if recap := next(recaps, None):
            pairs.append((statement, recap))
    return distinct(pairs)


def _is_recap(turn: str) -> bool:
    return len(turn) >= _SHORTEST_CHARACTERS and _TAKES_UP.search(turn) is not None


def distinct(pairs: Iterable[Pair]) -> list[Pair]:
    """Leave out pairs of equal sentences, pairs said before, and right sides said before.

    A sentence that comes back with many statements is a phrase of the trade and tells nothing.
    """
    kept: dict[str, Pair] = {}
    for left, right in pairs:
        if left != right:
            kept.setdefault(right, (left, right))
    return list(kept.values())
