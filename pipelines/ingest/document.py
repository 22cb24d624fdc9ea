"""A file that is one contact: its text, and what its name and its sidecar say about it."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.header import clean_name
from pipelines.ingest.lines import decode_marked
from pipelines.ingest.plain import is_missing
from pipelines.ingest.rows import Row
from pipelines.ingest.source import SourceSpec

SIDECAR_SUFFIX = ".meta.json"
SIDECAR_BYTES_LIMIT = 1_000_000
# Deeper parts of a document are details of its maker.
_DEPTH_OF_ATTRIBUTES = 3
_DIGITS_OF_A_DATE = (8, 12, 14)


def sidecar_of(path: Path) -> Path | None:
    """Return the file beside a document that describes it: call.vtt.meta.json or call.meta.json."""
    for name in (path.name + SIDECAR_SUFFIX, path.stem + SIDECAR_SUFFIX):
        if (beside := path.with_name(name)).is_file():
            return beside
    return None


def is_sidecar(path: Path) -> bool:
    """Say whether a file only describes another one."""
    return path.name.lower().endswith(SIDECAR_SUFFIX)


def read_document(path: Path, spec: SourceSpec, encoding: str) -> str:
    """Return the whole text, undecodable bytes marked as in `lines`, a byte-order mark taken off.

    Raises InputError `document_too_large` (file, limit_mb).
    """
    if path.stat().st_size > spec.max_document_bytes:
        limit_mb = max(1, spec.max_document_bytes // 1_000_000)
        raise InputError("document_too_large", file=path.name, limit_mb=limit_mb)
    return decode_marked(path.read_bytes(), encoding).removeprefix("\ufeff")


def document_row(path: Path, spec: SourceSpec, found: Mapping[str, object]) -> Row:
    """Make the row of a document; its sidecar outranks the document, and that the file name.

    Raises InputError `sidecar_broken` (file).
    """
    values: dict[str, object] = {}
    named, told = _from_name(path, spec), _from_sidecar(path)
    for part in (_in_columns(named, spec), found, _in_columns(told, spec)):
        values.update(
            {clean_name(name): value for name, value in part.items() if not is_missing(value)}
        )
    return Row(1, values)


def _in_columns(values: Mapping[str, object], spec: SourceSpec) -> dict[str, object]:
    """Put what names a standard field (received_at) under the column that the source reads."""
    columns: dict[str, tuple[str, ...]] = spec.columns.model_dump()
    return {
        columns[name][0] if len(columns.get(name, ())) == 1 else name: value
        for name, value in values.items()
    }


def _from_name(path: Path, spec: SourceSpec) -> dict[str, object]:
    # macOS writes file names decomposed; ids must not depend on who copied the file.
    stem = unicodedata.normalize("NFC", path.stem)
    found = re.search(spec.file_name_pattern, stem)
    parts = {} if found is None else found.groupdict()
    named: dict[str, object] = {"contact_id": stem, **parts}
    if is_missing(named["contact_id"]):
        named["contact_id"] = stem
    if isinstance(written := named.get("received_at"), str):
        digits = re.sub("[^0-9]", "", written)
        named["received_at"] = digits if len(digits) in _DIGITS_OF_A_DATE else written
    return named


def _from_sidecar(path: Path) -> dict[str, object]:
    beside = sidecar_of(path)
    if beside is None:
        return {}
    try:
        if beside.stat().st_size > SIDECAR_BYTES_LIMIT:
            raise ValueError
        told = json.loads(beside.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise InputError("sidecar_broken", file=beside.name) from None
    if not isinstance(told, dict):
        raise InputError("sidecar_broken", file=beside.name)
    return told


def scalars_of(
    document: Mapping[str, object], prefix: str = "", depth: int = 1
) -> dict[str, object]:
    """Return the single values of a document, inner ones as outer.inner; lists are left out."""
    found: dict[str, object] = {}
    for key, value in document.items():
        if isinstance(value, Mapping):
            if depth < _DEPTH_OF_ATTRIBUTES:
                found.update(scalars_of(value, f"{prefix}{key}.", depth + 1))
        elif not isinstance(value, list):
            found[prefix + key] = value
    return found
