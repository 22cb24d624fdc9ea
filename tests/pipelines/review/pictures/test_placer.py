"""Labels take the first free place they would like, the ones that matter before the others."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.review.pictures.layers import Text
from pipelines.review.pictures.placer import Spot, place, placed, spot_of
from pipelines.review.pictures.quadrant import Place, Quadrant, quadrant
from tests.pipelines.review.pictures.drawn import PEN, svg, words

AREA = Spot(0, 0, 200, 100)


def text(x: float, y: float, words: str = "電話", align: str = "left") -> Text:
    return Text(x, y, words, "#000000", 10, align=align)


def test_a_label_covers_its_width_around_its_base_line() -> None:
    assert spot_of(text(10, 50), PEN) == Spot(10, 41.2, 30, 51.2)
    assert spot_of(text(10, 50, align="right"), PEN) == Spot(-10, 41.2, 10, 51.2)


def test_the_second_label_gives_way() -> None:
    assert placed([[text(10, 50)], [text(15, 50), text(60, 50)]], PEN, AREA) == [
        text(10, 50),
        text(60, 50),
    ]


def test_a_label_without_a_free_place_is_left_out() -> None:
    assert place([[[text(10, 50)]], [[text(12, 50)]]], PEN, AREA) == [0, None]


def test_nothing_stands_on_what_is_taken_or_outside() -> None:
    assert placed([[text(10, 50)]], PEN, AREA, [Spot(0, 40, 15, 60)]) == []
    assert placed([[text(190, 50)]], PEN, AREA) == []


points = st.lists(st.tuples(st.integers(-20, 220), st.integers(-20, 120)), max_size=30)


@given(points)
def test_placed_labels_never_meet(wanted: list[tuple[int, int]]) -> None:
    spots = [spot_of(one, PEN) for one in placed([[text(x, y)] for x, y in wanted], PEN, AREA)]
    assert all(spot.lies_in(AREA) for spot in spots)
    assert not any(
        one.meets(other) for number, one in enumerate(spots) for other in spots[number + 1 :]
    )


def test_the_place_far_up_and_right_of_a_quadrant_is_named_first() -> None:
    crowd = tuple(Place(f"静かな話{n}", "法人", 0.01, 3 + n / 50, 9, "own") for n in range(40))
    loud = Place("大きな話", "シニア", 0.02, 6.0, 90, "focus")
    for places in ((loud, *crowd), (*crowd, loud)):
        assert "大きな話" in words(svg(quadrant(Quadrant(places, most_labels=1), PEN)))
