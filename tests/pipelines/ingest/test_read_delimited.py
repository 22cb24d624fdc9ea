"""Delimited files beyond the table of odd ones: limits, line numbers, messages."""

from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.ingest import lines, read_delimited
from pipelines.ingest.rows import RAW_CHARACTERS_KEPT, BadRow, Row, reject
from pipelines.ingest.source import SourceColumns, SourceSpec
from tests.pipelines.ingest.one_file import outcome, rows_of

HEAD = "contact_id,received_at,text\n"


def saved(folder: Path, text: str, name: str = "contacts.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def test_row_has_the_number_of_its_first_line(tmp_path: Path) -> None:
    path = saved(tmp_path, "\n" + HEAD + '1,d,"a\nb\nc"\n\n2,d,x\n')
    assert rows_of(path) == [
        Row(3, {"contact_id": "1", "received_at": "d", "text": "a\nb\nc"}),
        Row(7, {"contact_id": "2", "received_at": "d", "text": "x"}),
    ]


def test_record_of_the_most_lines_is_read_and_one_more_is_not(tmp_path: Path) -> None:
    limit = read_delimited.RECORD_LINES_LIMIT
    text = "x\n" * (limit - 1)
    assert outcome(saved(tmp_path, f'{HEAD}1,2024-03-01,"{text}"\n')) == [f"1 {text}"]
    path = saved(tmp_path, f'{HEAD}1,2024-03-01,"{text}x\n"\n9,2024-03-01,z\n')
    found = outcome(path)
    assert found[0] == "2:unclosed_quote"
    assert found[-1] == "9 z"
    # Each swallowed line is a row of its own again, told as one.
    assert found[1:-1] == [f"{number}:wrong_column_count" for number in range(3, limit + 2)] + [
        f"{limit + 2}:unclosed_quote"
    ]


def test_unclosed_quote_costs_one_row_of_a_long_file(tmp_path: Path) -> None:
    good = [f"{number},2024-03-01,声" for number in range(3_000)]
    path = saved(tmp_path, HEAD + '1,2024-03-01,"音\n' + "\n".join(good))
    found = outcome(path)
    assert found[0] == "2:unclosed_quote"
    assert found[1:] == [f"{number} 声" for number in range(3_000)]


def test_overlong_line_is_rejected_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_CHARACTERS_LIMIT", 100)
    monkeypatch.setattr(read_delimited, "LINE_CHARACTERS_LIMIT", 100)
    path = saved(tmp_path, HEAD + "1,2024-03-01," + "長" * 350 + "\n2,2024-03-01,短\n")
    assert outcome(path) == ["2:line_too_long", "2 短"]


def test_bad_row_keeps_what_was_received(tmp_path: Path) -> None:
    [bad] = rows_of(saved(tmp_path, HEAD + "1,秘密\n"))
    assert bad == BadRow(2, "wrong_column_count", "1,秘密\n")


def test_raw_is_cut_and_can_be_stored() -> None:
    bad = reject(1, "bad_json", "a\0\udc81\ud83d" + "x" * RAW_CHARACTERS_KEPT)
    assert bad.raw.startswith("a\\x00\\x81\\ud83dx")
    assert bad.raw.count("x", 12) == RAW_CHARACTERS_KEPT - 4
    bad.raw.encode("utf-8")


def test_delimiter_is_the_one_that_finds_the_columns(tmp_path: Path) -> None:
    path = saved(tmp_path, "contact_id;received_at;text;a,b,c,d,e\n1;2024-03-01;x;y\n")
    [row] = rows_of(path)
    assert isinstance(row, Row)
    assert row.values == {
        "contact_id": "1",
        "received_at": "2024-03-01",
        "text": "x",
        "a,b,c,d,e": "y",
    }


def test_stated_delimiter_is_used(tmp_path: Path) -> None:
    spec = SourceSpec(name="a", delimiter="|")
    path = saved(tmp_path, "contact_id|received_at|text\n1|2024-03-01|a,b\n")
    assert outcome(path, spec) == ["1 a,b"]


def test_nameless_column_with_values_is_kept_under_its_position(tmp_path: Path) -> None:
    [row] = rows_of(saved(tmp_path, HEAD.strip() + ",\n1,2024-03-01,x,余り\n"))
    assert isinstance(row, Row)
    assert row.values["column_4"] == "余り"


def test_missing_columns_are_named_and_the_found_ones_are_not(tmp_path: Path) -> None:
    columns = SourceColumns(contact_id=("番号",), text=("件名", "本文"))
    spec = SourceSpec(name="a", columns=columns)
    with pytest.raises(InputError) as caught:
        rows_of(saved(tmp_path, "山田太郎,received_at,件名\n1,2,3\n"), spec)
    assert caught.value.key == "missing_columns"
    assert caught.value.values == {"file": "contacts.csv", "columns": "番号, 本文"}


def test_text_is_not_needed_where_turns_are(tmp_path: Path) -> None:
    path = saved(tmp_path, 'contact_id,received_at,turns\n1,2024-03-01,"[{""text"":""音""}]"\n')
    assert outcome(path) == ["1 音"]


def test_doubled_columns_are_told_by_position(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(saved(tmp_path, "contact_id,山田,received_at,text,山田\n"))
    assert caught.value.values == {"file": "contacts.csv", "positions": "2, 5"}
