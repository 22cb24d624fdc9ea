"""Names without an introduction or a title, codes that are no numbers, and what only looks so."""

import pytest

from pipelines.text.mask import Masker
from pipelines.text.mask_roman_names import romanised, usual_letters


def _masked(masker: Masker, *turns: str) -> list[str]:
    return [result.masked for result in masker.mask_contact(turns)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【氏名】三田村 篤\n【内容】水漏れ", "【氏名】[氏名1]\n【内容】水漏れ"),
        ("先週予約した沖田ですが", "先週予約した[氏名1]ですが"),
        ("名札に神田って書いてありました", "名札に[氏名1]って書いてありました"),
        ("弟の隼人が契約した回線です", "弟の[氏名1]が契約した回線です"),
        ("瀬戸、瀬戸内海の瀬戸です", "[氏名1]、瀬戸内海の[氏名1]です"),
        ("KAWAI NAOMIで予約しました", "[氏名1]で予約しました"),
        ("義母、水島 フサの薬の件です", "義母、[氏名1]の薬の件です"),
        ("東京都北区架空3-8-1の十河です", "[住所1]の[氏名1]です"),
    ],
)
def test_names_that_nobody_introduces(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学籍番号24B0512です", "学籍番号[会員番号1]です"),
        ("会員IDがnao_2024です", "会員IDが[会員番号1]です"),
        ("証券番号は第88-123456号です", "証券番号は第[会員番号1]号です"),
        ("お客さま番号0455120098の件", "お客さま番号[会員番号1]の件"),
        ("予約番号、エー、ゼロ、サン、ナナ、ニです", "予約番号、[注文番号1]です"),
        ("注文IDはW7K2-99Qです", "注文IDは[注文番号1]です"),
        ("携帯の下四桁は4477です", "携帯の下四桁は[電話番号1]です"),
        ("平11.2.28生まれ", "[生年月日1]生まれ"),
    ],
)
def test_labels_of_any_company(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "石川さゆりのコンサートのチケット",
        "鈴木のバイクに乗っています",
        "保険といいますが、保障がありません。",
        "迷っています。朝食と夕食",
        "ISBN978-4-00-000000-0の本です",
        "GOLD CARD会員になりたい",
        "MADE IN JAPANと書いてあった",
        "会員番号は10桁と言われた",
    ],
)
def test_what_belongs_to_nobody_stays(masker: Masker, text: str) -> None:
    assert _masked(masker, text) == [text]


def test_a_placeholder_asks_for_nothing(masker: Masker) -> None:
    assert _masked(masker, "[氏名1]です", "かない")[1] == "かない"


@pytest.mark.parametrize(
    ("reading", "written"),
    [("さとう", "SATOH"), ("しょうた", "Syouta"), ("おおの", "Ohno"), ("はっとり", "Hattori")],
)
def test_spellings_of_passports_meet(reading: str, written: str) -> None:
    assert romanised(reading) == usual_letters(written)
