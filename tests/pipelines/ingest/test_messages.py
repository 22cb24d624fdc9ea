"""Chat exports: messages become conversations."""

from pathlib import Path

from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.read import read_rows
from pipelines.ingest.rows import BadRow
from tests.pipelines.ingest.one_file import contacts_of, outcome
from tests.pipelines.ingest.test_samples import shipped

HEAD = "conversation_id,sent_at,sender,message,product\n"


def chat(folder: Path, *lines: str) -> Path:
    path = folder / "chat.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_messages_are_gathered_and_ordered_by_time(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "b,2026-03-02 10:00,客,もしもし,",
        "a,2026-03-01 10:05,客,遅いです,",
        "a,2026-03-01 10:00,担当,こんにちは,鍋",
        "b,2026-03-02 10:01,担当,はい,",
        "a,2026-03-01 10:06,客,,皿",
    )
    assert outcome(path, shipped("chat")) == ["b もしもし/はい", "a こんにちは/遅いです"]
    contact = contacts_of(path, shipped("chat"))[1]
    assert isinstance(contact, ReceivedContact)
    assert contact.received_at.isoformat() == "2026-03-01T01:00:00+00:00"
    assert [turn.speaker for turn in contact.turns] == ["operator", "customer"]
    assert contact.product == "鍋"
    assert contact.attributes == {}


def test_rows_that_belong_nowhere_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = chat(
        tmp_path,
        "a,2026-03-01 10:00,客,一,",
        ",2026-03-01 10:00,客,番号なし,",
        'a,2026-03-01 10:01,客,"閉じない,',
        "a,,客,二,",
        "c,いつか,客,三,",
        "d,2026-03-01 10:01,客,,",
    )
    assert outcome(path, shipped("chat")) == [
        "3:missing_id",
        "4:unclosed_quote",
        "a 一/二",
        "6:bad_date",
        "7:empty_text",
    ]


def test_order_of_conversations_and_rows_does_not_matter(tmp_path: Path) -> None:
    lines = [f"{name},2026-03-01 10:0{minute},客,{name}{minute},"
             for name in "abc" for minute in range(3)]  # fmt: skip
    forward = outcome(chat(tmp_path, *lines), shipped("chat"))
    assert sorted(forward) == sorted(outcome(chat(tmp_path, *lines[::-1]), shipped("chat")))
    assert forward == [f"{name} {name}0/{name}1/{name}2" for name in "abc"]


def test_many_messages(tmp_path: Path) -> None:
    lines = [f"c{number % 500},2026-03-01 10:00,客,声{number}," for number in range(5_000)]
    rows = list(read_rows(chat(tmp_path, *lines), shipped("chat"), "utf-8"))
    assert len(rows) == 500
    for row in rows:
        assert not isinstance(row, BadRow)
        turns = row.values["turns"]
        assert isinstance(turns, list) and len(turns) == 10
