"""An analyst's process: reads the published file again and again while nights come and go.

    python -m tests.flows.published_reader HOME

Holds the file of the first moment open, and opens the newest one again and again. Ends when its
standard input closes, and prints one line of JSON: how often each was read, and what went wrong.
"""

import json
import select
import sys

import duckdb

from warehouse import open_published
from warehouse.errors import WarehouseError

QUESTION = "select (select count(*) from mart.voice), (select count(*) from mart.theme_by_day)"


def _is_over() -> bool:
    # A tenth of a second between two looks leaves the cores to the nights.
    return bool(select.select([sys.stdin], [], [], 0.1)[0])


def read_until_told(home: str) -> dict[str, object]:
    """Read until standard input closes; returns counts of reads, errors and answers seen."""
    held = open_published(home)
    first = held.execute(QUESTION).fetchone()
    print("reading", flush=True)
    reads, errors, seen = 0, [], []
    while not _is_over():
        try:
            if held.execute(QUESTION).fetchone() != first:
                errors.append("the file held open changed")
            with open_published(home) as newest:
                answer = newest.execute(QUESTION).fetchone()
            if answer not in seen:
                seen.append(answer)
            reads += 1
        except (duckdb.Error, WarehouseError, OSError) as error:
            errors.append(repr(error))
    return {"reads": reads, "errors": errors[:5], "seen": seen}


if __name__ == "__main__":
    print(json.dumps(read_until_told(sys.argv[1])))
