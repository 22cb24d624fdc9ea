"""The file of the model, and its arithmetic beside a slow twin."""

import hashlib
from math import exp, sqrt

import numpy as np
import pytest

from flows.data_files import corpus_folder
from flows.voice_model import MODEL_NAME, model_folder
from pipelines.errors import InputError
from pipelines.text.gram_index import GramIndex
from pipelines.text.kind import KINDS
from pipelines.text.ngram_model import NgramModel, as_seen, grams, log_softmax
from pipelines.text.voice_material import MEASURED_ROUND, read_short
from pipelines.text.voice_model import VoiceModel, parse_voice_model, voice_model_bytes


def test_the_shipped_file_is_small_and_comes_back_the_same(model: VoiceModel) -> None:
    data = (model_folder() / MODEL_NAME).read_bytes()
    assert len(data) < 2_000_000
    assert voice_model_bytes(model) == data


def test_the_shipped_model_knows_plain_words_it_never_saw(model: VoiceModel) -> None:
    unseen = [one for part, one in read_short(corpus_folder()) if part == MEASURED_ROUND]
    kinds = np.array([KINDS.index(one.kind) for one in unseen])
    found = model.kind_probabilities([one.masked for one in unseen]).argmax(axis=1)
    # Before it was taught any: 57 of 110 complaints, 103 of 133 others.
    assert (found[kinds == 0] == 0).sum() >= 94
    assert (found[kinds != 0] == kinds[kinds != 0]).sum() >= 110


def test_another_file_is_refused(model: VoiceModel) -> None:
    data = voice_model_bytes(model)
    total = hashlib.sha256(data).hexdigest()
    assert parse_voice_model(data, total, "m").fingerprint == total[:16]
    broken = b"no model"
    for given, expected in ((data[:-1], total), (broken, hashlib.sha256(broken).hexdigest())):
        with pytest.raises(InputError) as caught:
            parse_voice_model(given, expected, "m")
        assert caught.value.key == "model_changed"


def test_words_are_seen_without_names_numbers_and_pauses() -> None:
    assert as_seen("[氏名1]さん、１２円とABC 。") == "^〓さん 0円とabc$"
    assert grams("^a$") == {"^", "a", "$", "^a", "a$", "^a$"}


def test_scores_are_those_of_a_slow_twin() -> None:
    rows = {"届": 0, "届か": 1, "い": 2}
    table = np.array([[1, 2, 4], [3, -1, 9], [0.5, 0, 1]], np.float32)
    model = NgramModel(GramIndex(list(rows)), table, np.array([0.25, -0.5], np.float32))

    def slowly(text: str) -> list[float]:
        found = [rows[gram] for gram in grams(as_seen(text)) if gram in rows]
        length = sqrt(sum(table[row][2] for row in found)) or 1
        return [model.bias[k] + sum(table[row][k] for row in found) / length for k in (0, 1)]

    texts = ["届かない", "", "届く", "ああ"]
    np.testing.assert_allclose(model.scores(texts), [slowly(text) for text in texts], rtol=1e-6)


def test_probabilities_add_up(model: VoiceModel) -> None:
    found = model.kind_probabilities(["荷物がまだ届かないんです", "", "営業は何時まででしょうか"])
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    assert [KINDS[k] for k in found.argmax(axis=1)][::2] == ["complaint", "inquiry"]
    scores = np.array([[0.0, 1.0]], np.float32)
    np.testing.assert_allclose(np.exp(log_softmax(scores))[0, 1], exp(1) / (1 + exp(1)), rtol=1e-6)
