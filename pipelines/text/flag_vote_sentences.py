"""The sentences that the second vote learns from, as data: lines of JSON, checked when read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.text.fast_lane_rules import FLAGS, Flag

# What nobody labelled and the lexicon left alone is mostly, not surely, without a flag.
BACKGROUND_WEIGHT = 0.3
# One statement in so many: more of them cost time and taught nothing.
BACKGROUND_STEP = 4
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
    """Read every so many lines `{"id", "text"}` but those left out, as sentences without flags."""
    return [
        VoteSentence(
            one["text"], frozenset(), frozenset(FLAGS), BACKGROUND_GROUP, BACKGROUND_WEIGHT
        )
        for number, one in enumerate(map(json.loads, lines))
        if number % BACKGROUND_STEP == 0 and one["id"] not in left_out
    ]
