"""Odd and broken files, each with what must come of it; none may touch any other."""

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

# Planted in every text: it must turn up in no message, log or note of a reason.
MARK = "秘密マーカー7781"
HEAD = "contact_id,received_at,text\n"


@dataclass(frozen=True)
class Case:
    """One file and its outcome: ids written, reasons of rejected rows, or why it was refused.

    `stays`: the message about a file that is left where it is; "" for one that is not told of.
    `values` fill the message's placeholders besides file and source.
    """

    file: str
    put: Callable[[Path], object]
    written: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    known: int = 0
    refused: str = ""
    stays: str | None = None
    values: dict[str, object] = field(default_factory=dict)
    source: str = "table"

    @property
    def count_rows(self) -> int:
        """Rows in the file, all of which must be accounted for."""
        return len(self.written) + len(self.rejected) + self.known


def _rows(stem: str, *texts: str) -> str:
    return HEAD + "".join(
        f"{stem}-{number},2025-03-0{number},{text}\n" for number, text in enumerate(texts, 1)
    )


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _encoded(stem: str, encoding: str) -> Callable[[Path], object]:
    text = _rows(stem, f"料金が高いです。{MARK}", f"つながりません。{MARK}")
    return _bytes(text.encode(encoding))


def _csv(*lines: str) -> Callable[[Path], object]:
    return _bytes((HEAD + "".join(f"{line}\n" for line in lines)).encode())


def _jsonl(*values: object) -> Callable[[Path], object]:
    lines = [value if isinstance(value, str) else json.dumps(value) for value in values]
    return _bytes("\n".join(lines).encode())


def _workbook(path: Path, *rows: tuple[Any, ...]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("contact_id", "received_at", "text"), *rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(number, column, cell[0], None, cell[1])
                else:
                    sheet.write_string(number, column, cell)


def _formulas(path: Path) -> None:
    concatenated = (f'="画面が"&"{MARK}"', f"画面が{MARK}")
    _workbook(path, (('="xf-"&1', "xf-1"), "2025-03-01", concatenated))


def _locked(path: Path) -> None:
    plain = io.BytesIO()
    _workbook_into = path.with_suffix(".plain")
    _workbook(_workbook_into, ("x-1", "2025-03-01", MARK))
    plain.write(_workbook_into.read_bytes())
    _workbook_into.unlink()
    with path.open("wb") as stream:
        OOXMLFile(plain).encrypt("password", stream)


def _parquet(path: Path) -> None:
    columns = {"contact_id": ["pq-1"], "received_at": ["2025-03-01"], "text": [f"壊れた{MARK}"]}
    pq.write_table(pa.table(columns), path)


def _half_a_parquet(path: Path) -> None:
    _parquet(path)
    path.write_bytes(path.read_bytes()[:-20])


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inner.csv").write_text(_rows("inner", MARK), "utf-8")


def _call(number: int, **changes: object) -> dict[str, object]:
    turns = [{"speaker": "customer", "text": f"届きません。{MARK}"}]
    call = {"contact_id": f"j-{number}", "received_at": "2025-03-01T10:00:00", "turns": turns}
    return {**call, **changes}


def _mails(*texts: str) -> bytes:
    return "".join(
        f"From a@x.example Sat Mar  1 09:00:00 2025\nMessage-ID: <mail-{number}>\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n\n"
        for number, text in enumerate(texts, 1)
    ).encode()


_MANY = tuple(f"u-{number}" for number in range(1, 41))
_MIXED = (
    HEAD.encode()
    + "".join(f"{name},2025-03-01,声{MARK}\n" for name in _MANY).encode()
    + b"u-bad,2025-03-01,\x83\x65\x83\x58\xff\n"
)

CASES = [
    Case("cp932.csv", _encoded("s", "cp932"), ("s-1", "s-2")),
    Case("euc.csv", _encoded("e", "euc_jp"), ("e-1", "e-2")),
    Case("jis.csv", _encoded("i", "iso2022_jp"), ("i-1", "i-2")),
    Case("utf16.csv", _encoded("w", "utf-16"), ("w-1", "w-2")),
    Case("bom.csv", _encoded("b", "utf-8-sig"), ("b-1", "b-2")),
    Case("mixed.csv", _bytes(_MIXED), _MANY, ("undecodable_bytes",)),
    Case("noise.csv", _bytes(bytes(range(128, 256)) * 40), refused="unknown_encoding"),
    Case(
        "quotes.csv",
        _csv(f'q-1,2025-03-01,"閉じない{MARK}', f"q-2,2025-03-01,{MARK}",
             'q-3,2025-03-01,"あ"い,う"'),
        ("q-2",),
        ("unclosed_quote", "bad_quote"),
    ),
    Case("columns.csv", _csv(f"c-1,2025-03-01,あ,い{MARK}", "c-2", f"c-3,2025-03-01,{MARK}"),
         ("c-3",), ("wrong_column_count", "wrong_column_count")),
    Case("nul.csv", _csv(f"n-1,2025-03-01,あ\0{MARK}", f"n-2,2025-03-01,{MARK}"),
         ("n-2",), ("nul_byte",)),
    Case(
        "dates.csv",
        _csv(f"d-1,2025-02-30,{MARK}", f"d-2,きのう{MARK},あ", "d-3,,あ", "d-4,1899-01-01,あ",
             "d-5,2999-01-01,あ", f"d-6,令和7年3月1日,{MARK}", f"d-7,45717.5,{MARK}"),
        ("d-6", "d-7"),
        ("bad_date", "bad_date", "missing_date", "date_before_1990", "date_in_future"),
    ),
    Case("ids.csv", _csv(f",2025-03-01,{MARK}", "　,2025-03-01,あ", f"{'9' * 201},2025-03-01,あ",
                         f"id-1,2025-03-01,{MARK}", "id-2,2025-03-01,"),
         ("id-1",), ("missing_id", "missing_id", "id_too_long", "empty_text")),
    Case("huge.csv", _csv(f"h-1,2025-03-01,{'長' * 1_700_000}{MARK}", f"h-2,2025-03-01,{MARK}"),
         ("h-2",), ("text_too_long",)),
    Case("emoji.csv", _csv(f"m-1,2025-03-01,ｹｰﾀｲが👨‍👩‍👧動かない😡{MARK}"), ("m-1",)),
    Case("formula.csv", _csv(f'f-1,2025-03-01,"=HYPERLINK(""http://x"",""{MARK}"")"'), ("f-1",)),
    Case("semicolon.csv",
         _bytes(f"contact_id;received_at;text\nsc-1;2025-03-01;a,b{MARK}\n".encode()), ("sc-1",)),
    Case("zero.csv", _bytes(b""), refused="file_empty"),
    Case("only_bom.csv", _bytes(b"\xef\xbb\xbf"), refused="file_empty"),
    Case("header_only.csv", _bytes(HEAD.encode())),
    Case("headerless.csv", _bytes(f"1,2025-03-01,{MARK}\n".encode()), refused="missing_columns",
         values={"columns": "contact_id, received_at, text"}),
    Case("doubled.csv", _bytes(b"contact_id,received_at,text,text\n1,2025-03-01,a,b\n"),
         refused="duplicate_columns", values={"positions": "3, 4"}),
    Case("again.csv", _csv(f"emoji-1,2025-03-01,同じ{MARK}", f"emoji-1,2025-03-01,同じ{MARK}"),
         ("emoji-1",), known=1),
    Case("formulas.xlsx", _formulas, ("xf-1",)),
    Case("locked.xlsx", _locked, refused="excel_encrypted"),
    Case("old.xlsx", _bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
         refused="excel_old_format"),
    Case("broken.xlsx", _bytes(b"PK\x03\x04 no workbook"), refused="excel_broken"),
    Case("old.xls", _bytes(bytes.fromhex("d0cf11e0a1b11ae1")), stays="inbox_not_accepted"),
    Case("good.parquet", _parquet, ("pq-1",)),
    Case("half.parquet", _half_a_parquet, refused="parquet_broken"),
    Case("folder.csv", _folder, stays="inbox_is_folder"),
    Case("pipe.csv", os.mkfifo, stays="inbox_not_a_file"),
    Case("link.csv", lambda path: path.symlink_to("nowhere.csv"), stays="inbox_not_a_file"),
    Case("upload.csv.part", _bytes(MARK.encode()), stays=""),
    Case(
        "calls.jsonl",
        _jsonl(_call(1), f'{{"contact_id": "{MARK}', [MARK], _call(2, turns=MARK),
               _call(3, turns=[]), _call(4, turns=[{"speaker": "operator", "text": f"はい{MARK}"}]),
               _call(5, note="\ud83d")),
        ("j-1", "j-4", "j-5"),
        ("bad_json", "not_an_object", "bad_turns", "empty_text"),
        source="transcripts",
    ),
    Case("call_20250301.json", _jsonl({"text": f"届きません。{MARK}"}), ("call_20250301",),
         source="whisper"),
    Case("undated.json", _jsonl({"text": f"届きません。{MARK}"}), (), ("missing_date",),
         source="whisper"),
    Case("cut_20250301.json", _bytes(f'{{"text": "{MARK}'.encode()), refused="json_broken",
         source="whisper"),
    Case("other_20250301.json", _jsonl({"a": MARK}), refused="transcribe_unknown",
         source="amazon_transcribe"),
    Case("words_20250301.vtt", _bytes(MARK.encode()), refused="subtitles_broken",
         source="subtitles"),
    Case("talk_20250301.txt", _bytes(f"OP：はい。\n客：高いです。{MARK}\n".encode()),
         ("talk_20250301",), source="dialogues"),
    Case("bare.mbox", _bytes(f"Subject: x\n\n{MARK}\n".encode()), refused="mbox_broken",
         source="mail"),
    Case("mails.mbox", _bytes(_mails(f"高いです。{MARK}", "", f"{MARK}より")), ("mail-1", "mail-3"),
         ("empty_text",), source="mail"),
    Case("chat.csv",
         _bytes(("conversation_id,sent_at,sender,message\n"
                 f"ch-1,2025-03-01,客,遅い{MARK}\n,2025-03-01,客,{MARK}\n"
                 f"ch-1,2025-03-01,OP,はい\nch-2,いつか{MARK},客,遅い\n").encode()),
         ("ch-1",), ("missing_id", "bad_date"), source="chat"),
]  # fmt: skip
