"""Memory of mask, extract and tokenise while hundreds of thousands of contacts pass.

    python -m benchmarks.voices_memory [--contacts 200000] [--keep DIR]

Makes a home with fictional contacts, takes them in, and enters the three rooms one after the
other, each in a process of its own. Prints resident memory after each tenth of a room's work:
it may not grow with the work done.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import psutil

from flows.home import open_home
from flows.house import ROOMS, Tools
from flows.night_walk import now, open_night
from pipelines.night import Night

VOC = str(Path(sys.executable).parent / "voc")
LAST_DAY = date(2026, 3, 31)
WARMING = ("ingest",)
MEASURED = ("mask", "extract", "tokenise")


class Watch:
    """Notes resident memory (MiB) whenever another tenth of the work is done."""

    def __init__(self) -> None:
        self.tenths: dict[int, int] = {}
        self._process = psutil.Process()

    def __call__(self, done: int, total: int) -> None:
        """Take a reading; `done` of `total` is over."""
        tenth = 10 * done // max(1, total)
        if tenth not in self.tenths:
            self.tenths[tenth] = self._process.memory_info().rss // 2**20


def enter_watched(folder: Path, room: str) -> dict[str, object]:
    """Do one room of the home's only night and return what it took."""
    home = open_home(folder)
    run = open_night(home, "nightly", LAST_DAY)
    watch = Watch()
    started, cpu = time.perf_counter(), time.process_time()
    with home.open_work() as con:
        ROOMS[room](Night(con, run, now(), watch), Tools(home))
    return {
        "room": room,
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "mib_by_tenth": list(watch.tenths.values()),
    }


def measured(folder: Path, contacts: int) -> None:
    """Fill a home and print a line a room."""
    for command in (["init"], ["demo", "--contacts", str(contacts)]):
        subprocess.run([VOC, *command, "--home", str(folder)], check=True, capture_output=True)
    for room in (*WARMING, *MEASURED):
        child = [sys.executable, "-m", "benchmarks.voices_memory", "--room", room]
        done = subprocess.run([*child, "--keep", str(folder)], check=True, capture_output=True)
        print(done.stdout.decode().strip(), flush=True)
    with open_home(folder).open_work() as con:
        [totals] = con.execute(
            "select (select count(*) from core.contact), sum(length(text)), "
            "(select count(*) from core.voice) from core.turn"
        ).fetchall()
    print(json.dumps(dict(zip(("contacts", "characters", "voices"), totals, strict=True))))


def main() -> None:
    """Read arguments and measure, or do one room for the measuring process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="leave the home here")
    parser.add_argument("--room", choices=(*WARMING, *MEASURED), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.room:
        print(json.dumps(enter_watched(arguments.keep, arguments.room)))
    elif arguments.keep:
        measured(arguments.keep, arguments.contacts)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measured(Path(folder) / "home", arguments.contacts)


if __name__ == "__main__":
    main()
