"""Secret numbers, mail addresses of Japanese domains and foreign names in Latin letters."""

import pytest

from pipelines.text.mask import Masker


def _masked(masker: Masker, *turns: str) -> list[str]:
    return [result.masked for result in masker.mask_contact(turns)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("暗証番号は1234です", "暗証番号は[カード番号1]です"),
        ("暗証番号を０５１２にしました", "暗証番号を[カード番号1]にしました"),
        ("暗証番号は誕生日の0512です", "暗証番号は誕生日の[カード番号1]です"),
        ("暗証番号はイチニーサンヨンです", "暗証番号は[カード番号1]です"),
        ("暗証番号は、えーと、いちにさんよんです", "暗証番号は、えーと、[カード番号1]です"),
        ("暗証番号は一二三四にしています", "暗証番号は[カード番号1]にしています"),
        ("PINは123456です", "PINは[カード番号1]です"),
        ("PINコード:4321", "PINコード:[カード番号1]"),
        ("セキュリティコードは裏の123です", "セキュリティコードは裏の[カード番号1]です"),
        ("CVV 987で通りません", "CVV [カード番号1]で通りません"),
        ("CVC2が456でした", "CVC2が[カード番号1]でした"),
        ("1234が暗証番号です", "[カード番号1]が暗証番号です"),
        ("0000という暗証番号", "[カード番号1]という暗証番号"),
        ("暗証番号は1234じゃなくて4321です", "暗証番号は[カード番号1]じゃなくて[カード番号2]です"),
    ],
)
def test_a_secret_number_is_hidden_beside_its_label(
    masker: Masker, text: str, expected: str
) -> None:
    assert _masked(masker, text) == [expected]


@pytest.mark.parametrize(
    "answer", ["1234です", "はい、イチニーサンヨンです", "123", "一二三四です"]
)
def test_a_secret_number_is_hidden_where_it_was_asked_for(masker: Masker, answer: str) -> None:
    assert "[カード番号1]" in _masked(masker, "暗証番号をお願いします", answer)[1]
    assert "[カード番号1]" not in _masked(masker, "個数をお願いします", answer)[1]


def test_a_secret_number_told_in_pieces_is_one(masker: Masker) -> None:
    turns = ("暗証番号をどうぞ", "ゼロゴー", "はい", "イチニーです")
    assert _masked(masker, *turns)[1:] == ["[カード番号1]", "はい", "[カード番号1]です"]


@pytest.mark.parametrize(
    "text",
    [
        "暗証番号の変更に1500円かかりました",
        "暗証番号を3回間違えてロックされた",
        "暗証番号は4桁ですか",
        "暗証番号の再発行に100日かかった",
        "暗証番号を忘れました。100個注文したのに",
        "セキュリティコードの3桁が見えない",
        "PINが届くまで2週間、送料は500円でした",
        "24PINのケーブルを300本買いました",
        "認証コードが1000人に届いていない",
        "暗証番号が2024年から変わっていない",
        "カードは2019年に作りました",
        "カードに1500ポイントあります",
        "暗証番号はごにんで共有",
    ],
)
def test_prices_and_quantities_near_a_secret_stay(masker: Masker, text: str) -> None:
    assert _masked(masker, text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tanaka@例え.jpに送って", "[メールアドレス1]に送って"),
        ("tanaka＠例え.jpです", "[メールアドレス1]です"),
        ("info@日本語.テストへ", "[メールアドレス1]へ"),
        ("taro@mail.例え.co.jpです", "[メールアドレス1]です"),
        ("メールは田中@example.jpです", "メールは[メールアドレス1]です"),
        ("新宿@本社で会った", "新宿@本社で会った"),
        ("18時@渋谷.東口に集合", "18時@渋谷.東口に集合"),
    ],
)
def test_mail_addresses_of_japanese_domains(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("John Smithと言います", "[氏名1]と言います"),
        ("John Smithと申します", "[氏名1]と申します"),
        ("John Smithといいます", "[氏名1]といいます"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈと言います", "[氏名1]と言います"),
        ("John F. Smithと申します", "[氏名1]と申します"),
        ("Mary-Jane O'Brienです", "[氏名1]です"),
        ("Johnと申します", "[氏名1]と申します"),
        ("Maria Garcia Lopez様", "[氏名1]様"),
        ("iPhone Proと言います", "iPhone Proと言います"),
        ("PHSといいます", "PHSといいます"),
    ],
)
def test_foreign_names_in_latin_letters(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]
