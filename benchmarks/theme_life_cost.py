"""Does a night of the theme rooms cost what the night brings, whatever lies behind it?

    python -m benchmarks.theme_life_cost [--history 10000 1000000] [--new 5000]

Synthetic voices are written straight into a work database: directions around 300 themes with 64
dimensions, each text once, all but the newest half year's tenth of them in a theme. Then a Sunday
night brings new voices. Told are the CPU seconds of rooms assign, discover (births, no founding)
and measure. Rooms before them (ingest to embed) take only what is new; publish copies all marts and
is not in here.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.theme_life_home import Life
from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.assign_room import assign_voices
from pipelines.themes.birth import BirthSettings
from pipelines.themes.centroids import unit_rows
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.discover_room import discover_themes
from pipelines.themes.shapes import vector_column
from pipelines.themes.theme_days import due_theme_day
from pipelines.trends.measure_room import measure
from warehouse.connect import open_work
from warehouse.ledger import finish_run, open_run
from warehouse.migrate import migrate

THEMES, DIMENSION, WAITING = 300, 64, 1_500
LAST = date(2025, 6, 29)
YEARS = 3
BATCH = 100_000

ADD = """
insert into core.contact
select name, 's', name, 1, day::timestamp, day, 'call', null, null, null, customer, '{}', '{}', 1,
    'm', 'r', name
from incoming;
insert into core.voice
    (voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id)
select name, name, 1, name, name, name, null, '[]', 'r' from incoming;
insert into core.text_vector select name, 'e', vector from incoming
"""
PLACED = """
insert into core.assignment
select name, theme, 0.8, if(theme is null, 'none', 'assign'), 'e', 1, 'r' from incoming;
insert into core.waiting
select name, name, name, day, date '1900-01-01' from incoming where theme is null
"""
THEME = """
insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id)
select theme_id, 'active', date '2022-07-01', 'd', 0, 'r' from incoming;
insert into core.theme_shape select theme_id, 'e', centroid, 0.35 from incoming
"""
SETTLED = """
insert into core.founding
select 'd', date '2025-06-22', count(*), 'r' from core.assignment;
insert into core.theme_day values (date '2025-06-22', 0, 0, 'r');
insert into core.run (run_id, flow_name, as_of, status, started_at, finished_at, settings)
values ('r', 'nightly', date '2025-06-28', 'done', now(), now(), '{}');
insert into core.definition values ('encoder', 'e', 'r')
"""


def voices(draw: np.random.Generator, centres: np.ndarray, count: int, first: int) -> pa.Table:
    """Voices of the years before the last week, or of the last day when `first` is negative."""
    theme = draw.integers(0, THEMES, count)
    vectors = unit_rows(centres[theme] + 0.09 * draw.normal(size=(count, DIMENSION)))
    is_history = first >= 0
    back = draw.integers(1, YEARS * 365, count) if is_history else np.zeros(count, dtype=int)
    day = [LAST - timedelta(days=int(days)) for days in back]
    names = [f"{'h' if is_history else 'n'}{abs(first) + n:08d}" for n in range(count)]
    theme_ids = [f"T{number + 1:04d}" for number in theme]
    return pa.table(
        {
            "name": names,
            "day": pa.array(day, pa.date32()),
            "customer": [f"k{number}" for number in draw.integers(0, 200_000, count)],
            "vector": vector_column(vectors),
            "theme": pa.array(theme_ids, pa.string()),
        }
    )


def with_waiting(table: pa.Table, count: int) -> pa.Table:
    """Take the theme from so many voices of the last half year."""
    since = LAST - timedelta(weeks=25)
    recent = [n for n, day in enumerate(table["day"].to_pylist()) if day >= since][:count]
    themes = table["theme"].to_pylist()
    for number in recent:
        themes[number] = None
    return table.set_column(4, "theme", pa.array(themes, pa.string()))


def build(folder: Path, count_history: int) -> Life:
    """A settled home with so many voices behind it, and 5,000 fresh ones not yet compared."""
    con = open_work(folder / "work.duckdb", memory_limit="4GB")
    migrate(con)
    draw = np.random.default_rng(1)
    centres = unit_rows(draw.normal(size=(THEMES, DIMENSION)))
    left = WAITING
    for first in range(0, count_history, BATCH):
        table = voices(draw, centres, min(BATCH, count_history - first), first)
        table = with_waiting(table, left)
        left -= table["theme"].null_count
        con.register("incoming", table)
        con.execute(ADD)
        con.execute(PLACED)
        con.unregister("incoming")
    themes = pa.table(
        {
            "theme_id": [f"T{number + 1:04d}" for number in range(THEMES)],
            "centroid": vector_column(centres),
        }
    )
    con.register("incoming", themes)
    con.execute(THEME)
    con.unregister("incoming")
    now = datetime.now(UTC)
    con.execute(SETTLED)
    life = Life(con, "e", now, BirthSettings())
    _measure(life, LAST - timedelta(days=1))
    return life


def _measure(life: Life, day: date) -> None:
    night = Night(life.con, open_run(life.con, "nightly", day, life.now, "{}"), life.now)
    measure(night)
    finish_run(life.con, night.run, life.now)


def fresh(life: Life, count: int) -> None:
    """Bring the new night's voices as far as room embed does."""
    draw = np.random.default_rng(2)
    centres = unit_rows(np.random.default_rng(1).normal(size=(THEMES, DIMENSION)))
    life.con.register("incoming", voices(draw, centres, count, -1))
    life.con.execute(ADD)
    life.con.unregister("incoming")
    life.con.execute("checkpoint")


def timed_night(life: Life) -> dict[str, float]:
    """Do the theme rooms of a Sunday and return the CPU seconds of each."""
    night = Night(life.con, open_run(life.con, "nightly", LAST, life.now, "{}"), life.now)
    seconds: dict[str, float] = {}
    _timed(seconds, "assign", lambda: assign_voices(night, "e", AssignSettings(), 0.9))
    _timed(seconds, "discover", lambda: _theme_days(life, night))
    _timed(seconds, "measure", lambda: measure(night))
    return seconds


def _timed(seconds: dict[str, float], room: str, work: Callable[[], None]) -> None:
    """Add the CPU seconds of all threads: others' work on the same machine does not count."""
    started = time.process_time()
    work()
    seconds[room] = time.process_time() - started


def _theme_days(life: Life, night: Night) -> None:
    while due_theme_day(night):
        discover_themes(night, "e", DiscoverSettings(), life.birth, AssignSettings())
        assign_voices(night, "e", AssignSettings(), 0.9)


def main() -> None:
    """Print the CPU seconds of the rooms for each size of history."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--new", type=int, default=5_000)
    given = parser.parse_args()
    for count_history in given.history:
        with tempfile.TemporaryDirectory() as folder:
            life = build(Path(folder), count_history)
            fresh(life, given.new)
            seconds = timed_night(life)
            rooms = ", ".join(f"{room} {value:.2f}" for room, value in seconds.items())
            total = sum(seconds.values())
            print(f"{count_history:>9,d} of history: {rooms}, together {total:.2f} s", flush=True)
            life.con.close()


if __name__ == "__main__":
    main()
