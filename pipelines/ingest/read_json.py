"""JSON files: an array of objects, element by element, or one document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from pipelines.errors import InputError
from pipelines.ingest.document import read_document
from pipelines.ingest.header import clean_name
from pipelines.ingest.lines import LINE_CHARACTERS_LIMIT, MARK_ERRORS, has_undecodable
from pipelines.ingest.plain import refuse_constant
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.ingest.source import SourceSpec

_BLOCK_CHARACTERS = 1 << 16
_BETWEEN = " \t\r\n,"


def read_json(path: Path, encoding: str) -> Iterator[Row | BadRow]:
    """Yield one row per object of an array, numbered from 1, or the one object of a file.

    Raises InputError `json_broken` (file), also in the middle of a damaged file.
    """
    with path.open(encoding=encoding, errors=MARK_ERRORS, newline="") as stream:
        for number, (text, value) in enumerate(_Elements(stream, path.name), 1):
            if has_undecodable(text):
                yield reject(number, "undecodable_bytes", text)
            elif not isinstance(value, dict):
                yield reject(number, "not_an_object", text)
            else:
                yield Row(number, {clean_name(key): part for key, part in value.items()})


def load_json(path: Path, spec: SourceSpec, encoding: str) -> object | BadRow:
    """Read a file that is one JSON document, or the bad row that it makes.

    Raises InputError `json_broken` (file) and as `read_document` does.
    """
    text = read_document(path, spec, encoding)
    if has_undecodable(text):
        return reject(1, "undecodable_bytes", text)
    try:
        value: object = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise InputError("json_broken", file=path.name) from None
    return value


class _Elements:
    """The elements of the array in a stream, or the one value, with the text of each."""

    def __init__(self, stream: TextIO, file_name: str) -> None:
        self._stream, self._file_name = stream, file_name
        self._decoder = json.JSONDecoder(parse_constant=refuse_constant)
        self._text = ""
        self._is_at_end = False

    def __iter__(self) -> Iterator[tuple[str, object]]:
        self._pass_over(" \t\r\n\ufeff")
        is_array = self._text.startswith("[")
        if is_array:
            self._text = self._text[1:]
            self._pass_over(_BETWEEN)
        while self._text and not (is_array and self._text.startswith("]")):
            yield self._element()
            self._pass_over(_BETWEEN)
        if is_array:
            self._close()

    def _close(self) -> None:
        """An array that was cut off, or goes on behind its end, is no whole file."""
        rest = self._text[1:]
        if not self._text or rest.strip() or self._stream.read().strip():
            raise self._broken()

    def _broken(self) -> InputError:
        return InputError("json_broken", file=self._file_name)

    def _pass_over(self, characters: str) -> None:
        self._text = self._text.lstrip(characters)
        while not self._text and self._read_on(_BLOCK_CHARACTERS):
            self._text = self._text.lstrip(characters)

    def _read_on(self, count_characters: int) -> bool:
        block = self._stream.read(count_characters)
        self._is_at_end = not block
        self._text += block
        return bool(block)

    def _element(self) -> tuple[str, object]:
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text)
            except (ValueError, RecursionError):
                # Doubling what is held keeps the repeated attempts linear in all.
                if len(self._text) > LINE_CHARACTERS_LIMIT or not self._read_on(
                    max(_BLOCK_CHARACTERS, len(self._text))
                ):
                    raise self._broken() from None
                continue
            # A number at the end of what was read may go on in the next block.
            if end == len(self._text) and self._read_on(_BLOCK_CHARACTERS):
                continue
            text, self._text = self._text[:end], self._text[end:]
            return text, value
