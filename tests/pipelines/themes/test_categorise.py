"""Categories: like themes together, names that stay, and what happens when themes are added."""

import numpy as np

from pipelines.themes.candidates import NameRules, NameSettings
from pipelines.themes.categorise import centres_of, group_centroids, group_themes, name_categories
from pipelines.themes.centroids import unit_rows
from pipelines.themes.mentions import mentions_of
from pipelines.themes.name_words import parse_name_words
from pipelines.themes.term_counts import TermCounts
from tests.pipelines.themes.word_rows import noun, other

WORDS = parse_name_words("[heads]")
SETTINGS = NameSettings()


def around(*corners: int) -> np.ndarray:
    """Return centroids near these corners of a cube."""
    noise = np.random.default_rng(0).normal(size=(len(corners), 4))
    return unit_rows(np.eye(4)[list(corners)] + 0.02 * noise)


def test_few_centroids_are_one_category() -> None:
    assert group_centroids(np.zeros((0, 4))).tolist() == []
    assert group_centroids(np.eye(4)[:1]).tolist() == [0]
    assert group_centroids(np.eye(4)[:2]).tolist() == [0, 0]


def test_like_themes_share_a_category_and_there_are_about_the_root_of_them() -> None:
    index = group_centroids(around(0, 0, 0, 0, 0, 1, 1, 1, 1))
    assert len(set(index.tolist())) == 3
    assert not set(index[:5].tolist()) & set(index[5:].tolist())


def test_a_new_theme_joins_the_nearest_category_and_nobody_moves() -> None:
    index, names = group_themes(around(0, 0, 1, 1, 1), ["送料", "送料", "電話", "電話", ""])
    assert names == ["送料", "電話"]
    assert index.tolist() == [0, 0, 1, 1, 1]
    # Even where the present categories are not what grouping anew would make.
    index, names = group_themes(around(0, 1, 0, 1, 1), ["送料", "送料", "電話", "電話", ""])
    assert index[:4].tolist() == [0, 0, 1, 1]


def test_when_most_themes_are_new_groups_inherit_the_names_they_share_most_with() -> None:
    corners = (0, 0, 0, 0, 0, 1, 1, 1, 1)
    present = ["送料", "", "", "", "", "電話", "", "", ""]
    index, names = group_themes(around(*corners), present)
    assert names[int(index[0])] == "送料"
    assert names[int(index[5])] == "電話"
    assert sorted(names) == ["", "送料", "電話"]


def test_no_themes_make_no_categories() -> None:
    index, names = group_themes(np.zeros((0, 4), dtype=np.float32), [])
    assert (index.tolist(), names) == ([], [])
    assert centres_of(np.zeros((0, 4), dtype=np.float32), index).shape == (0, 4)


def test_new_categories_are_named_by_what_they_speak_of_and_old_ones_are_not() -> None:
    said = [[noun("送料"), other("が"), noun("返品")]] * 4 + [[noun("電話")]] * 4
    counts = TermCounts([mentions_of(t, WORDS) for t in said], [0] * 4 + [1] * 4, 30.0)
    rules = NameRules(WORDS, SETTINGS, lambda names: np.ones((len(names), 1)))
    assert name_categories(counts, np.ones((2, 1)), ["", "窓口"], rules) == ["返品・送料", "窓口"]
    assert name_categories(counts, np.ones((2, 1)), ["", ""], rules) == ["返品・送料", "電話"]
    assert name_categories(counts, np.ones((3, 1)), ["窓口", "箱", ""], rules)[2] == "カテゴリ3"
