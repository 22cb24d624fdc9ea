"""Everything that a home shows to people, as text: marts, reports of every kind, and logs."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pypdf import PdfReader

from warehouse import open_published
from warehouse.connect import open_published_file
from warehouse.statements import Connection

PAGES = (".html", ".svg", ".json")
# Where things are drawn is told by numbers, some of which look like those of telephones.
DRAWING = {
    "d", "transform", "points", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "dx",
    "dy", "width", "height", "style", "fill", "stroke", "opacity", "font-size",
}  # fmt: skip
SPOKEN = ("/Alt", "/ActualText", "/E", "/T", "/Title", "/Contents")


def mart_columns(home: Path) -> Iterator[tuple[str, str]]:
    """Yield every column of the published marts that can hold words, with all its values."""
    with open_published(home) as con:
        yield from _columns(con)


def _columns(con: Connection) -> Iterator[tuple[str, str]]:
    listing = """
        select schema_name || '.' || table_name, column_name from duckdb_columns()
        where not internal and database_name = current_database()
          and (data_type in ('VARCHAR', 'JSON') or data_type like '%VARCHAR%')
        order by all
    """
    for table, column in con.execute(listing).fetchall():
        # Names of tables cannot be parameters; these come from the database's own catalogue.
        values = con.execute(f'select distinct "{column}"::varchar from {table}').fetchall()
        yield f"{table}.{column}", "\n".join(value for (value,) in values if value)


def files_shown(home: Path) -> Iterator[tuple[str, str]]:
    """Yield what a reader can find in reports, frozen files and logs, names of files included."""
    for path in sorted(home.glob("reports/**/*")):
        place = str(path.relative_to(home))
        yield f"name {place}", place
        for part, text in _texts(path):
            yield f"{place}{part}", text
    for pattern in ("logs/**/*.log", "quarantine/**/*.txt"):
        for path in sorted(home.glob(pattern)):
            yield str(path.relative_to(home)), path.read_text("utf-8", "replace")


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix in PAGES:
        yield "", visible_text(path.read_text("utf-8"))
    elif path.suffix == ".pdf":
        yield from _of_document(PdfReader(path))
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                yield f"/{name}", visible_text(book.read(name).decode("utf-8"))
    elif path.suffix == ".png":
        yield "", "\n".join(_of_picture(path.read_bytes()))
    elif path.suffix == ".parquet":
        table = pq.read_table(path)
        told = [str(value) for column in table.columns for value in column.to_pylist()]
        yield "", "\n".join([*told, str(table.schema.metadata)])
    elif path.suffix == ".duckdb":
        with open_published_file(path) as con:
            for column, text in _columns(con):
                yield f"/{column}", text


def _of_document(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        # A name may be broken by the end of a line.
        yield f"/{number}", text + "\n" + text.replace("\n", "")
    for name, contents in reader.attachments.items():
        for content in contents:
            yield f"/{name}", bytes(content).decode("utf-8", "replace")
    yield "/properties", "\n".join(map(str, (reader.metadata or {}).values()))
    xmp = reader.xmp_metadata
    yield "/xmp", xmp.stream.get_data().decode("utf-8") if xmp else ""
    yield "/spoken", "\n".join(_spoken(reader))


def _spoken(reader: PdfReader) -> Iterator[str]:
    """Yield bookmarks and the texts that are read aloud in the place of pictures."""
    size: Any = reader.trailer["/Size"]
    for number in range(1, size):
        found: Any = reader.get_object(number)
        if hasattr(found, "get"):
            yield from (str(found[key]) for key in SPOKEN if isinstance(found.get(key), str))


def _of_picture(picture: bytes) -> Iterator[str]:
    """Yield the words that a PNG carries along."""
    at = 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        if kind == b"zTXt":
            name, _, packed = body.partition(b"\0")
            body = name + b"\n" + zlib.decompress(packed[1:])
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf"):
            yield body.decode("utf-8", "replace")
        at += length + 12


def visible_text(html: str) -> str:
    """Return the words of a page or a part of a workbook: text, comments and attributes.

    Left out are numbers that draw, styles, and files packed into addresses.
    """
    reader = _Words()
    reader.feed(html)
    return "\n".join(reader.words)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        told = [(name, value) for name, value in attrs if value and name not in DRAWING]
        self.words += [value for _, value in told if not value.startswith("data:")]

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_comment(self, data: str) -> None:
        self.words.append(data)

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.words.append(data)
