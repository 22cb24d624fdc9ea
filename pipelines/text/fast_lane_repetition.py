"""A customer who demands the same again and again over a whole contact."""

import re
from functools import cache

from pipelines.text.fast_lane_rules import Repetition
from pipelines.text.phrases import any_of

_SENTENCE = re.compile("[^。!?\n]+")
_SIGNS = re.compile(r"[\s、,.・ー~\ue000]+")


def repeated_demand(text: str, rules: Repetition) -> tuple[int, int] | None:
    """Return the last of the sentences that demand the same, or None when they are few.

    Two sentences are alike from `likeness` on, the share of common pairs of characters among all
    (Jaccard).
    """
    places = _demands(text, rules)
    if len(places) < rules.times:
        return None
    said = [(place, _pairs(text[slice(*place)])) for place in places]
    for _, pairs in said:
        alike = [place for place, other in said if _likeness(pairs, other) >= rules.likeness]
        if len(alike) >= rules.times:
            return alike[-1]
    return None


def _demands(text: str, rules: Repetition) -> list[tuple[int, int]]:
    """Return the places of sentences that demand something."""
    found: list[tuple[int, int]] = []
    for word in _any_of(rules.demands).finditer(text):
        if found and word.start() < found[-1][1]:
            continue
        start = max(text.rfind(sign, 0, word.start()) for sign in "。!?\n") + 1
        rest = _SENTENCE.match(text, word.start())
        end = rest.end() if rest else word.end()
        if end - start >= rules.shortest_characters:
            found.append((start, end))
    return found


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(words))


def _pairs(words: str) -> frozenset[str]:
    plain = _SIGNS.sub("", words)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
