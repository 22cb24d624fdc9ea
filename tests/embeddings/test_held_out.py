"""What is kept back from training, and how an encoder is scored on it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.held_out import count_wordings, hits, interval, split, wordings_of


def on_circle(*degrees: float) -> np.ndarray:
    """Unit rows at some angles."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_near_rows_and_what_they_are_near_to_are_one_wording() -> None:
    # 10 degrees apart have a cosine of .985; 0 and 20 are joined by what lies between.
    groups = wordings_of(on_circle(0, 90, 20, 10, 180), same_wording=0.98)
    assert groups[0] == groups[2] == groups[3]
    assert len(set(groups.tolist())) == 3


def test_wordings_are_counted_by_label() -> None:
    assert count_wordings(["b", "a", "b", "b"], np.array([0, 1, 0, 2])) == {"a": 1, "b": 2}


TEXTS = st.lists(st.tuples(st.text(max_size=6), st.integers(0, 20)), min_size=1, max_size=120)


@given(TEXTS)
def test_a_wording_is_never_on_two_sides(rows: list[tuple[str, int]]) -> None:
    texts, wordings = [text for text, _ in rows], np.array([wording for _, wording in rows])
    parts = split(texts, wordings, 0.2, 0.3, seed=0)
    sides = [parts.training, parts.validation, parts.test]
    dealt = [wording for side in sides for wording in sorted(set(wordings[side].tolist()))]
    assert sorted(dealt) == sorted(set(wordings.tolist()))
    assert sorted(np.concatenate(sides).tolist()) == list(range(len(rows)))


def test_sides_are_dealt_by_their_shares() -> None:
    texts = [f"文{number}" for number in range(4_000)]
    parts = split(texts, np.arange(4_000), 0.2, 0.3, seed=3)
    counts = [len(parts.training), len(parts.validation), len(parts.test)]
    assert counts == [pytest.approx(wanted, abs=100) for wanted in (2_000, 800, 1_200)]


@given(TEXTS, st.integers(0, 100))
def test_what_was_kept_back_is_kept_back_when_more_texts_have_come(
    rows: list[tuple[str, int]], count: int
) -> None:
    texts = sorted({text for text, _ in rows})
    fewer = split(texts[:count], np.arange(len(texts[:count])), 0.2, 0.3, seed=0)
    more = split(texts, np.arange(len(texts)), 0.2, 0.3, seed=0)
    assert set(fewer.test) <= set(more.test)
    assert set(fewer.training) <= set(more.training)


def test_a_row_is_found_by_its_prototype_and_by_its_nearest_row() -> None:
    # Prototypes: a at 20 degrees, b at 70. The row at 44 is nearer to a's prototype, but its
    # nearest row is b's at 45.
    vectors = on_circle(0, 40, 45, 95, 44, 44, 90)
    labels = ["a", "a", "b", "b", "a", "b", "b"]
    found = hits(vectors, labels, known=np.arange(4), asked=np.array([4, 5, 6]))
    assert found.tolist() == [[1, 0], [0, 1], [1, 1]]


def test_a_label_of_which_nothing_is_known_is_never_found() -> None:
    vectors = on_circle(0, 180, 180)
    found = hits(vectors, ["a", "b", "c"], known=np.array([0, 1]), asked=np.array([2]))
    assert found.tolist() == [[0, 0]]


def test_the_interval_of_equal_gains_is_the_gain_and_chance_straddles_zero() -> None:
    same = interval(np.full(8, 0.5), np.arange(8), 0.9, seed=0)
    assert (same.mean, same.low, same.high) == (0.5, 0.5, 0.5)
    chance = interval(np.array([1.0, -1.0] * 20), np.arange(40), 0.9, seed=0)
    assert chance.low < 0 < chance.high
    # Normal approximation: 1.645 / sqrt(40) = .26.
    assert chance.high == pytest.approx(0.26, abs=0.04)


def test_rows_of_one_wording_count_as_one_piece_of_evidence() -> None:
    gains = np.array([1.0, 0.0] * 20)
    alone = interval(gains, np.arange(40), 0.9, seed=0)
    joined = interval(gains, np.repeat(np.arange(4), 10), 0.9, seed=0)
    assert joined.mean == alone.mean == 0.5
    assert joined.low == joined.high == 0.5  # (every wording is half right)
    assert alone.low < 0.5 < alone.high
