"""Dates of birth in pieces, put right, or told by another calendar; other dates left alone."""

import pytest

from pipelines.text.mask import Masker


def births(masker: Masker, *turns: str) -> list[str]:
    return [
        turn[span.start : span.end]
        for turn, masked in zip(turns, masker.mask_contact(turns), strict=True)
        for span in masked.spans
        if span.type == "BIRTHDATE"
    ]


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("お誕生日は", "11月3日です", "何年でしょうか", "昭和47年です"), ["11月3日", "昭和47年"]),
        (("生年月日は", "三十二年です", "お月日も", "九月二日"), ["三十二年", "九月二日"]),
        (("生まれは昭和三十二年です。",), ["昭和三十二年"]),
        (("生年月日を", "平成の、ええと、7年、10月です"), ["平成の、ええと、7年、10月"]),
        (("誕生日は2月14日じゃなくて2月15日です。",), ["2月14日", "2月15日"]),
        (("登録の誕生日が間違っていて、5月30日なんです。",), ["5月30日"]),
        (("元号だと平成元年九月十五日、西暦だと1989年9月15日生まれです。",),
         ["平成元年九月十五日", "1989年9月15日"]),
        (("昭和61年元旦です。",), ["昭和61年元旦"]),
        (("お誕生日の月と日をお願いします", "0731です"), ["0731"]),
    ],
)  # fmt: skip
def test_birth_is_found(masker: Masker, turns: tuple[str, ...], found: list[str]) -> None:
    assert births(masker, *turns) == found


@pytest.mark.parametrize(
    "turns",
    [
        ("何年に買われましたか", "令和三年です"),
        ("生年月日は", "昭和47年11月3日です", "お届けは何日がよろしいですか", "12日です"),
        ("契約は令和3年6月15日からです。",),
        ("誕生日プレゼントに使いたいので3月10日までに届きますか。",),
    ],
)
def test_other_date_is_left_alone(masker: Masker, turns: tuple[str, ...]) -> None:
    assert [one for one in births(masker, *turns) if not one.startswith("昭和47年")] == []


def test_a_turn_is_read_by_what_was_asked_however_often_it_comes(masker: Masker) -> None:
    asked, unasked = ("生年月日は", "三十二年です"), ("何年お使いですか", "三十二年です")
    for _ in range(2):
        assert births(masker, *asked) == ["三十二年"]
        assert births(masker, *unasked) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("番地が違って、愛媛県松山市架空町2-14じゃなくて愛媛県松山市架空町2-41です。",
         "番地が違って、[住所1]じゃなくて[住所2]です。"),
        ("請求書の住所が大阪市北区架空1-9-20です。", "請求書の住所が[住所1]です。"),
        ("京都市左京区架空通北入ル若草町33です。", "[住所1]です。"),
        ("通帳に1234567とあります。", "通帳に[口座番号1]とあります。"),
        ("申込番号が届いてて、0000771122です。", "申込番号が届いてて、[注文番号1]です。"),
        ("シリアルが0012345678です。", "シリアルが0012345678です。"),
        ("予約はマルティネスの名前で入れています。", "予約は[氏名1]の名前で入れています。"),
        ("在留カードの名前で登録しています。", "在留カードの名前で登録しています。"),
        ("伊達 みさをでございます。", "[氏名1]でございます。"),
    ],
)  # fmt: skip
def test_borders(masker: Masker, text: str, masked: str) -> None:
    assert masker.mask_contact([text])[0].masked == masked
