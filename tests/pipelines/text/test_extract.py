import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.text.extract import PIECE_JOINT, Extractor, Speaker, TurnText, Voice
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.mask import Masker


def _voices(masker: Masker, extractor: Extractor, *turns: tuple[Speaker, str]) -> list[Voice]:
    masked = masker.mask_contact([text for _, text in turns])
    return extractor.extract(
        [TurnText(speaker, text, m) for (speaker, text), m in zip(turns, masked, strict=True)]
    )


def test_only_what_the_customer_states_is_kept(masker: Masker, extractor: Extractor) -> None:
    [voice] = _voices(
        masker,
        extractor,
        ("operator", "お電話ありがとうございます。担当の野村です。"),
        ("customer", "もしもし。えーと、荷物が、荷物が届かないんです。"),
        ("operator", "お名前とお電話番号をお願いします。"),
        ("customer", "田中です。090-0000-1234です。"),
        ("customer", "はい。田中の家に来ませんでした。お願いします。"),
    )
    assert voice.text == "えーと、荷物が、荷物が届かないんです。 田中の家に来ませんでした。"
    assert voice.masked == "えーと、荷物が、荷物が届かないんです。 [氏名2]の家に来ませんでした。"
    assert voice.vector_text == "荷物が届かないんです。の家に来ませんでした。"
    assert [(span.turn, span.start, span.end) for span in voice.spans] == [(1, 5, 24), (4, 3, 16)]


def test_nothing_said_is_no_voice(masker: Masker, extractor: Extractor) -> None:
    assert _voices(masker, extractor, ("customer", "はい。"), ("customer", "お願いします。")) == []
    assert _voices(masker, extractor, ("operator", "荷物が届きませんでしたか。")) == []
    assert _voices(masker, extractor) == []


def test_a_mail_loses_salutation_and_signature(masker: Masker, extractor: Extractor) -> None:
    mail = (
        "みどり通販 お客様センター 御中\nお世話になっております。田中太郎と申します。\n"
        "先週の品が割れていました。\n交換を希望します。\nよろしくお願いいたします。\n"
        "----------\n田中太郎\n090-0000-1234\n"
    )
    [voice] = _voices(masker, extractor, ("customer", mail))
    assert voice.text == "先週の品が割れていました。\n交換を希望します。"


def test_a_written_summary_stays_whole(masker: Masker, extractor: Extractor) -> None:
    text = "走行中に警告灯が点灯した。はい。販売店で部品を交換したが、再発した。"
    [voice] = _voices(masker, extractor, ("unknown", text))
    assert voice.text == voice.masked == text


def test_unknown_speakers_are_all_taken(masker: Masker, extractor: Extractor) -> None:
    [voice] = _voices(masker, extractor, ("unknown", "画面が割れた"), ("unknown", "直りますか"))
    assert voice.text == "画面が割れた 直りますか"
    assert voice.vector_text == "画面が割れた。直りますか。"


def test_a_quotation_is_one_sentence(masker: Masker, extractor: Extractor) -> None:
    text = "「はい。分かりました。」と言われたきりです。"
    [voice] = _voices(masker, extractor, ("customer", text), ("customer", "はい"))
    assert voice.text == text


_SPEAKERS = st.sampled_from(["customer", "operator", "unknown"])
_TEXTS = st.text("はい。えっと、届かない「」！\n田中です090-1234567 \u3000\ud800", max_size=40)


@given(st.lists(st.tuples(_SPEAKERS, _TEXTS), max_size=5))
def test_spans_point_into_the_original(
    masker: Masker, extractor: Extractor, turns: list[tuple[Speaker, str]]
) -> None:
    for voice in _voices(masker, extractor, *turns):
        pieces = [turns[span.turn][1][span.start : span.end] for span in voice.spans]
        assert voice.text == PIECE_JOINT.join(pieces)
        assert all(turns[span.turn][0] != "operator" for span in voice.spans)
        assert voice.spans == sorted(voice.spans, key=lambda span: (span.turn, span.start))


def test_rules_refuse_an_unknown_setting() -> None:
    with pytest.raises(InputError) as caught:
        parse_extract_rules("surprise = 1")
    assert caught.value.key == "rules_bad_setting"
