"""Names told by their place, and the words that stand in such places without being names."""

import pytest

from pipelines.text.mask import Masker

ASKED = "恐れ入りますが、お名前をお願いいたします。"


def _masked(masker: Masker, *turns: str) -> list[str]:
    return [result.masked for result in masker.mask_contact(turns)]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("はい、スギモトカズヤです。", "はい、[氏名1]です。"),
        ("エンドウ ケンタです 電話はまだ無いです", "[氏名1]です 電話はまだ無いです"),
        ("さとう はなこです", "[氏名1]です"),
        ("えっと高梨です", "えっと[氏名1]です"),
        ("マツモトキヨシです。", "[氏名1]です。"),
        ("名前は田島下は修です", "名前は[氏名1]下は[氏名2]です"),
        ("090-0000-1234です森下です", "[電話番号1]です[氏名1]です"),
        ("ヤマダタロウ、090-0000-1234", "[氏名1]、[電話番号1]"),
        ("𠮷田です", "[氏名1]です"),
        ("髙橋です", "[氏名1]です"),
    ],
)
def test_answers_to_the_question_for_a_name(masker: Masker, answer: str, expected: str) -> None:
    assert _masked(masker, ASKED, answer)[1] == expected


@pytest.mark.parametrize(
    "answer",
    [
        "大丈夫です",
        "本人です",
        "わからないです",
        "教えたくないです",
        "解約です",
        "スマホの契約です",
        "主人の名義です",
        "正直、謝ってほしいです",
    ],
)
def test_answers_without_a_name_stay(masker: Masker, answer: str) -> None:
    assert _masked(masker, ASKED, answer)[1] == answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ミヤザキアスカです。先日の件で", "[氏名1]です。先日の件で"),
        ("宮﨑と申します", "[氏名1]と申します"),
        (
            "お世話になります、空町運輸株式会社の森です。",
            "お世話になります、空町運輸株式会社の[氏名1]です。",
        ),
        ("いつも利用しております原田です。", "いつも利用しております[氏名1]です。"),
        ("株式会社空町、業務課の平野です。", "株式会社空町、業務課の[氏名1]です。"),
        ("はい、窓口センターの稲葉でございます。", "はい、窓口センターの[氏名1]でございます。"),
        ("管理部、林学でございます。", "管理部、[氏名1]でございます。"),
        ("本日は小池が承りました。", "本日は[氏名1]が承りました。"),
        ("岡本文様でございますね。", "[氏名1]様でございますね。"),
        ("ご回答ください。\n\n林", "ご回答ください。\n\n[氏名1]"),
        ("以上です。\n\n購買課 林学", "以上です。\n\n購買課 [氏名1]"),
        ("以上です。\n\n内野節子(ウチノセツコ)", "以上です。\n\n[氏名1]([氏名2])"),
    ],
)
def test_people_who_say_who_they_are(masker: Masker, text: str, expected: str) -> None:
    assert _masked(masker, text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "担当の方に伝えたのに、ドライバーさんもスタッフさんも知らない",
        "みどり光 様",
        "トイレットペーパーです。",
        "フリーダイヤルです",
        "ネットワークエラーです。",
        "香水と申しますか、何やら甘いにおいがした",
        "ギュルギュルと異音が出る",
        "宛名ラベルの汚れと名義がカタカナの件",
        "百名分が三軒目で、二十八錠のはずが足りない",
        "金土日の三日間、担当エリアの者が来ない",
        "給餌量・健康観察の日報がない",
        "ありがとうございました。\n\n以上\n\n敬具",
    ],
)
def test_words_in_places_of_names_stay(masker: Masker, text: str) -> None:
    assert _masked(masker, text) == [text]


def test_a_full_name_is_followed_by_its_family_name(masker: Masker) -> None:
    turns = (ASKED, "小川由紀子です", "川沿いの小川さん", "小川が対応します")
    assert _masked(masker, *turns)[2:] == ["川沿いの[氏名1]さん", "[氏名1]が対応します"]
