"""What training sees is what the model says, and only what may change changes."""

from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from torch.nn import functional

from embeddings.sentence_encoder import SentenceEncoder
from embeddings.training.settings import TrainingSettings
from embeddings.training.trainable import TopLayers, Trainable, WholeModel, trainable_of
from embeddings.training.tune import arithmetic, tune
from tests.embeddings.training.small_bert import PROMPT, small_bert
from tests.embeddings.training.small_corpus import CORPUS

TEXTS = [example.text for example in CORPUS.examples]
TWO_STEPS = TrainingSettings(
    steps=2, learning_rate=0.01, warmup_steps=0, themes_per_batch=3, statements_per_theme=2
)


@pytest.fixture
def model(tmp_path: Path) -> SentenceTransformer:
    return small_bert(tmp_path)


def _own_vectors(model: SentenceTransformer) -> np.ndarray:
    vectors = model.encode(TEXTS, prompt=PROMPT, convert_to_tensor=True)
    return functional.normalize(vectors, dim=1).numpy()


def _trainable(model: SentenceTransformer, **changed: object) -> Trainable:
    return trainable_of(model, PROMPT, TWO_STEPS.model_copy(update=changed))


@pytest.mark.parametrize("trained_layers", [None, 1, 2, 9])
def test_a_bert_by_layers_gives_the_models_own_vectors(
    model: SentenceTransformer, trained_layers: int | None
) -> None:
    trainable = _trainable(model, trained_layers=trained_layers)
    assert isinstance(trainable, TopLayers)
    for _ in range(2):  # the second time from what was kept
        found = trainable.vectors(TEXTS).detach().numpy()
        assert np.abs(found - _own_vectors(model)).max() < 1e-5


def test_a_text_has_the_same_lower_layers_in_any_batch(model: SentenceTransformer) -> None:
    one, other = _trainable(model, trained_layers=1), _trainable(model, trained_layers=1)
    one.vectors(TEXTS)
    other.vectors(TEXTS[5:6])
    assert torch.equal(one.vectors(TEXTS[3:9]), other.vectors(TEXTS[3:9]))


def test_a_bert_with_another_pooling_is_trained_as_a_whole(tmp_path: Path) -> None:
    model = small_bert(tmp_path, pooling="cls")
    trainable = _trainable(model)
    assert isinstance(trainable, WholeModel)
    assert np.abs(trainable.vectors(TEXTS).detach().numpy() - _own_vectors(model)).max() < 1e-6


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_only_the_upper_layers_are_trained(tmp_path: Path, pooling: str) -> None:
    model = small_bert(tmp_path, pooling)
    network = model.transformers_model
    assert network is not None
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    tuned = tune(_trainable(model, trained_layers=2), CORPUS, TWO_STEPS)
    after = network.state_dict()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed == set(tuned) and changed
    assert {".".join(name.split(".")[:3]) for name in changed} == {
        "encoder.layer.1", "encoder.layer.2",
    }  # fmt: skip
    assert all(torch.equal(tuned[name], after[name]) for name in tuned)


def test_long_texts_are_cut_while_training(model: SentenceTransformer) -> None:
    trainable = _trainable(model, max_tokens=12)
    long = "届" * 9
    first, second = trainable.vectors([long, long + "来" * 20]).detach()
    assert torch.allclose(first, trainable.vectors([long + "来"]).detach()[0], atol=1e-6)
    assert torch.allclose(first, second, atol=1e-6)


def test_dropout_disturbs_training_only(model: SentenceTransformer) -> None:
    trainable = _trainable(model, dropout=0.5)
    assert not torch.equal(trainable.vectors(TEXTS), trainable.vectors(TEXTS))
    assert np.array_equal(_own_vectors(model), _own_vectors(model))


def test_bfloat16_is_near_enough_and_vectors_stay_float32(model: SentenceTransformer) -> None:
    settings = TWO_STEPS.model_copy(update={"bf16": True, "trained_layers": 1})
    trainable = trainable_of(model, PROMPT, settings)
    with arithmetic(settings):
        rough = trainable.vectors(TEXTS)
    assert rough.dtype == torch.float32
    cosines = (rough.detach().numpy() * _own_vectors(model)).sum(axis=1)
    assert cosines.min() > 0.99
    tuned = tune(trainable, CORPUS, settings)
    assert {tensor.dtype for tensor in tuned.values()} == {torch.float32}


@pytest.mark.heavy
def test_the_bundled_default_is_trained_as_it_encodes(use_encoder: SentenceEncoder) -> None:
    trainable = trainable_of(use_encoder.model, use_encoder.prompt, TWO_STEPS)
    assert isinstance(trainable, WholeModel)
    with torch.no_grad():
        found = trainable.vectors(TEXTS).numpy()
    assert np.abs(found - use_encoder.encode(TEXTS)).max() < 1e-6
    assert len(trainable.parameters) > 20
