"""Room mask: which version of a contact holds on which day, and what is read anew."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.text.mask import MaskedText, Masker
from pipelines.text.mask_room import mask
from tests.pipelines.room_night import close, night_of, work_database
from warehouse.statements import Connection

JANUARY_5, JANUARY_8, JANUARY_10 = date(2024, 1, 5), date(2024, 1, 8), date(2024, 1, 10)


class Rules:
    """Masks every text as the name of the rules."""

    def __init__(self, name: str) -> None:
        self.name = name

    def mask_contact(self, texts: list[str]) -> list[MaskedText]:
        return [MaskedText(f"[{self.name}]", []) for _ in texts]

    def tells_who(self, identifier: str) -> bool:
        return False


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def receive(con: Connection, name: str, version: int, day: date, text: str) -> None:
    """Put one version of a contact into raw."""
    con.execute(
        "insert into raw.contact select $name, 'table', $name, $version, $text, $day::timestamp, "
        "$day, null, null, null, null, null, null, $turns, '{}', '{}', 'f', 1, 'r'",
        {
            "name": name,
            "version": version,
            "day": day,
            "text": text,
            "turns": json.dumps([{"speaker": "customer", "text": text}]),
        },
    )


def one_night(con: Connection, as_of: date, rules: str = "old") -> None:
    night = night_of(con, as_of)
    mask(night, Rules(rules), rules)  # type: ignore[arg-type]
    close(night)


def held(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "select contact_id, version, received_on, text, masked "
        "from core.contact inner join core.turn using (contact_id) order by all"
    ).fetchall()


def test_a_correction_to_a_later_day_holds_from_that_day(con: Connection) -> None:
    receive(con, "a", 1, JANUARY_5, "はじめ")
    receive(con, "a", 2, JANUARY_10, "あと")
    one_night(con, JANUARY_8)
    # As it would be if the correction had come after the night of the 8th.
    assert held(con) == [("a", 1, JANUARY_5, "はじめ", "[old]")]
    one_night(con, JANUARY_10)
    assert held(con) == [("a", 2, JANUARY_10, "あと", "[old]")]


def test_a_night_of_an_older_day_takes_no_version_back(con: Connection) -> None:
    receive(con, "a", 1, JANUARY_5, "はじめ")
    receive(con, "a", 2, JANUARY_10, "あと")
    one_night(con, JANUARY_10)
    one_night(con, JANUARY_8)
    assert held(con) == [("a", 2, JANUARY_10, "あと", "[old]")]


def test_other_rules_hold_for_all_that_was_read_whatever_the_day(con: Connection) -> None:
    receive(con, "a", 1, JANUARY_5, "一")
    receive(con, "b", 1, JANUARY_10, "二")
    one_night(con, JANUARY_10)
    receive(con, "a", 2, date(2024, 2, 1), "三")
    receive(con, "c", 1, JANUARY_10, "四")
    # A night of an older day publishes all of core: nothing in it may be masked by old rules.
    one_night(con, JANUARY_8, "new")
    assert held(con) == [
        ("a", 1, JANUARY_5, "一", "[new]"),
        ("b", 1, JANUARY_10, "二", "[new]"),
    ]


def test_the_same_night_again_masks_nothing(con: Connection) -> None:
    receive(con, "a", 1, JANUARY_5, "一")
    one_night(con, JANUARY_8)
    one_night(con, JANUARY_8)
    assert con.execute("select run_id, count_read from core.run_stage").fetchall() == [
        ("nightly-20240108", 1)
    ]


def test_an_identifier_that_tells_a_person_is_not_published(tmp_path: Path, masker: Masker) -> None:
    given = {"a": "C00007", "b": "佐藤花子様_20260302", "c": "taro.yamada@x.example"}
    with work_database(tmp_path) as con:
        for contact_id in given:
            receive(con, contact_id, 1, JANUARY_5, "荷物が来ません。")
            con.execute(
                "update raw.contact set source_contact_id = $id where contact_id = $contact_id",
                {"id": given[contact_id], "contact_id": contact_id},
            )
        night = night_of(con, JANUARY_5)
        mask(night, masker, "rules")
        close(night)
        found = con.execute(
            "select contact_id, published_source_id from core.contact order by all"
        ).fetchall()
        assert found == [("a", "C00007"), ("b", None), ("c", None)]
        shown = con.execute("select source_contact_id from mart.contact order by all").fetchall()
    assert shown == [("C00007",), ("b",), ("c",)]
