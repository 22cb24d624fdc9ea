"""The sentences that the second vote learns from, as data: lines of JSON, checked when read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.text.fast_lane_rules import FLAGS, Flag

# What nobody labelled and the lexicon left alone is mostly, not surely, without a flag.
BACKGROUND_WEIGHT = 0.3
# One statement in so many: more of them cost time and taught nothing ...
BACKGROUND_STEP = 4
# ... but what anger and dialect are without offence: as many more, each with full weight.
TEMPER_OFFSET = 2
BACKGROUND_GROUP = "background"


@dataclass(frozen=True, slots=True)
class VoteSentence:
    """One sentence, its flags among those it was `judged` for, and who wrote it (`group`)."""

    text: str
    flags: frozenset[Flag]
    judged: frozenset[Flag]
    group: str
    weight: float = 1.0


def parse_sentences(lines: Iterable[str]) -> list[VoteSentence]:
    """Read lines `{"text", "flags", "judged", "group"}`."""
    return [
        VoteSentence(one["text"], frozenset(one["flags"]), frozenset(one["judged"]), one["group"])
        for one in map(json.loads, lines)
    ]


def parse_background(lines: Iterable[str], left_out: frozenset[str]) -> list[VoteSentence]:
    """Read some of the lines `{"id", "text"}`, but those left out, as sentences without flags."""
    found = []
    for number, one in enumerate(map(json.loads, lines)):
        if one["id"] in left_out:
            continue
        place, text = number % BACKGROUND_STEP, one["text"]
        if place == 0:
            found.append(_without_flags(text, frozenset(FLAGS), BACKGROUND_WEIGHT))
        elif place == TEMPER_OFFSET:
            found.append(_without_flags(text, frozenset({"harassment"}), 1.0))
    return found


def _without_flags(text: str, judged: frozenset[Flag], weight: float) -> VoteSentence:
    return VoteSentence(text, frozenset(), judged, BACKGROUND_GROUP, weight)
