"""Finds the cell of the page, the document and the workbook that has to tell a number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

import html5lib
from openpyxl import Workbook

from pipelines.review.look import Words
from tests.pipelines.review.recomputed import Told

NUMBER = re.compile(r"[+−±]?\d[\d,]*(?:\.\d+)?%?")
# Where a row begins with a date or a name that holds digits, its numbers come after them.
ROWS_WITH_DIGITS = {"ahead", "ignored", "measures", "cards", "fast_lane"}
SHEETS = {"months": "workbook.months"}


@dataclass(frozen=True)
class Table:
    """A table as people read it: headings, and rows of texts."""

    headings: list[str]
    rows: list[list[str]]


def resolved(words: Words, text: str) -> str:
    """Return the words of a key such as `fast_lane.safety`; what is no key stays as it is."""
    return words.template(text) if re.fullmatch(r"[a-z_]+\.[a-z_]+", text) else text


def text_of(node: Element) -> str:
    """Return the text of an element without its pictures, spaces made one."""
    return " ".join(" ".join(_texts(node)).split())


def _texts(node: Element) -> Iterator[str]:
    if not str(node.tag).endswith(("svg", "style", "script")):
        yield node.text or ""
        for child in node:
            yield from _texts(child)
            yield child.tail or ""


def parsed(page: str) -> Element:
    """Return the tree that a browser would build of a page."""
    tree: Element = html5lib.parse(page, namespaceHTMLElements=False)
    return tree


def page_tables(page: str) -> dict[str, list[Table]]:
    """Return the tables of each section; headlines and cards, which are none, as tables too."""
    found = {}
    for section in parsed(page).iter("section"):
        tables = [_table(one) for one in section.iter("table") if one.get("class") != "months"]
        tables += [_headline(one) for one in _of_class(section, "headline")]
        tables += [_card(one) for one in section.iter("article")]
        found[section.get("id", "")] = tables
    [months] = [one for one in parsed(page).iter("table") if one.get("class") == "months"]
    table = _table(months)
    found["months"] = [Table([_month(one) for one in table.headings], table.rows)]
    return found


def _of_class(node: Element, name: str) -> Iterator[Element]:
    return (one for one in node.iter() if one.get("class", "").split()[:1] == [name])


def _month(heading: str) -> str:
    found = re.fullmatch(r"(\d{4}) (\d{1,2})月", heading)
    return f"{found[1]}/{int(found[2]):02}" if found else heading


def _table(node: Element) -> Table:
    head = node.find("thead")
    headings = [] if head is None else [text_of(cell) for cell in head.iter() if _is_cell(cell)]
    rows: list[list[str]] = []
    for body in node.findall("tbody"):
        for row in body.findall("tr"):
            cells = [text_of(cell) for cell in row if _is_cell(cell)]
            # A cell that spans rows stands in the first of them.
            missing = rows[-1][: len(headings) - len(cells)] if headings and rows else []
            rows.append([*missing, *cells])
    return Table(headings, rows)


def _is_cell(node: Element) -> bool:
    return node.tag in ("td", "th")


def _headline(node: Element) -> Table:
    [name], [value] = node.iter("h3"), _of_class(node, "value")
    past = {text_of(dt): text_of(dd) for dt, dd in zip(
        node.iter("dt"), node.iter("dd"), strict=True)}  # fmt: skip
    return Table(["", "", *past], [[text_of(name), text_of(value), *past.values()]])


def _card(node: Element) -> Table:
    [name], [figures] = node.iter("h3"), _of_class(node, "figures")
    return Table([], [[text_of(name), text_of(figures)]])


def page_cell(tables: dict[str, list[Table]], told: Told, words: Words) -> str | None:
    """Return the text of the cell that has to tell a number; None where there is no such row."""
    label, _, month = resolved(words, told.row).partition("|")
    heading = month or (words.template(told.column.page) if told.column.page else "")
    for table in tables[told.section]:
        for row in table.rows:
            if label in " ".join(row[:2]) and (not heading or heading in table.headings):
                return row[table.headings.index(heading)] if heading else row[1]
    return None


def sheet_cell(book: Workbook, told: Told, words: Words) -> object:
    """Return the value of the cell of the workbook that has to tell a number."""
    label, _, month = resolved(words, told.row).partition("|")
    heading = month or words.template(told.column.sheet)
    sheet = book[words.template(SHEETS.get(told.section, f"{told.section}.heading"))]
    at = None
    for row in sheet.iter_rows(values_only=True):
        if heading in row:
            at = row.index(heading)
        elif all(value is None for value in row):
            at = None
        elif at is not None and label in " ".join(str(one) for one in row[:3]):
            return row[at]
    return None


def document_rows(told: Sequence[Told]) -> Iterator[tuple[str, list[Told]]]:
    """Yield the numbers of each row of the document, in the order in which it tells them."""
    shown = [one for one in told if one.section != "months"]
    for (section, row), numbers in groupby(shown, key=lambda one: (one.section, one.row)):
        yield f"{section}|{row}", list(numbers)


def stands_in(text: str, label: str, row: Sequence[Told]) -> bool:
    """Tell whether a text has a label and then these numbers, with no other number in between."""
    begins = r"[\s\S]{0,160}?" if row[0].section in ROWS_WITH_DIGITS else r"\D{0,60}?"
    spaced = r"\s*".join(re.escape(one) for one in "".join(label.split()))
    numbers = r"[^\d+−±]*?".join(
        f"(?:{'|'.join(re.escape(one) for one in number.column.write(number.value))})(?![\\d.,%])"
        for number in row
    )
    return re.search(f"{spaced}{begins}(?<![\\d.,+−±]){numbers}", text) is not None
