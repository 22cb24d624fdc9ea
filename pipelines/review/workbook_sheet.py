"""Sheets of the workbook: a title, tables of real numbers, and where each number came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import ceil
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipelines.review.fonts import Fonts
from pipelines.review.look import Colours
from pipelines.review.traces import Number

FONT, SIZE = "Yu Gothic", 10.5
# Excel counts widths in digits of the font, which are about half as wide as a Japanese character.
UNITS_PER_EM = 2.0
LEAST_WIDTH, MOST_WIDTH, MARGIN, BUTTON = 7.0, 56.0, 3.0, 3.0
LINE_HEIGHT = 18.0
A4, HEADER_ROW = 9, 3
LONGEST_NAME, LONGEST_HEADING, LONGEST_FOOTER = 31, 200, 100
LONGEST_TEXT = 32_000
FORBIDDEN = str.maketrans({sign: "・" for sign in "[]:*?/\\"})

Kind = Literal[
    "text", "name", "count", "step", "tenth", "hundredth", "share", "change", "day", "plain"
]
Cell = str | int | float | date | Number | None
FORMATS: Mapping[Kind, str] = {
    "count": "#,##0",
    "step": "+#,##0;\u2212#,##0;±0",
    "tenth": "#,##0.0",
    "hundredth": "#,##0.00",
    "share": "0.0%",
    "change": "+0%;\u22120%;±0%",
    "plain": "General",
    "day": 'yyyy"年"m"月"d"日"',
}


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in digits, fitted to what stands in it when None."""

    heading: str
    kind: Kind = "text"
    width: float | None = None


@dataclass(frozen=True)
class Trace:
    """A number in the workbook: its sheet, its cell and its place in the published file."""

    sheet: str
    cell: str
    number: Number


@dataclass(frozen=True)
class Area:
    """Where a table stands: its header, the rows and columns of its body, ends included."""

    sheet: str
    header: int
    first: int
    last: int
    left: int
    right: int

    def column(self, number: int) -> list[Any]:
        """Return the body of a column, as charts want it."""
        return [self.sheet, self.first, self.left + number, self.last, self.left + number]


@dataclass
class Book:
    """An open workbook, the formats made for it so far, and its traces."""

    workbook: Workbook
    colours: Colours
    fonts: Fonts
    footer: str
    traces: list[Trace] = field(default_factory=list)
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def style(self, **properties: Any) -> Format:
        """Return the format with these properties; the font is always the same."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            common = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
            common["font_color"] = self.colours.ink
            self.formats[key] = self.workbook.add_format({**common, **properties})
        return self.formats[key]

    def add(self, name: str, title: str, *, is_one_page: bool, is_frozen: bool) -> "Sheet":
        """Add a sheet with its title, set up to print on A4 across.

        `is_frozen` keeps the header of its first table in sight, and on every page printed.
        """
        page = self.workbook.add_worksheet(self._free_name(name))
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.fit_to_pages(1, int(is_one_page))
        page.set_footer(f"&L&8 {self.footer[:LONGEST_FOOTER].replace('&', '&&')}&R&8 &P / &N")
        page.write_string(0, 0, title, self.style(bold=True, font_size=16))
        page.set_row(0, 26)
        return Sheet(self, page, HEADER_ROW, is_frozen)

    def _free_name(self, wanted: str) -> str:
        """Return a name that Excel allows and no other sheet has."""
        name = wanted.translate(FORBIDDEN).strip("' ")[:LONGEST_NAME] or "–"
        taken = {page.get_name().lower() for page in self.workbook.worksheets()}
        number = 2
        while name.lower() in taken or name.lower() == "history":
            name = f"{name[: LONGEST_NAME - 4]} {number}"
            number += 1
        return name


@dataclass
class Sheet:
    """A sheet being filled from above; `row` is the next free one.

    `is_frozen` is true as long as a table is to come whose header stays in sight.
    """

    book: Book
    page: Worksheet
    row: int
    is_frozen: bool
    widths: dict[int, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that formulas and links call it by."""
        return str(self.page.get_name())

    def lead(self, text: str) -> None:
        """Write the sentence below the title."""
        self.page.write_string(1, 0, text, self.book.style(font_color=self.book.colours.muted))

    def say(self, text: str, **properties: Any) -> None:
        """Write a line of text that may run over the cells beside it."""
        self.page.write_string(self.row, 0, clipped(text), self.book.style(**properties))
        self.row += 1

    def note(self, text: str) -> None:
        """Write a line in small letters."""
        self.say(text, font_size=9, font_color=self.book.colours.muted)

    def heading(self, text: str) -> None:
        """Write the title of a second table."""
        self.row += 1
        self.page.set_row(self.row, LINE_HEIGHT + 6)
        self.say(text, bold=True, font_size=12)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Area:
        """Write a table with filters and return where it stands; `rows` must not be empty."""
        header = self.row
        area = Area(self.name, header, header + 1, header + len(rows), 0, len(columns) - 1)
        self._fit(columns, rows)
        for number, one in enumerate(rows, start=1):
            for at, (column, value) in enumerate(zip(columns, one, strict=True)):
                self.put(header + number, at, value, column.kind)
            self._raise(header + number, columns, one)
        self._frame(area, columns)
        self.row = area.last + 2
        return area

    def put(self, row: int, at: int, value: Cell, kind: Kind, **properties: Any) -> None:
        """Write one cell as what it is; a number that can be looked up leaves its trace."""
        style = self._style(kind, properties)
        if isinstance(value, Number):
            if value.value is not None:
                place = Trace(self.name, xl_rowcol_to_cell(row, at), value)
                self.book.traces.append(place)
            value = value.value
        if value is None:
            self.page.write_blank(row, at, None, style)
        elif isinstance(value, str):
            self.page.write_string(row, at, clipped(value), style)
        elif isinstance(value, date):
            self.page.write_datetime(row, at, datetime.combine(value, time()), style)
        else:
            self.page.write_number(row, at, value, style)

    def _style(self, kind: Kind, properties: Mapping[str, Any]) -> Format:
        base = {"bottom": 1, "bottom_color": self.book.colours.rule}
        if kind in FORMATS:
            return self.book.style(**{**base, "num_format": FORMATS[kind], **properties})
        is_bold = {"bold": True} if kind == "name" else {}
        return self.book.style(
            **{**base, **is_bold, "text_wrap": True, "align": "left", "indent": 1, **properties}
        )

    def _frame(self, area: Area, columns: Sequence[Column]) -> None:
        """Write the header, make it a table of Excel, keep it in sight and on every page."""
        colours = self.book.colours
        style = self.book.style(
            bold=True,
            text_wrap=True,
            align="center",
            valign="vcenter",
            font_color=colours.paper,
            bg_color=colours.accent,
        )
        headings = _distinct([column.heading for column in columns])
        headers = [{"header": heading, "header_format": style} for heading in headings]
        options = {"columns": headers, "style": None}
        self.page.add_table(area.header, 0, area.last, len(columns) - 1, options)
        lines = max(
            ceil((self._digits(one.heading) + BUTTON) / self.widths[at])
            for at, one in enumerate(columns)
        )
        self.page.set_row(area.header, LINE_HEIGHT * lines + 6)
        if self.is_frozen:
            names = next((at + 1 for at, one in enumerate(columns) if one.kind == "name"), 0)
            self.page.freeze_panes(area.first, names)
            self.page.repeat_rows(area.header)
            self.is_frozen = False

    def _fit(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Make each column as wide as its longest text, within limits; never narrower again."""
        for at, column in enumerate(columns):
            longest = max((self._digits(_shown(one[at], column.kind)) for one in rows), default=0)
            # Two lines of a heading stand beside the button of the filter.
            wanted = max(longest + MARGIN, self._digits(column.heading) / 2 + BUTTON)
            width = column.width or min(max(wanted, LEAST_WIDTH), MOST_WIDTH)
            self.widths[at] = max(width, self.widths.get(at, 0.0))
            self.page.set_column(at, at, self.widths[at])

    def _raise(self, row: int, columns: Sequence[Column], values: Sequence[Cell]) -> None:
        """Make a row as high as its longest wrapped text; Excel does so only when it edits."""
        lines = max(
            ceil(self._digits(_shown(value, column.kind)) / (self.widths[at] - 2))
            for at, (column, value) in enumerate(zip(columns, values, strict=True))
        )
        self.page.set_row(row, LINE_HEIGHT * max(1, lines) + 4)

    def _digits(self, text: str, size: float = SIZE) -> float:
        return self.book.fonts.width(text, UNITS_PER_EM) * size / SIZE


def _distinct(headings: Sequence[str]) -> list[str]:
    """Return headings that Excel accepts side by side: none twice, none empty, none too long."""
    found: list[str] = []
    for wanted in headings:
        heading, number = wanted[:LONGEST_HEADING] or "–", 2
        while heading.lower() in (one.lower() for one in found):
            heading, number = f"{wanted[:LONGEST_HEADING]} {number}", number + 1
        found.append(heading)
    return found


def clipped(text: str) -> str:
    """Return a text that fits into a cell."""
    return text[:LONGEST_TEXT]


def _shown(value: Cell, kind: Kind) -> str:
    """Return about as many characters as a cell shows."""
    if isinstance(value, Number):
        value = value.value
    if isinstance(value, date):
        return f"{value:%Y年%m月%d日}"
    if isinstance(value, str):
        return value
    return "" if value is None else f"{value:,.0f}" + ".00%" * (kind not in ("count", "step"))
