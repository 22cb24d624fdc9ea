"""What a search found, as text: a table for people, csv, json or md."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import click
from rich.cells import cell_len, set_cell_size

from flows.messages import Catalogue
from flows.search import Answer
from flows.sql_shell import as_csv, as_markdown, json_text
from pipelines.search.search_room import FoundTheme, FoundVoice, Matching

# Line ends, and what could move a terminal's cursor or turn the direction of writing.
_NOT_SHOWN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")

# On a terminal the words of the voices get at least this share of a line.
TEXT_SHARE = 0.4
NARROWEST = 4
WIDE = 100

Cells = list[list[str]]


@dataclass(frozen=True)
class View:
    """How an answer is shown: its form, and for tables the width, texts and words of channels."""

    form: str
    width: int | None
    words: Catalogue
    channel_words: Mapping[str, str]


def render(answer: Answer, view: View) -> str:
    """Return the answer as table, csv, json or md; a table is cut to the width.

    A table and md are empty when no voice matched: the notes of the answer say so.
    """
    if view.form == "csv":
        return _csv(answer)
    if view.form == "json":
        return _json(answer)
    if not answer.matching.count_voices:
        return ""
    parts = [] if answer.only_themes else [_part("voices", _voice_cells(answer, view), view)]
    parts.append(_part("themes", _theme_cells(answer.themes), view))
    return "\n".join([*parts, _footer(answer.matching, view.words)])


def _csv(answer: Answer) -> str:
    kind = FoundTheme if answer.only_themes else FoundVoice
    found = answer.themes if answer.only_themes else answer.voices
    rows = [tuple(asdict(one).values()) for one in found]
    return as_csv([column.name for column in fields(kind)], rows)


def _json(answer: Answer) -> str:
    found: dict[str, object] = {"matching": asdict(answer.matching)}
    if not answer.only_themes:
        found["voices"] = [asdict(voice) for voice in answer.voices]
    found["themes"] = [asdict(theme) for theme in answer.themes]
    return json_text(found, indent=1) + "\n"


def _voice_cells(answer: Answer, view: View) -> Cells:
    return [
        [
            f"{voice.similarity:.2f}",
            f"{voice.received_on}",
            view.channel_words.get(voice.channel or "", voice.channel or ""),
            voice.product or "",
            voice.theme_name or voice.theme_id or "",
            f"{voice.count_voices:,}",
            voice.text,
        ]
        for voice in answer.voices
    ]


def _theme_cells(themes: Sequence[FoundTheme]) -> Cells:
    return [
        [
            f"{theme.similarity:.2f}",
            f"{theme.last_heard_on}",
            f"{theme.count_contacts:,}",
            theme.theme_id,
            theme.theme_name or "",
        ]
        for theme in themes
    ]


def _part(kind: str, cells: Cells, view: View) -> str:
    title = view.words.text(f"search_{kind}")
    if not cells:
        return f"{title}\n{view.words.text('search_no_themes')}\n"
    names = view.words.text(f"search_columns_{kind}").split()
    cells = [[plain_cell(cell) for cell in line] for line in cells]
    if view.form == "md":
        return f"## {title}\n\n{as_markdown(names, [tuple(line) for line in cells])}"
    head, *lines = aligned([names, *cells], _RIGHT[kind], _SHRINKING[kind], view.width)
    return "\n".join([click.style(title, bold=True), click.style(head, dim=True), *lines, ""])


def plain_cell(cell: str) -> str:
    """Return a cell on one line, without signs that a terminal obeys."""
    return _NOT_SHOWN.sub(" ", cell).strip()


# Columns of numbers, and columns that give way first when a line is too long.
_RIGHT: Mapping[str, frozenset[int]] = {"voices": frozenset({5}), "themes": frozenset({2})}
_SHRINKING: Mapping[str, tuple[int, ...]] = {"voices": (4, 3), "themes": ()}


def aligned(
    lines: Cells, right: frozenset[int], shrinking: tuple[int, ...], width: int | None
) -> list[str]:
    """Return lines of cells as columns, each line at most `width` cells of the terminal wide.

    The last column takes what is left, and at least 0.4 of the line as long as the `shrinking`
    columns can give way. Without a width nothing is cut. A Japanese character takes two cells.
    """
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    gap = "  " if width is None or width >= WIDE else " "
    if width is not None:
        _shrink(widths, shrinking, width - len(gap) * (len(widths) - 1))
    shown = [
        gap.join(
            _fitted(cell, wide, is_right=place in right)
            for place, (cell, wide) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    return [(line if width is None else _cut(line, width)).rstrip() for line in shown]


def _shrink(widths: list[int], shrinking: tuple[int, ...], room: int) -> None:
    """Take cells from the widest shrinking column until the last one has its share."""
    wanted = min(widths[-1], int(room * TEXT_SHARE))
    while sum(widths[:-1]) + wanted > room:
        widest = max(shrinking, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
    widths[-1] = max(NARROWEST, min(widths[-1], room - sum(widths[:-1])))


def _fitted(cell: str, width: int, *, is_right: bool) -> str:
    shown = _cut(cell, width)
    space = " " * (width - cell_len(shown))
    return space + shown if is_right else shown + space


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def _footer(matching: Matching, words: Catalogue) -> str:
    values = {
        "voices": f"{matching.count_voices:,}",
        "texts": f"{matching.count_texts:,}",
        "first": matching.first_on,
        "last": matching.last_on,
    }
    return words.text("search_footer", values) + "\n"
