"""Measured figures, one JSON line each, so that a killed benchmark goes on where it stopped.

A figure belongs to an encoder's fingerprint, not to its name: new weights are measured anew, and
old figures stay in the file without being shown.
"""

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

Scores = Mapping[str, float]


class Key(NamedTuple):
    """What was measured: `subject` with `fingerprint` on `text_set`, in a `variant`, by `task`."""

    subject: str
    fingerprint: str
    text_set: str
    variant: str
    task: str


@dataclass(frozen=True)
class Cell:
    """The scores of one key by name, with the day and the machine they were measured on."""

    key: Key
    scores: dict[str, float]
    measured_on: str
    machine: str


class CellFile:
    """The cells in one JSON Lines file, read at the start and appended to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        _drop_torn_line(path)
        self._cells = {cell.key: cell for cell in _read(path)}

    def find(self, key: Key) -> Cell | None:
        """Return the cell of a key, the last one written."""
        return self._cells.get(key)

    def measure(self, key: Key, compute: Callable[[], Scores]) -> Cell:
        """Return the cell of a key; compute and store it first when it is not there."""
        return self._cells.get(key) or self.store(key, compute())

    def store(self, key: Key, scores: Scores) -> Cell:
        """Append a cell, on disk when this returns."""
        cell = Cell(key, dict(scores), date.today().isoformat(), machine_name())
        line = json.dumps({**asdict(cell), "key": key._asdict()}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
            out.flush()
            os.fsync(out.fileno())
        self._cells[key] = cell
        return cell


def _drop_torn_line(path: Path) -> None:
    """Cut off a last line without its end: a killed run was writing it."""
    data = path.read_bytes() if path.exists() else b""
    if not data.endswith(b"\n"):
        path.write_bytes(data[: data.rfind(b"\n") + 1])


def _read(path: Path) -> Iterator[Cell]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            given = json.loads(line)
            yield Cell(**{**given, "key": Key(**given["key"])})


def machine_name() -> str:
    """Return processor, cores and model libraries: `Intel Xeon @ 2.20GHz, 2 cores, torch 2.9.1`."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("torch", "sentence-transformers"))
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {libraries}"
