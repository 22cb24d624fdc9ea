"""The fonts of the review: Japanese whole, equal numbers, small enough for a page."""

from io import BytesIO

from fontTools.ttLib import TTFont

from tests.pipelines.review.pictures.drawn import FONTS

TEXT = "請求額は1,234件です。「返金」− 〜 … ①髙﨑"


def test_what_japanese_business_texts_use_is_there() -> None:
    kanji = "".join(
        bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp")
        for row in range(16, 48)
        for cell in range(1, 95)
        if (row, cell) < (47, 52)
    )
    assert FONTS.missing(kanji + TEXT) == frozenset()
    assert FONTS.missing("請求😀한") == frozenset("😀한")


def test_the_licence_lies_beside_them_and_the_name_is_our_own() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS.folder / "OFL.txt").read_text("utf-8")
    for path in (FONTS.regular, FONTS.bold):
        with TTFont(path) as font:
            assert font["name"].getDebugName(1) == "VOC Sans JP"
            assert not any("Noto" in str(one) for one in font["name"].names if one.nameID < 7)
        assert path.stat().st_size < 5_000_000


def test_numbers_have_equal_widths_and_kana_are_square() -> None:
    for bold in (False, True):
        assert len({FONTS.width(digit, 10, bold=bold) for digit in "0123456789"}) == 1
        assert FONTS.width("あ漢", 10, bold=bold) == 20


def test_a_subset_has_the_glyphs_of_its_text_and_the_same_bytes() -> None:
    made = FONTS.used_subset(TEXT)
    assert made == FONTS.used_subset("".join(sorted(TEXT)) + TEXT)
    assert made != FONTS.used_subset(TEXT, bold=True)
    assert len(made) < 20_000
    with TTFont(BytesIO(made)) as font:
        assert font.flavor == "woff2"
        assert set(map(ord, TEXT)) <= font.getBestCmap().keys()
        assert ord("駅") not in font.getBestCmap()
