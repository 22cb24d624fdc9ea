"""Japanese lines: broken where a printer would, never wider than there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.review.pictures.typesetting import NEVER_FIRST, NEVER_LAST, fitted, lines_of


def em(text: str) -> float:
    """Every character is one wide."""
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("返金がない", 9, ("返金がない",)),
        ("年度替わりの住所変更が反映されない", 12, ("年度替わりの", "住所変更が反映されない")),
        ("支払い済みなのに督促が届く", 8, ("支払い済みなのに", "督促が届く")),
        # Neither a small kana nor a closing bracket begins a line, no opening one ends it.
        ("チャット「返信」がない", 5, ("チャット", "「返信」", "がない")),
        ("Wi-Fiルーターの再起動", 8, ("Wi-Fi", "ルーターの再起動")),
    ],
)
def test_a_text_is_broken_between_its_phrases(
    text: str, width: float, lines: tuple[str, ...]
) -> None:
    assert lines_of(text, width, em, 3) == lines


def test_what_is_too_long_ends_in_dots() -> None:
    assert lines_of("あいうえおかきくけこ", 4, em, 2) == ("あいうえ", "おかき…")
    assert fitted("引っ越しの手続き", 5, em) == "引っ越し…"
    assert fitted("返金", 5, em) == "返金"


def test_a_shortened_text_does_not_end_in_a_comma() -> None:
    assert fitted("はい、そうです", 4, em) == "はい…"


JAPANESE = st.text(
    st.sampled_from("あいっャー。、」「（請求電話ワイヤAB12 "), min_size=1, max_size=30
)


@given(JAPANESE.filter(lambda text: text.strip()), st.integers(3, 12), st.integers(1, 3))
def test_no_line_is_too_wide_or_begins_with_what_may_not(text: str, width: int, most: int) -> None:
    lines = lines_of(text, width, em, most)
    assert len(lines) <= most
    assert all(em(line) <= width for line in lines)
    assert not any(line[0] in NEVER_FIRST for line in lines[1:] if line != "…")
    assert not any(line[-1] in NEVER_LAST for line in lines[:-1])
