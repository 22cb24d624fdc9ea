"""Plain and short words, forms and answers: nothing that a customer states may be lost."""

import pytest

from benchmarks.voices_fast_lane import shipped_fast_lane
from pipelines.text.clauses import Speaker
from pipelines.text.extract import Extractor
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.mask import Masker
from pipelines.text.voice_model import VoiceModel
from tests.pipelines.text.test_extract import turns_of

LANE = shipped_fast_lane()


@pytest.fixture(scope="module")
def lane_extractor(rules: ExtractRules, model: VoiceModel) -> Extractor:
    return Extractor(rules, model, LANE)


def told(
    masker: Masker, extractor: Extractor, *turns: tuple[Speaker, str]
) -> list[tuple[str, str, list[str]]]:
    voices = extractor.extract(turns_of(masker, *turns))
    return [(one.text, one.kind, sorted({flag.flag for flag in one.flags})) for one in voices]


def test_below_a_ruler_a_danger_is_heard(masker: Masker, lane_extractor: Extractor) -> None:
    form = (
        "お問い合わせフォームから送信されました。\n-----\nお名前：山田太郎\n"
        "内容：炊飯器から煙が出て床が焦げました"
    )
    assert told(masker, lane_extractor, ("customer", form)) == [
        ("炊飯器から煙が出て床が焦げました", "complaint", ["safety"])
    ]
    plain = "はじめまして\n---\n炊飯器から火が出ました！やけどしました！"
    assert told(masker, lane_extractor, ("customer", plain)) == [
        ("炊飯器から火が出ました！やけどしました！", "complaint", ["safety"])
    ]


def test_the_fast_lane_reads_signatures_fields_and_subjects(masker: Masker) -> None:
    texts = (
        "届きました。\n--\n田中\n炊飯器から火が出ました",
        "氏名：山田\n件名：炊飯器から火が出ました\n内容：連絡をください",
        "Re: 炊飯器から火が出ました\n連絡をください",
    )
    for text in texts:
        [hit] = LANE.find(turns_of(masker, ("customer", text)))
        assert hit.flag == "safety"


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("請求が二重になっています。", "早く直してください。"),
        ("昨日買った掃除機が動かないんです。", "交換してください。"),
        ("頼んだ商品がまだ届かないんですけど。", "早く送ってください。"),
        ("アプリにログインできなくて困ってます。", "早く直してください。"),
    ],
)
def test_a_request_covers_no_complaint_in_a_short_call(
    masker: Masker, extractor: Extractor, said: str, wish: str
) -> None:
    voices = told(
        masker,
        extractor,
        ("operator", "お電話ありがとうございます。"),
        ("customer", said),
        ("operator", "確認いたします。"),
        ("customer", wish),
    )
    assert [(text, kind) for text, kind, _ in voices] == [
        (said.rstrip("。"), "complaint"),
        (wish.rstrip("。"), "request"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("料理が冷めていておいしくなかったです", "complaint"),
        ("料理が熱々でおいしかったです", "praise"),
        ("レジの待ち時間が長すぎます", "complaint"),
        ("レジの待ち時間が短くて助かりました", "praise"),
        ("態度が悪かったです", "complaint"),
        ("態度がとてもよかったです", "praise"),
        ("解約の手続きが分かりにくくて困っています", "complaint"),
        ("サラダに虫が入ってました", "complaint"),
        ("遅いです", "complaint"),
        ("早くて助かりました", "praise"),
        ("洗濯機が止まります", "complaint"),
        ("壊れました", "complaint"),
        ("アプリが落ちます", "complaint"),
        ("日曜も開けてください", "request"),
        ("日曜も開いてますか", "inquiry"),
        ("日曜に行きました", "other"),
    ],
)
def test_short_words_have_their_kind(
    masker: Masker, extractor: Extractor, text: str, kind: str
) -> None:
    assert told(masker, extractor, ("customer", text)) == [(text, kind, [])]


@pytest.mark.parametrize("body", ["", "\nありがとうございます。", "\n以下の通りです。"])
def test_the_subject_of_an_answer_is_heard_where_its_body_says_nothing(
    masker: Masker, lane_extractor: Extractor, body: str
) -> None:
    mail = f"Re: 炊飯器から火が出てやけどしました{body}"
    assert told(masker, lane_extractor, ("customer", mail)) == [
        ("炊飯器から火が出てやけどしました", "complaint", ["safety"])
    ]


def test_the_subject_of_an_answer_is_left_out_where_its_body_says_something(
    masker: Masker, extractor: Extractor
) -> None:
    mail = "Re: 花瓶が届かない件\n届いた花瓶が割れていました。"
    assert told(masker, extractor, ("customer", mail)) == [
        ("届いた花瓶が割れていました", "complaint", [])
    ]


def test_a_talk_written_without_a_mark_is_no_note(
    masker: Masker, extractor: Extractor, rules: ExtractRules
) -> None:
    matter = "炊飯器の蓋が閉まらなくてご飯が炊けないんです"
    around = "はいそうですお世話になっております"
    note = matter + "買ってまだ三日なのに壊れるなんておかしいです"
    assert [text for text, *_ in told(masker, extractor, ("unknown", note))] == [note]
    talk = matter + around * (rules.longest_sentence_characters // len(around) + 1)
    assert [text for text, *_ in told(masker, extractor, ("unknown", talk))] == [matter]
