"""A file far larger than memory should hold: rows a second and peak memory of ingest.

    python -m benchmarks.big_file [--gigabytes 2]

Writes a CSV of made-up contacts, takes it in through the ingest room, and compares with the way
a user would otherwise load it: DuckDB's own read_csv, which keeps neither versions nor reasons.
Each runs in a process of its own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

OURS = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from flows.home import open_home
from flows.house import Tools
from flows.night_walk import enter, open_night
home = open_home(Path(sys.argv[1]))
started = time.perf_counter()
enter("ingest", Tools(home), open_night(home, "nightly", date(2024, 12, 31)))
with home.open_work() as con:
    [(rows,)] = con.execute("select count(*) from raw.contact").fetchall()
"""
PEER = """
import json, resource, sys, time
import duckdb
started = time.perf_counter()
with duckdb.connect(sys.argv[1] + "/peer.duckdb", config={"memory_limit": "2GB"}) as con:
    con.execute("create table contact as from read_csv(?, all_varchar = true)", [sys.argv[2]])
    [(rows,)] = con.execute("select count(*) from contact").fetchall()
"""
PRINT = """
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 ** 2
print(json.dumps({"rows": rows, "seconds": time.perf_counter() - started, "peak_gib": peak}))
"""
SENTENCE = "代金を払ったのに入金が確認できないと言われました。控えもあります。どうなっていますか。"


def write_csv(path: Path, gigabytes: float) -> None:
    """Write rows of about 330 bytes until the file has the size."""
    with path.open("w", encoding="utf-8") as out:
        out.write("contact_id,received_at,text,channel,product,customer_id\n")
        number = 0
        while out.tell() < gigabytes * 1e9:
            lines = [
                f"B{n},2024-{n % 12 + 1:02d}-{n % 28 + 1:02d} 10:{n % 60:02d}:00,"
                f"{n}番です。{SENTENCE}{SENTENCE},call,みどり光,C{n % 90_000}\n"
                for n in range(number, number + 10_000)
            ]
            out.writelines(lines)
            number += 10_000


def measure(code: str, *arguments: str) -> dict[str, float]:
    """Run a snippet in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code + PRINT, *arguments], check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Print both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        voc = str(Path(sys.executable).parent / "voc")
        subprocess.run([voc, "init", "--home", str(home)], check=True, capture_output=True)
        path = home / "inbox" / "table" / "big.csv"
        write_csv(path, given.gigabytes)
        os.utime(path, (time.time() - 3600,) * 2)
        ours = measure(OURS, str(home))
        print(f"{date.today()} {path.stat().st_size / 1e9:.2f} GB", flush=True)
        print(_line("ingest room", ours), flush=True)
        peer = measure(PEER, str(home), str(path))
        print(_line("read_csv", peer))
        print(
            f"ours / read_csv: {ours['seconds'] / peer['seconds']:.1f} x seconds, "
            f"{ours['peak_gib'] / peer['peak_gib']:.2f} x memory"
        )


def _line(name: str, found: dict[str, float]) -> str:
    return (
        f"{name}: {found['rows']:,} rows, {found['seconds']:.0f} s, "
        f"{found['rows'] / found['seconds']:,.0f} rows/s, peak {found['peak_gib']:.2f} GiB"
    )


if __name__ == "__main__":
    main()
