"""The world that the cost of a million voices is measured on, made small."""

from pathlib import Path

import pytest

from benchmarks.million_world import Size, fill, fill_night, write_files
from pipelines.trends.measure_log import read_measures
from warehouse.connect import open_work
from warehouse.migrate import migrate

SMALL = Size(voices=4_000, themes=20)
COUNTS = """
select
    (select count(*) from core.voice),
    (select count(distinct theme_id) from core.assignment),
    (select count(*) from core.voice anti join core.contact using (contact_id)),
    (select count(*) from core.voice semi join core.text_vector using (text_hash)),
    (select min(received_on) >= $first and max(received_on) <= $last from core.contact),
    (select count(*) from core.contact_copy as copy semi join core.contact_copy as other
        on copy.original_contact_id = other.contact_id)
"""


def test_a_world_has_its_size_and_a_night_adds_to_it(tmp_path: Path) -> None:
    with open_work(tmp_path / "work.duckdb") as con:
        migrate(con)
        fill(con, SMALL, 4, "e")
        days = {"first": SMALL.first, "last": SMALL.last}
        assert con.execute(COUNTS, days).fetchall() == [(4_000, 20, 0, 4_000, True, 0)]
        fill_night(con, SMALL, 100, 4, "e")
        [found] = con.execute(COUNTS, days).fetchall()
        assert found == (4_100, 20, 0, 4_100, False, 0)
        shares = "select count(*) filter (theme_id is null) / count(*) from core.assignment"
        assert con.execute(shares).fetchall()[0][0] == pytest.approx(0.15, abs=0.1)
        several = "select count(*) from core.voice where voice_number = 2"
        assert con.execute(several).fetchall()[0][0] > 10


def test_the_files_of_the_home_can_be_read(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    log = read_measures(tmp_path / "measures.jsonl")
    assert (len(log.lines), log.broken) == (20, ())
    assert len(list(tmp_path.glob("reports/*/themes.json"))) == 12
