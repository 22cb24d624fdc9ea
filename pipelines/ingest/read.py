"""The one way to read a file of a source: rows in the order of the file, memory flat."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.encoding import FileScan, scan_file
from pipelines.ingest.read_delimited import read_delimited
from pipelines.ingest.read_excel import read_excel
from pipelines.ingest.read_jsonl import read_jsonl
from pipelines.ingest.read_parquet import read_parquet
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import FORMAT_BY_EXTENSION, FileFormat, SourceSpec

_DELIMITERS = {"csv": (",", "\t", ";"), "tsv": ("\t", ",", ";")}


def file_format(path: Path, spec: SourceSpec) -> FileFormat:
    """Return the format that the source states, else the one of the file's extension.

    Raises InputError `unknown_format` (file).
    """
    if spec.format != "auto":
        return spec.format
    found = FORMAT_BY_EXTENSION.get(path.suffix.lower())
    if found is None:
        raise InputError("unknown_format", file=path.name)
    return found


def scan_source_file(path: Path, spec: SourceSpec) -> FileScan:
    """Scan a file the way its source needs: encodings are looked for in text formats only."""
    is_text = file_format(path, spec) not in ("excel", "parquet")
    return scan_file(path, declared=spec.encoding, is_text=is_text)


def read_rows(path: Path, spec: SourceSpec, encoding: str | None) -> Iterator[Row | BadRow]:
    """Yield every row of a file; `encoding` is `FileScan.encoding` (None for binary formats).

    Raises InputError: `unknown_format` and `unknown_encoding` (text without an encoding) at the
    call; `missing_columns`, `duplicate_columns` and what the format's reader says at the first
    row; `excel_broken` and `parquet_broken` also in the middle of a damaged file, so a caller
    takes a file whole or not at all. A file without a header and without rows yields nothing.
    """
    found = file_format(path, spec)
    if found == "excel":
        return read_excel(path, spec)
    if found == "parquet":
        return read_parquet(path, spec)
    if encoding is None:
        raise InputError("unknown_encoding", file=path.name)
    if found == "jsonl":
        return read_jsonl(path, encoding)
    delimiters = _DELIMITERS[found] if spec.delimiter == "auto" else (spec.delimiter,)
    return read_delimited(path, spec, encoding, delimiters)
