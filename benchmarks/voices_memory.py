"""Memory of mask, extract and tokenise while hundreds of thousands of contacts pass.

    python -m benchmarks.voices_memory [--contacts 200000] [--keep DIR] [--memory-limit 2GB]

Makes a home with fictional contacts, takes them in, and enters the three rooms one after the
other, each in a process of its own. Prints after each tenth of a room's work, in MiB: resident
memory, what DuckDB holds of it (pages of tables, which may grow up to its memory_limit), and the
rest, which may not grow with the work done.
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
from warehouse.statements import Connection

VOC = str(Path(sys.executable).parent / "voc")
LAST_DAY = date(2026, 3, 31)
WARMING = ("ingest",)
MEASURED = ("mask", "extract", "tokenise")


DUCKDB_BYTES = "select coalesce(sum(memory_usage_bytes), 0)::bigint from duckdb_memory()"


class Watch:
    """Notes memory (MiB), all and DuckDB's, whenever another tenth of the work is done."""

    def __init__(self, con: Connection) -> None:
        self.tenths: dict[int, tuple[int, int]] = {}
        self._con = con
        self._process = psutil.Process()

    def __call__(self, done: int, total: int) -> None:
        """Take a reading; `done` of `total` is over."""
        tenth = 10 * done // max(1, total)
        if tenth not in self.tenths:
            [(of_duckdb,)] = self._con.execute(DUCKDB_BYTES).fetchall()
            resident = self._process.memory_info().rss
            self.tenths[tenth] = (resident // 2**20, of_duckdb // 2**20)

    def columns(self) -> dict[str, list[int]]:
        """Return the readings by name, a value a tenth."""
        found = self.tenths.values()
        return {
            "resident_mib": [resident for resident, _ in found],
            "duckdb_mib": [of_duckdb for _, of_duckdb in found],
            "rest_mib": [resident - of_duckdb for resident, of_duckdb in found],
        }


def enter_watched(folder: Path, room: str) -> dict[str, object]:
    """Do one room of the home's only night and return what it took."""
    home = open_home(folder)
    run = open_night(home, "nightly", LAST_DAY)
    started, cpu = time.perf_counter(), time.process_time()
    with home.open_work() as con:
        watch = Watch(con)
        ROOMS[room](Night(con, run, now(), watch), Tools(home))
    return {
        "room": room,
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **watch.columns(),
    }


def measured(folder: Path, contacts: int, memory_limit: str) -> None:
    """Fill a home and print a line a room."""
    for command in (["init"], ["demo", "--contacts", str(contacts)]):
        subprocess.run([VOC, *command, "--home", str(folder)], check=True, capture_output=True)
    settings = folder / "voc.toml"
    limit = f'[warehouse]\nmemory_limit = "{memory_limit}"\n'
    settings.write_text(settings.read_text("utf-8").replace("[warehouse]\n", limit), "utf-8")
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
    parser.add_argument("--memory-limit", default="2GB", help="DuckDB's, as in voc.toml")
    parser.add_argument("--room", choices=(*WARMING, *MEASURED), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.room:
        print(json.dumps(enter_watched(arguments.keep, arguments.room)))
    elif arguments.keep:
        measured(arguments.keep, arguments.contacts, arguments.memory_limit)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measured(Path(folder) / "home", arguments.contacts, arguments.memory_limit)


if __name__ == "__main__":
    main()
