"""Births from the pool: customers, wordings and nearness, in any order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.themes.birth import BirthSettings, Pool, find_births
from pipelines.themes.centroids import unit_rows

SETTINGS = BirthSettings(min_customers=4, min_wordings=3, same_wording=0.999)
REACH = 0.3


def near(axis: int, count: int, seed: int = 0) -> np.ndarray:
    """Return unit rows (count, 8) near an axis, each in words of its own."""
    chance = np.random.default_rng(seed + axis).normal(size=(count, 8))
    return unit_rows(6.0 * np.eye(8)[axis][None, :] + chance)


def pool(vectors: np.ndarray, customers: list[str], new: int | None = None) -> Pool:
    """Return a pool, of which the last `new` rows came this week."""
    is_new = np.arange(len(vectors)) >= len(vectors) - (new or len(vectors))
    return Pool(vectors, [frozenset([who]) for who in customers], is_new)


def test_four_customers_in_three_wordings_are_a_theme_and_three_are_not() -> None:
    vectors = near(0, 4)
    [born] = find_births(pool(vectors, list("abcd")), REACH, SETTINGS)
    assert born.members.tolist() == [0, 1, 2, 3]
    assert np.allclose(born.centroid, unit_rows(vectors.mean(axis=0)[None, :])[0], atol=1e-6)
    assert find_births(pool(vectors, list("abca")), REACH, SETTINGS) == []


def test_one_template_of_many_customers_is_no_theme() -> None:
    same = np.tile(near(0, 1), (6, 1))
    assert find_births(pool(same, list("abcdef")), REACH, SETTINGS) == []


def test_one_customer_who_calls_often_is_no_theme() -> None:
    assert find_births(pool(near(0, 8), ["a"] * 8), REACH, SETTINGS) == []


def test_without_a_new_voice_nothing_is_born() -> None:
    vectors = np.vstack([near(0, 5), near(1, 1)])
    assert find_births(pool(vectors, list("abcdef"), new=1), REACH, SETTINGS) == []
    assert len(find_births(pool(vectors[::-1], list("abcdef"), new=1), REACH, SETTINGS)) == 1


def test_scattered_voices_are_no_theme() -> None:
    assert find_births(pool(unit_rows(np.eye(8)), list("abcdefgh")), REACH, SETTINGS) == []


def test_two_issues_of_one_week_are_two_themes_that_share_no_voice() -> None:
    vectors = np.vstack([near(0, 5), near(1, 5)])
    born = find_births(pool(vectors, list("abcdefghij")), REACH, SETTINGS)
    found = sorted(one.members.tolist() for one in born)
    assert found == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


@given(st.integers(0, 200))
def test_every_birth_has_enough_customers_within_reach(seed: int) -> None:
    draw = np.random.default_rng(seed)
    vectors = unit_rows(np.eye(8)[draw.integers(0, 3, 30)] * 3 + draw.normal(size=(30, 8)))
    who = [str(number) for number in draw.integers(0, 12, 30)]
    taken: set[int] = set()
    for born in find_births(pool(vectors, who), REACH, SETTINGS):
        assert len({who[row] for row in born.members}) >= 4
        assert not taken & set(born.members.tolist())
        taken |= set(born.members.tolist())
