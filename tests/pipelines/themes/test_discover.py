"""Discovery on made-up groups whose right answer is known."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from pipelines.themes.centroids import centroids_and_radii, unit_rows
from pipelines.themes.density_trees import reduce_rows
from pipelines.themes.discover import DiscoverSettings, centre_by_group, discover
from tests.pipelines.test_one_thread import blas_threads

SETTINGS = DiscoverSettings()


def groups(sizes: list[int], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Tight groups around random directions, shuffled, with the group of each row."""
    draw = np.random.default_rng(seed)
    of_row = draw.permutation(np.repeat(np.arange(len(sizes)), sizes))
    centres = unit_rows(draw.normal(size=(len(sizes), 64)))
    return unit_rows(centres[of_row] + 0.05 * draw.normal(size=(len(of_row), 64))), of_row


def pairs_together(labels: np.ndarray) -> np.ndarray:
    return labels[:, None] == labels[None, :]


@pytest.mark.parametrize("rows", [0, 1, 5])
def test_too_few_rows_are_honestly_no_clusters(rows: int) -> None:
    found = discover(groups([3, 2])[0][:rows], np.ones(rows), SETTINGS)
    assert found.labels.tolist() == [-1] * rows
    assert found.centroids.shape == (0, 64)
    assert found.report["clusters"] == 0
    assert found.report["share_unassigned"] == (1.0 if rows else 0.0)


def test_thirty_rows_in_three_groups_are_three_clusters() -> None:
    vectors, of_row = groups([10, 10, 10])
    found = discover(vectors, np.ones(30), SETTINGS)
    assert (pairs_together(found.labels) == pairs_together(of_row)).all()


def test_unequal_groups_come_back_and_the_largest_is_first() -> None:
    vectors, of_row = groups([50, 45, 40, 35, 30])
    found = discover(vectors, np.ones(200), SETTINGS)
    assert (pairs_together(found.labels) == pairs_together(of_row)).all()
    assert np.bincount(found.labels).tolist() == [50, 45, 40, 35, 30]
    assert found.labels.dtype == np.int32
    assert found.strengths.dtype == np.float32
    assert ((found.strengths >= 0) & (found.strengths <= 1)).all()


def test_issues_of_seven_voices_are_told_apart_where_few_are_heard() -> None:
    vectors, of_row = groups([7] * 8, seed=5)
    found = discover(vectors, np.ones(56), SETTINGS)
    assert (pairs_together(found.labels) == pairs_together(of_row)).all()


@pytest.mark.parametrize("sizes", [[24, 7, 7, 7], [20, 5, 5, 5, 5, 5]])
def test_half_of_fifty_voices_may_be_of_one_issue(sizes: list[int]) -> None:
    vectors, of_row = groups(sizes, seed=1)
    found = discover(vectors, np.ones(len(vectors)), SETTINGS)
    assert np.bincount(found.labels).tolist() == sizes
    assert (pairs_together(found.labels) == pairs_together(of_row)).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_few_voices_that_share_nothing_are_no_themes(seed: int) -> None:
    noise = unit_rows(np.random.default_rng(seed).normal(size=(45, 64)))
    assert discover(noise, np.ones(45), SETTINGS).labels.tolist() == [-1] * 45


def test_the_same_rows_give_the_same_bits() -> None:
    vectors, _ = groups([40, 30, 30])
    first, second = (discover(vectors, np.ones(100), SETTINGS) for _ in range(2))
    assert first.labels.tobytes() == second.labels.tobytes()
    assert first.strengths.tobytes() == second.strengths.tobytes()


def test_the_order_of_the_rows_does_not_matter() -> None:
    vectors, _ = groups([40, 30, 20, 10], seed=3)
    vectors = unit_rows(vectors + 0.2 * np.random.default_rng(3).normal(size=vectors.shape))
    found = discover(vectors, np.ones(100), SETTINGS)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(100)
        other = discover(vectors[order], np.ones(100), SETTINGS)
        assert other.labels.tolist() == found.labels[order].tolist()
        assert other.centroids.tobytes() == found.centroids.tobytes()
        assert other.strengths.tolist() == found.strengths[order].tolist()


def test_equal_vectors_are_one_text_however_often_they_come() -> None:
    vectors, _ = groups([30, 30, 30], seed=4)
    vectors = unit_rows(vectors + 0.3 * np.random.default_rng(4).normal(size=vectors.shape))
    often = np.repeat(np.arange(90), 1 + np.arange(90) % 4)
    apart = discover(vectors[often], np.ones(len(often)), SETTINGS)
    weighed = discover(vectors, 1.0 + np.arange(90) % 4, SETTINGS)
    assert apart.labels.tolist() == weighed.labels[often].tolist()
    assert apart.report == weighed.report


def test_a_text_of_weight_0_founds_nothing_and_goes_where_it_is_near() -> None:
    vectors, of_row = groups([12, 12, 12, 1])
    weighty = np.ones(37)
    weighty[[np.flatnonzero(of_row == group)[0] for group in range(4)]] = 0.0
    found = discover(vectors, weighty, SETTINGS)
    alone = discover(vectors[weighty > 0], np.ones(33), SETTINGS)
    assert found.centroids.tobytes() == alone.centroids.tobytes()
    assert found.radii.tobytes() == alone.radii.tobytes()
    assert found.labels[of_row == 3].tolist() == [-1]
    assert (pairs_together(found.labels) == pairs_together(of_row)).all()


def test_a_giant_group_never_becomes_one_cluster() -> None:
    vectors, _ = groups([150, 10, 10, 10, 10, 10])
    found = discover(vectors, np.ones(200), SETTINGS)
    core_limit = SETTINGS.max_cluster_share + found.report["share_rescued"]
    assert found.report["share_largest"] <= core_limit


def test_a_text_repeated_often_is_a_cluster_of_its_own() -> None:
    vectors, _ = groups([15, 15, 15])
    alone = unit_rows(np.eye(64)[:1])
    found = discover(np.vstack([vectors, alone]), np.append(np.ones(45), 30.0), SETTINGS)
    assert found.labels[-1] >= 0
    assert (found.labels == found.labels[-1]).sum() == 1
    assert found.radii.min() > 0


def test_rows_beyond_the_sample_are_assigned_to_what_the_sample_found() -> None:
    vectors, of_row = groups([50, 50, 50, 50])
    found = discover(vectors, np.ones(200), SETTINGS.model_copy(update={"max_fit_rows": 100}))
    assert found.report["rows_fitted"] == 100
    known = found.labels >= 0
    assert known.mean() > 0.98
    together = pairs_together(found.labels[known])
    assert not (together & ~pairs_together(of_row[known])).any()


def test_centring_removes_the_channel_but_not_a_small_group() -> None:
    draw = np.random.default_rng(1)
    topic = draw.normal(size=(6, 8))
    channel = np.repeat([[5.0] * 8, [-5.0] * 8], 3, axis=0)
    centred = centre_by_group(topic + channel, ["call"] * 3 + ["mail"] * 3, min_group=3)
    expected = np.vstack([topic[:3] - topic[:3].mean(axis=0), topic[3:] - topic[3:].mean(axis=0)])
    np.testing.assert_allclose(centred, unit_rows(expected), atol=1e-5)
    kept = centre_by_group(topic + channel, ["call"] * 3 + ["mail"] * 3, min_group=4)
    np.testing.assert_allclose(
        kept, unit_rows(topic + channel - (topic + channel).mean(axis=0)), atol=1e-5
    )


def test_centred_channels_part_fewer_issues() -> None:
    topics, of_row = groups([20] * 6)
    channels = np.array(["call", "mail"])[np.arange(120) % 2]
    # The manner of a channel weighs more than the topic, so it decides who is near whom.
    manner = np.where((channels == "call")[:, None], np.eye(64)[62], np.eye(64)[63]) * 1.5
    spoken = unit_rows(topics + manner)
    agreement = {}
    for is_centred in (False, True):
        chosen = {"centre_channels": is_centred, "smallest_channel": 30}
        found = discover(
            spoken, np.ones(120), SETTINGS.model_copy(update=chosen), channels.tolist()
        )
        agreement[is_centred] = adjusted_mutual_info_score(of_row, found.labels)
    assert agreement[True] > agreement[False] + 0.1


def test_a_mass_mail_does_not_become_its_theme() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    centroids, _ = centroids_and_radii(vectors, np.array([1000.0, 1.0]), np.array([0, 0]), 0.8)
    pull = 1.0 + np.log(1000.0)
    np.testing.assert_allclose(centroids[0], np.array([pull, 1.0]) / np.hypot(pull, 1.0), atol=1e-6)


def test_discovery_works_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    found: set[int] = set()

    def spread(*given: Any) -> np.ndarray:
        found.update(blas_threads())
        return reduce_rows(*given)

    monkeypatch.setattr("pipelines.themes.discover.reduce_rows", spread)
    with threadpool_limits(4, user_api="blas"):
        discover(groups([10, 10, 10])[0], np.ones(30), SETTINGS)
    assert found == {1}
