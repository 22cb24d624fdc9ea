"""Room judge: the ledger in the database, effects as of each night, and mart.measure."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.line_log import to_line
from pipelines.night import Night, Problem
from pipelines.trends.calendar import parse_calendar
from pipelines.trends.effect import EffectSettings
from pipelines.trends.judge_room import judge_measures
from pipelines.trends.measure_log import MeasureLine
from tests.flows.conftest import ROOT
from tests.pipelines.trends.worlds import NOW
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

FIRST = date(2023, 1, 1)
DAYS = 900
BEGUN = FIRST + timedelta(days=700)
LAST = FIRST + timedelta(days=DAYS - 1)
CALENDAR = parse_calendar((ROOT / "config" / "calendar.toml").read_text("utf-8"))
EMPTY = """
delete from core.run; delete from core.run_stage; delete from core.run_stage_reason;
delete from core.theme; delete from core.theme_name; delete from core.period;
delete from core.theme_period; delete from core.measure; delete from core.measure_effect;
delete from core.marker;
"""
# T0009 was merged into T0001 when the measure was already working.
FILL = """
insert into core.theme
    (theme_id, status, born_on, discovery_id, cluster_number, run_id, merged_into)
select
    'T000' || number, if(number = 9, 'retired', 'active'), '2023-01-01', 'd', number, 'r',
    if(number = 9, 'T0001', null)
from range(1, 10) as numbers (number);
insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id)
select theme_id, 'name ' || theme_id, [], 'c', 'r' from core.theme;
insert into core.theme_period by name
select
    'day' as grain, (date '2023-01-01' + day::integer) as period_on, theme_id, count_contacts,
    count_contacts as count_customers, count_contacts as count_voices
from counted where count_contacts > 0;
insert into core.period by name
select
    'day' as grain, unnest(generate_series(date '2023-01-01', $last::date, interval 1 day))::date
        as period_on,
    0 as count_contacts, 0 as count_customers, 0 as count_voices, true as is_complete
"""


@pytest.fixture
def counted(con: Connection) -> np.ndarray:
    """Nine even themes; the first halves on the day of the measure, and counts as T0009 later."""
    counts = np.random.default_rng(8).poisson(6.0, (9, DAYS))
    counts[0, 700:] = counts[0, 700:] // 2
    counts[8] = 0
    counts[8, 800:], counts[0, 800:] = counts[0, 800:], 0
    table = {
        "theme_id": [f"T000{1 + theme}" for theme in range(9) for _ in range(DAYS)],
        "day": list(range(DAYS)) * 9,
        "count_contacts": counts.ravel().tolist(),
    }
    con.execute(EMPTY)
    con.register("counted", pa.table(table))
    con.execute(FILL.replace("$last", f"'{LAST}'"))
    con.unregister("counted")
    return counts


def line(number: int, theme: str, from_on: date, **more: object) -> str:
    said = {
        "line_id": f"D{number}", "decided_at": NOW, "decided_by": "佐藤", "verb": "add",
        "measure_id": f"M{number:04d}", "theme_id": theme, "what": "案内", "from_on": from_on,
    }  # fmt: skip
    return to_line(MeasureLine.model_validate(said | more))


def masked(text: str) -> str:
    return text.replace("山田花子様", "[氏名1]様")


def night(con: Connection, ledger: Path, as_of: date) -> tuple[int, list[Problem]]:
    """Judge as the night of a day; returns the changed measures and problems told."""
    run = open_run(con, "nightly", as_of, NOW, "{}")
    told = Night(con, run, NOW)
    judge_measures(told, ledger, masked, CALENDAR, EffectSettings())
    finish_run(con, run, NOW)
    found = con.execute(
        "select count_written from core.run_stage where run_id = $id", {"id": run.run_id}
    ).fetchall()
    return (found[0][0] if found else 0), told.problems


def measures(con: Connection, columns: str) -> list[tuple[object, ...]]:
    return con.execute(f"select {columns} from mart.measure order by measure_id").fetchall()


def test_a_measure_is_judged_with_the_theme_that_was_merged_into_it(
    con: Connection, counted: np.ndarray, tmp_path: Path
) -> None:
    ledger = tmp_path / "measures.jsonl"
    ledger.write_text(line(1, "T0009", BEGUN, expected_effect=-0.3, owner="経理"))
    assert night(con, ledger, LAST) == (1, [])
    columns = "theme_id, named_theme_id, theme_name, status, verdict, method, is_too_early"
    assert measures(con, columns + ", is_as_expected, count_similar_themes") == [
        ("T0001", "T0009", "name T0001", "running", "helped", "season_and_themes", False, True, 7)
    ]
    [(effect, low, high, after, expected)] = measures(
        con, "effect, effect_low, effect_high, count_contacts_after, count_contacts_expected"
    )
    halved = counted[[0, 8], 700 : 700 + 182].sum()
    assert after == halved and expected == pytest.approx(6 * 182, rel=0.1)
    assert low < halved / (6 * 182) - 1 < high and effect == pytest.approx(-0.5, abs=0.12)  # type: ignore[operator]


def test_nothing_is_said_twice_and_what_was_said_stays(
    con: Connection, counted: np.ndarray, tmp_path: Path
) -> None:
    ledger = tmp_path / "measures.jsonl"
    ledger.write_text(line(1, "T0001", BEGUN))
    days = [BEGUN + timedelta(days=number) for number in (-1, 20, 60, 120, 190, 199)]
    for day in days:
        night(con, ledger, day)
        assert night(con, ledger, day) == (0, [])
    said = con.execute(
        "select judged_on, verdict, round(weeks_after, 1), effect, effect_low, effect_high "
        "from core.measure_effect order by judged_on"
    ).fetchall()
    # After half a year nothing else is to be said.
    assert [row[0] for row in said] == days[:-1]
    assert [row[1] for row in said] == ["too_early"] * 2 + ["helped"] * 3
    # A database that is made anew, in which all days are known, says of each day the same.
    con.execute("delete from core.measure_effect; delete from core.run")
    for day in reversed(days[:-1]):
        night(con, ledger, day)
    assert (
        said
        == con.execute(
            "select judged_on, verdict, round(weeks_after, 1), effect, effect_low, effect_high "
            "from core.measure_effect order by judged_on"
        ).fetchall()
    )


def test_overlapping_planned_withdrawn_and_unknown_ones(
    con: Connection, counted: np.ndarray, tmp_path: Path
) -> None:
    ledger = tmp_path / "measures.jsonl"
    later = BEGUN + timedelta(days=10)
    ledger.write_text(
        line(1, "T0001", BEGUN)
        + line(2, "T0001", later)
        + line(3, "T0002", LAST + timedelta(days=30))
        + line(4, "T0003", BEGUN, outcome="withdrawn")
        + line(5, "T0404", BEGUN)
        + line(6, "T0004", BEGUN, closed_on=later, outcome="stopped")
        + '{"cut'
    )
    changed, problems = night(con, ledger, LAST)
    assert changed == 6
    assert [(one.key, one.values) for one in problems] == [
        ("measure_line_cut", {"file": "measures.jsonl", "line": 7}),
        ("measure_theme_unknown", {"file": "measures.jsonl", "themes": "T0404"}),
    ]
    assert measures(con, "measure_id, status, verdict, judged_with, is_too_early") == [
        ("M0001", "running", "helped", ["M0002"], False),
        ("M0002", "running", "helped", ["M0001"], False),
        ("M0003", "planned", "too_early", [], True),
        ("M0004", "withdrawn", None, [], None),
        ("M0005", "running", "not_comparable", [], False),
        ("M0006", "stopped", "too_early", [], True),
    ]
    [(one,), (other,)] = measures(con, "effect")[:2]
    assert one == other


def test_what_is_published_holds_no_names(
    con: Connection, counted: np.ndarray, tmp_path: Path
) -> None:
    ledger = tmp_path / "measures.jsonl"
    ledger.write_text(line(1, "T0001", BEGUN, what="山田花子様へお詫び", owner="山田花子様係"))
    assert night(con, ledger, LAST)[0] == 1
    assert measures(con, "what, owner") == [("[氏名1]様へお詫び", "[氏名1]様係")]
    assert night(con, ledger, LAST)[0] == 0
    assert "山田花子" in ledger.read_text()


def test_markers_in_the_days_compared_are_told(
    con: Connection, counted: np.ndarray, tmp_path: Path
) -> None:
    ledger = tmp_path / "measures.jsonl"
    ledger.write_text(line(1, "T0001", BEGUN))
    for number, day in enumerate((BEGUN + timedelta(days=9), FIRST)):
        con.execute(
            "insert into core.marker by name select"
            f" '{number}' as marker_id, '{day}'::date as marked_on, 'encoder' as marker_kind, "
            "'all' as scope, '変わりました' as description, 'r' as run_id"
        )
    night(con, ledger, LAST)
    assert measures(con, "markers") == [([f"{BEGUN + timedelta(days=9)} 変わりました"],)]


def test_a_measure_taken_out_of_the_ledger_goes(
    con: Connection, counted: np.ndarray, tmp_path: Path
) -> None:
    ledger = tmp_path / "measures.jsonl"
    ledger.write_text(line(1, "T0001", BEGUN) + line(2, "T0002", BEGUN))
    night(con, ledger, LAST)
    ledger.write_text(line(2, "T0002", BEGUN, owner="経理"))
    assert night(con, ledger, LAST)[0] == 2
    assert measures(con, "measure_id, owner") == [("M0002", "経理")]
    assert con.execute("select distinct measure_id from core.measure_effect").fetchall() == [
        ("M0002",)
    ]


def test_without_measures_or_contacts_there_is_nothing_to_do(
    con: Connection, tmp_path: Path
) -> None:
    con.execute(EMPTY)
    assert night(con, tmp_path / "measures.jsonl", LAST) == (0, [])
    ledger = tmp_path / "measures.jsonl"
    ledger.write_text(line(1, "T0001", BEGUN))
    assert night(con, ledger, LAST)[1][0].key == "measure_theme_unknown"
    assert measures(con, "measure_id, verdict, effect") == [("M0001", "not_comparable", None)]
