"""JSON Lines, one object a line."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipelines.ingest.header import clean_name
from pipelines.ingest.lines import LINE_CHARACTERS_LIMIT, has_undecodable, physical_lines
from pipelines.ingest.plain import BLANK, refuse_constant
from pipelines.ingest.rows import BadRow, Row, reject


def read_jsonl(path: Path, encoding: str) -> Iterator[Row | BadRow]:
    """Yield one row a line; blank lines are passed over, keys are cleaned as headers are.

    Text keeps lone surrogates that came as escapes (`\\ud83d`); `to_contact` replaces them.
    """
    for number, line in enumerate(physical_lines(path, encoding), 1):
        if line.strip(BLANK):
            yield _row(number, line)


def _row(number: int, line: str) -> Row | BadRow:
    if len(line) >= LINE_CHARACTERS_LIMIT:
        return reject(number, "line_too_long", line)
    if has_undecodable(line):
        return reject(number, "undecodable_bytes", line)
    try:
        value = json.loads(line, parse_constant=refuse_constant)
    # RecursionError: brackets nested deeper than any table; ValueError: also endless numbers.
    except (ValueError, RecursionError):
        return reject(number, "nul_byte" if "\0" in line else "bad_json", line)
    if not isinstance(value, dict):
        return reject(number, "not_an_object", line)
    return Row(number, {clean_name(key): part for key, part in value.items()})
