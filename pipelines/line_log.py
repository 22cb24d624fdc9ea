"""Logs of what people write down: one JSON object a line, only ever appended to."""

import json
import os
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Line(BaseModel):
    """What one line says."""

    # Keys of a later version do no harm; a verb of a later version is told as a broken line.
    model_config = ConfigDict(frozen=True, extra="ignore")


class BrokenLine(NamedTuple):
    """A line of a log that cannot be read: its number from 1, and whether it is the last."""

    number: int
    is_last: bool


Said = TypeVar("Said", bound=Line)


def to_line(said: Line) -> str:
    """Return one line of JSON; what says nothing is left out."""
    found = said.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def parse_lines(data: bytes, model: type[Said]) -> tuple[tuple[Said, ...], tuple[BrokenLine, ...]]:
    """Read a log; every line that says nothing of its kind is told by its number."""
    lines = data.split(b"\n")
    said: list[Said] = []
    broken: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said.append(model.model_validate_json(line))
        except ValidationError:
            broken.append(number)
    last = max((number for number, line in enumerate(lines, start=1) if line.strip()), default=0)
    return tuple(said), tuple(BrokenLine(number, number == last) for number in broken)


def write_lines(path: Path, text: str) -> None:
    """Append lines and wait for the disk; the caller holds the log's lock.

    Of several lines either all are there or, after a power cut, the first ones.
    """
    is_new, lines = not path.exists(), text.encode()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(handle).st_size
        # A line that was cut off by a crash must not swallow the next one.
        if size and os.pread(handle, 1, size - 1) != b"\n":
            lines = b"\n" + lines
        while lines:
            lines = lines[os.write(handle, lines) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _fsync_folder(path.parent)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
