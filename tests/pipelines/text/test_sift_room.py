"""Room sift: each statement is judged once, and all anew when the words change."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.text.generic_words import GenericWords
from pipelines.text.sift_room import sift
from tests.pipelines.room_night import night_of, work_database
from warehouse.statements import Connection

DAY = date(2024, 3, 1)
JUDGED = "select text_hash, has_content from core.sifted_text order by 1"
GENERIC = GenericWords(words=("困る", "成る"))


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        say(opened, "empty", ("とても", "とても", "副詞"), ("困り", "困る", "動詞"))
        say(opened, "late", ("届か", "届く", "動詞"), ("ない", "ない", "助動詞"))
        say(
            opened,
            "helped",
            ("なっ", "成る", "動詞"),
            ("て", "て", "助詞"),
            ("くる", "来る", "動詞"),
        )
        say(opened, "came", ("来", "来る", "動詞"), ("ない", "ない", "助動詞"))
        yield opened


def say(con: Connection, text_hash: str, *words: tuple[str, str, str]) -> None:
    for position, (surface, normalised, part) in enumerate(words):
        con.execute(
            "insert into core.token values ($1, $2, $3, $4, $4, $5, $6)",
            [text_hash, position, surface, normalised, part, normalised != "来る"],
        )


def sifted(con: Connection, generic: GenericWords = GENERIC) -> int:
    night = night_of(con, DAY)
    sift(night, generic)
    [(count,)] = con.execute(
        "select coalesce(sum(count_written), 0) from core.run_stage where run_id = $id "
        "and stage = 'sift'",
        {"id": night.run.run_id},
    ).fetchall()
    return int(count)


def test_statements_are_judged_once(con: Connection) -> None:
    assert sifted(con) == 4
    assert con.execute(JUDGED).fetchall() == [
        ("came", True), ("empty", False), ("helped", False), ("late", True),
    ]  # fmt: skip
    assert sifted(con) == 4
    say(con, "new", ("箱", "箱", "名詞"))
    assert sifted(con) == 5


def test_other_words_judge_all_anew_and_leave_a_marker(con: Connection) -> None:
    sifted(con)
    assert con.execute("select marker_kind from core.marker").fetchall() == []
    sifted(con, GenericWords(words=("届く",)))
    assert con.execute(JUDGED).fetchall() == [
        ("came", True), ("empty", True), ("helped", True), ("late", False),
    ]  # fmt: skip
    assert con.execute("select marker_kind from core.marker").fetchall() == [("generic_words",)]
