"""What `voc status`, `voc sql` and `voc doctor` show, and mistakes in how `voc` is called."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from flows.doctor import examine
from flows.errors import DONE, STALE, FrontDoorError
from flows.home import init_home
from flows.house import ROOMS
from flows.messages import LANGUAGES, catalogue
from flows.progress import ROOM_WORDS
from flows.sql_shell import answer, answer_all
from flows.status import UNIT_WORDS, LastRun, State, look, render
from tests.flows.conftest import ROOT, copy_home
from warehouse.publish import Published

EVENING = datetime(2025, 3, 1, 18, tzinfo=UTC)
PUBLISHED = Published("a.duckdb", "nightly-20250301", date(2025, 3, 1), EVENING, 1)
RUN = LastRun("nightly-20250301", "done", EVENING, EVENING, None)
WELL = State(False, PUBLISHED, timedelta(hours=1), timedelta(hours=26), RUN)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.fixture(scope="module")
def checked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh home whose dictionary doctor has compiled; copy it."""
    folder = tmp_path_factory.mktemp("checked") / "home"
    init_home(folder)
    examine(folder, catalogue("en"))
    return folder


@pytest.fixture
def home(checked_home: Path, tmp_path: Path) -> Path:
    return copy_home(checked_home, tmp_path / "home")


def test_a_table_in_a_pipe_has_one_whole_line_a_row(con: duckdb.DuckDBPyConnection) -> None:
    query = "select 'T0001' as id, repeat('請求額が違う', 40) || e'\n以上' as words, 1.5 as n"
    lines = answer(con, query).splitlines()
    assert len(lines) == 6
    assert lines[3] == f"│ T0001 │ {'請求額が違う' * 40}\\n以上 │ 1.5 │"
    assert lines[1].endswith("│   n │")
    assert lines[5] == "(1 行)"


def test_a_table_on_a_terminal_is_folded_to_its_width(con: duckdb.DuckDBPyConnection) -> None:
    shown = answer(con, "select 'T0001' as id, repeat('違', 40) as words", width=40)
    assert "│ T0001 │ 違" in shown
    assert shown.count("違") == 40
    assert max(map(len, shown.splitlines())) <= 40


def test_a_table_too_wide_for_a_terminal_has_one_line_a_value(
    con: duckdb.DuckDBPyConnection,
) -> None:
    shown = answer(con, "select repeat('a', 30) as first, repeat('b', 30) as w", width=30)
    assert shown == f"── 1 ──\nfirst  {'a' * 30}\nw      {'b' * 30}\n(1 行)\n"


def test_what_looks_like_mark_up_is_shown_as_written(con: duckdb.DuckDBPyConnection) -> None:
    query = "select '[b]a[/b] [/x] :heart:' as words"
    assert "[b]a[/b] [/x] :heart:" in answer(con, query)
    assert "[b]a[/b] [/x] :heart:" in answer(con, query, width=60)


def test_json_is_valid_whatever_the_values(con: duckdb.DuckDBPyConnection) -> None:
    query = "select 1.5 as n, 'nan'::double as x, [1, 2] as l, null as o, date '2025-03-01' as d"
    [found] = json.loads(answer(con, query, "json"), parse_constant=pytest.fail)
    assert found == {"n": 1.5, "x": None, "l": [1, 2], "o": None, "d": "2025-03-01"}


def test_columns_of_one_name_are_kept_apart(con: duckdb.DuckDBPyConnection) -> None:
    assert json.loads(answer(con, "select 1 as a, 2 as a", "json")) == [{"a": 1, "a_1": 2}]


def test_csv_and_md_escape_what_would_break_them(con: duckdb.DuckDBPyConnection) -> None:
    query = "select e'a\n\"b\"' as t, 'c|d' as p, true as y, null as o"
    assert answer(con, query, "csv") == 't,p,y,o\n"a\n""b""",c|d,true,\n'
    assert answer(con, query, "md").splitlines()[2] == '| a<br>"b" | c\\|d | true |  |'


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_an_empty_result_keeps_its_columns(con: duckdb.DuckDBPyConnection, form: str) -> None:
    shown = answer(con, "select 1 as a where false", form)
    if form == "json":
        assert json.loads(shown) == []
    else:
        assert "a" in "".join(shown.splitlines()[:2])


@pytest.mark.parametrize("query", ["", " ", "-- nothing", ";"])
def test_no_sql_is_a_mistake_of_the_caller(con: duckdb.DuckDBPyConnection, query: str) -> None:
    with pytest.raises(FrontDoorError) as caught:
        answer(con, query)
    assert caught.value.key == "sql_nothing"


def test_duckdb_explains_a_mistake_on_one_line(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(FrontDoorError) as caught:
        answer(con, "select\n nope")
    assert "nope" in str(caught.value.values["why"])
    assert not {"\n", "^"} & set(str(caught.value.values["why"]))


def test_every_statement_of_a_text_is_answered(con: duckdb.DuckDBPyConnection) -> None:
    assert answer_all(con, "select 1 as a; select 2 as b;", "csv") == "a\n1\n\nb\n2\n"


def test_large_numbers_keep_their_digits(con: duckdb.DuckDBPyConnection) -> None:
    shown = answer(con, "select 1234567.89::double as n, 2::double / 3 as s", "md")
    assert shown.splitlines()[2] == "| 1234567.89 | 0.666667 |"


def test_rooms_and_what_they_count_have_japanese_words() -> None:
    entered = re.compile(r"""\bstage\([^"()]*"(\w+)",\s*"(\w+)"\)""")
    sources = [*(ROOT / "pipelines").rglob("*.py"), *(ROOT / "flows").rglob("*.py")]
    found = {pair for path in sources for pair in entered.findall(path.read_text("utf-8"))}
    rooms, units = {room for room, _ in found}, {unit for _, unit in found}
    assert rooms >= ROOMS.keys()
    assert rooms - ROOM_WORDS.keys() == set()
    assert units - UNIT_WORDS.keys() == set()


def test_status_tells_rooms_in_the_order_of_the_house() -> None:
    told = (ROOT / "warehouse/statements/status_stages.sql").read_text("utf-8")
    named = [word for word in re.findall(r"'(\w+)'", told) if word in ROOMS]
    assert named == list(ROOMS)


@pytest.mark.parametrize(
    ("state", "key", "code"),
    [
        (WELL, "status_done", DONE),
        (replace(WELL, age=timedelta(hours=27)), "status_stale", STALE),
        (replace(WELL, published=None, age=None), "status_never", STALE),
        (replace(WELL, last_run=replace(RUN, status="failed")), "status_failed", STALE),
        (replace(WELL, last_run=replace(RUN, status="running")), "status_killed", STALE),
        (replace(WELL, is_running=True, last_run=None), "status_running", DONE),
        (replace(WELL, last_run=None), "status_no_run", DONE),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words_and_code(
    state: State, key: str, code: int, language: str
) -> None:
    beginning = catalogue(language).texts[key].split("{")[0]
    assert any(line.startswith(beginning) for line in render(state, language).splitlines())
    assert state.exit_code == code


def test_counts_per_room_are_in_the_words_of_the_language() -> None:
    state = replace(WELL, stages=[("embed", "text", 1000, 999, 1, 0, 2.5)])
    assert "│ 意味の数値化 │ 文   │  1,000 │    999 │      1 │    0 │ 2.5 │" in render(state)
    assert "│ embed │ text │ 1,000 │     999 │        1 │     0 │     2.5 │" in render(state, "en")


@pytest.mark.heavy
def test_a_fresh_home_is_stale_and_well(home: Path) -> None:
    assert look(init_home(home)[0]).exit_code == STALE
    findings = {one.subject: one for one in examine(home, catalogue("en"))}
    assert [name for name, one in findings.items() if not one.is_well] == []
    assert findings["work.duckdb"].detail == "0 contacts, 0 voices, 0 themes"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("broken", "content", "subject"),
    [
        ("voc.toml", b"[schedule]\ncron = '99 2'", "settings"),
        ("voc.toml", b"[", "settings"),
        ("sources/table.toml", b"nope = 1", "sources"),
        ("rules/redaction.toml", None, "rules"),
        ("rules/extract.toml", b"\xff", "rules"),
        ("customer.key", None, "key for customer numbers"),
        ("work.duckdb", None, "work.duckdb"),
        ("work.duckdb", b"no database", "work.duckdb"),
        ("published/latest.json", b"{", "published.duckdb"),
        ("rules/user_dictionary.csv", b"no heading", "dictionary"),
    ],
)
def test_doctor_names_what_is_broken_and_goes_on(
    home: Path, broken: str, content: bytes | None, subject: str
) -> None:
    (home / broken).unlink(missing_ok=True)
    if content is not None:
        (home / broken).write_bytes(content)
    findings = examine(home, catalogue("en"))
    assert [one.subject for one in findings if not one.is_well] == [subject]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ("nope", "There is no command nope. See voc --help."),
        ("status --nope", "There is no option --nope. See voc status --help."),
        ("run backfill", "--from and its value are missing. See voc run backfill --help."),
        ("demo --contacts 5", "(give a whole number of 100 to 1,000,000). See voc demo --help."),
        ("sql --format xml", "(give one of table, csv, json, md). See voc sql --help."),
        ("run nightly --as-of 2025-02-30", "(give a day that exists, such as 2026-03-31)."),
        ("run monthly --month 2025-13", "(give a month that exists, such as 2026-03)."),
    ],
)
def test_a_mistake_in_the_call_is_told_on_one_line(
    argv: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_LANG", "en")
    assert main(argv.split()) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ") and told in line


def test_sql_without_a_home_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sql", "--home", str(tmp_path / "none"), "select 1"]) == 3
    assert "voc init" in capsys.readouterr().err
