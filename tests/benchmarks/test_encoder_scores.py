"""Scores with answers that can be worked out by hand."""

import numpy as np
import pytest

from benchmarks.encoder_scores import (
    discovery_scores,
    kmeans_scores,
    neighbour_scores,
    pair_scores,
)
from pipelines.themes.discover import DiscoverSettings
from tests.benchmarks.encoder_fakes import COMPANY, RIGHT, Compass


def vectors() -> np.ndarray:
    return Compass("right", RIGHT).encode(COMPANY.texts)


def test_kmeans_finds_two_themes_that_lie_apart() -> None:
    assert kmeans_scores(vectors(), COMPANY.labels, seeds=2) == {"kmeans_v": 1.0, "ari": 1.0}


def test_kmeans_of_labels_that_cut_across_is_near_nothing() -> None:
    across = ("a", "b", "a", "b", "a", "b")
    found = kmeans_scores(vectors(), across, seeds=1)
    assert found["kmeans_v"] == pytest.approx(0.0817, abs=1e-4)
    assert found["ari"] < 0


def test_nearest_and_ten_nearest() -> None:
    found = neighbour_scores(vectors(), COMPANY.labels)
    assert found["one_nn"] == 1.0
    # Five others each, of which two are of the own theme.
    assert found["p10"] == pytest.approx(2 / 5)


def test_a_text_is_no_neighbour_of_itself() -> None:
    apart = np.eye(3, dtype=np.float32)
    assert neighbour_scores(apart, ("a", "b", "c")) == {"one_nn": 0.0, "p10": 0.0}


def test_pairs_are_ranked_by_cosine() -> None:
    first = np.array([[1, 0], [1, 0], [1, 0]], dtype=np.float32)
    second = np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32)
    both = np.vstack([first, second])
    assert pair_scores(both, (5.0, 3.0, 0.0)) == {"spearman": pytest.approx(1.0)}
    assert pair_scores(both, (0.0, 3.0, 5.0)) == {"spearman": pytest.approx(-1.0)}


def test_discovery_takes_distinct_texts_in_the_order_of_their_hash_with_copies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = {}

    class Found:
        labels = np.array([0, 1])
        report = {"clusters": 2.0, "share_unassigned": 0.0}  # noqa: RUF012

    def spy(rows: np.ndarray, copies: np.ndarray, settings: DiscoverSettings) -> Found:
        seen["rows"], seen["copies"] = rows.tolist(), copies.tolist()
        return Found()

    monkeypatch.setattr("benchmarks.encoder_scores.discover", spy)
    rows = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    texts, labels = ("ｱﾌﾟﾘが落ちる", "請求が二重", "アプリが落ちる"), ("app", "bill", "app")
    found = discovery_scores(texts, rows, labels, DiscoverSettings())
    assert found == {"ami": 1.0, "themes": 2.0, "share_unassigned": 0.0}
    turned = discovery_scores(texts[::-1], rows[::-1], labels[::-1], DiscoverSettings())
    assert turned == found
    assert sorted(zip(seen["rows"], seen["copies"], strict=True)) == [
        ([0.0, 1.0], 1.0),
        ([1.0, 0.0], 2.0),
    ]


def test_leaving_all_texts_out_scores_nothing() -> None:
    found = discovery_scores(COMPANY.texts, vectors(), COMPANY.labels, DiscoverSettings())
    assert found == {"ami": 0.0, "themes": 0.0, "share_unassigned": 1.0}
