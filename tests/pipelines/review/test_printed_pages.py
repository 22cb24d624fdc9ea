"""Pages on A4 and as pictures: printed by a browser and by ourselves, whole and without tofu.

    VOC_KEEP_PICTURES=/tmp/look pytest tests/pipelines/review/test_printed_pages.py

keeps the pictures of every page (1280 and 390 pixels wide) and of every sheet in a folder.
"""

import os
import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
import typst
from playwright.sync_api import Browser
from pypdf import PdfReader

from pipelines.review.pdf import pdf_of
from tests.pipelines.review.browser import DESK, PHONE, opened
from tests.pipelines.review.conftest import Outputs
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.paper import (
    boxes,
    count_empty_boxes,
    families,
    overlapping,
    pictures_of_sheets,
)
from tests.pipelines.review.pictures import drawn
from tests.pipelines.review.printed import HEIGHT, WIDTH, material

pytestmark = pytest.mark.heavy
KEEP = "VOC_KEEP_PICTURES"
# 14 mm of white that style.css leaves, less the half pixel by which browsers round.
MARGIN = 14 / 25.4 * 72 - 1


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go."""
    folder = Path(os.environ.get(KEEP) or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def printed(browser: Browser, outputs: Outputs) -> Mapping[str, bytes]:
    """What a browser prints of each page, and our own document with short and long names."""
    found = {}
    for name in ("review", "theme", "pair"):
        with opened(browser, outputs.pages[name], media="print") as told:
            found[name] = told.page.pdf(prefer_css_page_size=True, print_background=True)
    return found


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return pdf_of(*material(full_home(tmp_path_factory.mktemp("wordy") / "home", is_wordy=True)))


@pytest.mark.parametrize("name", ["review", "theme", "pair"])
def test_what_a_browser_prints_is_whole(printed: Mapping[str, bytes], name: str) -> None:
    reader = PdfReader(BytesIO(printed[name]))
    assert families(reader) == {"VOC Sans JP"}
    count, empty = count_empty_boxes(reader)
    assert count > 300 and empty == 0
    for page in boxes(reader):
        assert page
        assert [one for one in page if one.left < MARGIN or one.right > WIDTH - MARGIN + 2] == []
        assert [one for one in page if one.bottom < 0 or one.top > HEIGHT] == []
    assert overlapping(reader) == []


@pytest.mark.parametrize("name", ["ours", "wordy"])
def test_texts_of_the_document_do_not_lie_on_each_other(
    outputs: Outputs, wordy: bytes, name: str
) -> None:
    ours = (outputs.folder / "review.pdf").read_bytes()
    reader = PdfReader(BytesIO(wordy if name == "wordy" else ours))
    assert overlapping(reader) == []


def test_the_measuring_sees_texts_on_each_other(tmp_path: Path) -> None:
    (tmp_path / "wrong.typ").write_text("#place(dx: 2pt)[上の字]\n下の字")
    reader = PdfReader(BytesIO(typst.compile(str(tmp_path / "wrong.typ"))))
    assert ("上", "下") in overlapping(reader)


@pytest.mark.parametrize("name", ["review", "theme", "pair", "map"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_pictures_of_pages_are_taken(
    browser: Browser, outputs: Outputs, kept: Path, name: str, width: int
) -> None:
    with opened(browser, outputs.pages[name], width) as told:
        if name == "map":
            told.page.wait_for_selector("body[data-drawn]", timeout=60_000)
        told.run("document.querySelectorAll('details').forEach(one => one.open = false)")
        target = kept / f"{name}-{width}.png"
        told.page.screenshot(path=target, full_page=True)
    assert_drawn(target.read_bytes(), width)


def test_pictures_of_sheets_are_taken(
    outputs: Outputs, printed: Mapping[str, bytes], wordy: bytes, kept: Path, tmp_path: Path
) -> None:
    ours = (outputs.folder / "review.pdf").read_bytes()
    for name, document in {**printed, "document": ours, "document-wordy": wordy}.items():
        for number, picture in enumerate(pictures_of_sheets(document, tmp_path), start=1):
            (kept / f"{name}-a4-{number}.png").write_bytes(picture)
            assert_drawn(picture, round(210 / 25.4 * 96))


def test_pictures_for_slides_are_whole_and_find_a_font(outputs: Outputs) -> None:
    pictures = sorted((outputs.folder / "pictures").glob("*.svg"))
    assert len(pictures) >= 12
    for path in pictures:
        drawing = path.read_text("utf-8")
        assert (drawn.overlapping(drawing), drawn.outside(drawing)) == ([], []), path.name
        assert drawn.FONTS.missing("".join(drawn.words(drawing))) == frozenset()
        fonts = set(re.findall('font-family="([^"]*)"', drawing))
        assert all(one.startswith("VOC Sans JP, ") for one in fonts), path.name
        assert_drawn(path.with_suffix(".png").read_bytes())


def assert_drawn(picture: bytes, width: int | None = None) -> None:
    """A PNG is as wide as it should be, if that is known, and shows something."""
    found = int.from_bytes(picture[16:20], "big")
    assert width is None or found == pytest.approx(width, abs=1)
    rows, at = [], 8
    while at < len(picture):
        length, kind = int.from_bytes(picture[at : at + 4], "big"), picture[at + 4 : at + 8]
        rows += [picture[at + 8 : at + 8 + length]] if kind == b"IDAT" else []
        at += length + 12
    assert len(set(zlib.decompress(b"".join(rows)))) > 16
