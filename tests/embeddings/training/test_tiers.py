"""What becomes of a trained tier: fewer layers, and a file in its place."""

from pathlib import Path

import pytest

from embeddings.errors import EncoderError
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.training.tiers import keep_layers, ship
from embeddings.tuned_weights import TUNED_FILE, TunedBase
from tests.embeddings.training.small_bert import PROMPT, small_bert


def _encoder(folder: Path) -> SentenceEncoder:
    return SentenceEncoder(
        small_bert(folder),
        fingerprint="small",
        prompt=PROMPT,
        threads=1,
        batch_size=8,
        base=TunedBase("e5", "0" * 64),
    )


def test_kept_layers_are_run_in_order_and_remembered(tmp_path: Path) -> None:
    encoder = _encoder(tmp_path)
    network = encoder.model.transformers_model
    first, _, third = network.encoder.layer
    keep_layers(encoder, (0, 2))
    assert list(network.encoder.layer) == [first, third]
    assert encoder.base == TunedBase("e5", "0" * 64, (0, 2))
    assert encoder.encode(["寒い"]).shape == (1, 16)


def test_without_a_choice_all_layers_are_kept(tmp_path: Path) -> None:
    encoder = _encoder(tmp_path)
    keep_layers(encoder, None)
    assert len(encoder.model.transformers_model.encoder.layer) == 3
    assert encoder.base == TunedBase("e5", "0" * 64)


def test_shipped_weights_replace_the_old_ones(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for content in (b"old", b"new"):
        (tmp_path / TUNED_FILE).write_bytes(content)
        assert ship(tmp_path, "e5", out).read_bytes() == content
    assert sorted(path.name for path in out.iterdir()) == ["checksums.json", "e5.safetensors"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / TUNED_FILE).write_bytes(b"weights")
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(EncoderError) as caught:
        ship(tmp_path, "use", tmp_path / "out")
    assert caught.value.key == "training_not_writable"
