"""Dialogues as people type them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.label_lines import label_lines
from pipelines.ingest.read_dialogue import dialogue_turns
from pipelines.ingest.source import SourceColumns, SourceSpec
from tests.pipelines.ingest.one_file import one_contact, outcome
from tests.pipelines.ingest.test_samples import shipped

EXPECTED = [("operator", "はい、受付です。"), ("customer", "料金が高いです。")]


def read(folder: Path, text: str) -> ReceivedContact:
    path = folder / "call_20260301.txt"
    path.write_text(text, "utf-8")
    return one_contact(path, shipped("dialogues"))


@pytest.mark.parametrize(
    "text",
    [
        "オペレーター：はい、受付です。\nお客様：料金が高いです。",
        "オペレータ:はい、受付です。\r\n客: 料金が高いです。\r\n",
        "OP：はい、受付です。\n\nCU：料金が高いです。\n",
        "ＯＰ　：　はい、受付です。\nＣＵ　：　料金が高いです。",
        "operator_1\tはい、受付です。\ncustomer_3\t料金が高いです。\n",
        "【オペレーター】はい、受付です。\n【お客様】料金が高いです。",
        "[OP] はい、受付です。\n[客] 料金が高いです。",
        "<担当> はい、受付です。\n<お客様> 料金が高いです。",
        "担当者「はい、受付です。」\nお客様「料金が高いです。」",
        "OP＞はい、受付です。\n客＞料金が高いです。",
        "[00:01] オペレーター：はい、受付です。\n[00:05] お客様：料金が高いです。",
        "00:00:01\tオペレーター\tはい、受付です。\n00:00:05\tお客様\t料金が高いです。",
        "2026/03/01 10:15 担当：はい、受付です。\n2026/03/01 10:16 客：料金が高いです。",
        "1\tオペレーター\tはい、受付です。\n2\tお客様\t料金が高いです。",
        "オペレーター：\nはい、受付です。\nお客様：\n料金が高いです。",
        "■対応メモ：なし\n-----\nオペレーター：はい、受付です。\nお客様：料金が高いです。\n-----",
    ],
)
def test_ways_to_write_a_label(tmp_path: Path, text: str) -> None:
    contact = read(tmp_path, text)
    assert [(turn.speaker, turn.text) for turn in contact.turns] == EXPECTED
    assert {turn.speaker_by for turn in contact.turns} == {"label"}


def test_lines_without_a_label_belong_to_the_turn_above(tmp_path: Path) -> None:
    contact = read(
        tmp_path, "OP：はい。\n客：二つあります。\n料金と、\n\n時間：10時の件です。\nOP：はい。"
    )
    assert [turn.text for turn in contact.turns] == [
        "はい。",
        "二つあります。\n料金と、\n時間：10時の件です。",
        "はい。",
    ]


def test_nameless_letters_and_names_are_labels_when_they_come_again(tmp_path: Path) -> None:
    letters = read(
        tmp_path, "A：お電話ありがとうございます。\nB：届かないんですけど。\nA：お調べいたします。"
    )
    assert [turn.label for turn in letters.turns] == ["A", "B", "A"]
    assert [turn.speaker for turn in letters.turns] == ["operator", "customer", "operator"]
    names = read(tmp_path, "鈴木：お電話ありがとうございます。\n山本：届かないんですけど。\n"
                           "鈴木：お調べいたします。\n山本：はい。")  # fmt: skip
    assert [turn.label for turn in names.turns] == ["鈴木", "山本", "鈴木", "山本"]


def test_a_colon_in_a_sentence_is_no_label(tmp_path: Path) -> None:
    contact = read(
        tmp_path, "注文したのは次の品です。\n品名：鍋\n届いたのは\n品名：皿\nでした。困ります。"
    )
    assert len(contact.turns) == 5
    assert {turn.label for turn in contact.turns} == {""}


def test_lines_above_the_first_speaker_are_values(tmp_path: Path) -> None:
    contact = read(
        tmp_path,
        "受付番号：A-7\n受付日時：2026年3月5日 9:30\n商品：鍋\n対応者：鈴木\n\n"
        "前置きの文です。\n客：音がします。",
    )
    assert (contact.source_contact_id, contact.product) == ("A-7", "鍋")
    assert contact.received_on.isoformat() == "2026-03-05"
    assert contact.attributes == {"対応者": "鈴木"}
    assert [(turn.speaker, turn.text) for turn in contact.turns] == [
        ("unknown", "前置きの文です。"),
        ("customer", "音がします。"),
    ]


def test_paragraphs_without_labels_are_turns(tmp_path: Path) -> None:
    contact = read(
        tmp_path,
        "お電話ありがとうございます。\nひばりの鈴木でございます。\n\n届かないんですけど。\n",
    )
    assert [turn.text for turn in contact.turns] == [
        "お電話ありがとうございます。\nひばりの鈴木でございます。",
        "届かないんですけど。",
    ]


def test_files_that_are_no_contact(tmp_path: Path) -> None:
    spec = shipped("dialogues")
    undated = tmp_path / "call.txt"
    undated.write_text("客：音がします。", "utf-8")
    assert outcome(undated, spec) == ["1:missing_date"]
    dated = tmp_path / "call_20260301.txt"
    dated.write_text("客：\n-----\n", "utf-8")
    assert outcome(dated, spec) == ["1:empty_text"]
    small = spec.model_copy(update={"max_document_bytes": 5})
    dated.write_text("客：音がします。", "utf-8")
    assert outcome(dated, small) == ["!document_too_large"]


def test_a_dialogue_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('id,at,内容\n1,2026-03-01,"担当：はい。\n客：高いです。"\n', "utf-8")
    columns = SourceColumns(contact_id=("id",), received_at=("at",), text=("内容",))
    contact = one_contact(path, SourceSpec(name="a", columns=columns, text_form="dialogue"))
    assert [turn.speaker for turn in contact.turns] == ["operator", "customer"]
    assert contact.attributes == {}


WORDS = st.text("あいうえおかきくけこ料金配送電話高遅い、。", min_size=1, max_size=20).map(
    lambda text: f"声{text}"
)
LABELS = st.sampled_from(["オペレーター", "お客様", "OP", "客", "担当者"])


@given(st.lists(st.tuples(LABELS, WORDS), min_size=1), st.sampled_from(["：", ":", "\t", ": "]))
def test_what_is_written_comes_back(turns: list[tuple[str, str]], mark: str) -> None:
    text = "\n".join(f"{label}{mark}{words}" for label, words in turns)
    read_back = dialogue_turns(text, {})
    assert [(turn["speaker"], turn["text"]) for turn in read_back] == turns


@given(st.lists(st.text(max_size=30)))
def test_no_character_of_a_line_is_lost(lines: list[str]) -> None:
    for line, split in zip(lines, label_lines(lines, {}), strict=True):
        assert split.text.strip() in line
        assert split.label is None or split.label in line
        assert split.label is not None or split.text == line
