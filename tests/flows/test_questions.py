"""docs/questions.md: 25 questions whose SQL runs, on an empty home and on a demo home."""

from pathlib import Path

import pytest

from benchmarks.questions import Question, questions
from tests.flows.conftest import Nights, copy_home
from warehouse.connect import open_published, open_work
from warehouse.migrate import mart_views, migrate

ALL = questions()
# A small young home: little is surely more or less than it was, no change of the counting, and no
# season that is over and was foretold.
MAY_BE_SILENT = {3, 4, 5, 6, 7, 12, 13, 14, 21}
MONTHS = [f"{2025 + (month > 12)}-{(month - 1) % 12 + 1:02d}" for month in range(1, 16)]


def test_there_are_25_questions_and_each_has_its_sql() -> None:
    assert [one.number for one in ALL] == list(range(1, 26))
    assert len({one.title for one in ALL}) == 25


def test_questions_ask_marts_that_are_published_and_most_of_them() -> None:
    asked = frozenset[str]().union(*(one.marts for one in ALL))
    assert asked <= {view.name for view in mart_views()}
    assert len(asked) >= 20


def test_all_questions_run_on_an_empty_home(tmp_path: Path) -> None:
    with open_work(tmp_path / "work.duckdb") as con:
        migrate(con)
        answers = {one.number: con.execute(one.sql).fetchall() for one in ALL}
    assert [number for number, rows in answers.items() if rows] == []


@pytest.fixture(scope="module")
def demo_home(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo with a denominator and measures, after two nights and a review."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("questions") / "home")
    size = ("--months", "15", "--contacts", "1500", "--seed", "7")
    assert nights.voc("demo", "--home", home, *size).code == 0
    customers = "".join(f"{month},customers,{50_000 + n}\n" for n, month in enumerate(MONTHS))
    (home / "denominators.csv").write_text("month,kind,count\n" + customers, "utf-8")
    assert nights.night(home, "2026-03-30").code == 0
    assert nights.voc("run", "monthly", "--home", home).code == 0
    with open_published(home) as con:
        [theme_id] = con.execute("select theme_id from mart.theme order by 1 limit 1").fetchone()  # type: ignore[misc]
    added = ("add", theme_id, "--what", "山田花子様に案内", "--from", "2025-11-01", "--by", "佐藤")
    assert nights.voc("measures", *added, "--home", home).code == 0
    assert nights.voc("themes", "approve", theme_id, "--by", "佐藤", "--home", home).code == 0
    assert nights.night(home, "2026-03-31").code == 0
    return home


@pytest.mark.heavy
@pytest.mark.parametrize("asked", ALL, ids=[str(one.number) for one in ALL])
def test_question_is_answered_on_a_demo_home(demo_home: Path, asked: Question) -> None:
    with open_published(demo_home) as con:
        answer = con.execute(asked.sql)
        names = [column[0] for column in answer.description or ()]
        rows = answer.fetchall()
    assert len(names) == len(set(names)) >= 4
    assert rows or asked.number in MAY_BE_SILENT
    assert len(rows) <= 200


@pytest.mark.heavy
def test_measures_are_published_without_names(demo_home: Path) -> None:
    with open_published(demo_home) as con:
        assert con.execute("select what from mart.measure").fetchall() == [("[氏名1]様に案内",)]
