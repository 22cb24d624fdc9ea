"""measures.jsonl: what people do about themes (対策), one line for each thing written down."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from filelock import FileLock
from pydantic import AwareDatetime, Field

from pipelines.errors import InputError
from pipelines.line_log import BrokenLine, Line, parse_lines, to_line, write_lines

LOCK = ".measures.lock"
ZONE = ZoneInfo("Asia/Tokyo")

_OF_FIRST_LINE = frozenset({"decided_on", "decided_by"})

# "running" opens a measure again that was closed by mistake.
Outcome = Literal["done", "stopped", "withdrawn", "running"]
Status = Literal["planned", "running", "done", "stopped", "withdrawn"]


class MeasureLine(Line):
    """What one person wrote down of a measure; what is None stays as it was.

    `expected_effect`: change of the theme's rate, -0.3 for 30 % fewer.
    """

    line_id: str = Field(min_length=1)
    decided_at: AwareDatetime
    decided_by: str
    verb: Literal["add", "change", "close", "reopen"]
    measure_id: str = Field(min_length=1)
    theme_id: str | None = None
    what: str | None = None
    owner: str | None = None
    from_on: date | None = None
    expected_effect: float | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reason: str = ""


class MeasureLog(NamedTuple):
    """The lines of a log in their order, and those that are none."""

    lines: tuple[MeasureLine, ...]
    broken: tuple[BrokenLine, ...]


class Measure(NamedTuple):
    """A measure as last written down. A measure that is done goes on working, a stopped one not."""

    measure_id: str
    theme_id: str
    what: str
    from_on: date
    decided_on: date
    decided_by: str
    owner: str | None = None
    expected_effect: float | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None

    def status(self, day: date) -> Status:
        """Return what the measure was on a day."""
        if self.outcome == "withdrawn":
            return "withdrawn"
        is_over = self.closed_on is not None and self.closed_on <= day
        if is_over and self.outcome in ("done", "stopped"):
            return self.outcome
        return "planned" if self.from_on > day else "running"


def measures_of(lines: Iterable[MeasureLine]) -> dict[str, Measure]:
    """Return every measure by its number, whatever the order of the lines."""
    told: dict[str, dict[str, object]] = {}
    for line in sorted(lines, key=lambda one: (one.decided_at, one.line_id)):
        said = line.model_dump(exclude_none=True, include=set(Measure._fields))
        known = told.setdefault(line.measure_id, _begun(line))
        # Who wrote it down first, and when, stays.
        known.update({name: value for name, value in said.items() if name not in _OF_FIRST_LINE})
        if line.outcome == "running":
            del known["outcome"]
            known.pop("closed_on", None)
    return {
        measure_id: Measure(**said)  # type: ignore[arg-type]
        for measure_id, said in sorted(told.items())
        if {"theme_id", "what", "from_on"} <= said.keys()
    }


def _begun(line: MeasureLine) -> dict[str, object]:
    decided_on = line.decided_at.astimezone(ZONE).date()
    return {"decided_on": decided_on, "decided_by": line.decided_by}


def read_measures(path: Path) -> MeasureLog:
    """Read the log; without a file there are no measures. Raises InputError when it cannot be."""
    try:
        return MeasureLog(*parse_lines(path.read_bytes(), MeasureLine))
    except FileNotFoundError:
        return MeasureLog((), ())
    except OSError:
        raise InputError("measures_unreadable", file=path.name) from None


def append_measures(
    path: Path, write: Callable[[MeasureLog], list[MeasureLine]]
) -> list[MeasureLine]:
    """Append the lines that `write` makes with the log in view: no number is given twice."""
    with FileLock(path.with_name(LOCK)):
        made = write(read_measures(path))
        if made:
            write_lines(path, "".join(map(to_line, made)))
    return made


def next_measure_id(lines: Iterable[MeasureLine]) -> str:
    """Return a number that was never given, M0001 the first."""
    given = [line.measure_id[1:] for line in lines]
    return f"M{max((int(one) for one in given if one.isdigit()), default=0) + 1:04d}"
