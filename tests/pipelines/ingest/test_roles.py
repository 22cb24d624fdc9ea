"""Who speaks: labels, audio channels, and what is inferred from the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.labels import to_speaker
from pipelines.ingest.roles import RoleSettings, decide_speakers
from pipelines.ingest.speaker_cues import EVIDENCE_LIMIT, evidence
from pipelines.ingest.turns import Turn, labelled_turn

GREETING = "お電話ありがとうございます。ひばり通販サポートの鈴木でございます。"
COMPLAINT = "先週頼んだ炊飯器がまだ届かないんですけど。"
CHECK = "お名前をお聞かせいただけますでしょうか。"
NAME = "山本です。"
ANSWER = "かしこまりました。お調べいたします。"
CALL = (GREETING, COMPLAINT, CHECK, NAME, ANSWER)
SIDES = ["operator", "customer", "operator", "customer", "operator"]


def said(*texts: str, labels: tuple[str, ...] = ("",), **settings: object) -> list[Turn]:
    turns = [
        labelled_turn(labels[place % len(labels)], text, {}) for place, text in enumerate(texts)
    ]
    return decide_speakers(turns, RoleSettings.model_validate(settings))


def sides(turns: list[Turn]) -> list[str]:
    return [turn.speaker for turn in turns]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("オペレーター", "operator"),
        ("【オペレータ】", "operator"),
        ("ＯＰ", "operator"),
        ("OP1", "operator"),
        ("operator_1", "operator"),
        ("担当者(佐藤)", "operator"),
        ("担当 A", "operator"),
        ("AGENT", "operator"),
        ("ボット", "operator"),
        ("お客様", "customer"),
        ("<客>", "customer"),
        ("customer_12", "customer"),
        ("お客さま：", "customer"),
        ("USER", "customer"),
        ("spk_0", "unknown"),
        ("A", "unknown"),
        ("1", "unknown"),
        ("山田様", "unknown"),
        ("不明", "unknown"),
    ],
)
def test_labels(label: str, speaker: str) -> None:
    assert to_speaker(label, {}) == speaker


def test_labels_are_certain() -> None:
    turns = said(*CALL, labels=("OP", "客"))
    assert sides(turns) == SIDES
    assert {(turn.speaker_by, turn.confidence) for turn in turns} == {("label", 1.0)}


def test_channel_of_the_operator() -> None:
    turns = said(*CALL, labels=("ch_1", "ch_0"), operator_audio_channels=["CH_1"])
    assert sides(turns) == SIDES
    assert {(turn.speaker_by, turn.confidence) for turn in turns} == {("channel", 1.0)}


def test_a_known_label_outranks_the_channel() -> None:
    [turn] = said("はい。", labels=("お客様",), operator_audio_channels=["お客様"])
    assert (turn.speaker, turn.speaker_by) == ("customer", "label")


@pytest.mark.parametrize("labels", [("",), ("不明",), ("spk_0", "spk_1"), ("A", "B")])
def test_speakers_are_inferred(labels: tuple[str, ...]) -> None:
    turns = said(*CALL, labels=labels)
    assert sides(turns) == SIDES
    assert {turn.speaker_by for turn in turns} == {"inferred"}
    assert all(0.7 <= (turn.confidence or 0) < 1.001 for turn in turns)


def test_two_voices_are_two_sides_however_little_one_says() -> None:
    turns = said(GREETING, "はい。", ANSWER, "ええ。", labels=("SPEAKER_01", "SPEAKER_00"))
    assert sides(turns) == ["operator", "customer", "operator", "customer"]


def test_the_other_of_a_known_side() -> None:
    turns = said(*CALL, labels=("オペレーター", "山本"))
    assert sides(turns) == SIDES
    assert [turn.speaker_by for turn in turns[:2]] == ["label", "inferred"]


def test_two_operators_and_a_customer() -> None:
    turns = said(GREETING, COMPLAINT, "お電話代わりました。責任者の佐藤でございます。",
                 labels=("A", "B", "C"))  # fmt: skip
    assert sides(turns) == ["operator", "customer", "operator"]


def test_who_announces_a_list_goes_on() -> None:
    turns = said(
        GREETING, COMPLAINT, "以下の内容で承ります。", "・炊飯器。・未着。・再送。", "はい。"
    )
    assert sides(turns)[2:] == ["operator", "operator", "customer"]


@pytest.mark.parametrize(
    "texts", [("音", "声"), ("はい。",), ("あいう", "えお", "かき"), (COMPLAINT,)]
)
def test_unknown_stays_unknown(texts: tuple[str, ...]) -> None:
    turns = said(*texts)
    assert set(sides(turns)) == {"unknown"}
    assert {(turn.speaker_by, turn.confidence) for turn in turns} == {(None, None)}


def test_settings_of_inference() -> None:
    assert set(sides(said(*CALL, infer=False))) == {"unknown"}
    assert set(sides(said("音", "声", min_confidence=1.0))) == {"unknown"}
    odd = ("毎度おおきに。", "音が出えへん。")
    assert sides(said(*odd, operator_cues=["毎度おおきに"])) == ["operator", "customer"]
    assert sides(said(*odd, customer_cues=["出えへん"])) == ["operator", "customer"]


TEXTS = st.lists(st.text(min_size=1), max_size=8)


@given(TEXTS, st.lists(st.sampled_from(["", "A", "B", "OP", "客", "C"]), min_size=8, max_size=8))
def test_words_and_order_stay(texts: list[str], labels: list[str]) -> None:
    turns = said(*texts, labels=tuple(labels))
    assert [turn.text for turn in turns] == [labelled_turn("", text, {}).text for text in texts]
    for turn in turns:
        assert (turn.speaker == "unknown") == (turn.confidence is None) == (turn.speaker_by is None)
        assert turn.confidence is None or 0.7 <= turn.confidence <= 1


@given(st.text())
def test_evidence_is_bounded(text: str) -> None:
    assert abs(evidence(text * 3, (text,), ())) <= EVIDENCE_LIMIT


def test_who_is_written_with_sama_is_a_customer_beside_another_one() -> None:
    words = ("請求が二重なんです。", "私のほうも同じです。", "困っています。", "そうです。")
    assert set(sides(said(*words, labels=("customer", "山田様")))) == {"customer"}
    assert sides(said("はい。", "ええ。", labels=("山田様", "鈴木"))) == ["customer", "operator"]
