"""Sheets of A4: what was printed on them, by us or by a browser, and pictures of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from pipelines.review.fonts import Fonts
from tests.pipelines.review.printed import Piece, pieces
from tests.pipelines.review.small_home import FONTS

ABOVE, BELOW = 0.8, 0.1
# Setters take the white half of these away beside others of their kind.
HALF_WHITE = "「」（）、。・，．：；！？＊〜"
# Narrower than this, a sheet would be too small to be read on a screen.
PIXELS_PER_INCH = 96.0
ALL_SHEETS = """#set page(width: 210mm, height: 297mm, margin: 0pt)
#for n in range(1, {count} + 1) {{ image("printed.pdf", page: n, width: 100%) }}
"""


@dataclass(frozen=True)
class Box:
    """A run of text and the part of a sheet that it covers, in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def lies_on(self, other: "Box") -> bool:
        """Tell whether a third of the lower of two texts is shared."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > 2 and down > min(self.top - self.bottom, other.top - other.bottom) / 3


def boxes(reader: PdfReader) -> Iterator[list[Box]]:
    """Yield the boxes of each page."""
    measure = Fonts(FONTS)
    found = list(pieces(reader))
    for number in range(1, len(reader.pages) + 1):
        yield [_box(one, measure) for one in found if one.page == number]


def _box(one: Piece, measure: Fonts) -> Box:
    halves = sum(letter in HALF_WHITE for letter in one.text) / 2
    width = measure.width(one.text, one.size) - halves * one.size
    return Box(one.text, one.x, one.y - BELOW * one.size, one.x + width, one.y + ABOVE * one.size)


def overlapping(reader: PdfReader) -> list[tuple[str, str]]:
    """Return pairs of texts that lie on each other."""
    return [
        (one.text, other.text)
        for page in boxes(reader)
        for at, one in enumerate(page)
        for other in page[at + 1 :]
        if one.lies_on(other)
    ]


def families(reader: PdfReader) -> set[str]:
    """Return the families of the fonts that a browser printed with; it keeps them in the file."""
    return {
        str(font["/FontDescriptor"].get_object()["/FontFamily"])
        for page in reader.pages
        for font in _fonts(page).values()
    }


def _fonts(page: PageObject) -> dict[str, Any]:
    resources: Any = page["/Resources"].get_object()
    fonts = resources.get("/Font", {})
    return {name: font.get_object() for name, font in fonts.items()}


def count_empty_boxes(reader: PdfReader) -> tuple[int, int]:
    """Return how many characters a browser printed, and how many of them as the empty box."""
    shown = [glyph for page in reader.pages for glyph in _glyphs(page, reader)]
    return len(shown), shown.count("/g0")


def _glyphs(page: PageObject, reader: PdfReader) -> Iterator[str]:
    fonts = {name: _names(font) for name, font in _fonts(page).items()}
    now: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            now = fonts[str(operands[0])]
        elif operator in (b"Tj", b"TJ"):
            parts = operands[0] if isinstance(operands[0], list) else operands
            for part in parts:
                raw = getattr(part, "original_bytes", b"")
                yield from (now[code] for code in raw)


def _names(font: dict[str, Any]) -> dict[int, str]:
    """Return the names of the glyphs of a font by their code."""
    at, found = 0, {}
    for one in font["/Encoding"].get_object()["/Differences"]:
        if isinstance(one, int):
            at = int(one)
        else:
            found[at] = str(one)
            at += 1
    return found


def pictures_of_sheets(document: bytes, folder: Path) -> list[bytes]:
    """Return every page of a document as PNG; files that it takes go into a folder."""
    (folder / "printed.pdf").write_bytes(document)
    count = len(PdfReader(folder / "printed.pdf").pages)
    (folder / "sheets.typ").write_text(ALL_SHEETS.format(count=count), "utf-8")
    made = typst.compile(str(folder / "sheets.typ"), format="png", ppi=PIXELS_PER_INCH)
    return [bytes(one) for one in made] if isinstance(made, list) else [bytes(made)]
