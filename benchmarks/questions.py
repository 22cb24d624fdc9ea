"""How long the questions of docs/questions.md take on a published file.

python -m benchmarks.questions HOME [--runs 5] [--cpu]
"""

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb

from warehouse.connect import open_published

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
_QUESTION = re.compile(
    r"^## (?P<number>\d+)\. (?P<title>.+?)\n(?P<text>.*?)^```sql\n(?P<sql>.*?)^```$", re.S | re.M
)


class Question(NamedTuple):
    """One question of the page; `marts` are those that its SQL reads."""

    number: int
    title: str
    sql: str

    @property
    def marts(self) -> frozenset[str]:
        """Names of the marts that it reads."""
        return frozenset(re.findall(r"\bmart\.(\w+)", self.sql))


def questions(page: Path = PAGE) -> list[Question]:
    """Return the questions of the page in its order."""
    return [
        Question(int(one["number"]), one["title"].strip(), one["sql"])
        for one in _QUESTION.finditer(page.read_text("utf-8"))
    ]


def milliseconds(
    con: duckdb.DuckDBPyConnection, sql: str, runs: int, clock: Callable[[], float]
) -> float:
    """Return the median time of asking and reading the whole answer."""
    taken = []
    for _ in range(runs):
        started = clock()
        con.execute(sql).fetchall()
        taken.append(1000 * (clock() - started))
    return median(taken)


def main() -> None:
    """Ask all questions and print rows and milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cpu", action="store_true", dest="is_cpu")
    given = parser.parse_args()
    # On a machine that does other work, the time of its processors (all threads) says more.
    clock = time.process_time if given.is_cpu else time.perf_counter
    with open_published(given.home) as con:
        print("| question | rows | median ms |\n|---|---:|---:|")
        for one in questions():
            count = len(con.execute(one.sql).fetchall())
            taken = milliseconds(con, one.sql, given.runs, clock)
            print(f"| {one.number}. {one.title} | {count} | {taken:.0f} |")


if __name__ == "__main__":
    main()
