"""Broken and odd text files, each with its exact outcome from bytes to contact."""

import codecs
from pathlib import Path

import pytest

from tests.pipelines.ingest.one_file import outcome

HEAD = b"contact_id,received_at,text\n"
DAY = b"2024-03-01"
GOOD = b"9,2024-03-09," + "直して".encode() + b"\n"


def csv_of(*lines: str) -> bytes:
    return HEAD + "".join(lines).encode()


# Many good lines beside a bad one: a file of which more than 5 % is bad is refused as a whole.
MANY = "".join(f"m{number},2024-03-01,声\n" for number in range(40)).encode()
MANY_READ = [f"m{number} 声" for number in range(40)]

CSV_CASES: dict[str, tuple[bytes, list[str]]] = {
    "no bytes": (b"", []),
    "only a byte-order mark": (codecs.BOM_UTF8, []),
    "only blank lines": (b"\n  \n\xe3\x80\x80\n", []),
    "header only": (HEAD, []),
    "header without line end": (HEAD.strip(), []),
    "last line without line end": (csv_of("1,2024-03-01,音"), ["1 音"]),
    "byte-order mark": (codecs.BOM_UTF8 + csv_of("1,2024-03-01,音\n"), ["1 音"]),
    "byte-order mark before a quoted name": (
        codecs.BOM_UTF8 + b'"contact_id","received_at","text"\n1,2024-03-01,a\n',
        ["1 a"],
    ),
    "windows line ends": (csv_of("1,2024-03-01,音\r\n", "2,2024-03-01,声\r\n"), ["1 音", "2 声"]),
    "old mac line ends": (HEAD.replace(b"\n", b"\r") + b"1,2024-03-01,a\r", ["1 a"]),
    "blank and empty rows between": (
        csv_of("1,2024-03-01,音\n", "\n", ",,\n", "　,,\n", "2,2024-03-01,声\n"),
        ["1 音", "2 声"],
    ),
    "end-of-file mark of DOS": (csv_of("1,2024-03-01,音\n", "\x1a"), ["1 音"]),
    "full-width space around names": (
        "　contact_id , received_at,text　\n1,2024-03-01,音\n".encode(),
        ["1 音"],
    ),
    "tabs in .csv": (b"contact_id\treceived_at\ttext\n1\t2024-03-01\ta,b\n", ["1 a,b"]),
    "semicolons": (b"contact_id;received_at;text\n1;2024-03-01;a,b\n", ["1 a,b"]),
    "separator line of Excel": (
        b"sep=;\r\n" + HEAD.replace(b",", b";") + b"1;2024-03-01;a\n",
        ["1 a"],
    ),
    "quoted line break": (csv_of('1,2024-03-01,"上\n下"\n'), ["1 上\n下"]),
    "quoted windows line break": (csv_of('1,2024-03-01,"上\r\n下"\n'), ["1 上\n下"]),
    "doubled quote": (csv_of('1,2024-03-01,"彼は""壊れた""と"\n'), ['1 彼は"壊れた"と']),
    "quote not doubled, columns fit": (csv_of('1,2024-03-01,"画面"が黒い\n'), ["1 画面が黒い"]),
    "quote not doubled, columns do not fit": (
        csv_of('1,2024-03-01,"画面"が,黒い"\n') + GOOD,
        ["2:bad_quote", "9 直して"],
    ),
    "quote in the middle of a cell": (csv_of('1,2024-03-01,15"画面\n'), ['1 15"画面']),
    "unclosed quote before plain rows": (
        csv_of('1,2024-03-01,"音\n', "2,2024-03-01,声\n", "3,2024-03-01,色\n"),
        ["2:unclosed_quote", "2 声", "3 色"],
    ),
    "unclosed quote before a quoted row": (
        csv_of('1,2024-03-01,"音\n', '2,2024-03-01,"声"\n', '3,2024-03-01,"色"\n'),
        ["2:unclosed_quote", "2 声", "3 色"],
    ),
    "unclosed quote before an empty quoted cell": (
        csv_of('1,2024-03-01,"音\n', '2,2024-03-01,""\n', "3,2024-03-01,色\n"),
        ["2:unclosed_quote", "3:empty_text", "3 色"],
    ),
    "unclosed quote in the last row": (
        csv_of("1,2024-03-01,音\n", '2,2024-03-01,"声'),
        ["1 音", "3:unclosed_quote"],
    ),
    "two unclosed quotes": (
        csv_of('1,2024-03-01,"音\n', "2,2024-03-01,声\n", '3,2024-03-01,"色'),
        ["2:unclosed_quote", "2 声", "4:unclosed_quote"],
    ),
    "too few columns": (csv_of("1,2024-03-01\n") + GOOD, ["2:wrong_column_count", "9 直して"]),
    "too many columns": (
        csv_of("1,2024-03-01,音,余り\n") + GOOD,
        ["2:wrong_column_count", "9 直して"],
    ),
    "empty cells too many": (csv_of("1,2024-03-01,音,,\n"), ["1 音"]),
    "nul byte": (HEAD + b"1,2024-03-01,a\0b\n" + GOOD, ["2:nul_byte", "9 直して"]),
    "one bad byte in UTF-8": (
        HEAD + MANY + b"1,2024-03-01,\xe3\x81\n" + GOOD,
        [*MANY_READ, "42:undecodable_bytes", "9 直して"],
    ),
    "one bad byte in cp932": (
        HEAD + MANY.decode().encode("cp932") + b"1,2024-03-01,\x81\n2,2024-03-01,\x82\xa0\n",
        [*MANY_READ, "42:undecodable_bytes", "2 あ"],
    ),
    "every line bad": (
        HEAD + b"1,2024-03-01,\xff\xfe\xff\n2,2024-03-01,\x81\xff\n",
        ["!unknown_encoding"],
    ),
    "no header": (b"1,2024-03-01,a\n2,2024-03-01,b\n", ["!missing_columns"]),
    "doubled name": (
        b"contact_id,received_at,text,text\n1,2024-03-01,a,b\n",
        ["!duplicate_columns"],
    ),
    "nameless columns": (HEAD.strip() + b",,\n1,2024-03-01,a,,\n", ["1 a"]),
    "no id": (csv_of(",2024-03-01,音\n"), ["2:missing_id"]),
    "blank id": (csv_of("　 ,2024-03-01,音\n"), ["2:missing_id"]),
    "id of 201 characters": (csv_of("1" * 201 + ",2024-03-01,音\n"), ["2:id_too_long"]),
    "no date": (csv_of("1,,音\n"), ["2:missing_date"]),
    "30 February": (csv_of("1,2024-02-30,音\n"), ["2:bad_date"]),
    "words for a date": (csv_of("1,昨日,音\n"), ["2:bad_date"]),
    "last century": (csv_of("1,1989-12-31,音\n"), ["2:date_before_1990"]),
    "first day taken": (csv_of("1,1990-01-01,音\n"), ["1 音"]),
    "tomorrow": (csv_of("1,2026-11-22 00:00:01,音\n"), ["2:date_in_future"]),
    "last moment taken": (csv_of("1,2026-11-22 00:00:00,音\n"), ["1 音"]),
    "year 9999": (csv_of("1,9999-12-31,音\n"), ["2:date_in_future"]),
    "year 0000": (csv_of("1,0000-01-01,音\n"), ["2:bad_date"]),
    "no words": (csv_of("1,2024-03-01,\n"), ["2:empty_text"]),
    "blank words": (csv_of("1,2024-03-01,　 \u200b\n"), ["2:empty_text"]),
    "control characters": (csv_of("1,2024-03-01,a\x07b\tc\x85d\n"), ["1 ab\tcd"]),
    "emoji and half-width kana": (csv_of("1,2024-03-01,ｶﾞｿﾘﾝ👨‍👩‍👧\n"), ["1 ｶﾞｿﾘﾝ👨‍👩‍👧"]),
    "formula-like words": (csv_of("1,2024-03-01,=cmd|' /C calc'!A0\n"), ["1 =cmd|' /C calc'!A0"]),
}


@pytest.mark.parametrize("case", CSV_CASES)
def test_csv(case: str, tmp_path: Path) -> None:
    received, expected = CSV_CASES[case]
    path = tmp_path / "contacts.csv"
    path.write_bytes(received)
    assert outcome(path) == expected


JSON_HEAD = '{"contact_id":"1","received_at":"2024-03-01",'
JSON_CASES: dict[str, tuple[str, list[str]]] = {
    "text": (JSON_HEAD + '"text":"音"}', ["1 音"]),
    "byte-order mark": ("\ufeff" + JSON_HEAD + '"text":"音"}', ["1 音"]),
    "turns": (
        JSON_HEAD + '"turns":[{"speaker":"operator","text":"はい"},{"text":"音"}]}',
        ["1 はい/音"],
    ),
    "cut off": (JSON_HEAD, ["1:bad_json"]),
    "two objects in a line": ("{}{}", ["1:bad_json"]),
    "not a number": (JSON_HEAD + '"text":"音","score":NaN}', ["1:bad_json"]),
    "too many brackets": ("[" * 100_000, ["1:bad_json"]),
    "endless number": ("9" * 5_000, ["1:bad_json"]),
    "raw nul": (JSON_HEAD + '"text":"a\0b"}', ["1:nul_byte"]),
    "an array": ("[1]\nnull\n", ["1:not_an_object", "2:not_an_object"]),
    "lone surrogate": (JSON_HEAD + '"text":"a\\ud83d!"}', ["1 a\ufffd!"]),
    "surrogate pair": (JSON_HEAD + '"text":"\\ud83d\\ude00"}', ["1 😀"]),
    "escaped nul": (JSON_HEAD + '"text":"a\\u0000b"}', ["1 ab"]),
    "no id": ('{"received_at":"2024-03-01","text":"音"}', ["1:missing_id"]),
    "number as id": ('{"contact_id":12.0,"received_at":"2024-03-01","text":"音"}', ["12 音"]),
    "turns are words": (JSON_HEAD + '"turns":"もしもし"}', ["1:bad_turns"]),
    "a turn is no object": (JSON_HEAD + '"turns":["もしもし"]}', ["1:bad_turns"]),
    "a turn says a number": (JSON_HEAD + '"turns":[{"text":1}]}', ["1:bad_turns"]),
    "turns are an object": (JSON_HEAD + '"turns":{"text":"音"}}', ["1:bad_turns"]),
    "no turns": (JSON_HEAD + '"turns":[]}', ["1:empty_text"]),
    "silent turns": (JSON_HEAD + '"turns":[{"text":" "},{"speaker":"x"}]}', ["1:empty_text"]),
    "blank lines between": (
        "\n" + JSON_HEAD + '"text":"音"}\n　\n' + JSON_HEAD + '"text":"声"}',
        ["1 音", "1 声"],
    ),
    "line separator inside": (JSON_HEAD + '"text":"上\u2028下"}', ["1 上\u2028下"]),
}


@pytest.mark.parametrize("case", JSON_CASES)
def test_json_lines(case: str, tmp_path: Path) -> None:
    received, expected = JSON_CASES[case]
    path = tmp_path / "contacts.jsonl"
    path.write_bytes(received.encode())
    assert outcome(path) == expected
