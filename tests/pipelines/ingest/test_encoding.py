"""Which encoding is found, and how."""

import codecs
import hashlib
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.ingest import encoding as encoding_module
from pipelines.ingest.encoding import DetectedEncoding, detect_encoding, scan_file
from pipelines.ingest.read import read_rows
from tests.pipelines.ingest.one_file import TABLE, outcome, rows_of

WORDS = "エアコンの水漏れで、修理をお願いしたが来ない。"
TEXT = f"contact_id,received_at,text\n1,2024-03-01,{WORDS}\n"


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "contacts.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "name", "how"),
    [
        (TEXT.encode(), "utf-8", "strict_utf8"),
        (b"contact_id,received_at,text\n", "utf-8", "ascii"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig", "bom"),
        (TEXT.encode("cp932"), "cp932", "strict"),
        (TEXT.replace("エ", "①㈱髙").encode("cp932"), "cp932", "strict"),
        (TEXT.replace("エアコン", "ｴｱｺﾝ").encode("cp932"), "cp932", "strict"),
        (TEXT.encode("euc_jp"), "euc_jp", "strict"),
        (TEXT.replace("エ", "①㈱").encode("euc_jis_2004"), "euc_jis_2004", "strict"),
        (TEXT.encode("iso2022_jp"), "iso2022_jp", "strict"),
        (TEXT.replace("エアコン", "ｴｱｺﾝ").encode("iso2022_jp_ext"), "iso2022_jp_ext", "strict"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le", "bom"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", "bom"),
        (TEXT.encode("utf-16-le"), "utf-16-le", "strict"),
        (TEXT.encode("utf-16-be"), "utf-16-be", "strict"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le", "bom"),
    ],
)
def test_encoding_is_found(tmp_path: Path, content: bytes, name: str, how: str) -> None:
    assert detect_encoding(saved(tmp_path, content)) == DetectedEncoding(name, how)


def test_words_come_out_of_every_encoding(tmp_path: Path) -> None:
    for name in ("utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-be"):
        assert outcome(saved(tmp_path, TEXT.encode(name))) == [f"1 {WORDS}"], name


def test_byte_order_mark_of_utf16_is_no_part_of_json(tmp_path: Path) -> None:
    path = tmp_path / "contacts.jsonl"
    line = f'{{"contact_id": "1", "received_at": "2024-03-01", "text": "{WORDS}"}}'
    path.write_bytes(line.encode("utf-16"))
    assert outcome(path) == [f"1 {WORDS}"]


def test_scan_gives_size_and_checksum(tmp_path: Path) -> None:
    content = TEXT.encode("cp932")
    scan = scan_file(saved(tmp_path, content))
    assert (scan.size_bytes, scan.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (scan.is_empty, scan.count_undecodable_lines) == (False, 0)


@pytest.mark.parametrize(
    ("content", "is_empty"),
    [
        (b"", True),
        (codecs.BOM_UTF8, True),
        (codecs.BOM_UTF16_LE + "\r\n".encode("utf-16-le"), True),
        (b" \r\n\t\n", True),
        (b"a", False),
    ],
)
def test_empty_file_is_told(tmp_path: Path, content: bytes, is_empty: bool) -> None:
    assert scan_file(saved(tmp_path, content)).is_empty is is_empty


def test_binary_file_has_a_checksum_and_no_encoding(tmp_path: Path) -> None:
    scan = scan_file(saved(tmp_path, b"\0\1\2"), is_text=False)
    assert (scan.encoding, scan.how, scan.size_bytes) == (None, "binary", 3)


def test_declared_encoding_is_used(tmp_path: Path) -> None:
    # Two half-width kana in cp932 are one everyday kanji in EUC-JP: nobody can tell them apart.
    content = TEXT.replace(WORDS, "ｶﾞｶﾞ").encode("cp932")
    scan = scan_file(saved(tmp_path, content), declared="Shift_JIS")
    assert (scan.encoding, scan.how) == ("cp932", "declared")


def test_byte_order_mark_wins_over_the_declared_encoding(tmp_path: Path) -> None:
    scan = scan_file(saved(tmp_path, TEXT.encode("utf-8-sig")), declared="cp932")
    assert (scan.encoding, scan.how) == ("utf-8-sig", "bom")


def test_wrongly_declared_encoding_is_refused(tmp_path: Path) -> None:
    scan = scan_file(saved(tmp_path, TEXT.encode("cp932")), declared="utf-8")
    assert (scan.encoding, scan.how, scan.count_undecodable_lines) == (None, "unknown", 1)


@pytest.mark.parametrize(("count_good", "name"), [(19, "utf-8"), (18, None)])
def test_file_is_refused_above_5_percent_of_bad_lines(
    tmp_path: Path, count_good: int, name: str | None
) -> None:
    good = "".join(f"{number},2024-03-01,{WORDS}\n" for number in range(count_good))
    bad = WORDS.encode()[:-1]
    path = saved(tmp_path, f"contact_id,received_at,text\n{good}x,2024-03-01,".encode() + bad)
    assert scan_file(path).encoding == name
    assert scan_file(path).count_undecodable_lines == 1


def test_text_without_an_encoding_is_refused_at_the_call(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown_encoding"):
        read_rows(saved(tmp_path, b"\xff"), TABLE, None)


def test_stray_nul_bytes_do_not_make_utf16(tmp_path: Path) -> None:
    path = saved(tmp_path, b"contact_id,received_at,text\n1,2024-03-01,a\0b\0c\n")
    assert detect_encoding(path).name == "utf-8"


def test_blocks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("utf-8", "cp932", "euc_jp", "utf-16-le"):
        path = saved(tmp_path, (TEXT + TEXT[28:] * 20).encode(name))
        for size in (7, 64, 65, 1024):
            monkeypatch.setattr(encoding_module, "BLOCK_BYTES", size)
            found = detect_encoding(path).name
            assert found == name or (name == "utf-16-le" and size == 7), size


def test_byte_order_mark_cut_by_a_block_is_still_in_front(tmp_path: Path) -> None:
    [row] = rows_of(saved(tmp_path, TEXT.encode("utf-8-sig")))
    assert row.number == 2
