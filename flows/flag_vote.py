"""The second vote of the fast lane: its sentences from corpus/, learnt once for each encoder."""

import hashlib
import json
import os
from functools import cache
from pathlib import Path

import numpy as np

from embeddings import Encoder, load_encoder
from flows.data_files import corpus_folder
from flows.voice_model import model_folder
from pipelines.text.flag_vote import VOTE_VERSION, FlagVote, learn_vote, with_pieces
from pipelines.text.flag_vote_sentences import (
    VoteSentence,
    parse_background,
    parse_sentences,
)

PARTS = ("vector_weights", "run_weights", "offsets")


@cache
def vote_sentences() -> tuple[VoteSentence, ...]:
    """Return what the vote learns from: sentences with known flags, then the background."""
    corpora = corpus_folder()
    folder = corpora / "fast_lane"
    left_out = frozenset((folder / "flagged_statements.txt").read_text("utf-8").split())
    sentences = parse_sentences(_lines(folder / "sentences.jsonl"))
    for name in ("statements.jsonl", "other.jsonl"):
        for path in sorted(corpora.glob(f"*/{name}")):
            sentences += parse_background(_lines(path), left_out)
    return tuple(sentences)


@cache
def sentences_fingerprint() -> str:
    """Return a short hash of all sentences with their labels."""
    parts = [
        [one.text, sorted(one.flags), sorted(one.judged), one.weight] for one in vote_sentences()
    ]
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def flag_vote(encoder: Encoder, models: Path) -> FlagVote:
    """Return the vote in an encoder's space: shipped, kept in `models`, or learnt now and kept."""
    path = models / vote_file_name(encoder)
    shipped = model_folder() / path.name
    if shipped.exists():
        return _read(shipped)
    if not path.exists():
        keep(learn(encoder), path)
    return _read(path)


def shipped_vote(encoder: Encoder) -> FlagVote:
    """Return the vote that comes with the program, or one learnt now when there is none."""
    path = model_folder() / vote_file_name(encoder)
    return _read(path) if path.exists() else learn(encoder)


def learn(encoder: Encoder) -> FlagVote:
    """Learn the vote in an encoder's space; the encoder reads some 7,000 sentences for it."""
    sentences = with_pieces(vote_sentences())
    return learn_vote(sentences, encoder.encode([one.text for one in sentences]))


def vote_file_name(encoder: Encoder) -> str:
    """Return a name that no other encoder and no other sentences have."""
    both = f"{VOTE_VERSION}\n{encoder.fingerprint}\n{sentences_fingerprint()}"
    return f"flag_vote-{hashlib.blake2b(both.encode(), digest_size=8).hexdigest()}.npz"


def _read(path: Path) -> FlagVote:
    with np.load(path, allow_pickle=False) as parts:
        return FlagVote(*(parts[name].astype(np.float64) for name in PARTS))


def keep(vote: FlagVote, path: Path) -> None:
    """Write aside, then replace: a killed night leaves no half file."""
    aside = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with aside.open("wb") as file:
            np.savez(file, **{name: getattr(vote, name).astype(np.float32) for name in PARTS})
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def main() -> None:
    """Learn the vote that comes with the program, for `use`: python -m flows.flag_vote."""
    encoder = load_encoder("use")
    for former in model_folder().glob("flag_vote-*.npz"):
        former.unlink()
    keep(learn(encoder), model_folder() / vote_file_name(encoder))


if __name__ == "__main__":
    main()
