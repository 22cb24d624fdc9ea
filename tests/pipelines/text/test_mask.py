import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.text.digits import digit_runs, fold_width
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules


def _masked(masker: Masker, *turns: str) -> list[str]:
    return [result.masked for result in masker.mask_contact(turns)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("携帯は０９０−００００−１２３４です", "携帯は[電話番号1]です"),
        ("〇九〇の〇〇〇〇の一二三四です", "[電話番号1]です"),
        ("ゼロキューゼロの、ゼロゼロゼロゼロ、イチニイサンヨンです", "[電話番号1]です"),
        ("090 えっと 0000 の 1234", "[電話番号1]"),
        ("TEL:03(0000)1234", "TEL:[電話番号1]"),
        ("〒100-0001 千葉県千葉市中央区みどり町1-2-3", "〒[郵便番号1] [住所1]"),
        ("カード下四桁は4242です", "カード下四桁は[カード番号1]です"),
        ("普通の1112223です", "普通の[口座番号1]です"),
        ("会員番号はM10029384です", "会員番号は[会員番号1]です"),
        ("会員番号はMID-05702755です", "会員番号は[会員番号1]です"),
        ("注文番号MD-20240518-0032です", "注文番号[注文番号1]です"),
        ("taro@example.comへ", "[メールアドレス1]へ"),
        ("taro アットマーク example ドット jp です", "[メールアドレス1] です"),
        ("taro(at)example.comです", "[メールアドレス1]です"),
        ("昭和三十三年四月五日生まれ", "[生年月日1]生まれ"),
        ("カトウ ミホ様のお宅", "[氏名1]様のお宅"),
        ("ﾀﾅｶ ﾀﾛｳと申します", "[氏名1]と申します"),
        ("鈴木一郎、2001年9月9日です", "[氏名1]、[生年月日1]です"),
        ("何の番号か98765432と書いてある", "何の番号か[注文番号1]と書いてある"),
    ],
)
def test_personal_data_is_hidden(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "お客様、皆様、お疲れ様です。神様じゃないんだから",
        "フリーダイヤル0120-000-000にかけました",
        "2500円の090シリーズ、型番MD-310-Bです",
        "走行距離12345kmで、2020年5月10日に修理した",
        "1234567円を振り込みました",
        "走行中にギアが入らず、ミラー状になり、故障コードP034062が出た",
        "帳簿残高2,011,870円、口座に3,000円しかない",
        "差額が出た。+28000",
        "30000~40000km使用、数量は50、100、200でお願いします",
        "長野の工場と東京駅の近くの店舗",
        "伊藤園のお茶と林の中の家、佐藤錦ですか",
        "",
    ],
)
def test_what_is_nobodys_stays(masker: Masker, text: str) -> None:
    assert _masked(masker, text) == [text]


def test_one_person_keeps_one_placeholder_in_the_contact(masker: Masker) -> None:
    turns = ("担当の野村でございます。お名前は。", "田島俊一です。", "田島様ですね。", "野村さん")
    assert _masked(masker, *turns) == [
        "担当の[氏名1]でございます。お名前は。",
        "[氏名2]です。",
        "[氏名2]様ですね。",
        "[氏名1]さん",
    ]


def test_the_question_before_tells_what_a_number_is(masker: Masker) -> None:
    assert _masked(masker, "会員番号をお願いします", "12345です")[1] == "[会員番号1]です"
    assert _masked(masker, "何個ですか", "12345です")[1] == "12345です"


def test_numbers_side_by_side_are_two(masker: Masker) -> None:
    text = "携帯は080 0000 1234、自宅は03 0000 5678です"
    assert _masked(masker, text) == ["携帯は[電話番号1]、自宅は[電話番号2]です"]


@given(st.text("あ田中です様090-〇一ゼロの、@.a 年月日市町\ud800ﾀﾞ", max_size=40))
def test_spans_rebuild_the_masked_text(masker: Masker, text: str) -> None:
    [result] = masker.mask_contact([text])
    rebuilt, at = "", 0
    for span in result.spans:
        assert at <= span.start < span.end <= len(text)
        rebuilt += text[at : span.start] + span.placeholder
        at = span.end
    assert rebuilt + text[at:] == result.masked


@given(st.lists(st.sampled_from("0123456789"), min_size=7, max_size=20).map("".join))
def test_no_long_number_survives(masker: Masker, digits: str) -> None:
    text = f"これは{digits}だそうです"
    if len(digits) != 10 or not digits.startswith(("0120", "0570")):
        assert digits not in _masked(masker, text)[0]


def test_digits_are_read_however_they_are_said() -> None:
    text = "０９〇のゼロイチニイ"
    [run] = digit_runs(fold_width(text))
    assert (run.digits, run.start, run.end) == ("090012", 0, len(text))


def test_rules_name_the_wrong_setting() -> None:
    with pytest.raises(InputError) as caught:
        parse_mask_rules("surprise = 1")
    assert caught.value.key == "rules_bad_setting"
    with pytest.raises(InputError) as caught:
        parse_mask_rules("not toml")
    assert caught.value.key == "rules_not_toml"
