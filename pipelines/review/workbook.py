"""The monthly review as an Excel workbook: a sheet per section, real numbers, native charts."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from pipelines.review.facts import Facts
from pipelines.review.figures import month_text
from pipelines.review.page import Press
from pipelines.review.workbook_bench import Bench
from pipelines.review.workbook_frame import front, source, trust
from pipelines.review.workbook_moves import ahead, changes, ignored
from pipelines.review.workbook_places import fast_lane, measures, where
from pipelines.review.workbook_sheet import FONT, SIZE, Book, Sheet
from pipelines.review.workbook_themes import cards, loud, months
from warehouse.publish import replace_bytes

WORKBOOK = "review.xlsx"
# Sheets in their order, and where their titles stand in words.toml.
TITLES = {
    "front": "summary.heading",
    "loud": "loud.heading",
    "changes": "changes.heading",
    "ahead": "ahead.heading",
    "ignored": "ignored.heading",
    "measures": "measures.heading",
    "where": "where.heading",
    "fast_lane": "fast_lane.heading",
    "cards": "cards.heading",
    "months": "workbook.months",
    "trust": "trust.heading",
    "source": "workbook.source",
}
# Sheets that grow with the themes; the others are printed on one page each.
LONG = ("where", "cards", "months", "source")
# Sheets of one table.
SINGLE = ("loud", "ignored", "measures", "where", "cards", "months")


def write_workbook(facts: Facts, press: Press, folder: Path) -> Path:
    """Write review.xlsx into a folder and return its path; the same facts give the same bytes."""
    path = folder / WORKBOOK
    replace_bytes(path, workbook_of(facts, press))
    return path


def workbook_of(facts: Facts, press: Press) -> bytes:
    """Return the review as a workbook; its last sheet tells where each number came from."""
    out = BytesIO()
    with Workbook(out, _options()) as workbook:
        _describe(workbook, facts, press)
        title = press.words("page.title_of_month", month=month_text(facts.month))
        book = Book(workbook, press.look.colours, press.fonts, title)
        sheets = {
            key: _added(book, key, press.words.template(words), title)
            for key, words in TITLES.items()
        }
        _fill(sheets, Bench(facts, press.look, press.words))
    return out.getvalue()


def _added(book: Book, key: str, name: str, title: str) -> Sheet:
    shown = title if key == "front" else name
    return book.add(name, shown, is_one_page=key not in LONG, is_frozen=key in SINGLE)


def _options() -> dict[str, object]:
    """What a customer said stays text: never a formula, a number or a link."""
    # A new one each time, because Workbook writes into the properties of the default font.
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }


def _describe(workbook: Workbook, facts: Facts, press: Press) -> None:
    """Date the workbook by its data: the clock would make every one different."""
    workbook.set_properties(
        {
            "title": press.words("page.title_of_month", month=month_text(facts.month)),
            "company": press.look.brand.company,
            "created": datetime.combine(facts.origin.data_until, time()),
        }
    )


def _fill(sheets: dict[str, Sheet], bench: Bench) -> None:
    by_month = months(sheets["months"], bench)
    loud(sheets["loud"], bench, by_month)
    for key, fill in (
        ("changes", changes),
        ("ahead", ahead),
        ("ignored", ignored),
        ("measures", measures),
        ("where", where),
        ("fast_lane", fast_lane),
        ("cards", cards),
        ("trust", trust),
    ):
        fill(sheets[key], bench)
    contents = {sheet.name: bench.words.template(TITLES[key]) for key, sheet in sheets.items()}
    contents.pop(sheets["front"].name)
    front(sheets["front"], bench, contents)
    source(sheets["source"], bench)
