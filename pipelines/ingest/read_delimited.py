"""CSV and TSV, row by row; one unclosed quote costs one row, never the rest of the file."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.ingest.header import checked_header, clean_name
from pipelines.ingest.lines import LINE_CHARACTERS_LIMIT, has_undecodable, physical_lines
from pipelines.ingest.plain import BLANK
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.ingest.source import SourceColumns, SourceSpec

RECORD_LINES_LIMIT = 1_000

_EXCEL_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class _RecordTooLongError(Exception):
    """A record ran over more lines or characters than any honest one."""


class _LineFeed:
    """Feeds csv.reader, remembers the lines of the record under way and can take them back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._pushed_back: deque[str] = deque()
        self._characters = 0
        self.taken: list[str] = []
        self.count_lines_done = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._pushed_back.popleft() if self._pushed_back else next(self._lines)
        self.taken.append(line)
        self._characters += len(line)
        if len(self.taken) > RECORD_LINES_LIMIT or self._characters >= LINE_CHARACTERS_LIMIT:
            raise _RecordTooLongError
        return line

    @property
    def number(self) -> int:
        """Line number, from 1, of the first line of the record under way."""
        return self.count_lines_done + 1

    def push_back(self, from_line: int) -> None:
        """Give back the lines of the record under way, from the given place (from 0) on."""
        given_back = self.taken[from_line:]
        self._pushed_back.extendleft(reversed(given_back))
        self._characters -= sum(map(len, given_back))
        del self.taken[from_line:]

    def record_done(self) -> None:
        """Forget the lines of the record under way: they are dealt with."""
        self.count_lines_done += len(self.taken)
        self.taken.clear()
        self._characters = 0


def read_delimited(
    path: Path, spec: SourceSpec, encoding: str, delimiters: Sequence[str]
) -> Iterator[Row | BadRow]:
    """Yield the rows below the header; blank rows are passed over.

    `delimiters` are the candidates, the likeliest first; the one that finds most of the source's
    columns in the header is taken. A quote inside one line that is not doubled is read leniently
    when the number of columns fits. Raises InputError as `checked_header` does.
    """
    # Set here, not at import: the limit is one for the whole process.
    csv.field_size_limit(LINE_CHARACTERS_LIMIT)
    feed = _LineFeed(physical_lines(path, encoding))
    if not _skip_blank_lines(feed):
        return
    if stated := _EXCEL_SEPARATOR_LINE.fullmatch(next(feed)):
        feed.record_done()
        delimiters = (stated.group(1),)
    else:
        feed.push_back(0)
    delimiter = _best_delimiter(feed, delimiters, spec.columns)
    header = checked_header(_header_cells(feed, delimiter), spec.columns, path.name)
    feed.record_done()
    yield from _records(feed, delimiter, header)


def _skip_blank_lines(feed: _LineFeed) -> bool:
    for line in feed:
        if line.strip(BLANK):
            feed.push_back(0)
            return True
        feed.record_done()
    return False


def _best_delimiter(feed: _LineFeed, delimiters: Sequence[str], columns: SourceColumns) -> str:
    wanted = {name for field in columns.model_dump().values() for name in field}
    fits: list[tuple[int, int]] = []
    for delimiter in delimiters:
        cells = _header_cells(feed, delimiter)
        feed.push_back(0)
        fits.append((len(wanted & {clean_name(cell) for cell in cells}), len(cells)))
    return delimiters[fits.index(max(fits))]


def _header_cells(feed: _LineFeed, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(feed, delimiter=delimiter, strict=True), [])
    except (csv.Error, _RecordTooLongError):
        return []


def _records(feed: _LineFeed, delimiter: str, header: tuple[str, ...]) -> Iterator[Row | BadRow]:
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _RecordTooLongError:
            yield _first_line_rejected(feed, "line_too_long")
        except csv.Error:
            yield _misquoted(feed, delimiter, header)
        else:
            row = _row(feed, cells, header)
            if row is not None:
                yield row
        feed.record_done()


def _row(feed: _LineFeed, cells: list[str], header: tuple[str, ...]) -> Row | BadRow | None:
    received = feed.taken[0] if len(feed.taken) == 1 else "".join(feed.taken)
    if has_undecodable(received):
        return reject(feed.number, "undecodable_bytes", received)
    if "\0" in received:
        return reject(feed.number, "nul_byte", received)
    if not received.strip(BLANK) or not any(cell.strip(BLANK) for cell in cells):
        return None
    # Spreadsheets append empty cells; nothing is lost by passing them over.
    if len(cells) < len(header) or any(cells[len(header) :]):
        return reject(feed.number, "wrong_column_count", received)
    return Row(feed.number, dict(zip(header, cells, strict=False)))


def _misquoted(feed: _LineFeed, delimiter: str, header: tuple[str, ...]) -> Row | BadRow:
    """Deal with a quote that is not closed or not doubled; at most one line is lost by it."""
    line = feed.taken[0]
    if len(feed.taken) > 1 or _ends_inside_quotes(line, delimiter):
        return _first_line_rejected(feed, "unclosed_quote")
    cells = next(csv.reader([line], delimiter=delimiter, strict=False), [])
    row = _row(feed, cells, header)
    return row if isinstance(row, Row) else reject(feed.number, "bad_quote", line)


def _ends_inside_quotes(line: str, delimiter: str) -> bool:
    probe = csv.reader([line, "x"], delimiter=delimiter, strict=False)
    return len(list(probe)) == 1


def _first_line_rejected(feed: _LineFeed, reason_of_one_line: str) -> BadRow:
    reason = reason_of_one_line if len(feed.taken) == 1 else "unclosed_quote"
    bad = reject(feed.number, reason, feed.taken[0])
    feed.push_back(1)
    return bad
