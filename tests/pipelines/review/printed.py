"""Reads review.pdf back with a library of its own: words, numbers, fonts, and what is drawn."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, PdfObject

from pipelines.review.facts import Facts
from pipelines.review.page import Press
from pipelines.review.pdf import pdf_of
from pipelines.review.review_room import facts_of_month, press_of
from tests.pipelines.review.small_home import desk

# Points; a page of A4 and the white around the text.
WIDTH, HEIGHT, MARGIN = 595.3, 841.9, 40.0


@dataclass(frozen=True)
class Piece:
    """A run of text on a page: where it begins, in points from the lower left corner."""

    page: int
    text: str
    x: float
    y: float
    size: float


def material(home: Path, month: date | None = None, *folders: Path) -> tuple[Facts, Press]:
    """Return the facts of a month of a home and what its documents are made with."""
    facts, _ = facts_of_month(home, desk(*folders), month)
    return facts, press_of(desk(*folders))


def opened(home: Path, month: date | None = None, *folders: Path) -> PdfReader:
    """Make the document of a month and open it."""
    return PdfReader(BytesIO(pdf_of(*material(home, month, *folders))))


def words(reader: PdfReader, page: int | None = None) -> str:
    """Return the text of a page, or of all, without spaces: lines may break anywhere."""
    pages = reader.pages if page is None else [reader.pages[page - 1]]
    return "".join("".join(one.extract_text().split()) for one in pages)


def numbers(reader: PdfReader) -> list[dict[str, Any]]:
    """Return page, text, mart and key of every number, from the attachment."""
    [content] = reader.attachments["numbers.json"]
    found: list[dict[str, Any]] = json.loads(content)
    return found


def pieces(reader: PdfReader) -> Iterator[Piece]:
    """Yield every run of text with its place."""
    for number, page in enumerate(reader.pages, start=1):
        found: list[Piece] = []

        def seen(
            text: str,
            cm: list[float],
            tm: list[float],
            _font: object,
            size: float,
            number: int = number,
            found: list[Piece] = found,
        ) -> None:
            if text.strip():
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                found.append(Piece(number, text.strip(), x, y, size * abs(tm[0] * cm[0])))

        page.extract_text(visitor_text=seen)
        yield from found


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Return the fonts of all pages and pictures, and whether each is in the file."""
    found: dict[str, bool] = {}
    for resources in _resources(reader):
        for font in resources.get("/Font", DictionaryObject()).values():
            [inner] = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"].get_object()
            is_inside = bool({"/FontFile2", "/FontFile3"} & described.keys())
            found[str(described["/FontName"])] = is_inside
    return found


def missing_glyphs(reader: PdfReader) -> int:
    """Count characters drawn as glyph 0, the empty box."""
    return sum(
        glyphs[at : at + 2] == b"\0\0"
        for stream in _streams(reader)
        for operands, operator in ContentStream(stream, reader).operations
        if operator in (b"Tj", b"TJ")
        for glyphs in _shown(operands)
        for at in range(0, len(glyphs), 2)
    )


def _shown(operands: list[Any]) -> Iterator[bytes]:
    parts = operands[0] if isinstance(operands[0], list) else operands
    for part in parts:
        raw = getattr(part, "original_bytes", part)
        if isinstance(raw, bytes):
            yield raw


def _resources(reader: PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        yield from _nested(page["/Resources"].get_object())


def _nested(resources: Any) -> Iterator[DictionaryObject]:
    yield resources
    for form in resources.get("/XObject", DictionaryObject()).values():
        inner = form.get_object()
        if "/Resources" in inner:
            yield from _nested(inner["/Resources"].get_object())


def _streams(reader: PdfReader) -> Iterator[PdfObject]:
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None:
            yield contents
    for resources in _resources(reader):
        for form in resources.get("/XObject", DictionaryObject()).values():
            if form.get_object().get("/Subtype") == "/Form":
                yield form.get_object()
