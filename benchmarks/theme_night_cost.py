"""Does a whole night cost what the night brings? All rooms, 10,000 and 1,000,000 voices behind it.

    python -m benchmarks.theme_night_cost [--history 10000 1000000] [--new 5000] [--work DIR]

A home takes in a fictional company and does one night. A longer history is that home's rows again
and again under other keys, month by month, in every table of every room. Then a Wednesday brings
new calls, each home in a process of its own that starts from nothing. Told are the CPU seconds of
every room and their ratio. `publish` copies all marts and vectors, whatever the night brought; it
stands apart. Needs 15 GB of disk at 1,000,000.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from flows.home import open_home
from flows.house import ROOMS, Tools
from flows.night_walk import close_unpublished, enter, open_night
from warehouse.connect import open_work
from warehouse.statements import Connection

VOC = str(Path(sys.executable).parent / "voc")
SETTLED, NIGHT = date(2026, 3, 31), date(2026, 4, 1)
# The demo company: voices in a contact, and the share of contacts that are calls.
VOICES_PER_CONTACT, SHARE_OF_CALLS = 1.19, 0.75

OF_CONTACTS = (
    "raw.contact",
    "core.contact",
    "core.contact_copy",
    "core.extraction",
    "core.personal_item",
    "core.signature",
    "core.signature_band",
    "core.turn",
    "core.voice",
    "core.waiting",
)
OF_VOICES = (
    "core.assignment",
    "core.voice_flag",
    "core.voice_set_aside",
)
OF_TEXTS = (
    "core.text",
    "core.text_flag",
    "core.text_theme",
    "core.text_vector",
    "core.text_vote",
    "core.token",
    "core.tokenised",
    "core.sifted_text",
    "core.cluster_member",
)
KEYS = (
    "contact_id",
    "source_contact_id",
    "published_source_id",
    "original_contact_id",
    "wording_contact_id",
    "voice_id",
    "text_hash",
    "words_hash",
    "customer_key",
)

MONTHS = """
create temp table contact_month as
select contact_id, date_trunc('month', received_on) as month from core.contact;
create temp table voice_month as
select voice_id, month from core.voice inner join contact_month using (contact_id);
"""


def grow(con: Connection, factor: int) -> None:
    """Add all contacts, voices and texts `factor` - 1 times more under other keys."""
    con.execute(MONTHS)
    # Names of tables and columns cannot be parameters; these are constants and the catalogue's own.
    for table in OF_TEXTS:
        con.execute(_again(con, table, factor))
    months = con.execute("select distinct month from contact_month order by 1").fetchall()
    for (month,) in months:
        for key, tables in (("contact", OF_CONTACTS), ("voice", OF_VOICES)):
            those = f"{key}_id in (select {key}_id from {key}_month where month = $month)"
            for table in tables:
                con.execute(f"{_again(con, table, factor)} where {those}", {"month": month})
    con.execute(
        "update core.founding set count_voices = count_voices * $factor", {"factor": factor}
    )
    con.execute("checkpoint")


def _again(con: Connection, table: str, factor: int) -> str:
    """Return the statement that adds a table's rows anew; the caller may add a condition."""
    columns = [name for name, *_ in con.execute(f"describe {table}").fetchall()]
    values = [_renamed(column) for column in columns]
    source = f"{table} as former cross join range(1, {factor}) as turn_of(k)"
    return f"insert into {table} by name select {', '.join(values)} from {source}"


def _renamed(column: str) -> str:
    if column in KEYS:
        return f"former.{column} || '.' || k as {column}"
    if column == "band":
        return "hash(former.band, k) % 4294967296 as band"
    return f"former.{column}"


def new_calls(folder: Path, count_voices: int) -> Path:
    """Write calls of the night's day with about so many voices, of the company's other years."""
    wanted = round(count_voices / VOICES_PER_CONTACT)
    contacts = str(round(1.1 * wanted / SHARE_OF_CALLS))
    home = folder / "other"
    _voc("init", home)
    _voc("demo", home, "--contacts", contacts, "--seed", "99")
    files = sorted((home / "inbox" / "transcripts").glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    path = folder / "new.jsonl"
    step = len(lines) / wanted
    taken = [json.loads(lines[int(number * step)]) for number in range(wanted)]
    path.write_text("".join(map(_of_the_night, taken)), "utf-8")
    return path


def _of_the_night(call: dict[str, object]) -> str:
    moved = f"{NIGHT}{str(call['received_at'])[10:]}"
    fresh = {**call, "contact_id": f"N{call['contact_id']}", "received_at": moved}
    return json.dumps(fresh, ensure_ascii=False) + "\n"


def _voc(verb: str, home: Path, *options: str) -> None:
    subprocess.run([VOC, *verb.split(), "--home", str(home), *options], check=True, stdout=2)


def prepare(base: Path, home: Path, factor: int) -> int:
    """Make a settled home with the base's voices so many times; returns how many those are."""
    left_out = shutil.ignore_patterns("published*", "inbox", "prefect", ".running.lock")
    shutil.copytree(base, home, ignore=left_out)
    (home / "inbox").mkdir()
    with open_work(home / "work.duckdb", memory_limit="6GB") as con:
        if factor > 1:
            grow(con, factor)
        [(count,)] = con.execute("select count(*) from core.voice").fetchall()
    rooms(home, SETTLED)
    return int(count)


def rooms(home: Path, day: date) -> dict[str, float]:
    """Do one night and return the CPU seconds of each room."""
    opened = open_home(home)
    run, tools = open_night(opened, "nightly", day), Tools(opened)
    seconds = {}
    for room in ROOMS:
        started = _cpu()
        enter(room, tools, run, has_bar=False)
        seconds[room] = _cpu() - started
    close_unpublished(opened, run)
    return seconds


def _cpu() -> float:
    """CPU seconds of this process, all its threads and its children that ended."""
    return sum(os.times()[:4])


def night_of_its_own(home: Path) -> dict[str, float]:
    """Do the measured night in a new process."""
    command = [sys.executable, "-m", "benchmarks.theme_night_cost", "--night", str(home)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print the CPU seconds of every room by the size of history."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--new", type=int, default=5_000)
    parser.add_argument("--work", type=Path, help="a folder to keep the homes in")
    parser.add_argument("--night", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.night:
        print(json.dumps(rooms(given.night, NIGHT)))
        return
    folder = given.work or Path(tempfile.mkdtemp())
    try:
        compare(folder, sorted(given.history), given.new)
    finally:
        if not given.work:
            shutil.rmtree(folder)


def compare(folder: Path, histories: list[int], new: int) -> None:
    """Do the night on every history and print what it took."""
    base = folder / "base"
    if not base.exists():
        _voc("init", base)
        _voc("demo", base, "--contacts", str(round(histories[0] / VOICES_PER_CONTACT)))
        _voc("run nightly", base, "--as-of", SETTLED.isoformat())
    calls, first = new_calls(folder, new), 0.0
    for history in histories:
        home = folder / f"history{history}"
        count = prepare(base, home, round(history / histories[0]))
        (home / "inbox" / "transcripts").mkdir(parents=True)
        shutil.copy(calls, home / "inbox" / "transcripts" / "new.jsonl")
        seconds = night_of_its_own(home)
        shown = ", ".join(f"{room} {value:.2f}" for room, value in seconds.items())
        total = sum(value for room, value in seconds.items() if room != "publish")
        first = first or total
        print(f"{count:,d} voices of history: {shown}\n  all rooms but publish {total:.2f} s, "
              f"x {total / first:.2f}; {_brought(home):,d} new voices", flush=True)  # fmt: skip


def _brought(home: Path) -> int:
    with open_work(home / "work.duckdb", read_only=True) as con:
        [(count,)] = con.execute(
            "select count(*) from core.voice inner join core.contact using (contact_id) "
            "where received_on = $night",
            {"night": NIGHT},
        ).fetchall()
    return int(count)


if __name__ == "__main__":
    main()
