"""Who is told, and what was thought solved, on a database."""

from pipelines.night import Night
from pipelines.trends.alert_settings import AlertSettings, TeamSettings
from pipelines.trends.expect import ExpectSettings
from pipelines.trends.record_room import record
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_room import watch
from tests.pipelines.trends.test_watch_room import CLEAR, DAYS, calendar, day, put, world
from tests.pipelines.trends.worlds import NOW
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

TEAMS = (
    TeamSettings(name="配送", categories=("配送",)),
    TeamSettings(name="シニア担当", segments=("シニア",)),
    TeamSettings(name="請求", categories=("請求",)),
)
DONE = """insert into core.measure by name
select
    'M0001' as measure_id, 'T0001' as theme_id, 'T0001' as named_theme_id, '直した' as what,
    $closed as from_on, $closed as decided_on, 'k' as decided_by, $closed as closed_on,
    'done' as outcome, 'r' as run_id"""
NAMED = """insert into core.theme by name
select
    'T0001' as theme_id, 'active' as status, date '2024-01-01' as born_on, 'd' as discovery_id,
    1 as cluster_number, 'r' as run_id;
insert into core.theme_name by name
select
    'T0001' as theme_id, '遅れ' as theme_name, []::text[] as terms, '配送' as category_name,
    'r' as run_id"""


def one_night(
    con: Connection, until: int, teams: tuple[TeamSettings, ...] = ()
) -> list[dict[str, object]]:
    """Record and watch as the night of a day; returns what it told."""
    run = open_run(con, "nightly", day(until), NOW, "{}")
    night = Night(con, run, NOW)
    record(night)
    watch(night, calendar(), "e", WatchSettings(ExpectSettings(), AlertSettings(team=teams)))
    finish_run(con, run, NOW)
    return [problem.values for problem in night.problems]


def told(con: Connection) -> list[tuple[str, list[str]]]:
    return con.execute("select alert_kind, teams from mart.alert order by all").fetchall()


def test_an_alert_names_the_teams_in_whose_scope_it_lies(con: Connection) -> None:
    con.execute(CLEAR)
    put(con, world(), DAYS - 1)
    con.execute("delete from core.theme_name")
    con.execute(NAMED)
    assert one_night(con, DAYS - 1, TEAMS) == [{"team": "請求", "names": "請求"}]
    assert told(con) == [("spike", ["all", "配送", "シニア担当"])]
    con.execute("delete from core.theme_name")


def test_a_theme_whose_measure_was_done_comes_back(con: Connection) -> None:
    con.execute(CLEAR)
    con.execute("delete from core.measure")
    for until in (97, DAYS - 1):
        put(con, world(), until)
        if until == 97:
            con.execute(DONE, {"closed": day(90)})
        one_night(con, until)
    assert told(con) == [("comeback", ["all"])]
    known = con.execute("select theme_id, known_on from core.theme_solved").fetchall()
    assert known == [("T0001", day(97))]
    con.execute("delete from core.measure")
