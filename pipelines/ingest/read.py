"""The one way to read a file of a source: rows in the order of the file, memory flat."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.document import sidecar_of
from pipelines.ingest.encoding import FileScan, scan_file
from pipelines.ingest.messages import conversations
from pipelines.ingest.read_delimited import read_delimited
from pipelines.ingest.read_dialogue import read_dialogue
from pipelines.ingest.read_excel import read_excel
from pipelines.ingest.read_json import read_json
from pipelines.ingest.read_jsonl import read_jsonl
from pipelines.ingest.read_mail import read_eml, read_mbox
from pipelines.ingest.read_parquet import read_parquet
from pipelines.ingest.read_subtitles import read_subtitles
from pipelines.ingest.read_transcribe import read_amazon_transcribe
from pipelines.ingest.read_whisper import read_whisper
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import (
    BINARY_FORMATS,
    DOCUMENT_FORMATS,
    FORMAT_BY_EXTENSION,
    FileFormat,
    SourceSpec,
)

_DELIMITERS = {"csv": (",", "\t", ";"), "tsv": ("\t", ",", ";")}
_BINARY_READERS = {
    "excel": read_excel,
    "parquet": read_parquet,
    "eml": read_eml,
    "mbox": read_mbox,
}
_DOCUMENT_READERS = {
    "amazon_transcribe": read_amazon_transcribe,
    "whisper": read_whisper,
    "subtitles": read_subtitles,
    "dialogue": read_dialogue,
}


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
    """Scan a file the way its source needs: encodings are looked for in text formats only.

    The checksum of a file that is one contact covers its name and its sidecar, too: the same words
    in two recordings are two contacts.
    """
    found = file_format(path, spec)
    scan = scan_file(path, declared=spec.encoding, is_text=found not in BINARY_FORMATS)
    if found not in DOCUMENT_FORMATS:
        return scan
    beside = sidecar_of(path)
    told = b"" if beside is None else beside.read_bytes()
    whole = b"\0".join((scan.sha256.encode(), path.name.encode("utf-8", "surrogateescape"), told))
    return replace(scan, sha256=sha256(whole).hexdigest())


def read_rows(path: Path, spec: SourceSpec, encoding: str | None) -> Iterator[Row | BadRow]:
    """Yield every row of a file; `encoding` is `FileScan.encoding` (None for binary formats).

    Raises InputError: `unknown_format` and `unknown_encoding` (text without an encoding) at the
    call; `missing_columns`, `duplicate_columns` and what the format's reader says at the first
    row; `excel_broken`, `parquet_broken` and `json_broken` also in the middle of a damaged file,
    so a caller takes a file whole or not at all. A file without a header and without rows yields
    nothing.
    """
    found = file_format(path, spec)
    if found not in BINARY_FORMATS and encoding is None:
        raise InputError("unknown_encoding", file=path.name)
    read = _rows(path, spec, found, encoding or "")
    return conversations(read, spec) if spec.row_holds == "message" else read


def _rows(path: Path, spec: SourceSpec, found: FileFormat, encoding: str) -> Iterator[Row | BadRow]:
    if binary := _BINARY_READERS.get(found):
        return binary(path, spec)
    if document := _DOCUMENT_READERS.get(found):
        return document(path, spec, encoding)
    if found == "jsonl":
        return read_jsonl(path, encoding)
    if found == "json":
        return read_json(path, encoding)
    delimiters = _DELIMITERS[found] if spec.delimiter == "auto" else (spec.delimiter,)
    return read_delimited(path, spec, encoding, delimiters)
