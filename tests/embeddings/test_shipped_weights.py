"""Tuned weights as the encoders take them: shipped, adapted, shortened, damaged."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from embeddings import Encoder, EncoderError, load_encoder, load_trainable, shipped_weights
from embeddings.saving import save_encoder
from embeddings.shipped_weights import record_sum, tuned_file
from embeddings.tuned_weights import TUNED_FILE, TunedMetadata, write_tuned
from tests.embeddings.sentences import varied_sentences

TEXTS = varied_sentences()[::15]


def _trained(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Change each weight by a tenth of its spread, which is more than training does."""
    random = torch.Generator().manual_seed(1)
    return {
        name: tensor + 0.1 * tensor.std() * torch.randn(tensor.shape, generator=random)
        for name, tensor in state.items()
        if tensor.numel() > 1
    }


@pytest.fixture(scope="module")
def trained_use() -> Encoder:
    """The default with weights that were changed and not rounded."""
    encoder: Any = load_encoder("use-base")
    module = encoder.model[0]
    module.load_state_dict(module.state_dict() | _trained(module.state_dict()))
    result: Encoder = encoder
    return result


@pytest.fixture
def shipped(tmp_path: Path, trained_use: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped weights that holds those of `trained_use`."""
    monkeypatch.setattr(shipped_weights, "FOLDER", tmp_path)
    monkeypatch.setattr(shipped_weights, "SHIPPED", ("use",))
    save_encoder(trained_use, tmp_path, "test")
    (tmp_path / TUNED_FILE).rename(tuned_file("use"))
    record_sum(tuned_file("use"))
    return tmp_path


def test_what_is_shipped_is_small_and_has_its_sums() -> None:
    sizes = []
    for tier in shipped_weights.SHIPPED:
        load_encoder(tier)
        sizes.append(tuned_file(tier).stat().st_size)
    assert sum(sizes) < 40_000_000


@pytest.mark.parametrize("tier", ["use", pytest.param("e5", marks=pytest.mark.heavy)])
def test_a_tier_with_tuned_weights_is_told_from_its_base_by_its_fingerprint(tier: str) -> None:
    tuned, base = (load_encoder(name).fingerprint for name in (tier, f"{tier}-base"))
    assert base.startswith(f"{tier}-base-")
    assert (tuned == base) == (tier not in shipped_weights.SHIPPED)


def test_shipped_weights_give_the_vectors_of_the_unrounded_ones(
    shipped: Path, trained_use: Encoder, use_base: Encoder
) -> None:
    encoder = load_encoder("use")
    cosines = (encoder.encode(TEXTS) * trained_use.encode(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.9999
    assert np.abs(encoder.encode(TEXTS) - use_base.encode(TEXTS)).max() > 0.01
    assert encoder.fingerprint != use_base.fingerprint
    assert tuned_file("use").stat().st_size < 4_000_000
    assert np.array_equal(load_encoder("use-base").encode(TEXTS), use_base.encode(TEXTS))


def test_other_shipped_weights_have_another_fingerprint(shipped: Path, trained_use: Any) -> None:
    before = load_encoder("use").fingerprint
    assert load_encoder("use").fingerprint == before
    save_encoder(trained_use, shipped, "another recipe")
    (shipped / TUNED_FILE).replace(tuned_file("use"))
    record_sum(tuned_file("use"))
    assert load_encoder("use").fingerprint != before


def _key() -> str:
    with pytest.raises(EncoderError) as caught:
        load_encoder("use")
    assert caught.value.values["file"] in ("use.safetensors", "checksums.json")
    return caught.value.key


def test_one_changed_byte_is_told(shipped: Path) -> None:
    path = tuned_file("use")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert _key() == "encoder_tuned_changed"


def test_weights_without_their_sum_are_told(shipped: Path) -> None:
    (shipped / "checksums.json").write_text("{}")
    assert _key() == "encoder_tuned_changed"


@pytest.mark.parametrize("content", [None, "not json", "[1]"])
def test_missing_sums_are_told(shipped: Path, content: str | None) -> None:
    sums = shipped / "checksums.json"
    sums.unlink()
    if content is not None:
        sums.write_text(content)
    assert _key() == "encoder_tuned_missing"


def test_missing_weights_are_told(shipped: Path) -> None:
    tuned_file("use").unlink()
    assert _key() == "encoder_tuned_missing"


def test_weights_of_another_base_are_told(shipped: Path) -> None:
    metadata = TunedMetadata(tier="use", base_sha256="0" * 64, recipe="test")
    write_tuned(tuned_file("use"), {"b": torch.zeros(2)}, {"b": torch.ones(2)}, metadata)
    record_sum(tuned_file("use"))
    assert _key() == "encoder_tuned_other_base"


def test_sums_of_other_files_are_kept(tmp_path: Path) -> None:
    for name in ("use", "e5", "use"):
        (tmp_path / f"{name}.safetensors").write_text(name)
        record_sum(tmp_path / f"{name}.safetensors")
    sums = json.loads((tmp_path / "checksums.json").read_text())
    assert sorted(sums) == ["e5.safetensors", "use.safetensors"]
    assert len(set(sums.values())) == 2


def test_a_trained_default_is_saved_small_and_comes_back(tmp_path: Path, trained_use: Any) -> None:
    save_encoder(trained_use, tmp_path, "test")
    assert [path.name for path in tmp_path.iterdir()] == [TUNED_FILE]
    encoder = load_encoder(f"path:{tmp_path}")
    assert (encoder.encode(TEXTS) * trained_use.encode(TEXTS)).sum(axis=1).min() > 0.9999
    again: Any = load_trainable(f"path:{tmp_path}")
    assert np.array_equal(again.encode(TEXTS), encoder.encode(TEXTS))
    assert again.fingerprint == encoder.fingerprint


def test_damaged_tuned_weights_in_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / TUNED_FILE).write_bytes(b"damaged")
    for load in (load_encoder, load_trainable):
        with pytest.raises(EncoderError) as caught:
            load(f"path:{tmp_path}")
        assert caught.value.key == "encoder_tuned_unreadable"


@pytest.mark.heavy
def test_a_shortened_and_trained_e5_is_saved_and_comes_back(
    tmp_path: Path, e5_cache: Path, e5_base: Encoder
) -> None:
    from embeddings.e5_small import BASE_SHA256, base_state

    kept = (0, 4, 11)
    shortened = TunedMetadata(tier="e5", base_sha256=BASE_SHA256, recipe="test", layers=kept)
    base = base_state()
    number = "encoder.layer.4."
    tuned = _trained({name: base[name] for name in base if name.startswith(number)})
    write_tuned(tmp_path / TUNED_FILE, base, tuned, shortened)
    fast = load_encoder(f"path:{tmp_path}")
    stock = load_trainable(f"path:{tmp_path}", cache_dir=e5_cache)
    assert stock.model.transformers_model.config.num_hidden_layers == 3  # type: ignore[union-attr]
    assert np.abs(fast.encode(TEXTS) - stock.encode(TEXTS)).max() < 1e-6
    assert fast.fingerprint == stock.fingerprint != e5_base.fingerprint
    before = (tmp_path / TUNED_FILE).read_bytes()
    save_encoder(stock, tmp_path, "test")
    assert len((tmp_path / TUNED_FILE).read_bytes()) == len(before)
    assert np.abs(load_encoder(f"path:{tmp_path}").encode(TEXTS) - fast.encode(TEXTS)).max() < 1e-3


@pytest.mark.heavy
def test_layers_that_the_base_does_not_have_are_told(tmp_path: Path) -> None:
    from embeddings.e5_small import BASE_SHA256, base_state

    metadata = TunedMetadata(tier="e5", base_sha256=BASE_SHA256, recipe="test", layers=(0, 12))
    base = base_state()
    write_tuned(tmp_path / TUNED_FILE, base, base, metadata)
    with pytest.raises(EncoderError) as caught:
        load_encoder(f"path:{tmp_path}")
    assert caught.value.key == "encoder_tuned_unreadable"
