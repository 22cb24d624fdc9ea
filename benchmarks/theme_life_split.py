"""Rows in another order and nights called otherwise: are themes, ids and counts the same?

    python -m benchmarks.theme_life_split --home DIR [--weeks 12] [--nights 15] [--every 1]

Two copies of a home's voices and vectors take the same first night, up to some weeks before the
end. Then one takes all the rest in one night; the other, whose rows lie in a shuffled order, in
many nights on days drawn at random. Every table that the theme rooms write is compared row by row.
"""

import argparse
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.theme_life_home import COPIED, Life, open_copy

WRITTEN = {
    "themes": "select * exclude (run_id) from core.theme",
    "places": "select theme_id, radius, centroid from core.theme_shape",
    "voices": "select voice_id, theme_id, strength from core.assignment",
    "texts": "select * from core.text_theme",
    "waiting": "select * from core.waiting",
    "lineage": "select * exclude (run_id) from core.lineage",
    "foundings": "select * exclude (run_id) from core.founding",
    "theme days": "select * exclude (run_id) from core.theme_day",
    "months": "select * from mart.theme_by_month",
}
Tables = dict[str, list[str]]


def written(life: Life) -> Tables:
    """Return the rows of every table as text, sorted."""
    return {
        name: sorted(map(repr, life.con.execute(query).fetchall()))
        for name, query in WRITTEN.items()
    }


def shuffle(life: Life) -> None:
    """Lay contacts, voices and vectors in another order."""
    for table in COPIED:
        # Names of tables cannot be parameters; these are constants.
        life.con.execute(f"create temp table aside as from core.{table}")
        life.con.execute(f"delete from core.{table}")
        life.con.execute(f"insert into core.{table} from aside order by hash(aside::varchar, 7)")
        life.con.execute("drop table aside")


def walked(home: Path, days: Sequence[date], every: int, *, is_shuffled: bool) -> Tables:
    """Do nights on some days and return what they wrote."""
    with tempfile.TemporaryDirectory() as folder:
        life = open_copy(home, Path(folder), datetime.now(UTC), every)
        if is_shuffled:
            shuffle(life)
        for day in days:
            life.night(day)
        tables = written(life)
        life.con.close()
    return tables


def main() -> None:
    """Walk both ways and print, table by table, whether they agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--nights", type=int, default=15)
    parser.add_argument("--every", type=int, default=1, help="take one of so many contacts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        last = open_copy(given.home, Path(folder), datetime.now(UTC), given.every).last_day
    first = last - timedelta(weeks=given.weeks)
    drawn = Random(5).sample(range(1, 7 * given.weeks), given.nights - 1)
    between = [first + timedelta(days=number) for number in sorted(drawn)]
    one = walked(given.home, [first, last], given.every, is_shuffled=False)
    many = walked(given.home, [first, *between, last], given.every, is_shuffled=True)
    print(f"{first} to {last}: one night against {given.nights} nights, rows shuffled")
    for name, rows in one.items():
        differing = len(set(rows) ^ set(many[name]))
        print(f"{name}: {len(rows)} and {len(many[name])} rows, {differing} differ")


if __name__ == "__main__":
    main()
