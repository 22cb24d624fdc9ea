"""Processor time of a night in room collate, by how many contacts were placed before.

    python -m benchmarks.copies_history [--history 10000 100000 1000000] [--nights 3]

Fills a database with contacts as the rooms before leave them, 1,000 a day, and their places as
`collate` would have left them (each was the first with its words), then lets `collate` place nights
of 5,000 contacts. Every tenth contact of a night is told in nearly the same words as an earlier
one. One thread, a process for each history; a process knows nothing of the file when it begins.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.copies_planted import START_MS, statements
from flows.data_files import corpus_folder
from flows.night_walk import now
from pipelines.definitions import fingerprint_of
from pipelines.night import Night
from pipelines.text.collate_room import RepeatSettings, collate
from pipelines.text.copies import DAY_MS, CopySettings
from pipelines.text.wording import BANDS, WORDING_VERSION, bands, compared_words, shingles
from warehouse.connect import open_work
from warehouse.ledger import open_run
from warehouse.migrate import migrate
from warehouse.statements import Connection

NIGHT_CONTACTS = 5_000
DAY_CONTACTS = 1_000
CUSTOMERS = 300_000
# So many of the newest contacts of the history have their own bands; the others random ones,
# which are as rare.
KNOWN = 10_000
CHUNK = 50_000

TOLD = pa.schema(
    {"id": pa.string(), "ms": pa.int64(), "customer": pa.string(), "words": pa.string()}
)

FILL = """
insert into core.contact
select
    id, 's', id, 1, make_timestamptz(ms * 1000), make_timestamptz(ms * 1000)::date, null, null,
    null, null, customer, '{}', '{}', 1, 'm', 'r', id
from incoming;
insert into core.turn (contact_id, turn_number, speaker, text, masked)
select id, 1, 'customer', '', words from incoming
"""
PLACE = """
insert into core.signature_band by name
select (unnest(bands) >> 32)::uinteger as band, id as contact_id from incoming;
insert into core.signature
select id, 1, 'm', $fingerprint, md5(words), id from incoming
"""


def told(rng: Random, said: list[str], first: int, count: int) -> dict[str, list[Any]]:
    """Return contacts number `first` and following as columns."""
    numbers = range(first, first + count)
    return {
        # Keys of real contacts are hashes: nothing about their time can be told from them.
        "id": [blake2b(f"c{number}".encode(), digest_size=16).hexdigest() for number in numbers],
        "ms": [START_MS + number * DAY_MS // DAY_CONTACTS for number in numbers],
        "customer": [f"k{rng.randrange(CUSTOMERS)}" for _ in numbers],
        "words": ["".join(rng.sample(said, 6)) for _ in numbers],
    }


def write(con: Connection, incoming: pa.Table, statement: str, **values: str) -> None:
    """Execute a statement on the table `incoming`."""
    con.register("incoming", incoming)
    con.execute(statement, values or None)
    con.unregister("incoming")


def fill(con: Connection, rng: Random, said: list[str], history: int) -> list[str]:
    """Write the history with its places; returns the words of its newest contacts."""
    noise, fingerprint = np.random.default_rng(9), fingerprint_of(CopySettings(), WORDING_VERSION)
    for first in range(0, history, CHUNK):
        chunk = told(rng, said, first, min(CHUNK, history - first))
        count = len(chunk["id"])
        made = noise.integers(0, 2**63, (count, BANDS), np.uint64)
        if first + CHUNK >= history:
            newest = [bands_of(words) for words in chunk["words"][-KNOWN:]]
            made[-len(newest) :] = newest
        ends = np.arange(0, count * BANDS + 1, BANDS, np.int32)
        placed = pa.ListArray.from_arrays(ends, made.ravel())
        incoming = pa.table(chunk, TOLD).append_column("bands", placed)
        write(con, incoming, FILL)
        write(con, incoming, PLACE, fingerprint=fingerprint)
    con.execute("checkpoint")
    return chunk["words"][-KNOWN:]


def bands_of(words: str) -> list[int]:
    """Return the bands of a contact as the room would."""
    return bands(shingles(compared_words([words])))


def nights(history: int, count: int) -> Iterator[dict[str, float]]:
    """Yield what each night after the history took."""
    rng, said = Random(8), [one for many in statements(corpus_folder()).values() for one in many]
    with tempfile.TemporaryDirectory() as folder:
        with open_work(Path(folder) / "w.duckdb", threads=1) as con:
            migrate(con)
            newest = fill(con, rng, said, history)
        with open_work(Path(folder) / "w.duckdb", threads=1) as con:
            for number in range(count):
                came = told(rng, said, history + number * NIGHT_CONTACTS, NIGHT_CONTACTS)
                came["words"][::10] = [
                    f"[氏名1]です。{words}" for words in rng.sample(newest, NIGHT_CONTACTS // 10)
                ]
                write(con, pa.table(came, TOLD), FILL)
                yield one_night(con, date(2026, 1, 1) + timedelta(days=number))


def one_night(con: Connection, day: date) -> dict[str, float]:
    """Place what is due and return seconds and what was found."""
    cpu = time.process_time()
    night = Night(con, open_run(con, "nightly", day, now(), "{}"), now())
    collate(night, CopySettings(), RepeatSettings())
    cpu = time.process_time() - cpu
    [(retold,)] = con.execute(
        "select count(*) from core.signature where wording_contact_id <> contact_id"
    ).fetchall()
    return {"cpu_seconds": round(cpu, 2), "told_in_known_words": retold}


def measured(history: int, count: int) -> float:
    """Measure in a process of its own, print its line and return seconds of the median night."""
    command = [sys.executable, "-m", "benchmarks.copies_history", "--job"]
    command += ["--history", str(history), "--nights", str(count)]
    done = subprocess.run(command, check=True, capture_output=True).stdout.decode().strip()
    print(f"{history}: {done}", flush=True)
    return float(median(json.loads(done)["cpu_seconds"]))


def main() -> None:
    """Print a line a history and how the largest compares with the smallest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--history", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--nights", type=int, default=3)
    parser.add_argument("--job", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        took = list(nights(asked.history[0], asked.nights))
        columns = {name: [night[name] for night in took] for name in took[0]}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({**columns, "peak_mib": peak}))
        return
    seconds = [measured(history, asked.nights) for history in asked.history]
    print(f"{asked.history[-1]} to {asked.history[0]}: {seconds[-1] / seconds[0]:.2f}")


if __name__ == "__main__":
    main()
