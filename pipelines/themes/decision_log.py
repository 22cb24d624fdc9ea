"""decisions.jsonl: the record of what people decided; only ever appended to."""

import os
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from pipelines.errors import InputError
from pipelines.themes.decisions import Decision, Log, parse_log, to_line

LOCK = ".decisions.lock"


def read_log(path: Path) -> Log:
    """Read the log; without a file there are no decisions. Raises InputError when it cannot be."""
    try:
        return parse_log(path.read_bytes())
    except FileNotFoundError:
        return Log((), ())
    except OSError:
        raise InputError("decisions_unreadable", file=path.name) from None


def append(path: Path, decide: Callable[[Log], list[Decision]]) -> list[Decision]:
    """Append the decisions that `decide` makes with the log in view, and wait for the disk.

    Nobody else appends in between, so that moments and theme numbers never meet. Of several
    decisions either all lines are there or, after a power cut, the first ones.
    """
    with FileLock(path.with_name(LOCK)):
        log = read_log(path)
        made = decide(log)
        if made:
            _write(path, "".join(map(to_line, made)).encode())
    return made


def _write(path: Path, lines: bytes) -> None:
    is_new = not path.exists()
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
