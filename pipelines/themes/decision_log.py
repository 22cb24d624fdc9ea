"""decisions.jsonl: the record of what people decided; only ever appended to."""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from pipelines.errors import InputError
from pipelines.line_log import to_line, write_lines
from pipelines.themes.decisions import Decision, Log, parse_log

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
            write_lines(path, "".join(map(to_line, made)))
    return made
