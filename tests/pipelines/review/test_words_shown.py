"""Every name, quote and day of page, document and workbook stands in the published file."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfReader

from tests.pipelines.review.cells import parsed, text_of
from tests.pipelines.review.conftest import Outputs
from tests.pipelines.review.printed import pieces
from tests.pipelines.review.test_workbook import opened
from warehouse.connect import open_published

pytestmark = pytest.mark.heavy
DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月(?!\s*\d)")
DAY_OF_YEAR = re.compile(r"(?<!年)(?<!年 )(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")
DAYS_OF_FILE = """
select 'select ' || column_name || '::date from mart.' || table_name
from duckdb_columns()
where schema_name = 'mart' and database_name = current_database()
    and (data_type = 'DATE' or data_type like 'TIMESTAMP%')
"""
# A row that begins with a theme and quotes a customer.
NAMED_QUOTE = re.compile(r"^\d+ (\S+) (?:引用注意 )?「(.+?)」 \d")
# Where quotes stand on paper: right of the pictures, in a size of their own, in points.
QUOTE_FROM, QUOTE_SIZE = 300.0, 8.0


@pytest.fixture(scope="module")
def days(outputs: Outputs) -> set[date]:
    with open_published(outputs.home) as con:
        selects = [sql for (sql,) in con.execute(DAYS_OF_FILE).fetchall()]
        return {day for sql in selects for (day,) in con.execute(sql).fetchall() if day}


@pytest.fixture(scope="module")
def said(outputs: Outputs) -> dict[str, tuple[str, str]]:
    """Theme and words of every voice."""
    with open_published(outputs.home) as con:
        found = con.execute("select voice_id, theme_name, text from mart.voice").fetchall()
    return {voice: (theme, text) for voice, theme, text in found}


@pytest.fixture(scope="module")
def names(outputs: Outputs) -> set[str]:
    with open_published(outputs.home) as con:
        return {name for (name,) in con.execute("select theme_name from mart.theme").fetchall()}


@pytest.fixture(scope="module")
def document(outputs: Outputs) -> PdfReader:
    return PdfReader(BytesIO((outputs.folder / "review.pdf").read_bytes()))


@pytest.fixture(scope="module")
def book(outputs: Outputs) -> Workbook:
    return opened((outputs.folder / "review.xlsx").read_bytes())


def assert_days_are_known(text: str, days: set[date], least: int) -> None:
    """Every day and month of a text is one of the file; it tells at least so many."""
    whole = [date(int(y), int(m), int(d)) for y, m, d in DAY.findall(text)]
    assert set(whole) <= days
    months = [(int(y), int(m)) for y, m in MONTH.findall(text)]
    assert set(months) <= {(day.year, day.month) for day in days}
    short = [(int(m), int(d)) for m, d in DAY_OF_YEAR.findall(text)]
    assert set(short) <= {(day.month, day.day) for day in days}
    assert len({*whole, *months, *short}) >= least


def texts_of_page(path: Path) -> str:
    body = parsed(path.read_text("utf-8")).find("body")
    assert body is not None
    return " ".join(text_of(one) for one in body)


@pytest.mark.parametrize(("page", "least"), [("review", 12), ("theme", 5), ("pair", 2)])
def test_days_of_the_pages_are_days_of_the_file(
    outputs: Outputs, days: set[date], page: str, least: int
) -> None:
    pages = {"theme": outputs.theme_page, "pair": outputs.pair_page}
    path = pages.get(page, outputs.folder / "review.html")
    assert_days_are_known(texts_of_page(path), days, least)


def test_days_of_the_document_are_days_of_the_file(document: PdfReader, days: set[date]) -> None:
    # Texts of one line; a date that is broken across lines has its parts put together again.
    text = "".join(page.extract_text().replace("\n", " ") for page in document.pages)
    assert_days_are_known(text, days, 12)


def test_days_of_the_workbook_are_days_of_the_file(book: Workbook, days: set[date]) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    dated = [cell.date() for cell in cells if isinstance(cell, datetime)]
    assert len(dated) >= 12 and set(dated) <= days
    assert_days_are_known("\n".join(str(cell) for cell in cells), days, 5)
    months = {tuple(map(int, cell.split("/"))) for cell in cells if _is_month(cell)}
    assert len(months) == 25 and months <= {(day.year, day.month) for day in days}


def _is_month(cell: object) -> bool:
    return isinstance(cell, str) and re.fullmatch(r"\d{4}/\d{2}", cell) is not None


def quotes_of(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the voice, the theme and the words of every quote of a page."""
    tree = parsed(path.read_text("utf-8"))
    for card in list(tree.iter("article")) or [tree]:
        heading = next(one for one in card.iter() if one.tag in ("h1", "h3"))
        for one in card.iter("li"):
            if one.get("data-voice"):
                [words] = one.iter("blockquote")
                yield one.get("data-voice", ""), text_of(heading), "".join(words.itertext())


def test_quotes_of_the_pages_are_voices_of_their_theme(
    outputs: Outputs, said: dict[str, tuple[str, str]]
) -> None:
    for path, count in ((outputs.folder / "review.html", 9), (outputs.theme_page, 3)):
        found = list(quotes_of(path))
        assert len(found) == count
        assert all(said[voice] == (name, text) for voice, name, text in found)


def test_quotes_beside_large_themes_are_their_voices(
    outputs: Outputs, document: PdfReader, said: dict[str, tuple[str, str]]
) -> None:
    rows = [row for row in parsed(outputs.read("review.html")).iter("tr") if row.get("data-theme")]
    texts = [
        text_of(row) for row in rows if row.get("data-theme") in ("t-late", "t-bill", "t-heat")
    ]
    found = [(name, quote) for text in texts for name, quote in NAMED_QUOTE.findall(text)]
    assert len(found) == 3 and set(found) <= set(said.values())
    first = "".join(document.pages[0].extract_text().split())
    assert all(f"「{quote}」" in first for _, quote in found)


def test_quotes_of_the_document_are_those_of_the_page_and_no_others(
    outputs: Outputs, document: PdfReader
) -> None:
    said = "".join(text for _, _, text in quotes_of(outputs.folder / "review.html"))
    cards = {n for n, page in enumerate(document.pages, 1) if "お客様 30 人" in page.extract_text()}
    first = min(cards)
    printed = "".join(
        "".join(one.text.split())
        for one in pieces(document)
        if one.page >= first and one.x >= QUOTE_FROM and abs(one.size - QUOTE_SIZE) < 0.05
    )
    assert printed == "".join(said.split())


def test_quotes_of_the_workbook_are_voices_of_their_theme(
    book: Workbook, said: dict[str, tuple[str, str]]
) -> None:
    rows = [row for row in book["テーマごとに見る"].iter_rows(values_only=True) if row[3]]
    quotes = [(row[1], cell.rpartition("（")[0]) for row in rows[1:] for cell in row[8:11]]
    assert len(set(quotes)) == 9
    assert set(quotes) <= set(said.values())


def test_names_of_themes_are_those_of_the_file(
    outputs: Outputs, book: Workbook, document: PdfReader, names: set[str]
) -> None:
    tree = parsed(outputs.read("review.html"))
    shown = {text_of(one) for one in tree.iter() if one.get("class") == "name"}
    shown |= {text_of(one) for card in tree.iter("article") for one in card.iter("h3")}
    sentences = text_of(next(one for one in tree.iter("dl") if one.get("class") == "sentences"))
    shown |= set(re.findall("「(.+?)」", sentences))
    assert shown == names
    columns = [
        row[header.index("テーマ")]
        for sheet in book
        for table in sheet.tables.values()
        for header, *rows in [[[cell.value for cell in row] for row in sheet[table.ref]]]
        if "テーマ" in header
        for row in rows
    ]
    assert len(columns) >= 20 and set(columns) == names
    text = "".join("".join(page.extract_text().split()) for page in document.pages)
    assert set(re.findall("\\d位(.+?)(?:配送|請求|製品|引用)", text)) <= names
    assert all(name in text for name in names)
