"""Every picture, wide and narrow: whole, readable, and always the same."""

import pytest

from pipelines.review.pictures.pen import luminance
from pipelines.review.pictures.render import MARGIN, png_of
from tests.pipelines.review.pictures.drawn import (
    FONTS,
    PEN,
    WORDS,
    outside,
    overlapping,
    svg,
    texts,
    words,
)
from tests.pipelines.review.pictures.samples import EMPTY, PICTURES, Draw

pytestmark = pytest.mark.heavy
WIDTHS = [340, 720]
drawn = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())


@pytest.mark.parametrize("width", WIDTHS)
@drawn
def test_texts_are_whole_apart_readable_and_have_glyphs(draw: Draw, width: float) -> None:
    found = svg(draw(PEN, width))
    assert overlapping(found) == []
    assert outside(found) == []
    assert FONTS.missing("".join(words(found))) == frozenset()
    paper = PEN.colours.paper
    assert [one for one in texts(found) if contrast(one.colour, paper) < 4.5] == []


@drawn
def test_the_same_input_gives_the_same_bytes(draw: Draw) -> None:
    assert svg(draw(PEN, 720)) == svg(draw(PEN, 720))
    assert png_of(draw(PEN, 720), FONTS.folder) == png_of(draw(PEN, 720), FONTS.folder)


@drawn
def test_a_picture_has_one_text_for_who_cannot_see_it(draw: Draw) -> None:
    found = svg(draw(PEN, 720))
    assert found.startswith('<svg role="img" aria-label="説明"')
    assert found.count("aria-") == found.count("role=") == 1


@pytest.mark.parametrize("draw", EMPTY.values(), ids=EMPTY.keys())
def test_no_data_is_told_in_words(draw: Draw) -> None:
    assert "".join(words(svg(draw(PEN, 358)))) == WORDS("picture.nothing")


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_png_has_paper_around_the_picture() -> None:
    drawn = PICTURES["effects"](PEN, 720)
    made = png_of(drawn, FONTS.folder, scale=1.0)
    width = int.from_bytes(made[16:20], "big")
    assert width == 720 + 2 * MARGIN
