"""A yes or a no to what a rediscovery proposed: written to the log, kept over a rebuild, undone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.themes.curate_room import write_curation
from pipelines.themes.decide_room import Asked, decide
from pipelines.themes.decision_log import append, read_log
from pipelines.themes.desk_room import Desk
from pipelines.themes.proposal_desk import accepted, rejected
from pipelines.themes.replay import replay
from tests.pipelines.room_night import work_database
from tests.pipelines.themes.curated_world import (
    LAST_MONTH,
    Said,
    ask,
    found_themes,
    hear,
    homes,
    night,
)
from warehouse.statements import Connection

NOW = datetime(2024, 3, 20, 9, tzinfo=UTC)
PROPOSALS = "select proposal_id, status from core.theme_proposal order by 1"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Three themes; y and z lie beside each other and near no theme, as o did in February."""
    with work_database(tmp_path) as opened:
        found_themes(opened, 0, 90, 180)
        hear(opened, Said("a", 0), Said("b", 40), Said("c", 90), Said("d", 180))
        hear(opened, Said("y", 268), Said("z", 272), Said("o", 270, LAST_MONTH))
        night(opened, tmp_path / "decisions.jsonl")
        propose(opened, "R-001", "merge", "['T0001', 'T0002']", "['c']")
        propose(opened, "R-002", "split", "['T0001']", "['b', 'y']")
        propose(opened, "R-003", "retire", "['T0003']", "[]")
        propose(opened, "R-004", "born", "[]", "['y', 'z', 'gone']")
        yield opened


def propose(con: Connection, proposal_id: str, kind: str, themes: str, voices: str) -> None:
    con.execute(
        "insert into core.theme_proposal values "
        f"('{proposal_id}', 'R', '2024-03-17', '{kind}', {themes}, 10, 0.8, {voices}, 'open', 'r')"
    )


def answer(con: Connection, folder: Path, asked: Asked) -> str:
    """Do what the verbs of `voc themes` do; returns the theme that the answer is about."""
    log = folder / "decisions.jsonl"
    now = NOW + timedelta(minutes=len(read_log(log).decisions))
    [made] = append(log, lambda found: [decide(Desk(con, found), asked, "佐藤", now)])
    decisions = read_log(log).decisions
    write_curation(con, decisions, replay(decisions))
    return made.theme_ids[0] if made.theme_ids else ""


def desk(con: Connection, folder: Path) -> Desk:
    return Desk(con, read_log(folder / "decisions.jsonl"))


def test_an_accepted_merge_is_a_merge(con: Connection, tmp_path: Path) -> None:
    answer(con, tmp_path, accepted(desk(con, tmp_path), "R-001"))
    assert ("R-001", "accepted") in ask(con, PROPOSALS)
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["c"] == "T0001"
    assert ask(con, "select merged_into from core.theme where theme_id = 'T0002'") == ["T0001"]


@pytest.mark.parametrize("proposal", ["R-001", "R-003"])
def test_a_name_is_refused_where_no_theme_is_made(
    con: Connection, tmp_path: Path, proposal: str
) -> None:
    with pytest.raises(InputError) as refused:
        accepted(desk(con, tmp_path), proposal, name="別の不満")
    assert refused.value.key == "proposal_without_name"


def test_an_accepted_split_takes_the_voices_that_are_in_the_theme(
    con: Connection, tmp_path: Path
) -> None:
    answer(con, tmp_path, accepted(desk(con, tmp_path), "002", name="別の不満"))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["b"] == "T0004"
    assert homes(con)["a"] == "T0001"
    assert homes(con)["y"] is None


def test_an_accepted_end_retires_the_theme(con: Connection, tmp_path: Path) -> None:
    answer(con, tmp_path, accepted(desk(con, tmp_path), "R-003"))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["d"] is None


def test_an_accepted_birth_makes_a_theme_of_the_open_month_and_survives_a_rebuild(
    con: Connection, tmp_path: Path
) -> None:
    made = answer(con, tmp_path, accepted(desk(con, tmp_path), "R-004", name="新しい不満 270"))
    assert made == "T0004"
    night(con, tmp_path / "decisions.jsonl")
    assert (homes(con)["y"], homes(con)["z"], homes(con)["o"]) == (made, made, None)
    hear(con, Said("x", 275))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["x"] == made

    folder = tmp_path / "anew"
    folder.mkdir()
    with work_database(folder) as anew:
        hear(anew, Said("y", 268), Said("z", 272))
        anew.execute("insert into core.theme_day values ('2024-03-17', 0, 0, 'r')")
        night(anew, tmp_path / "decisions.jsonl")
        assert homes(anew) == {"y": made, "z": made}


def test_an_undone_birth_frees_its_voices_and_opens_the_question(
    con: Connection, tmp_path: Path
) -> None:
    answer(con, tmp_path, accepted(desk(con, tmp_path), "R-004"))
    night(con, tmp_path / "decisions.jsonl")
    answer(con, tmp_path, Asked("undo", undoes="last"))
    night(con, tmp_path / "decisions.jsonl")
    assert homes(con)["y"] is None
    assert ("R-004", "open") in ask(con, PROPOSALS)


def test_a_rejected_proposal_is_written_down_and_known_to_a_new_database(
    con: Connection, tmp_path: Path
) -> None:
    answer(con, tmp_path, rejected(desk(con, tmp_path), "R-004", "たまたま"))
    assert ("R-004", "rejected") in ask(con, PROPOSALS)
    assert ask(con, "select state from core.decision where verb = 'reject'") == ["in_force"]
    folder = tmp_path / "anew"
    folder.mkdir()
    with work_database(folder) as anew:
        hear(anew, Said("y", 268), Said("z", 272))
        night(anew, tmp_path / "decisions.jsonl")
        assert ask(anew, "select proposal_id, status, voice_ids from core.theme_proposal") == [
            ("R-004", "rejected", ["y", "z"])
        ]


@pytest.mark.parametrize(
    ("said", "key"), [("R-009", "proposal_unknown"), ("R-00", "proposal_unknown")]
)
def test_an_unknown_proposal_is_told(con: Connection, tmp_path: Path, said: str, key: str) -> None:
    with pytest.raises(InputError) as told:
        accepted(desk(con, tmp_path), said)
    assert told.value.key == key


def test_an_answered_or_empty_proposal_is_told(con: Connection, tmp_path: Path) -> None:
    answer(con, tmp_path, rejected(desk(con, tmp_path), "R-001"))
    with pytest.raises(InputError) as told:
        accepted(desk(con, tmp_path), "R-001")
    assert told.value.key == "proposal_closed"
    propose(con, "R-005", "born", "[]", "['gone']")
    with pytest.raises(InputError) as told:
        accepted(desk(con, tmp_path), "R-005")
    assert told.value.key == "proposal_stale"
