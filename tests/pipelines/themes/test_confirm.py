"""A person's list, row by row, and the lesson that is read from it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipelines.errors import InputError
from pipelines.ingest.rows import BadRow, Row
from pipelines.themes.confirm import CONFIRM_REASONS, check_list
from pipelines.themes.confirm_room import Confirmed, read_confirmed, write_rejects
from pipelines.themes.curate_room import write_curation
from pipelines.themes.decide_room import decide
from pipelines.themes.decision_log import append, read_log
from pipelines.themes.desk_room import Desk
from pipelines.themes.lesson_room import read_lesson
from pipelines.themes.replay import replay
from tests.pipelines.room_night import work_database
from warehouse.statements import Connection

THEMES = {"T0001": "T0001", "T0002": "T0002", "配送の遅れ": "T0001"}
NOW = datetime(2025, 3, 1, tzinfo=UTC)


def row(number: int, **values: object) -> Row:
    return Row(number, values)


def test_rows_are_sorted_into_themes_and_reasons() -> None:
    checked = check_list(
        [
            row(2, voice_id="v1", theme_id="T0001"),
            row(3, voice_id=" v2 ", theme_id="", theme_name="配送の遅れ"),
            row(4, voice_id="", theme_id="T0001"),
            row(5, voice_id="v9", theme_id="T0001"),
            row(6, voice_id="v3", theme_id=None),
            row(7, voice_id="v3", theme_id="T0009"),
            row(8, voice_id="v1", theme_id="T0002"),
            row(9, voice_id="v1", theme_id="T0001"),
            BadRow(10, "wrong_column_count", "v1"),
        ],
        {"v1", "v2", "v3"},
        THEMES,
    )
    assert checked.theme_of == {"v1": "T0001", "v2": "T0001"}
    assert [(bad.number, bad.reason) for bad in checked.bad] == [
        (4, "missing_voice"),
        (5, "unknown_voice"),
        (6, "missing_theme"),
        (7, "unknown_theme"),
        (8, "voice_twice"),
        (10, "wrong_column_count"),
    ]
    assert {bad.reason for bad in checked.bad} - {"wrong_column_count"} == set(CONFIRM_REASONS)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Four voices of three statements, and two living themes and a retired one."""
    with work_database(tmp_path) as opened:
        opened.execute(
            "insert into core.text select 'h' || n, '文' || n from range(1, 4) as r(n);"
            "insert into core.voice "
            "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
            "select 'v' || n, 'c' || n, 1, '', '', 'h' || least(n, 3), "
            "null, '[]', 'r' from range(1, 5) as r(n);"
            "insert into core.theme "
            "(theme_id, status, born_on, discovery_id, cluster_number, run_id) values "
            "('T0001', 'active', '2025-01-01', 'd', 0, 'r'), "
            "('T0002', 'active', '2025-01-01', 'd', 1, 'r'), "
            "('T0003', 'retired', '2025-01-01', 'd', 2, 'r');"
            "insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id) "
            "values ('T0001', '配送の遅れ', [], 'x', 'r')"
        )
        yield opened


def listed(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "確認.csv"
    path.write_bytes(text.encode(encoding))
    return path


def stored(con: Connection) -> list[tuple[str, ...]]:
    found = con.execute(
        "select voice_id, theme_id, is_member, source from core.confirmation order by all"
    )
    return found.fetchall()


def confirm(con: Connection, path: Path) -> Confirmed:
    """Do what `voc adapt --confirmed` does; the log lies beside the list."""
    found, log = read_confirmed(con, path), path.with_name("decisions.jsonl")
    for asked in found.asked(path.name):
        append(log, lambda known, asked=asked: [decide(Desk(con, known), asked, "佐藤", NOW)])
    decisions = read_log(log).decisions
    write_curation(con, decisions, replay(decisions))
    return found


def test_the_same_list_again_changes_nothing(con: Connection, tmp_path: Path) -> None:
    path = listed(tmp_path, "voice_id,theme_name\nv1,配送の遅れ\nv2,T0002\n", "cp932")
    assert confirm(con, path) == Confirmed({"v1": "T0001", "v2": "T0002"}, 0, [])
    first = con.execute("from core.confirmation order by all").fetchall()
    log = (tmp_path / "decisions.jsonl").read_bytes()
    assert confirm(con, path) == Confirmed({}, 2, [])
    assert con.execute("from core.confirmation order by all").fetchall() == first
    assert (tmp_path / "decisions.jsonl").read_bytes() == log
    source = "decision:example"
    assert stored(con) == [("v1", "T0001", True, source), ("v2", "T0002", True, source)]


def test_a_list_is_written_down_as_examples(con: Connection, tmp_path: Path) -> None:
    confirm(con, listed(tmp_path, "voice_id,theme_id\nv1,T0001\nv2,T0002\nv3,T0001\n"))
    decided = read_log(tmp_path / "decisions.jsonl").decisions
    assert [
        (one.verb, one.theme_ids, [key.voice_id for key in one.voices], one.reason)
        for one in decided
    ] == [
        ("example", ("T0001",), ["v1", "v3"], "確認.csv"),
        ("example", ("T0002",), ["v2"], "確認.csv"),
    ]


def test_the_newest_yes_counts_and_may_come_back(con: Connection, tmp_path: Path) -> None:
    one = "voice_id,theme_id\nv1,T0001\n"
    two = "voice_id,theme_id\nv1,T0002\n"
    for text in (one, two, one):
        assert confirm(con, listed(tmp_path, text)).count_new == 1
        assert [theme for _, theme in read_lesson(con, ()).confirmed] == [
            text.split(",")[-1].strip()
        ]


def test_an_excel_list_with_bad_rows_keeps_them_with_a_reason(
    con: Connection, tmp_path: Path
) -> None:
    book = Workbook()
    for line in (("theme_id", "memo", "voice_id"), ("T0001", 1, "v1"), ("T0003", 2, "v2")):
        book.active.append(line)
    book.save(tmp_path / "list.xlsx")
    done = read_confirmed(con, tmp_path / "list.xlsx")
    assert (done.count_new, [bad.reason for bad in done.bad]) == (1, ["unknown_theme"])
    path = write_rejects(tmp_path / "out", "list.xlsx", done.bad, lambda key, _: f"<{key}>")
    assert path.read_text("utf-8") == (
        '{"row": 3, "reason": "unknown_theme", "why": "<reject_unknown_theme>", '
        '"received": "{\\"memo\\":2,\\"theme_id\\":\\"T0003\\",\\"voice_id\\":\\"v2\\"}"}\n'
    )


@pytest.mark.parametrize(
    ("text", "key", "columns"),
    [
        ("voice,theme_id\nv1,T0001\n", "missing_columns", "voice_id"),
        ("voice_id,theme\nv1,T0001\n", "missing_columns", "theme_id"),
    ],
)
def test_a_list_without_its_columns_is_refused(
    con: Connection, tmp_path: Path, text: str, key: str, columns: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_confirmed(con, listed(tmp_path, text))
    assert (refused.value.key, refused.value.values["columns"]) == (key, columns)


def test_a_list_that_is_not_there_is_refused_and_an_empty_one_is_empty(
    con: Connection, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        read_confirmed(con, tmp_path / "none.csv")
    assert refused.value.key == "confirmed_missing"
    assert read_confirmed(con, listed(tmp_path, "")) == Confirmed({}, 0, [])
    header = listed(tmp_path, "voice_id,theme_id\n")
    assert read_confirmed(con, header) == Confirmed({}, 0, [])


def test_the_lesson_holds_each_statement_once_and_no_retired_theme(con: Connection) -> None:
    con.execute(
        "insert into core.confirmation values "
        "('v1', 'T0001', true, '2025-01-01', 's'), ('v1', 'T0002', false, '2025-01-02', 's'), "
        "('v2', 'T0003', true, '2025-01-01', 's'), "
        # Two voices that say the same: the newest yes counts.
        "('v3', 'T0001', true, '2025-01-01', 's'), ('v4', 'T0002', true, '2025-01-05', 's'), "
        "('gone', 'T0001', true, '2025-01-01', 's')"
    )
    assert read_lesson(con, ()).confirmed == (("文1", "T0001"), ("文3", "T0002"))


def test_weak_pairs_of_the_kinds_asked_for(con: Connection) -> None:
    con.execute(
        "update core.voice set contact_id = 'c1', voice_number = 2 where voice_id = 'v2';"
        'update core.voice set spans = \'[{"turn": 2, "start": 0, "end": 1}]\';'
        "insert into core.turn (contact_id, turn_number, speaker, text, masked) values "
        "('c3', 1, 'operator', '', '届かないということですね、承りました。'), "
        "('c3', 3, 'operator', '', 'まだ届かないということですね。'), "
        "('c3', 4, 'customer', '', 'そうです、届かないということですね。')"
    )
    assert read_lesson(con, ("contact",)).weak_pairs == (("文1", "文2"),)
    assert read_lesson(con, ("recap",)).weak_pairs == (("文3", "まだ届かないということですね。"),)
    assert read_lesson(con, ("category",)).weak_pairs == ()
    assert len(read_lesson(con, ("contact", "recap")).weak_pairs) == 2
