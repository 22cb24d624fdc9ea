"""Native charts of the workbook, which a reader can change or copy into slides."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart

from pipelines.review.workbook_sheet import FONT, Area, Book, Sheet

# What XlsxWriter takes for a reference wherever a chart has a text: "=A!$B$1", and "困る!A4" too.
REFERENCE = re.compile(r"=?[^!]+!\$?[A-Z]+\$?\d")
# The first column of months in the table of months.
MONTHS_FROM = 3
WIDTH, HEIGHT = 900, 400
ROW_PIXELS = 20
# Lines differ by dash and sign too, for print in black and white; hues are Okabe and Ito's.
DASHES = ("solid", "dash", "square_dot", "long_dash", "round_dot")
SIGNS = ("circle", "diamond", "square", "triangle", "x")
HUES = ("#0b2f4f", "#d55e00", "#0072b2", "#009e73", "#cc79a7")


@dataclass(frozen=True)
class Told:
    """What a chart says: its title, its axes, and a sentence for who cannot see it."""

    title: str
    x: str
    y: str
    alt_text: str


@dataclass(frozen=True)
class Group:
    """Dots of one quadrant: cells of their shares and times, and their names; "" for no room."""

    kind: str
    label: str
    shares: list[Any]
    times: list[Any]
    names: tuple[str, ...]


def place(sheet: Sheet, chart: Chart, told: Told, height: int = HEIGHT) -> None:
    """Put a chart below what a sheet holds so far."""
    put(sheet, chart, told, (sheet.row, 0), (WIDTH, height))
    sheet.row += height // ROW_PIXELS + 2


def put(
    sheet: Sheet, chart: Chart, told: Told, cell: tuple[int, int], size: tuple[int, int]
) -> None:
    """Put a chart at a cell, as wide and high in pixels as `size`."""
    font = {"name": FONT, "size": 10, "bold": False, "color": sheet.book.colours.ink}
    chart.set_title({"name": literal(told.title), "name_font": {**font, "size": 12, "bold": True}})
    chart.set_size({"width": size[0], "height": size[1]})
    options = {"description": told.alt_text, "object_position": 3}
    sheet.page.insert_chart(*cell, chart, options)


def literal(text: str) -> str:
    """Return a text that a chart shows as it is; what XlsxWriter takes for a cell gets a wide !."""
    return text.replace("!", "！") if REFERENCE.match(text) else text


def trends(sheet: Sheet, months: Area, themes: int, told: Told) -> Chart:
    """Return a line for each of the first `themes` rows of the table of months."""
    chart = sheet.book.workbook.add_chart({"type": "line"})
    left, right = months.left + MONTHS_FROM, months.right
    for at in range(min(themes, len(HUES))):
        row = months.first + at
        chart.add_series(
            {
                "name": [months.sheet, row, months.left],
                "categories": [months.sheet, months.header, left, months.header, right],
                "values": [months.sheet, row, left, row, right],
                "line": {"color": HUES[at], "width": 2, "dash_type": DASHES[at]},
                "marker": {
                    "type": SIGNS[at],
                    "size": 5,
                    "fill": {"color": HUES[at]},
                    "border": {"color": HUES[at]},
                },
            }
        )
    _axes(chart, told, sheet.book)
    chart.set_legend({"position": "right", "font": _font(sheet.book)})
    return chart


@dataclass(frozen=True)
class Stairs:
    """Where the table of a waterfall stands, what stands above its columns, where its scale begins.

    Columns: name, total, step, hidden ground, rise, fall, top.
    """

    area: Area
    labels: list[str]
    least: float


def steps(sheet: Sheet, stairs: Stairs, told: Told) -> Chart:
    """Return a waterfall of stacked columns with the labels on top."""
    book, colours, area = sheet.book, sheet.book.colours, stairs.area
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    fills: tuple[tuple[int, Mapping[str, Any]], ...] = (
        (3, {"fill": {"none": True}, "border": {"none": True}}),
        (1, {"fill": {"color": colours.ink}}),
        (4, {"fill": {"color": colours.warning}}),
        (5, {"fill": {"color": colours.paper}, "border": {"color": colours.accent, "width": 1.5}}),
    )
    for at, fill in fills:
        series = {"categories": area.column(0), "values": area.column(at), "gap": 40, **fill}
        chart.add_series({"name": [area.sheet, area.header, area.left + at], **series})
    tops = book.workbook.add_chart({"type": "line"})
    shown = {"value": True, "position": "above", "font": _font(book)}
    shown["custom"] = [{"value": label} for label in stairs.labels]
    hidden = {"line": {"none": True}, "marker": {"type": "none"}}
    tops.add_series(
        {"categories": area.column(0), "values": area.column(6), "data_labels": shown, **hidden}
    )
    chart.combine(tops)
    _axes(chart, told, book, stairs.least)
    chart.set_legend({"none": True})
    return chart


def calendar(sheet: Sheet, area: Area, span: tuple[Any, Any], told: Told) -> Chart:
    """Return bars over the calendar: columns name, begin, days to warn, days of the season."""
    chart = sheet.book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    colours = sheet.book.colours
    hatched = {"pattern": "wide_upward_diagonal"}
    hatched |= {"fg_color": colours.warning, "bg_color": colours.paper}
    fills: tuple[tuple[int, Mapping[str, Any]], ...] = (
        (1, {"fill": {"none": True}, "border": {"none": True}}),
        (2, {"pattern": hatched, "border": {"color": colours.warning}}),
        (3, {"fill": {"color": colours.accent}}),
    )  # fmt: skip
    for at, fill in fills:
        chart.add_series(
            {
                "name": [area.sheet, area.header, area.left + at],
                "categories": area.column(0),
                "values": area.column(at),
                "gap": 60,
                **fill,
            }
        )
    _axes(chart, told, sheet.book)
    chart.set_x_axis(
        {
            "min": span[0],
            "max": span[1],
            "major_unit": 14,
            "num_format": 'm"/"d',
            "num_font": _font(sheet.book),
            "major_gridlines": _grid(sheet.book),
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": _font(sheet.book), "label_position": "low"})
    chart.set_legend({"position": "bottom", "delete_series": [0], "font": _font(sheet.book)})
    return chart


def shares(sheet: Sheet, area: Area, at: int, told: Told) -> Chart:
    """Return a line of a share over the months in the first column."""
    chart = sheet.book.workbook.add_chart({"type": "line"})
    line = {"color": sheet.book.colours.bar_now, "width": 2.25}
    chart.add_series(
        {
            "name": [area.sheet, area.header, area.left + at],
            "categories": area.column(0),
            "values": area.column(at),
            "line": line,
        }
    )
    _axes(chart, told, sheet.book)
    chart.set_y_axis(
        {
            "min": 0,
            "num_format": "0%",
            "num_font": _font(sheet.book),
            "major_gridlines": _grid(sheet.book),
            "line": {"none": True},
        }
    )
    chart.set_legend({"none": True})
    return chart


def scatter(sheet: Sheet, groups: Iterable[Group], told: Told) -> Chart:
    """Return a quadrant of dots: across how large a theme is in a group, up how much its own."""
    chart = sheet.book.workbook.add_chart({"type": "scatter"})
    for group in groups:
        chart.add_series(
            {
                "name": literal(group.label),
                "categories": group.shares,
                "values": group.times,
                "marker": _sign(group.kind, sheet.book),
                **_labels(group, sheet.book),
            }
        )
    _axes(chart, told, sheet.book)
    number = {"num_font": _font(sheet.book), "major_gridlines": _grid(sheet.book), "log_base": 10}
    chart.set_x_axis(
        {"name": literal(told.x), "name_font": _font(sheet.book), "num_format": "0.0%", **number}
    )
    chart.set_y_axis(
        {
            "name": literal(told.y),
            "name_font": _font(sheet.book),
            "num_format": "General",
            "crossing": "min",
            **number,
        }
    )
    chart.set_legend({"position": "bottom", "font": _font(sheet.book)})
    return chart


def _sign(kind: str, book: Book) -> dict[str, Any]:
    """Return a sign whose shape and fill tell the quadrant without any hue."""
    colours = book.colours
    shape, fill, border, size = {
        "focus": ("circle", colours.bar_now, colours.bar_now, 7),
        "own": ("diamond", colours.paper, colours.accent, 7),
        "common": ("square", colours.paper, colours.muted, 5),
        "rest": ("circle", colours.rule, colours.rule, 3),
    }[kind]
    return {"type": shape, "size": size, "fill": {"color": fill}, "border": {"color": border}}


def _labels(group: Group, book: Book) -> dict[str, Any]:
    if group.kind != "focus":
        return {}
    shown = [{"value": literal(name)} if name else {"delete": True} for name in group.names]
    font = {**_font(book), "size": 9}
    return {"data_labels": {"value": True, "position": "right", "font": font, "custom": shown}}


def _axes(chart: Chart, told: Told, book: Book, least: float = 0) -> None:
    font = _font(book)
    chart.set_x_axis({"name": literal(told.x), "name_font": font, "num_font": font})
    chart.set_y_axis(
        {
            "name": literal(told.y),
            "name_font": font,
            "num_font": font,
            "min": least,
            "num_format": "#,##0",
            "major_gridlines": _grid(book),
            "line": {"none": True},
        }
    )


def _grid(book: Book) -> dict[str, Any]:
    return {"visible": True, "line": {"color": book.colours.rule, "width": 0.5}}


def _font(book: Book) -> dict[str, Any]:
    return {"name": FONT, "size": 9, "bold": False, "color": book.colours.ink}
