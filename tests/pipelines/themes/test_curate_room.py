"""Room curate in a real database: what each verb does to themes, names and voices."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.pipelines.room_night import close, work_database
from tests.pipelines.themes.curated_world import (
    LAST_MONTH,
    TODAY,
    Said,
    ask,
    found_themes,
    hear,
    homes,
    night,
    write_log,
)
from tests.pipelines.themes.decided import decide, undo
from warehouse.statements import Connection

THEMES = "select theme_id, status, retired_reason, merged_into from core.theme order by 1"
ALIVE = ("active", None, None)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Three themes; a and b lie at the first, c at the second, d at the third, z nowhere."""
    with work_database(tmp_path) as opened:
        found_themes(opened, 0, 90, 180)
        hear(opened, Said("a", 0), Said("b", 10), Said("c", 90), Said("d", 180), Said("z", 270))
        hear(opened, Said("o", 5, LAST_MONTH), Said("p", 92, LAST_MONTH))
        night(opened, tmp_path / "decisions.jsonl")
        yield opened


BEFORE = {
    "a": "T0001", "b": "T0001", "c": "T0002", "d": "T0003", "o": "T0001", "p": "T0002", "z": None,
}  # fmt: skip


def states(con: Connection) -> dict[str, str]:
    return dict(ask(con, "select decision_id, state from core.decision order by 1"))


def test_without_decisions_nothing_is_done(con: Connection, tmp_path: Path) -> None:
    assert homes(con) == BEFORE
    assert ask(con, THEMES) == [(f"T000{n}", *ALIVE) for n in (1, 2, 3)]
    assert ask(con, "select count(*) from core.run_stage where stage = 'curate'") == [1]


def test_a_person_names_a_theme_and_takes_the_name_back(con: Connection, tmp_path: Path) -> None:
    lines = [decide(1, "rename", "T0001", names=["配送の遅れ"], category="配送")]
    night(con, write_log(tmp_path, *lines))
    named = "select theme_name, category_name, is_named_by_person from core.theme_name"
    assert ask(con, f"{named} where theme_id = 'T0001'") == [("配送の遅れ", "配送", True)]
    night(con, write_log(tmp_path, *lines, undo(2, 1)))
    assert ask(con, f"{named} where theme_id = 'T0001'") == [("名T0001", "分類", False)]
    assert states(con) == {"D001": "undone", "D002": "in_force"}


def test_merged_voices_of_this_month_follow_and_closed_ones_stay(
    con: Connection, tmp_path: Path
) -> None:
    merge = decide(1, "merge", "T0001", "T0002")
    night(con, write_log(tmp_path, merge))
    assert homes(con) == BEFORE | {"c": "T0001"}
    assert ask(con, THEMES)[1] == ("T0002", "retired", "merged", "T0001")
    # What lies where the merged theme was is now the other's.
    hear(con, Said("e", 95))
    night(con, write_log(tmp_path, merge))
    assert homes(con)["e"] == "T0001"
    night(con, write_log(tmp_path, merge, undo(2, 1)))
    assert homes(con) == BEFORE | {"e": "T0002"}
    assert ask(con, THEMES)[1] == ("T0002", *ALIVE)


def test_voices_of_a_retired_theme_are_free_and_come_back_with_it(
    con: Connection, tmp_path: Path
) -> None:
    lines = [decide(1, "retire", "T0001")]
    night(con, write_log(tmp_path, *lines))
    assert homes(con) == BEFORE | {"a": None, "b": None}
    assert ask(con, THEMES)[0] == ("T0001", "retired", "person", None)
    night(con, write_log(tmp_path, *lines, decide(2, "restore", "T0001")))
    assert homes(con) == BEFORE
    assert ask(con, THEMES)[0] == ("T0001", *ALIVE)


def test_a_split_deals_out_this_month_by_likeness(con: Connection, tmp_path: Path) -> None:
    hear(con, Said("e", 30), Said("f", 33), Said("g", -20), Said("q", 31, LAST_MONTH))
    night(con, tmp_path / "decisions.jsonl")
    split = decide(1, "split", "T0001", parts={"T0004": "e"}, names=["30度"])
    night(con, write_log(tmp_path, split))
    found = homes(con)
    assert {name: found[name] for name in "abefgoq"} == {
        "a": "T0001", "b": "T0001", "e": "T0004", "f": "T0004", "g": "T0001", "o": "T0001",
        "q": "T0001",
    }  # fmt: skip
    assert ask(
        con, "select theme_name, category_name from core.theme_name where theme_id = 'T0004'"
    ) == [("30度", "分類")]
    night(con, write_log(tmp_path, split, undo(2, 1)))
    found = homes(con)
    assert {name: found[name] for name in "abefg"} == dict.fromkeys("abefg", "T0001")
    assert ask(con, THEMES)[3] == ("T0004", "retired", "undone", None)


def test_the_next_theme_takes_a_number_that_no_decision_has_given(
    con: Connection, tmp_path: Path
) -> None:
    night(con, write_log(tmp_path, decide(1, "split", "T0001", parts={"T0041": "a"}), undo(2, 1)))
    from warehouse.statements import rows

    assert rows(con, "theme_last_number") == [(41,)]


def test_a_moved_voice_and_its_like_stay_where_they_were_put(
    con: Connection, tmp_path: Path
) -> None:
    hear(con, Said("x", 0, words="a"), Said("y", 0, LAST_MONTH, words="a"))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["x"] == homes(con)["y"] == "T0001"
    move = decide(1, "move", "T0003", voices="a")
    night(con, write_log(tmp_path, move))
    assert homes(con) == BEFORE | {"a": "T0003", "x": "T0003", "y": "T0001"}
    hear(con, Said("w", 0, words="a"))
    night(con, write_log(tmp_path, move))
    assert homes(con)["w"] == "T0003"
    assert ask(con, "select assigned_by from core.assignment where voice_id = 'a'") == ["person"]
    night(con, write_log(tmp_path, move, undo(2, 1)))
    assert homes(con) == BEFORE | {"x": "T0001", "y": "T0001", "w": "T0001"}


def test_a_voice_that_waited_is_no_longer_in_the_pool(con: Connection, tmp_path: Path) -> None:
    assert ask(con, "select voice_id from core.waiting") == ["z"]
    night(con, write_log(tmp_path, decide(1, "pin", "T0002", voices="z")))
    assert homes(con)["z"] == "T0002"
    assert ask(con, "select voice_id from core.waiting") == []


def test_a_voice_of_a_kind_without_themes_goes_where_a_person_puts_it(
    con: Connection, tmp_path: Path
) -> None:
    hear(con, Said("k", 0, kind="praise"))
    night(con, tmp_path / "decisions.jsonl")
    assert "k" not in homes(con)
    night(con, write_log(tmp_path, decide(1, "move", "T0001", voices="k")))
    assert homes(con)["k"] == "T0001"
    assert ask(con, "select voice_id from core.voice_set_aside") == []


def test_not_this_sends_a_voice_to_the_next_theme_or_none(con: Connection, tmp_path: Path) -> None:
    hear(con, Said("m", 44))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["m"] == "T0001"
    lines = [decide(1, "not-this", "T0001", voices="ma")]
    night(con, write_log(tmp_path, *lines))
    assert (homes(con)["m"], homes(con)["a"]) == (None, None)
    hear(con, Said("n", 46, words="m"))
    night(con, write_log(tmp_path, *lines))
    assert homes(con)["n"] is None
    assert ask(con, "select voice_id, theme_id, is_member from core.confirmation order by 1") == [
        ("a", "T0001", False),
        ("m", "T0001", False),
    ]
    night(con, write_log(tmp_path, *lines, undo(2, 1)))
    assert homes(con)["a"] == homes(con)["m"] == "T0001"


def test_examples_draw_waiting_voices_near_them(con: Connection, tmp_path: Path) -> None:
    hear(con, *(Said(name, 230) for name in "ghijk"))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["g"] is None
    shown = decide(1, "example", "T0003", voices="ghijk")
    hear(con, Said("l", 235))
    night(con, write_log(tmp_path, shown))
    assert {homes(con)[name] for name in "dghijkl"} == {"T0003"}
    hear(con, Said("m", 250))
    night(con, write_log(tmp_path, shown))
    assert homes(con)["m"] == "T0003"


def test_a_name_given_by_a_person_draws_too(con: Connection, tmp_path: Path) -> None:
    hear(con, Said("g", 232))
    night(con, write_log(tmp_path, decide(1, "rename", "T0003", names=["230度の声"])))
    assert (homes(con)["g"], homes(con)["d"]) == ("T0003", "T0003")


def test_in_doubt_the_approved_theme_wins(con: Connection, tmp_path: Path) -> None:
    con.execute("insert into core.theme_margin select theme_id, 'e', 0.5 from core.theme")
    hear(con, Said("g", 42))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["g"] is None
    hear(con, Said("h", 43))
    night(con, write_log(tmp_path, decide(1, "approve", "T0002")))
    assert homes(con)["h"] is None
    hear(con, Said("i", 46))
    night(
        con,
        write_log(
            tmp_path, decide(1, "approve", "T0001"), undo(2, 1), decide(3, "approve", "T0002")
        ),
    )
    assert homes(con)["i"] == "T0002"
    assert ask(con, "select approved_on from core.theme order by theme_id") == [
        None,
        date(2024, 3, 1),
        None,
    ]


def test_an_approved_proposal_is_active_until_the_yes_is_undone(
    con: Connection, tmp_path: Path
) -> None:
    con.execute("update core.theme set status = 'proposed' where theme_id = 'T0001'")
    lines = [decide(1, "approve", "T0001")]
    night(con, write_log(tmp_path, *lines))
    assert ask(con, THEMES)[0] == ("T0001", *ALIVE)
    # The nights may end an approved theme; the approval does not bring it back.
    con.execute(
        "update core.theme set status = 'retired', retired_reason = 'silent' "
        "where theme_id = 'T0001'"
    )
    night(con, write_log(tmp_path, *lines))
    assert ask(con, THEMES)[0] == ("T0001", "retired", "silent", None)
    night(con, write_log(tmp_path, *lines, decide(2, "restore", "T0001")))
    assert ask(con, THEMES)[0] == ("T0001", *ALIVE)


def test_an_undone_yes_leaves_a_proposal_again(con: Connection, tmp_path: Path) -> None:
    con.execute("update core.theme set status = 'proposed' where theme_id = 'T0001'")
    lines = [decide(1, "approve", "T0001")]
    night(con, write_log(tmp_path, *lines))
    night(con, write_log(tmp_path, *lines, undo(2, 1)))
    assert ask(con, THEMES)[0] == ("T0001", "proposed", None, None)


def everything(con: Connection) -> dict[str, list[object]]:
    tables = ask(
        con,
        "select table_name from duckdb_tables() where schema_name = 'core' "
        "and table_name not in ('run', 'run_stage', 'run_stage_reason')",
    )
    return {
        table: sorted(map(repr, con.execute(f"from core.{table}").fetchall())) for table in tables
    }


MANY = [
    decide(1, "rename", "T0001", names=["0度"]),
    decide(2, "merge", "T0001", "T0002"),
    decide(3, "example", "T0003", voices="d"),
    decide(4, "not-this", "T0001", voices="b"),
    decide(5, "retire", "T0003"),
    decide(6, "restore", "T0003"),
    decide(7, "split", "T0001", parts={"T0009": "a"}),
    undo(8, 4),
]


def test_the_same_night_again_changes_nothing(con: Connection, tmp_path: Path) -> None:
    log = write_log(tmp_path, *MANY)
    close(night(con, log))
    before = everything(con)
    again = night(con, log)
    assert again.run.is_repeat
    assert everything(con) == before
    assert ask(con, "select count(*) from core.run_stage where run_id like '%.2'") == [0]


def test_decisions_taken_up_are_counted_once(con: Connection, tmp_path: Path) -> None:
    night(con, write_log(tmp_path, *MANY[:2]))
    night(con, write_log(tmp_path, *MANY[:3]))
    read = ask(con, "select sum(count_written) from core.run_stage where stage = 'curate'")
    assert read == [3]


def test_broken_lines_and_unknown_themes_are_told_and_the_rest_counts(
    con: Connection, tmp_path: Path
) -> None:
    log = write_log(tmp_path, decide(1, "retire", "T0099"), decide(2, "retire", "T0001"))
    text = log.read_text("utf-8").splitlines(keepends=True)
    log.write_text(text[0] + "what is this\n" + text[1] + '{"decision_id": "D0', "utf-8")
    told = night(con, log).problems
    assert [(problem.key, problem.values.get("line")) for problem in told] == [
        ("decision_line_broken", 2),
        ("decision_line_cut", 4),
        ("decision_theme_unknown", None),
    ]
    assert ask(con, THEMES)[0] == ("T0001", "retired", "person", None)


def test_a_restatement_rewrites_closed_months_and_keeps_the_former_numbers(
    con: Connection, tmp_path: Path
) -> None:
    con.execute(
        "insert into core.period values ('month', '2024-02-01', 2, 2, 2, true, 0, 2);"
        "insert into core.theme_period values ('month', '2024-02-01', 'T0001', 1, 1, 1, 0, 1),"
        "('month', '2024-02-01', 'T0002', 1, 1, 1, 0, 1)"
    )
    merge = decide(1, "merge", "T0001", "T0002", is_restated=True)
    night(con, write_log(tmp_path, merge))
    assert homes(con) == BEFORE | {"c": "T0001", "p": "T0001"}
    former = ask(
        con,
        "select theme_id, series_version, count_voices from core.theme_period_former order by 1",
    )
    assert former == [("T0001", 1, 1), ("T0002", 1, 1)]
    assert ask(con, "select series_version from core.theme order by theme_id") == [2, 2, 1]
    marker = ask(con, "select marked_on, marker_kind, scope from core.marker")
    assert marker == [(TODAY, "restatement", "T0001,T0002")]
    night(con, write_log(tmp_path, merge))
    assert ask(con, "select count(*) from core.marker") == [1]
    night(con, write_log(tmp_path, merge, undo(2, 1)))
    assert (homes(con)["p"], homes(con)["c"]) == ("T0001", "T0002")


def test_a_restated_move_reaches_closed_months(con: Connection, tmp_path: Path) -> None:
    night(con, write_log(tmp_path, decide(1, "move", "T0003", voices="p", is_restated=True)))
    assert homes(con) == BEFORE | {"p": "T0003"}
