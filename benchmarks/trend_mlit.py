"""Do alerts come when real issues rise? Silver issues of 16,511 public vehicle-defect complaints.

    python -m benchmarks.trend_mlit [--data ../shared/data/mlit_defects]

Each tagged issue is a theme, makers are its products; everything untagged is one more theme. An
event (z >= 5) is found when an alert is raised in its peak quarter or the one before; flat controls
(z <= 2.7) should raise none. Prints names of issues, days and counts, never a report's text.
"""

import argparse
import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.silver_scoring import read_column
from benchmarks.trend_walk import calendar, watch_series
from pipelines.trends.alerts import Alert
from pipelines.trends.series import SeriesKey

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "mlit_defects"
EVENT_Z, FLAT_Z = 5.0, 2.7
OTHERS = "(others)"


class Issue(NamedTuple):
    """One line of trend_events_silver.csv."""

    name: str
    z: float
    peak: str


class Outcome(NamedTuple):
    """An issue with all alerts on it and those in time."""

    issue: Issue
    raised: tuple[date, ...]
    in_time: tuple[date, ...]


def outcomes(data: Path) -> list[Outcome]:
    """Watch the whole table day by day and sort its alerts by issue."""
    first, series = read_series(data)
    told = watch_series(first, series, calendar())
    return [_outcome(issue, first, told) for issue in _issues(data)]


def read_series(data: Path) -> tuple[date, dict[SeriesKey, np.ndarray]]:
    """Return the first day, and the daily counts of issues and of their makers."""
    received = read_column(data / "complaints.csv", "id", "date")
    maker_of = read_column(data / "complaints.csv", "id", "maker")
    issue_of = read_column(data / "issue_tags_silver.csv", "id", "issue")
    days = {name: date.fromisoformat(day) for name, day in received.items()}
    first, last = min(days.values()), max(days.values())
    counts: dict[SeriesKey, np.ndarray] = defaultdict(
        lambda: np.zeros((last - first).days + 1, dtype=int)
    )
    for name, day in days.items():
        issue = issue_of.get(name, OTHERS)
        counts[SeriesKey(issue)][(day - first).days] += 1
        counts[SeriesKey(issue, "product", maker_of[name])][(day - first).days] += 1
    return first, dict(sorted(counts.items()))


def report(found: Sequence[Outcome]) -> list[str]:
    """Return the lines of docs/trends.md."""
    events = [one for one in found if one.issue.z >= EVENT_Z]
    flat = [one for one in found if one.issue.z <= FLAT_Z]
    lines = ["| issue | z | peak | alerts in time | all alerts |", "|---|---|---|---|---|"]
    for one in found:
        in_time = ", ".join(f"{day:%Y-%m-%d}" for day in one.in_time) or "none"
        lines.append(
            f"| {one.issue.name} | {one.issue.z:g} | {one.issue.peak} | {in_time} | "
            f"{len(one.raised)} |"
        )
    hits = sum(bool(one.in_time) for one in events)
    alarms = sum(len(one.raised) for one in flat)
    summary = f"Events (z >= 5) found in time: {hits} of {len(events)}. "
    return [*lines, "", summary + f"Alerts on {len(flat)} flat controls: {alarms}."]


def _issues(data: Path) -> list[Issue]:
    with (data / "trend_events_silver.csv").open(encoding="utf-8", newline="") as file:
        return [
            Issue(row["issue"], float(row["z"]), row["peak_quarter"])
            for row in csv.DictReader(file)
        ]


def _outcome(issue: Issue, first: date, told: Sequence[Alert]) -> Outcome:
    mine = [alert for alert in told if alert.key.theme_id == issue.name]
    raised = tuple(first + timedelta(days=alert.raised) for alert in mine)
    wanted = {_number(issue.peak), _number(issue.peak) - 1}
    return Outcome(issue, raised, tuple(day for day in raised if _quarter(day) in wanted))


def _number(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[-1]) - 1


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA)
    print("\n".join(report(outcomes(parser.parse_args().data))))


if __name__ == "__main__":
    main()
