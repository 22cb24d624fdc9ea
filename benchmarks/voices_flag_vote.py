"""The fast lane's second vote, judged on groups of sentences that it never saw.

    python -m benchmarks.voices_flag_vote [--encoder NAME] [--lexicon FILE] [--final FILE]

Each group was written by one person in one sitting. The vote is learnt from all other groups and
judged on this one (recall/precision), alone and united with the lexicon; `--lexicon` takes the
lexicon as it was before its authors saw the later groups. `--final` (or `--set`) judges the vote
of all groups on a set in the form of `voices_fast_lane`, and prints counts only.
"""

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.voices_fast_lane import FAST_LANE, flags_of, turns_of
from embeddings import Encoder, load_encoder
from flows.flag_vote import learn, vote_sentences
from pipelines.text.fast_lane import FastLane
from pipelines.text.fast_lane_rules import FLAGS, Flag, parse_fast_lane_rules
from pipelines.text.flag_vote import FlagVote, Vectors, learn_vote, take_votes, with_pieces
from pipelines.text.flag_vote_sentences import BACKGROUND_GROUP, VoteSentence
from pipelines.text.flag_vote_settings import VoteSettings

Bools = NDArray[np.bool_]


def leave_groups_out(encoder: Encoder, lane: FastLane, settings: VoteSettings) -> Iterable[str]:
    """Yield recall and precision of vote, lexicon and both for each group and flag."""
    taught, count = with_pieces(vote_sentences()), len(vote_sentences())
    sentences = taught[:count]
    began = time.perf_counter()
    vectors = encoder.encode([one.text for one in taught])
    yield f"{len(taught) / (time.perf_counter() - began):.0f} sentences/s encoded"
    groups = sorted({one.group for one in sentences} - {BACKGROUND_GROUP})
    by_flag: dict[str, list[tuple[Bools, ...]]] = {flag: [] for flag in FLAGS}
    for group in groups:
        own = np.array([one.group == group for one in taught])
        vote = learn_vote([one for one in taught if one.group != group], vectors[~own])
        asked = [one for one in sentences if one.group == group]
        texts = [one.text for one in asked]
        words = [set(flags_of(lane, turns_of({"text": text}))) for text in texts]
        asked_vectors = vectors[:count][own[:count]]
        found, believed = _voted(texts, words, asked_vectors, vote, settings, encoder)
        for at, flag in enumerate(FLAGS):
            judged = _judged(asked, flag, found[:, at], words, believed[:, at])
            by_flag[flag].append(judged)
            yield f"{group} {flag}: {_told(*judged)}"
    for flag in FLAGS:
        parts = zip(*by_flag[flag], strict=True)
        yield f"all groups {flag}: {_told(*map(np.concatenate, parts))}"


def _voted(
    texts: Sequence[str],
    words: Sequence[set[str]],
    vectors: Vectors,
    vote: FlagVote,
    settings: VoteSettings,
    encoder: Encoder,
) -> tuple[Bools, Bools]:
    """Return which flags the vote raises and which it leaves to the lexicon, a row a text."""
    votes = take_votes(texts, words, vectors, vote, settings, encoder.encode)
    verdicts = [{one.flag: one.verdict for one in of_text} for of_text in votes]
    found = [[one.get(flag) == "raised" for flag in FLAGS] for one in verdicts]
    believed = [[one.get(flag) != "doubted" for flag in FLAGS] for one in verdicts]
    return np.array(found), np.array(believed)


def _judged(
    asked: Sequence[VoteSentence],
    flag: Flag,
    found: Bools,
    words: Sequence[set[str]],
    believed: Bools,
) -> tuple[Bools, ...]:
    chosen = [at for at, one in enumerate(asked) if flag in one.judged]
    wanted = np.array([flag in asked[at].flags for at in chosen], bool)
    by_words = np.array([flag in words[at] for at in chosen], bool)
    return wanted, found[chosen], by_words, believed[chosen]


def _told(wanted: Bools, by_vote: Bools, by_words: Bools, believed: Bools) -> str:
    ways = {"vote": by_vote, "lexicon": by_words, "united": by_vote | (by_words & believed)}
    return "; ".join(f"{name} {_shares(wanted, found)}" for name, found in ways.items())


def _shares(wanted: Bools, found: Bools) -> str:
    hits = int((wanted & found).sum())
    recall, precision = hits / max(1, int(wanted.sum())), hits / max(1, int(found.sum()))
    return f"{recall:.3f}/{precision:.3f}"


def united(
    path: Path, encoder: Encoder, vote: FlagVote, lane: FastLane, settings: VoteSettings
) -> Iterable[str]:
    """Yield counts of lexicon, vote and both on one set; no sentence of it is shown."""
    examples = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    said = [
        "\n".join(turn.text for turn in turns_of(one) if turn.speaker != "operator")
        for one in examples
    ]
    words = [set(flags_of(lane, turns_of(one))) for one in examples]
    vectors = encoder.encode(said)
    found, believed = _voted(said, words, vectors, vote, settings, encoder)
    wanted = [{one["flag"] for one in example["flags"]} for example in examples]
    truth, by_words = _table(wanted), _table(words)
    for at, flag in enumerate(FLAGS):
        yield f"{flag}: {_told(truth[:, at], found[:, at], by_words[:, at], believed[:, at])}"
    yield f"all: {_told(*(one.ravel() for one in (truth, found, by_words, believed)))}"
    negative = ~truth.any(axis=1)
    untouched = int((~(found | by_words & believed).any(axis=1) & negative).sum())
    yield f"negatives untouched: {untouched}/{int(negative.sum())}"


def _table(flags: Sequence[set[str]]) -> Bools:
    return np.array([[flag in one for flag in FLAGS] for one in flags], bool)


def main() -> None:
    """Read arguments and print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--lexicon", type=Path, default=FAST_LANE)
    parser.add_argument("--set", "--final", dest="set", type=Path)
    arguments = parser.parse_args()
    rules = parse_fast_lane_rules(arguments.lexicon.read_text("utf-8"))
    settings = parse_fast_lane_rules(FAST_LANE.read_text("utf-8")).vote
    lane, encoder = FastLane(rules), load_encoder(arguments.encoder)
    if arguments.set:
        vote = learn(encoder)
        lines = united(arguments.set, encoder, vote, lane, settings)
    else:
        lines = leave_groups_out(encoder, lane, settings)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
