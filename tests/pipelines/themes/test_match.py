"""Matching of themes and clusters by the voices they share."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.themes.match import Link, Places, match, match_places


def links(before: list[int], after: list[int], weights: list[int] | None = None) -> list[Link]:
    counts = (max(before, default=-1) + 1, max(after, default=-1) + 1)
    copies = np.array(weights or [1] * len(before), dtype=float)
    return match(np.array(before), np.array(after), copies, counts)


def test_the_same_clusters_in_another_order_go_on_the_same_themes() -> None:
    assert links([0, 0, 1, 1, 1], [1, 1, 0, 0, 0]) == [
        Link("continued", 0, 1, 2, 2, 1.0),
        Link("continued", 1, 0, 3, 3, 1.0),
    ]


def test_the_larger_part_of_a_split_keeps_the_theme() -> None:
    assert links([0] * 5, [0, 0, 1, 1, 1]) == [
        Link("continued", 0, 1, 3, 3, 1.0),
        Link("split", 0, 0, 2, 2, 1.0),
    ]


def test_of_two_merged_themes_the_larger_one_lives_on() -> None:
    assert links([0, 0, 1, 1, 1], [0] * 5) == [
        Link("continued", 1, 0, 5, 3, 1.0),
        Link("merged", 0, 0, 2, 2, 1.0),
    ]


def test_waiting_voices_make_a_birth_and_scattered_ones_an_end() -> None:
    before = [0, 0, 0, -1, -1, -1, 1, 1, 1, 1, 2, 2, 2, 2]
    after_ = [0, 1, -1, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1]
    found = links(before, after_)
    assert Link("born", None, 2, 3, 0, 0.0) in found
    assert Link("retired", 0, None, 3, 0, 0.0) in found


def test_a_theme_left_out_of_the_clustering_lives_on_as_it_is() -> None:
    assert links([0, 0, 0, 1, 1], [-1, -1, 0, 0, 0])[-1] == Link("continued", 0, None, 3, 2, 2 / 3)


def test_copies_count_as_voices() -> None:
    found = links([0, 1], [0, 0], [1, 9])
    assert found[0] == Link("continued", 1, 0, 10, 9, 1.0)


def test_a_silent_theme_is_known_by_its_place() -> None:
    axes = np.eye(2, dtype=np.float32)
    gone = [Link("born", None, 0, 5, 0, 0.0), Link("retired", 0, None, 0, 0, 0.0)]
    near = Places(axes[:1], np.array([0.2]))
    assert match_places(gone, near, near) == [Link("continued", 0, 0, 5, 0, 0.0)]
    silent = [Link("born", None, 0, 5, 0, 0.0), Link("continued", 0, None, 0, 0, 0.0)]
    assert match_places(silent, near, near) == [Link("continued", 0, 0, 5, 0, 0.0)]
    far = Places(axes[1:], np.array([0.2]))
    assert match_places(gone, far, near) == gone


labels = st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), max_size=40)


@given(labels, st.randoms(use_true_random=False))
def test_everything_is_told_once_in_any_order(pairs: list[tuple[int, int]], chance: object) -> None:
    def told(of: list[tuple[int, int]]) -> list[Link]:
        before, after_ = (np.array([one[side] for one in of], dtype=int) for side in (0, 1))
        return match(before, after_, np.ones(len(of)), (5, 5))

    found = told(pairs)
    shuffled = list(pairs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(shuffled) == found
    themes = [one.theme for one in found if one.kind in ("continued", "merged", "retired")]
    clusters = [one.cluster for one in found if one.kind in ("continued", "split", "born")]
    assert sorted(theme for theme in themes if theme is not None) == [0, 1, 2, 3, 4]
    assert sorted(one for one in clusters if one is not None) == [0, 1, 2, 3, 4]
    assert all(0.0 <= one.overlap <= 1.0 for one in found)
