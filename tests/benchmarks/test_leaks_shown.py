"""Personal data is found wherever an output of a home may hide it."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst
from pypdf import PdfReader, PdfWriter
from xlsxwriter import Workbook

from benchmarks.leaks import Item, leaks_anywhere
from benchmarks.leaks_shown import files_shown

NAME, PHONE = "倉持亜希子", "090-1234-5678"
ITEMS = [Item("c", 1, "PERSON", NAME), Item("c", 1, "PHONE", PHONE)]
REPORTS = Path("reports") / "2024-03"


def text(name: str, content: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(content, "utf-8")


def document(folder: Path, source: str = "本文", **properties: str) -> None:
    (folder / "a.typ").write_text(source, "utf-8")
    writer = PdfWriter(PdfReader(BytesIO(typst.compile(str(folder / "a.typ")))))
    (folder / "a.typ").unlink()
    writer.add_metadata({f"/{key}": value for key, value in properties.items()})
    writer.add_attachment("numbers.json", properties.get("attached", "").encode())
    writer.write(folder / "review.pdf")


def workbook(folder: Path, cell: str = "", author: str = "", label: str = "") -> None:
    with Workbook(folder / "review.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, cell)
        book.set_properties({"author": author})
        chart = book.add_chart({"type": "line"})
        shown = {"value": True, "custom": [{"value": label}]}
        chart.add_series({"values": "=Sheet1!$A$1:$A$2", "data_labels": shown})
        sheet.insert_chart(3, 3, chart, {"description": label})


def picture(folder: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body))

    words = zlib.compress(NAME.encode())
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    data = head + chunk(b"zTXt", b"Comment\0\0" + words) + chunk(b"IEND", b"")
    (folder / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)


def table(folder: Path) -> None:
    found = pa.table({"voice_id": [f"call-{NAME}"]})
    pq.write_table(found, folder / "theme_map.parquet")


HIDDEN: dict[str, Callable[[Path], object]] = {
    "text of a page": text("review.html", f"<p>{NAME}様</p>"),
    "number of a page": text("review.html", "<p>０９０ー１２３４ー５６７８</p>"),
    "said number": text("review.html", "<p>ゼロキューゼロのイチニーサンヨンのゴーロクナナハチ</p>"),
    "attribute": text("review.html", f'<p data-note="{NAME}">x</p>'),
    "comment": text("review.html", f"<!-- {NAME} -->"),
    "data of the map": text("theme_map.html", f'<script>{{"s":["{NAME}です"]}}</script>'),
    "text of a picture": text("trend.svg", f"<svg><text>{NAME}</text></svg>"),
    "spoken text of a picture": text("trend.svg", f'<svg aria-label="{NAME}"></svg>'),
    "record": text("themes.json", f'{{"themes": ["{NAME}"]}}'),
    "name of a file": text(f"theme-{NAME}.svg", "<svg/>"),
    "text of a document": lambda folder: document(folder, f"{NAME}です"),
    "bookmark": lambda folder: document(folder, f"= {NAME}"),
    "spoken text of a document": lambda folder: document(
        folder, f'#rect(width: 9pt)\n#figure(alt: "{NAME}", rect(width: 9pt))'
    ),
    "property of a document": lambda folder: document(folder, Author=NAME),
    "attachment": lambda folder: document(folder, attached=PHONE),
    "cell": lambda folder: workbook(folder, cell=f"電話は{PHONE}です"),
    "property of a workbook": lambda folder: workbook(folder, author=NAME),
    "label of a chart": lambda folder: workbook(folder, label=NAME),
    "words in a picture": picture,
    "places of the map": table,
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_hidden_is_found(hide: Callable[[Path], object], tmp_path: Path) -> None:
    folder = tmp_path / REPORTS
    folder.mkdir(parents=True)
    hide(folder)
    found = [leak for place, words in files_shown(tmp_path) for leak in leaks_anywhere(
        ITEMS, words, place)]  # fmt: skip
    assert found


def test_logs_and_refused_rows_are_read(tmp_path: Path) -> None:
    for name in ("logs/voc.log", "quarantine/table/rejects.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"{PHONE}\n", "utf-8")
    assert [place for place, words in files_shown(tmp_path) if leaks_anywhere(
        ITEMS, words, place)] == ["logs/voc.log", "quarantine/table/rejects.txt"]  # fmt: skip


def test_numbers_that_draw_are_no_telephone_numbers(tmp_path: Path) -> None:
    folder = tmp_path / REPORTS
    folder.mkdir(parents=True)
    drawing = '<svg><path d="M0,0L090 1234 5678" transform="translate(090,1234.5678)"/></svg>'
    (folder / "trend.svg").write_text(drawing, "utf-8")
    assert [leaks_anywhere(ITEMS, words, place) for place, words in files_shown(tmp_path)] == [
        [], [], [],
    ]  # fmt: skip
