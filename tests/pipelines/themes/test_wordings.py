import numpy as np

from pipelines.themes.wordings import group_wordings, mean_of_groups


def at(*degrees: float) -> np.ndarray:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def slow_groups(vectors: np.ndarray, similarity: float) -> list[int]:
    """The same rule, one row at a time."""
    leaders: list[np.ndarray] = []
    groups = []
    for row in vectors:
        similar = [float(leader @ row) for leader in leaders]
        if not similar or max(similar) < similarity:
            leaders.append(row)
            groups.append(len(leaders) - 1)
        else:
            groups.append(int(np.argmax(similar)))
    return groups


def test_near_rows_join_the_nearest_leader() -> None:
    # cos 20 deg = .94, cos 40 deg = .77
    assert group_wordings(at(0, 40, 10, 30, 90), 0.85).tolist() == [0, 1, 0, 1, 2]


def test_same_groups_as_the_slow_rule_over_several_blocks() -> None:
    rows = np.random.default_rng(3).normal(size=(700, 6)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = group_wordings(rows, 0.8)
    assert found.tolist() == slow_groups(rows, 0.8)
    assert 20 < found.max() < 650


def test_nothing_is_near_at_similarity_one_and_no_rows_are_no_groups() -> None:
    assert group_wordings(at(0, 1, 2), 1.0).tolist() == [0, 1, 2]
    assert group_wordings(np.zeros((0, 4), dtype=np.float32), 0.85).tolist() == []


def test_mean_of_a_group_is_a_unit_row() -> None:
    means = mean_of_groups(at(0, 20, 90), np.array([0, 0, 1]))
    np.testing.assert_allclose(means, at(10, 90), atol=1e-6)
