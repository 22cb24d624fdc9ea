"""Any table written as CSV or JSON Lines in any encoding comes back as it was."""

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.ingest.plain import BLANK
from pipelines.ingest.read import read_rows
from pipelines.ingest.rows import Row
from tests.pipelines.ingest.one_file import TABLE, rows_of

HEAD = ("contact_id", "received_at", "text", "備考")
# NUL rejects its row by design, a lone CR is a line end to csv, and the last eight are written by
# cp932 or euc_jp as other characters.
NO_TEXT = "\0\r¢£¬‖−〜¥‾"


def cells(encoding: str) -> st.SearchStrategy[str]:
    return st.text(st.characters(codec=encoding, exclude_characters=NO_TEXT), max_size=12)


def tables(encoding: str) -> st.SearchStrategy[list[list[str]]]:
    row = st.lists(cells(encoding), min_size=len(HEAD), max_size=len(HEAD))
    return st.lists(row.filter(lambda row: any(cell.strip(BLANK) for cell in row)), max_size=8)


def as_csv(table: list[list[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEAD, *table])
    return text.getvalue()


def read_back(content: bytes, name: str, encoding: str | None) -> list[list[object]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        rows = rows_of(path) if encoding is None else list(read_rows(path, TABLE, encoding))
    assert all(isinstance(row, Row) for row in rows)
    return [[row.values.get(column) for column in HEAD] for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "utf-16"])
def test_csv_with_its_encoding_known(encoding: str) -> None:
    @given(tables(encoding), st.sampled_from(",\t;"))
    def check(table: list[list[str]], delimiter: str) -> None:
        content = as_csv(table, delimiter).encode(encoding)
        assert read_back(content, "a.csv", encoding) == table

    check()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_with_its_encoding_found(encoding: str) -> None:
    @given(tables("utf-8"))
    def check(table: list[list[str]]) -> None:
        # ASCII with escapes is ISO-2022-JP for all that anybody can tell.
        assume("\x1b" not in as_csv(table))
        assert read_back(as_csv(table).encode(encoding), "a.csv", None) == table

    check()


JAPANESE = st.text("あいうえおのがをにはですますアンーヲ、。「」修理電話配送返金人", max_size=12)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"])
def test_japanese_csv_with_its_encoding_found(encoding: str) -> None:
    rows = st.lists(
        st.tuples(st.integers(0, 9_999).map(str), st.just("2024-03-01"), JAPANESE, JAPANESE),
        max_size=8,
    )

    @given(rows)
    def check(table: list[tuple[str, ...]]) -> None:
        expected = [list(row) for row in table]
        assert read_back(as_csv(expected).encode(encoding), "a.csv", None) == expected

    check()


@given(st.lists(st.dictionaries(st.sampled_from(HEAD), st.text() | st.integers(), min_size=1)))
def test_json_lines(objects: list[dict[str, object]]) -> None:
    content = "".join(json.dumps(one, ensure_ascii=True) + "\n" for one in objects).encode()
    expected = [[one.get(column) for column in HEAD] for one in objects]
    assert read_back(content, "a.jsonl", None) == expected
