"""The vote that comes with the program, and how one is kept for another encoder."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings import load_encoder
from flows import flag_vote
from flows.data_files import config_folder
from flows.voice_model import model_folder
from pipelines.text.fast_lane_rules import FLAGS
from pipelines.text.flag_vote import Vectors
from pipelines.text.flag_vote_sentences import VoteSentence
from pipelines.text.flag_vote_settings import VoteSettings

SAID = {
    "safety": "昨夜から本体が熱を持って、今朝とうとう火を噴きました",
    "legal": "こちらは弁護士を立てて争うつもりです",
    "harassment": "お前みたいな能無しはぶん殴ってやる",
}


class Length:
    """An encoder that only counts."""

    fingerprint, dimension, asked = "length", 1, 0

    def encode(self, texts: Sequence[str], progress: object = None) -> Vectors:
        self.asked += len(texts)
        return np.array([[len(text)] for text in texts], np.float32)


@pytest.mark.heavy
def test_the_shipped_vote_is_that_of_the_shipped_sentences() -> None:
    encoder = load_encoder("use")
    assert (model_folder() / flag_vote.vote_file_name(encoder)).exists(), (
        "sentences or encoder changed: python -m flows.flag_vote"
    )
    vote = flag_vote.shipped_vote(encoder)
    texts = [*SAID.values(), "予約の時間を変えたいのですが"]
    chances = vote.probabilities(texts, encoder.encode(texts))
    assert (chances.diagonal() > 0.5).all()
    assert chances[3].max() < 0.1


def test_a_vote_is_learnt_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = frozenset(FLAGS)
    sentences = [
        VoteSentence("煙", every, every, "g"),
        VoteSentence("広い", frozenset(), every, "g"),
    ]
    monkeypatch.setattr(flag_vote, "vote_sentences", lambda: tuple(sentences))
    flag_vote.sentences_fingerprint.cache_clear()
    encoder = Length()
    first = flag_vote.flag_vote(encoder, tmp_path / "models")
    second = flag_vote.flag_vote(encoder, tmp_path / "models")
    flag_vote.sentences_fingerprint.cache_clear()
    assert encoder.asked == 2
    assert np.array_equal(first.run_weights, second.run_weights)
    assert [path.suffix for path in (tmp_path / "models").iterdir()] == [".npz"]


def test_every_sentence_has_its_flags_among_those_judged() -> None:
    sentences = flag_vote.vote_sentences()
    assert all(one.flags <= one.judged for one in sentences)
    texts = [one.text for one in sentences if one.group != "background"]
    assert len(set(texts)) == len(texts) > 1_700


def test_the_shipped_rules_name_the_defaults() -> None:
    rules = tomllib.loads((config_folder() / "fast_lane.toml").read_text("utf-8"))
    assert VoteSettings.model_validate(rules["vote"]) == VoteSettings()
    assert set(rules["vote"]) == set(VoteSettings.model_fields)
