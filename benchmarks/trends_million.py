"""What the rooms of numbers over time cost on a million voices, 300 themes and 36 months.

    python -m benchmarks.trends_million FOLDER [--voices 1000000]

Fills a home in FOLDER (once; benchmarks/million_world.py), holds all rooms from the counting to the
publishing from nothing, then those of one more night of a thousand contacts, and asks the questions
of docs/questions.md of the published file. Prints seconds of the clock and of the processors, and
the greatest memory of each room.
"""

import argparse
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.million_world import Size, fill, fill_night, write_files
from benchmarks.questions import milliseconds, questions
from flows.home import Home, init_home, open_home
from flows.house import ROOMS, Tools
from pipelines.night import Night
from warehouse.connect import open_published
from warehouse.ledger import open_run

FIRST_ROOM = "denominators"
NIGHT_CONTACTS = 1_000
RUNS = 7
STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def rooms() -> list[str]:
    """Return the names of the rooms that count over time, in their order."""
    names = list(ROOMS)
    return names[names.index(FIRST_ROOM) :]


def hold(home: Home, day: date, chosen: list[str]) -> None:
    """Hold the rooms of the night of a day and print what each took."""
    tools = Tools(home)
    # Loading it belongs to no room here: the rooms before have long done it.
    _ = tools.encoder
    total = [0.0, 0.0, 0.0]
    with home.open_work() as con:
        run = open_run(con, "nightly", day, datetime.now(UTC), "{}")
        for name in chosen:
            taken = _seconds_of(name, Night(con, run, datetime.now(UTC)), tools)
            total = [total[0] + taken[0], total[1] + taken[1], max(total[2], taken[2])]
            _print_line(name, taken)
    _print_line("all", total)


def _seconds_of(name: str, night: Night, tools: Tools) -> list[float]:
    # Linux begins to measure the greatest memory anew.
    FORGET.write_text("5")
    clock, processors = time.perf_counter(), time.process_time()
    ROOMS[name](night, tools)
    return [time.perf_counter() - clock, time.process_time() - processors, _greatest_memory()]


def _greatest_memory() -> float:
    """GB since the last time it was forgotten."""
    line = next(one for one in STATUS.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e9


def _print_line(name: str, taken: list[float]) -> None:
    print(f"| {name} | {taken[0]:.1f} | {taken[1]:.1f} | {taken[2]:.2f} |", flush=True)


def ask(home: Path) -> None:
    """Ask all questions and print rows and milliseconds."""
    print("\n| question | rows | median ms |\n|---|---:|---:|")
    with open_published(home) as con:
        for one in questions():
            count = len(con.execute(one.sql).fetchall())
            taken = milliseconds(con, one.sql, RUNS, time.perf_counter)
            print(f"| {one.number}. {one.title} | {count} | {taken:.0f} |", flush=True)


def make(folder: Path, size: Size) -> Home:
    """Make the home unless it stands there."""
    if (folder / "voc.toml").exists():
        return open_home(folder)
    home, _ = init_home(folder)
    encoder = Tools(home).encoder
    with home.open_work() as con:
        fill(con, size, encoder.dimension, encoder.fingerprint)
        con.execute("checkpoint")
    write_files(folder, size)
    return home


def add_night(home: Home, size: Size) -> None:
    """Put what one more night brings into the database."""
    encoder = Tools(home).encoder
    with home.open_work() as con:
        fill_night(con, size, NIGHT_CONTACTS, encoder.dimension, encoder.fingerprint)


def main() -> None:
    """Hold both nights and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--voices", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("fill", "nothing", "night", "questions"))
    parser.add_argument("--rooms", nargs="*", default=rooms())
    given = parser.parse_args()
    size = Size(voices=given.voices)
    home = make(given.folder, size)
    head = "\n| {} | seconds | processor seconds | GB |\n|---|---:|---:|---:|"
    if given.only in (None, "nothing"):
        print(head.format("from nothing"))
        hold(home, size.last, given.rooms)
    if given.only in (None, "night"):
        add_night(home, size)
        print(head.format("one night"))
        hold(home, size.last + timedelta(days=1), given.rooms)
    if given.only in (None, "questions"):
        ask(given.folder)


if __name__ == "__main__":
    main()
