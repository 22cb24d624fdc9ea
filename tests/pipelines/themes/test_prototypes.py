"""Places of themes: with examples and names, merged ones, approved ones, and voices kept apart."""

import numpy as np
import pytest

from pipelines.themes.approved_first import Places, assign_to_places, keep_apart
from pipelines.themes.assign import AssignSettings, assign
from pipelines.themes.prototypes import Place, basis, prototype
from pipelines.themes.shapes import Shapes
from tests.pipelines.themes.curated_world import at

NOBODY = np.zeros((0, 2), dtype=np.float32)


def angle(place: Place | None) -> float:
    assert place is not None
    return float(np.degrees(np.arctan2(place.centroid[1], place.centroid[0])))


def test_examples_and_a_name_pull_a_theme_to_them() -> None:
    found = Place(at(0), 0.2)
    assert angle(prototype(np.array([at(90)]), None, found, NOBODY)) == pytest.approx(45)
    # A name pulls like two examples.
    assert angle(prototype(NOBODY, at(90), found, NOBODY)) == pytest.approx(63.43, abs=0.01)
    many = prototype(np.array([at(90)] * 19), None, found, NOBODY)
    assert 85 < angle(many) < 90


def test_the_reach_grows_with_the_distance_of_the_members() -> None:
    found, members = Place(at(0), 0.2), np.array([at(a) for a in (-40, -20, 0, 20, 40)])
    near = prototype(np.array([at(10)]), None, found, members)
    far = prototype(np.array([at(90)]), None, found, members)
    assert near is not None and far is not None
    assert 0.2 < near.radius < 0.22
    assert far.radius == pytest.approx(0.3)
    alone = prototype(np.array([at(90)]), None, found, members[:4])
    assert alone is not None and alone.radius == 0.2


def test_without_a_reach_or_anything_new_there_is_no_prototype() -> None:
    assert prototype(np.array([at(0)]), at(0), None, NOBODY) is None
    assert prototype(NOBODY, None, Place(at(0), 0.2), NOBODY) is None


def test_the_basis_tells_examples_name_and_place_apart() -> None:
    found = Place(at(0), 0.2)
    told = {
        basis(None, ["a"], None),
        basis("a", [], None),
        basis("a", ["a"], None),
        basis("a", ["a"], found),
        basis("a", ["a"], Place(at(1), 0.2)),
    }
    assert len(told) == 5
    assert basis(None, ["b", "a"], found) == basis(None, ["a", "b"], found)


def places(*themes: tuple[str, float], approved: str = "", margin: float = 0.3) -> Places:
    shapes = Shapes(
        [theme_id for theme_id, _ in themes],
        np.array([at(degrees) for _, degrees in themes]),
        np.full(len(themes), 0.5, dtype=np.float32),
    )
    is_approved = np.array([theme_id in approved.split() for theme_id, _ in themes])
    return Places(shapes, is_approved, AssignSettings(margin=margin))


def test_places_of_one_theme_do_not_compete() -> None:
    one = places(("A", 0), ("A", 20), ("B", 180))
    index, _ = assign_to_places(np.array([at(10.1)]), one)
    assert one.theme_ids[index[0]] == "A"
    shapes = one.shapes
    alone, _ = assign(np.array([at(10.1)]), shapes.centroids, shapes.radii, one.settings)
    assert alone.tolist() == [-1]


def test_in_doubt_the_approved_theme_wins_and_only_in_doubt() -> None:
    themes = (("A", 0.0), ("B", 60.0))
    between = np.array([at(28), at(31), at(55)])
    assert assign_to_places(between, places(*themes))[0].tolist() == [-1, -1, 1]
    assert assign_to_places(between, places(*themes, approved="A"))[0].tolist() == [0, 0, 1]
    # Between two approved ones nobody wins.
    assert assign_to_places(between, places(*themes, approved="A B"))[0].tolist() == [-1, -1, 1]


def test_beyond_its_reach_an_approved_theme_wins_nothing() -> None:
    far = np.array([at(62), at(120)])
    assert assign_to_places(far, places(("A", 0), ("B", 122), approved="A"))[0].tolist() == [-1, 1]


def test_without_themes_nothing_is_given() -> None:
    nowhere = Places(
        Shapes([], np.zeros((0, 2), np.float32), np.zeros(0, np.float32)),
        np.zeros(0, bool),
        AssignSettings(),
    )
    assert assign_to_places(np.array([at(0)]), nowhere)[0].tolist() == [-1]


def test_what_is_kept_apart_goes_to_the_next_theme_or_none() -> None:
    vectors = np.array([at(10), at(10), at(10)])
    given = keep_apart(
        ["a", "b", "c"],
        vectors,
        places(("A", 0), ("B", 40)),
        {"a": {"A"}, "b": {"A", "B"}},
    )
    assert {row: number for row, (number, _) in given.items()} == {0: 1, 1: -1}
