"""Every number, name, quote and day that people see is what the published file says."""

import pytest
from openpyxl import Workbook
from pypdf import PdfReader

from pipelines.review.look import read_words
from tests.pipelines.review.cells import (
    NUMBER,
    document_rows,
    page_cell,
    page_tables,
    resolved,
    sheet_cell,
    stands_in,
)
from tests.pipelines.review.conftest import Outputs
from tests.pipelines.review.recomputed import Told, recomputed
from tests.pipelines.review.small_home import CONFIG
from tests.pipelines.review.test_workbook import opened

pytestmark = pytest.mark.heavy
WORDS = read_words((CONFIG,))


@pytest.fixture(scope="module")
def told(outputs: Outputs) -> list[Told]:
    return list(recomputed(outputs.home))


@pytest.fixture(scope="module")
def document(outputs: Outputs) -> PdfReader:
    return PdfReader(outputs.folder / "review.pdf")


@pytest.fixture(scope="module")
def text(document: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in document.pages)


@pytest.fixture(scope="module")
def book(outputs: Outputs) -> Workbook:
    return opened((outputs.folder / "review.xlsx").read_bytes())


def test_numbers_of_the_page_are_those_of_the_file(outputs: Outputs, told: list[Told]) -> None:
    tables = page_tables(outputs.read("review.html"))
    for one in told:
        cell = page_cell(tables, one, WORDS)
        assert cell is not None, one
        assert any(one.is_written(part) for part in NUMBER.findall(cell)), (cell, one)
    assert len(told) >= 120


def test_numbers_of_the_document_are_those_of_the_file(text: str, told: list[Told]) -> None:
    count = 0
    for name, row in document_rows(told):
        label = resolved(WORDS, name.partition("|")[2])
        assert stands_in(text, label, row), row
        count += len(row)
    assert count >= 60


def test_numbers_of_the_workbook_are_those_of_the_file(book: Workbook, told: list[Told]) -> None:
    for one in told:
        assert sheet_cell(book, one, WORDS) == pytest.approx(one.value), one
    assert len(told) >= 120
