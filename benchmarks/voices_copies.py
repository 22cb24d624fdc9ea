"""Copies found and missed, on the demo and on planted ones, and the time for 200,000 contacts.

    python -m benchmarks.voices_copies [--demo] [--planted] [--speed] [--contacts N]

`--demo` makes the demo inbox and enters ingest, mask and collate. `--planted` copies contacts made
of the corpora's statements in many ways. `--speed` fills a database with `--contacts` contacts and
takes the time of the first night and of the next one, and of datasketch's index in memory; each in
a process of its own. All in one thread.
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
from random import Random
from typing import Any

import pyarrow as pa
from datasketch import MinHash, MinHashLSH

from benchmarks.copies_planted import (
    START_MS,
    all_kinds,
    alone_line,
    statements,
    template_line,
)
from flows.data_files import corpus_folder
from flows.home import open_home
from flows.house import ROOMS, Tools
from flows.night_walk import now, open_night
from pipelines.night import Night
from pipelines.text.collate_room import RepeatSettings, collate
from pipelines.text.copies import DAY_MS, CopySettings
from pipelines.text.wording import compared_words, shingles
from warehouse.connect import open_work
from warehouse.ledger import open_run
from warehouse.migrate import migrate
from warehouse.statements import Connection

VOC = str(Path(sys.executable).parent / "voc")
LAST_DAY = date(2026, 3, 31)
NIGHT_CONTACTS = 300
COPIED = ("forwarded", "transcribed_twice")

FOUND = """
    select copied.source_contact_id, original.source_contact_id
    from core.contact_copy
    inner join core.contact as copied on copied.contact_id = contact_copy.contact_id
    inner join core.contact as original
        on original.contact_id = contact_copy.original_contact_id
"""
WORDINGS = """
    select list(contact.source_contact_id)
    from core.signature
    inner join core.contact using (contact_id)
    where wording_contact_id is not null
    group by wording_contact_id
    having count(*) > 1
"""


def demo(count_contacts: int) -> list[str]:
    """Enter the rooms up to collate on a demo and compare with its truth."""
    with tempfile.TemporaryDirectory() as folder:
        for argv in (
            ["init", "--home", folder],
            ["demo", "--home", folder, "--contacts", str(count_contacts)],
        ):
            subprocess.run([VOC, *argv], check=True, capture_output=True)
        home = open_home(Path(folder))
        night_run = open_night(home, "nightly", LAST_DAY)
        truth = json.loads((Path(folder) / "demo-truth.json").read_text("utf-8"))
        with home.open_work() as con:
            for room in ("ingest", "mask", "collate"):
                ROOMS[room](Night(con, night_run, now()), Tools(home))
            return demo_lines(con, truth["duplicate_groups"])


def demo_lines(con: Connection, groups: list[dict[str, Any]]) -> list[str]:
    """Compare copies and wordings with the planted groups."""
    found = dict(con.execute(FOUND).fetchall())
    lines, right = [], 0
    for kind in COPIED:
        pairs = {
            copy: group["contact_ids"][0]
            for group in groups
            if group["kind"] == kind
            for copy in group["contact_ids"][1:]
        }
        hits = sum(found.get(copy) == original for copy, original in pairs.items())
        right += hits
        lines.append(f"{kind}: {hits} of {len(pairs)} found")
    templates = [set(group["contact_ids"]) for group in groups if group["kind"] == "template"]
    within = sum(any({one, other} <= group for group in templates) for one, other in found.items())
    lines.append(
        f"copies {len(found)}: {right} right, {within} template mails of unknown customers, "
        f"{len(found) - right - within} wrong"
    )
    known = {i for group in groups for i in group["contact_ids"]}
    wordings = [set(ids) for (ids,) in con.execute(WORDINGS).fetchall()]
    for group in templates:
        shares = [len(group & wording) for wording in wordings]
        lines.append(f"template of {len(group)}: {max(shares)} in one wording")
    strangers = sum(len(wording - known) > 1 for wording in wordings)
    lines.append(f"wordings of several contacts: {len(wordings)}, {strangers} not planted")
    return lines


def texts(count: int) -> list[str]:
    """Return words of some 300 characters; every hundredth is another's with another name."""
    rng, said = Random(8), [one for many in statements(corpus_folder()).values() for one in many]
    made = ["".join(rng.sample(said, 6)) for _ in range(count)]
    for number in range(100, count, 100):
        made[number] = f"[氏名{number % 5 + 1}]です。" + made[number - rng.randint(1, 99)]
    return made


def fill(con: Connection, said: list[str], first: int) -> None:
    """Write contacts of two years into core, in the order of time."""
    step = 730 * DAY_MS // 200_000
    incoming = pa.table(
        {
            "id": [f"c{first + number:019d}" for number in range(len(said))],
            "ms": [START_MS + (first + number) * step for number in range(len(said))],
            "customer": [f"k{(first + number) % 70_000}" for number in range(len(said))],
            "words": said,
        }
    )
    con.register("incoming", incoming)
    con.execute(
        "insert into core.contact select id, 's', id, 1, make_timestamptz(ms * 1000), "
        "make_timestamptz(ms * 1000)::date, null, null, null, null, customer, '{}', '{}', 1, "
        "'m', 'r', id from incoming; "
        "insert into core.turn (contact_id, turn_number, speaker, text, masked) "
        "select id, 1, 'customer', '', words from incoming"
    )
    con.unregister("incoming")


def two_nights(count: int) -> dict[str, object]:
    """Take `count` contacts in one night and a few hundred in the next."""
    said = texts(count + NIGHT_CONTACTS)
    with tempfile.TemporaryDirectory() as folder, open_work(Path(folder) / "w.duckdb") as con:
        migrate(con)
        seconds: list[float] = []
        cpu_seconds: list[float] = []
        for part, first in ((said[:count], 0), (said[count:], count)):
            fill(con, part, first)
            day = date(2026, 3, 30 + len(seconds))
            started, cpu = time.perf_counter(), time.process_time()
            night = Night(con, open_run(con, "nightly", day, now(), "{}"), now())
            collate(night, CopySettings(), RepeatSettings())
            seconds.append(round(time.perf_counter() - started, 2))
            cpu_seconds.append(round(time.process_time() - cpu, 2))
        con.execute("checkpoint")
        size = (Path(folder) / "w.duckdb").stat().st_size
        [(wordings,)] = con.execute(
            "select count(distinct wording_contact_id) from core.signature"
        ).fetchall()
    took = {"seconds": seconds, "cpu_seconds": cpu_seconds}
    return {**took, "file_mib": size // 2**20, "wordings": wordings}


def in_memory(count: int) -> dict[str, object]:
    """Ask datasketch's own index for each contact, then add it; candidates are not verified."""
    said = texts(count)
    cpu = time.process_time()
    index, pairs = MinHashLSH(threshold=0.7, num_perm=128), 0
    blank = MinHash(hashfunc=int, scheme="affine64")
    for number, text in enumerate(said):
        sketch = blank.copy()
        sketch.update_batch(shingles(compared_words([text])).tolist())
        pairs += len(index.query(sketch))
        index.insert(number, sketch)
    return {"cpu_seconds": round(time.process_time() - cpu, 1), "pairs": pairs}


def measured(job: str, count: int) -> str:
    """Do a job in a process of its own and return what it took, with its largest memory."""
    command = [sys.executable, "-m", "benchmarks.voices_copies", "--job", job]
    done = subprocess.run([*command, "--contacts", str(count)], check=True, capture_output=True)
    return f"{job} {count}: {done.stdout.decode().strip()}"


def only_texts(count: int) -> dict[str, object]:
    """Make the texts and nothing else: the memory that both other jobs begin with."""
    return {"texts": len(texts(count))}


JOBS = {"two_nights": two_nights, "in_memory": in_memory, "only_texts": only_texts}


def main() -> None:
    """Print the figures asked for."""
    parser = argparse.ArgumentParser()
    for flag in ("--demo", "--planted", "--speed"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--job", choices=JOBS)
    asked = parser.parse_args()
    if asked.job:
        took = JOBS[asked.job](asked.contacts)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({**took, "peak_mib": peak}))
    if asked.planted:
        print("| copies | planted | found | wrong |\n|---|---|---|---|")
        for planted in all_kinds(corpus_folder(), 2_000, CopySettings()):
            print(planted.line())
        print(template_line(corpus_folder(), 500, CopySettings()))
        print(alone_line(corpus_folder(), CopySettings()))
    if asked.demo:
        print("\n".join(demo(20_000)))
    if asked.speed:
        print("\n".join(measured(job, asked.contacts) for job in JOBS))


if __name__ == "__main__":
    main()
