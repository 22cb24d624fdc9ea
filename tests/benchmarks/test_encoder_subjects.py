"""Who gives a text set its vectors: one encoder, a fold's model, a join, a file."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.encoder_sets import LabelledTexts
from benchmarks.encoder_subjects import Joined, Kept, OfFolds, Plain
from benchmarks.encoder_words import TfIdf, WordMeans, Words
from embeddings import Encoder
from tests.benchmarks.encoder_fakes import COMPANY, RIGHT, Compass


def plain(compass: Compass, name: str = "use") -> Plain:
    return Plain(name, lambda: compass)


def test_each_company_is_encoded_by_the_model_of_its_fold() -> None:
    models = {fold: Compass(f"fold-{fold}", RIGHT) for fold in (0, 1)}
    loads = []

    def load(fold: int) -> Encoder:
        loads.append(fold)
        return models[fold]

    other = replace(COMPANY, name="さくら台メディカル", texts=COMPANY.texts[::-1])
    subject = OfFolds("use", {COMPANY.name: 0, other.name: 1}, load)
    assert [subject.fingerprint(texts) for texts in (COMPANY, other)] == ["fold-0", "fold-1"]
    subject.vectors(COMPANY)
    subject.vectors(COMPANY)
    assert models[0].asked == [COMPANY.texts] * 2
    assert models[1].asked == []
    # The fingerprint asked for fold 1 in between; a fold is not loaded again while it is held.
    assert loads == [0, 1, 0]


@given(
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 360), st.floats(0, 360)), min_size=2, max_size=2),
)
def test_cosine_of_a_join_is_the_weighted_mean_of_cosines(
    weight: float, angles: list[tuple[float, float]]
) -> None:
    pair = LabelledTexts("pair", ("左", "右"), ("a", "b"))
    parts = [plain(Compass("c", dict(zip(pair.texts, each, strict=True)))) for each in angles]
    joined = Joined(tuple(parts), (weight, 1 - weight))
    cosines = [np.cos(np.deg2rad(left - right)) for left, right in angles]
    left, right = joined.vectors(pair)
    assert left @ right == pytest.approx(weight * cosines[0] + (1 - weight) * cosines[1], abs=1e-5)
    assert left @ left == pytest.approx(1.0, abs=1e-5)


def test_a_join_is_named_by_parts_and_weights() -> None:
    use, e5 = (plain(Compass("c", RIGHT), name) for name in ("use", "e5"))
    assert Joined((use, e5), (0.25, 0.75)).name == "use .25 + e5 .75"
    assert Joined((use, e5), (0.25, 0.75)).fingerprint(COMPANY) != Joined(
        (use, e5), (0.75, 0.25)
    ).fingerprint(COMPANY)


def test_kept_vectors_are_read_until_texts_or_encoder_change(tmp_path: Path) -> None:
    old, new = Compass("old", RIGHT), Compass("new", RIGHT)

    def kept(compass: Compass) -> Kept:
        return Kept(plain(compass), tmp_path)

    first = kept(old).vectors(COMPANY)
    assert np.array_equal(kept(old).vectors(COMPANY), first)
    assert len(old.asked) == 1
    kept(old).vectors(replace(COMPANY, texts=COMPANY.texts[::-1]))
    assert len(old.asked) == 2
    kept(new).vectors(COMPANY)
    assert len(new.asked) == 1


def test_a_plain_subject_loads_nothing_until_it_is_asked() -> None:
    def load() -> Compass:
        raise AssertionError("loaded")

    subject = Plain("e5", load)
    assert subject.name == "e5"
    with pytest.raises(AssertionError, match="loaded"):
        subject.vectors(COMPANY)


def test_tf_idf_has_the_same_row_for_the_same_words_in_another_order() -> None:
    rows = TfIdf(Words()).encode(["荷物が届かない", "届かない荷物", "請求が二重", "料金が高い"])
    assert rows[0] @ rows[1] == pytest.approx(1.0, abs=1e-5)
    assert abs(rows[0] @ rows[2]) < 1e-5
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_word_means_are_means_of_known_content_words(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    np.savez(
        path,
        words=np.array("荷物\n届く".encode()),
        rows=np.array([1, 0], dtype=np.int32),
        matrix=np.array([[0, 3], [4, 0]], dtype=np.float32),
        source=np.array("ja-ginza 5.3.0"),
    )
    subject = WordMeans(path, Words())
    found = subject.encode(["荷物が届かない", "荷物", "料金"])
    assert found == pytest.approx(np.array([[0.8, 0.6], [1, 0], [1, 0]]), abs=1e-6)
    assert subject.fingerprint.startswith("ja-ginza 5.3.0 ")
