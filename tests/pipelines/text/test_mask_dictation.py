"""Numbers and names over several turns, and the known misses of the first rules."""

import pytest

from pipelines.text.mask import Masker


def _masked(masker: Masker, *turns: str) -> list[str]:
    return [result.masked for result in masker.mask_contact(turns)]


def test_the_pieces_of_a_dictated_number_share_one_placeholder(masker: Masker) -> None:
    turns = (
        "お電話番号をどうぞ。",
        "ゼロハチゼロの",
        "はい",
        "ゼロゼロゼロゼロ",
        "はい。",
        "サンヨンゴーロクです",
    )
    assert _masked(masker, *turns) == [
        "お電話番号をどうぞ。", "[電話番号1]の", "はい", "[電話番号1]", "はい。", "[電話番号1]です",
    ]  # fmt: skip


def test_the_operator_repeats_the_pieces(masker: Masker) -> None:
    turns = ("会員番号を。", "M100", "M100", "2938", "2938、はい", "4です", "ありがとうございます")
    assert not any(digit in "".join(_masked(masker, *turns)) for digit in ("100", "2938", "4で"))


def test_a_number_that_a_sentence_begins_goes_on_in_the_next_turns(masker: Masker) -> None:
    turns = ("携帯は〇九〇の", "はい", "〇〇〇〇の", "ええ", "一二三四です。よろしく")
    assert _masked(masker, *turns)[0] == "携帯は[電話番号1]の"
    assert _masked(masker, *turns)[4] == "[電話番号1]です。よろしく"


def test_counts_between_turns_are_no_numbers(masker: Masker) -> None:
    turns = ("何個ですか", "三", "はい", "二つ目は", "五です")
    assert _masked(masker, *turns) == list(turns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("090-0000-1234、あ、ちがった、1243です", "[電話番号1]、あ、ちがった、[電話番号2]です"),
        ("ゼロ ハチ ゼロ ゼロ ゼロ ゼロ ゼロ イチ ニ サン ヨンです", "[電話番号1]です"),
        ("0きゅう0の0000の1にい3よんです", "[電話番号1]です"),
        ("市外局番は048で、000の6677です", "市外局番は[電話番号1]です"),
        ("えーびーしー あっとまーく いぐざんぷる どっと こむです", "[メールアドレス1]です"),
        ("住所は9993311、山口県下関市架空2-2です", "住所は[郵便番号1]、[住所1]です"),
        ("昭和29年3月生まれです", "[生年月日1]生まれです"),
        ("フリーダイヤル0800-111-2222にかけた", "フリーダイヤル0800-111-2222にかけた"),
        ("ロット番号L2405-118、エラー0x80070005", "ロット番号L2405-118、エラー0x80070005"),
        ("みどり光さんに替えた", "みどり光さんに替えた"),
        ("林学様のご契約", "[氏名1]様のご契約"),
        ("さとうですけど", "[氏名1]ですけど"),
        ("上野でございます", "[氏名1]でございます"),
        ("上野の店舗で買った", "上野の店舗で買った"),
        ("田中精肉店のコロッケと中野サンプラザ", "田中精肉店のコロッケと中野サンプラザ"),
        ("旧姓が大石で、今は中田です", "旧姓が[氏名1]で、今は[氏名2]です"),
        ("[氏名1]様、倉持です", "[氏名1]様、[氏名2]です"),
    ],
)
def test_what_was_missed_before(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]


def test_a_date_of_birth_is_hidden_when_it_is_repeated(masker: Masker) -> None:
    turns = ("生年月日をどうぞ。", "平成元年の五月五日です", "平成元年5月5日ですね")
    assert _masked(masker, *turns)[1:] == ["[生年月日1]です", "[生年月日1]ですね"]


def test_an_answer_may_wait_behind_back_channels(masker: Masker) -> None:
    turns = ("お名前をお願いします。", "はい、えーと", "はい", "犬飼です")
    assert _masked(masker, *turns)[3] == "[氏名1]です"
