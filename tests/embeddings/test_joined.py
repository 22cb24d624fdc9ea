"""The joined tier: two cosines in one."""

import numpy as np
import pytest

from embeddings import Encoder, EncoderError, load_encoder, load_trainable
from embeddings.joined import SHARE_OF_USE, JoinedEncoder

TEXTS = ["振り込んだのに届かない", "入金したのに商品が来ない", "アプリが落ちる", ""]


@pytest.fixture(scope="module")
def joined(use_encoder: Encoder, e5_encoder: Encoder) -> Encoder:
    return JoinedEncoder(use_encoder, e5_encoder, 0.25)


def test_cosine_is_the_weighted_mean_of_both(
    joined: Encoder, use_encoder: Encoder, e5_encoder: Encoder
) -> None:
    cosines = [
        vectors @ vectors.T
        for vectors in (encoder.encode(TEXTS) for encoder in (joined, use_encoder, e5_encoder))
    ]
    np.testing.assert_allclose(cosines[0], 0.25 * cosines[1] + 0.75 * cosines[2], atol=1e-5)


def test_rows_are_unit_vectors_of_both_lengths(
    joined: Encoder, use_encoder: Encoder, e5_encoder: Encoder
) -> None:
    vectors = joined.encode(TEXTS)
    assert vectors.shape == (4, use_encoder.dimension + e5_encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_another_share_is_another_encoder(
    joined: Encoder, use_encoder: Encoder, e5_encoder: Encoder
) -> None:
    other = JoinedEncoder(use_encoder, e5_encoder, 0.5)
    assert other.fingerprint != joined.fingerprint


def test_name_joined_loads_the_shipped_tiers(joined: Encoder) -> None:
    assert SHARE_OF_USE == 0.25
    assert load_encoder("joined").fingerprint == joined.fingerprint


def test_joined_cannot_be_trained() -> None:
    with pytest.raises(EncoderError) as raised:
        load_trainable("joined")
    assert raised.value.key == "encoder_not_trainable"


def test_progress_counts_every_text_once(joined: Encoder) -> None:
    told: list[tuple[int, int]] = []
    joined.encode(TEXTS, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (4, 4)
