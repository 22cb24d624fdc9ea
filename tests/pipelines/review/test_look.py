"""Colours can be read, on screen and in grey; sizes and words are data that are checked."""

from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.look import Look, read_look, read_words
from tests.pipelines.review.small_home import CONFIG


@pytest.fixture(scope="module")
def look() -> Look:
    return read_look((CONFIG,))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_and_bars_keep_their_contrast(look: Look) -> None:
    colours = look.colours
    for text in (colours.ink, colours.muted, colours.accent, colours.warning):
        assert min(contrast(text, colours.paper), contrast(text, colours.wash)) >= 4.5
    assert contrast(colours.bar, colours.paper) >= 3.0


def test_bars_differ_in_lightness_alone(look: Look) -> None:
    colours = look.colours
    assert contrast(colours.bar, colours.bar_same_month) >= 1.5
    assert contrast(colours.bar_same_month, colours.bar_now) >= 1.8


def test_a_home_overrides_single_values(tmp_path: Path) -> None:
    (tmp_path / "look.toml").write_text('[sizes]\nranking = 3\n[brand]\ncompany = "緑"\n', "utf-8")
    own = read_look((CONFIG, tmp_path))
    assert (own.sizes.ranking, own.sizes.ignored, own.brand.company) == (
        3, read_look((CONFIG,)).sizes.ignored, "緑",
    )  # fmt: skip


@pytest.mark.parametrize("text", ['"応対は{count件で"', '"応対は}{count}件で"', "3", "true"])
def test_a_text_that_cannot_be_filled_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "words.toml").write_text(f"[sentence]\ncontacts = {text}\n", "utf-8")
    with pytest.raises(InputError) as refused:
        read_words((CONFIG, tmp_path))
    assert refused.value.key == "review_bad_setting"
    assert refused.value.values == {"file": "words.toml", "setting": "sentence.contacts"}


def test_a_text_that_is_not_there_is_named(tmp_path: Path) -> None:
    words = read_words((CONFIG,))
    with pytest.raises(InputError) as refused:
        words("loud.nothing")
    assert refused.value.values == {"file": "words.toml", "setting": "loud.nothing"}
