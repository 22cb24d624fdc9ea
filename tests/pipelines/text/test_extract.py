import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.text.clauses import Speaker, TurnText
from pipelines.text.extract import PIECE_JOINT, Extractor, Voice
from pipelines.text.extract_rules import ExtractRules, parse_extract_rules
from pipelines.text.kind import KINDS
from pipelines.text.mask import Masker

CONFIG = Path(__file__).parents[3] / "config"
CONTACTS = Path(__file__).parents[3] / "corpus" / "contacts" / "contacts.jsonl"


def turns_of(masker: Masker, *turns: tuple[Speaker, str]) -> list[TurnText]:
    masked = masker.mask_contact([text for _, text in turns])
    return [TurnText(speaker, text, m) for (speaker, text), m in zip(turns, masked, strict=True)]


def _voices(masker: Masker, extractor: Extractor, *turns: tuple[Speaker, str]) -> list[Voice]:
    return extractor.extract(turns_of(masker, *turns))


def test_only_what_the_customer_states_is_kept(masker: Masker, extractor: Extractor) -> None:
    [voice] = _voices(
        masker,
        extractor,
        ("operator", "お電話ありがとうございます。担当の野村です。荷物が届きませんか。"),
        ("customer", "もしもし。それと、何度電話しても話し中で全然つながらないんです。"),
        ("operator", "申し訳ございません。お名前とお電話番号をお願いします。"),
        ("customer", "田中です。090-0000-1234です。"),
        ("operator", "ありがとうございます。"),
        ("customer", "はい。お願いします。"),
    )
    assert voice.text == voice.masked == "それと、何度電話しても話し中で全然つながらないんです"
    assert voice.vector_text == "それと、何度電話しても話し中で全然つながらないんです。"
    assert [(span.turn, span.start, span.end) for span in voice.spans] == [(1, 5, 31)]
    assert voice.kind == "complaint" and voice.kind_probability > 0.5


def test_names_are_masked_for_people_and_left_out_of_the_vector(
    masker: Masker, extractor: Extractor
) -> None:
    [voice] = _voices(masker, extractor, ("customer", "田中様宛ての荷物が届かないんです。"))
    assert voice.text == "田中様宛ての荷物が届かないんです"
    assert voice.masked == "[氏名1]様宛ての荷物が届かないんです"
    assert voice.vector_text == "様宛ての荷物が届かないんです。"


def test_nothing_said_is_no_voice(masker: Masker, extractor: Extractor) -> None:
    assert _voices(masker, extractor, ("customer", "はい。"), ("customer", "お願いします。")) == []
    assert _voices(masker, extractor, ("operator", "荷物が届きませんでしたか。")) == []
    assert _voices(masker, extractor) == []


def test_two_complaints_in_one_breath_are_two_voices(masker: Masker, extractor: Extractor) -> None:
    first, second = _voices(
        masker,
        extractor,
        ("operator", "お電話ありがとうございます。"),
        ("customer", "もしもし。"),
        ("operator", "はい、どうなさいましたか。"),
        (
            "customer",
            "全然ご飯が炊けないんですよ。それと、何度電話しても話し中で全然つながらないんです。",
        ),
        ("operator", "申し訳ございません。"),
        ("customer", "はい。"),
    )
    assert first.text == "全然ご飯が炊けないんですよ"
    assert second.text == "それと、何度電話しても話し中で全然つながらないんです"


def test_a_complaint_told_over_several_turns_is_one_voice(
    masker: Masker, extractor: Extractor
) -> None:
    [voice] = _voices(
        masker,
        extractor,
        ("operator", "はい、お伺いいたします。"),
        ("customer", "炊飯器の蓋が閉まらなくなって、ご飯が炊けないんです。"),
        ("operator", "申し訳ございません。いつ頃からでしょうか。"),
        ("customer", "まだ買って三日なのに、こんなに早く壊れるなんておかしいですよね。"),
    )
    assert [span.turn for span in voice.spans] == [1, 3]


def test_a_question_about_opening_hours_is_no_complaint(
    masker: Masker, extractor: Extractor
) -> None:
    found = _voices(
        masker,
        extractor,
        ("operator", "お電話ありがとうございます。"),
        ("customer", "すみません、明日は何時まで開いてますか。"),
        ("operator", "二十時まででございます。"),
        ("customer", "分かりました、ありがとうございます。"),
    )
    assert [voice.kind for voice in found] == ["inquiry"]


def test_a_mail_loses_salutation_and_signature(masker: Masker, extractor: Extractor) -> None:
    mail = (
        "みどり通販 お客様センター 御中\nお世話になっております。田中太郎と申します。\n"
        "先週届いた花瓶が割れていました。\n"
        "よろしくお願いいたします。\n----------\n田中太郎\n090-0000-1234\n"
    )
    [voice] = _voices(masker, extractor, ("customer", mail))
    assert voice.text == "先週届いた花瓶が割れていました"


def test_a_written_summary_stays_whole(masker: Masker, extractor: Extractor) -> None:
    text = "走行中に警告灯が点灯した。はい。販売店で部品を交換したが、再発した。"
    [voice] = _voices(masker, extractor, ("unknown", text))
    assert voice.text == voice.masked == text[:-1]


_SPEAKERS = st.sampled_from(["customer", "operator", "unknown"])
_TEXTS = st.text(
    "はい。えっと、届かないんですけど「」！\n田中です090-1234567 \u3000\ud800", max_size=40
)


@given(st.lists(st.tuples(_SPEAKERS, _TEXTS), max_size=6))
def test_spans_point_into_the_original(
    masker: Masker, extractor: Extractor, turns: list[tuple[Speaker, str]]
) -> None:
    found = _voices(masker, extractor, *turns)
    for voice in found:
        pieces = [turns[span.turn][1][span.start : span.end] for span in voice.spans]
        assert voice.text == PIECE_JOINT.join(pieces)
        assert all(pieces) and voice.vector_text
        assert all(turns[span.turn][0] != "operator" for span in voice.spans)
        assert voice.spans == sorted(voice.spans, key=lambda span: (span.turn, span.start))
        assert voice.kind in KINDS and 0 <= voice.kind_probability <= 1
    places = [
        (span.turn, at)
        for voice in found
        for span in voice.spans
        for at in range(span.start, span.end)
    ]
    assert len(places) == len(set(places)), "no character belongs to two voices"
    assert _voices(masker, extractor, *turns) == found


def test_many_contacts_at_a_time_give_what_each_gives_alone(
    masker: Masker, extractor: Extractor
) -> None:
    rows = [json.loads(line) for line in CONTACTS.read_text("utf-8").splitlines()[:30]]
    contacts = [
        turns_of(masker, *((turn["speaker"], turn["text"]) for turn in row["turns"]))
        for row in rows
    ]
    contacts[3:3] = [[], turns_of(masker, ("customer", "はい。")), contacts[0][:2]]
    together = extractor.extract_all(contacts * 3)
    assert together == [extractor.extract(turns) for turns in contacts] * 3
    assert extractor.extract_all([]) == []


def test_what_stands_in_the_contacts_is_found_there(masker: Masker, extractor: Extractor) -> None:
    for line in CONTACTS.read_text("utf-8").splitlines()[::8]:
        contact = json.loads(line)
        turns = [(turn["speaker"], turn["text"]) for turn in contact["turns"]]
        for voice in _voices(masker, extractor, *turns):
            pieces = [turns[span.turn][1][span.start : span.end] for span in voice.spans]
            assert voice.text == PIECE_JOINT.join(pieces)


def test_rules_refuse_an_unknown_setting() -> None:
    with pytest.raises(InputError) as caught:
        parse_extract_rules("surprise = 1")
    assert caught.value.key == "rules_bad_setting"


def test_older_rules_go_on_with_what_is_shipped(rules: ExtractRules) -> None:
    later = {name for name, one in ExtractRules.model_fields.items() if not one.is_required()}
    older = ExtractRules.model_validate(rules.model_dump(exclude=later))
    assert older == rules
