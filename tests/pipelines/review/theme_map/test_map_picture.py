"""The still picture of the theme map: the largest themes named, whole and apart."""

from datetime import date

import numpy as np
import pytest

from pipelines.review.theme_map.map_facts import MapTheme, MapVoice, ThemeMap
from pipelines.review.theme_map.map_picture import colours_of, theme_picture
from tests.pipelines.review.pictures.drawn import FONTS, LOOK, PEN, outside, overlapping, svg, words
from tests.pipelines.review.pictures.samples import NAMES

POINTS = LOOK.map.points


def made(count_themes: int, count_all: int | None = None) -> ThemeMap:
    """Return a map of themes here and there, ten voices each; the first one in a corner."""
    random = np.random.default_rng(5)
    places = np.vstack([[0.0, 0.0], random.random((max(count_themes - 1, 0), 2))])
    themes = tuple(
        MapTheme(f"T{n}", f"{NAMES[n % 4]}{n}", 500 - n, 9, float(x), float(y))
        for n, (x, y) in enumerate(places[:count_themes])
    )
    voices = tuple(
        MapVoice(f"v{n}", themes[n % count_themes].x, themes[n % count_themes].y,
                 n % count_themes, None, True)
        for n in range(10 * count_themes)
    )  # fmt: skip
    shown = len(voices) if count_all is None else count_all
    month = date(2024, 3, 1)
    return ThemeMap(month, date(2023, 4, 1), date(2024, 3, 31), shown, themes, voices, "file")


@pytest.mark.parametrize("count", [1, 12, 200])
def test_names_are_whole_apart_and_have_glyphs(count: int) -> None:
    found = svg(theme_picture(made(count), POINTS, PEN))
    # Each name stands on paper of its own shape, so it is there twice.
    names = [one for one in overlapping(found) if one[0] != one[1]]
    assert names == []
    assert outside(found) == []
    assert FONTS.missing("".join(words(found))) == frozenset()


def test_the_largest_theme_is_named_even_in_a_corner() -> None:
    assert "退会後の請求0" in words(svg(theme_picture(made(60), POINTS, PEN)))


def test_a_sample_is_told_on_the_picture() -> None:
    told = "".join(words(svg(theme_picture(made(3, 12_345), POINTS, PEN))))
    assert "12,345件から30件を選びました" in told
    assert "選びました" not in "".join(words(svg(theme_picture(made(3), POINTS, PEN))))


def test_neighbours_hardly_ever_share_a_colour() -> None:
    themes = made(40).themes
    colours = colours_of(themes, POINTS)
    alike = 0
    for number, theme in enumerate(themes):
        near = min(
            (other for other in range(40) if other != number),
            key=lambda other: (themes[other].x - theme.x) ** 2 + (themes[other].y - theme.y) ** 2,
        )
        alike += colours[number] == colours[near]
    assert alike <= 1
    assert set(colours) == set(POINTS)
