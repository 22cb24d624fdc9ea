"""Forgetting: the words of persons go, the rest of the home goes on as before."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.text.forget import forget, masked_turns, moved_spans
from pipelines.text.mask import Masker
from pipelines.text.mask_room import mask
from tests.pipelines.room_night import close, night_of, work_database
from tests.pipelines.text.test_mask_room import receive
from warehouse.connect import open_work
from warehouse.rewrite import rewrite_work
from warehouse.statements import Connection

DAY, LATER = date(2024, 1, 5), date(2024, 1, 8)
NAME, SAID = "倉持", "倉持です。電話は090-0000-1234、荷物が来ません。"


def one_night(con: Connection, masker: Masker, rules: str = "rules") -> None:
    night = night_of(con, LATER)
    mask(night, masker, rules)
    close(night)


def voice(con: Connection, contact: str, spans: list[dict[str, int]]) -> None:
    con.execute(
        "insert into core.voice (voice_id, contact_id, voice_number, text, masked, text_hash, "
        "spans, run_id) values ('v' || $id, $id, 1, $text, '[氏名1]です。', 'h', $spans, 'r')",
        {"id": contact, "text": f"{NAME}です。", "spans": json.dumps(spans)},
    )


def held(con: Connection, table: str, column: str) -> list[str]:
    return [row[0] for row in con.execute(f"select {column} from {table} order by 1").fetchall()]


def test_only_masked_words_are_left_and_the_next_night_changes_nothing(
    tmp_path: Path, masker: Masker
) -> None:
    with work_database(tmp_path) as con:
        receive(con, "a", 1, DAY, f"前の版。{NAME}です。")
        receive(con, "a", 2, DAY, SAID)
        receive(con, "b", 1, DAY, "荷物が来ません。")
        # (the fixture keeps the text itself where a hash stands)
        con.execute("update raw.contact set row_hash = md5(row_hash)")
        one_night(con, masker)
        voice(con, "a", [{"turn": 1, "start": 0, "end": 5}, {"turn": 1, "start": 22, "end": 30}])
        done = forget(con, None)
        assert (done.contacts, done.items) == (1, 2)
        masked = "[氏名1]です。電話は[電話番号1]、荷物が来ません。"
        assert held(con, "core.turn", "text") == [masked, "荷物が来ません。"]
        assert held(con, "core.voice", "text") == ["[氏名1]です。"]
        assert json.loads(held(con, "core.voice", "spans")[0]) == [
            {"turn": 1, "start": 0, "end": 8},
            {"turn": 1, "start": 19, "end": 27},
        ]
        assert held(con, "core.personal_item", "placeholder") == []
        one_night(con, masker, "other rules")
        assert held(con, "core.turn", "masked") == [masked, "荷物が来ません。"]
        assert forget(con, None).contacts == 0
    rewrite_work(tmp_path / "work.duckdb")
    file = (tmp_path / "work.duckdb").read_bytes()
    assert NAME.encode() not in file and b"090-0000-1234" not in file
    with open_work(tmp_path / "work.duckdb") as con:
        assert held(con, "core.contact", "contact_id") == ["a", "b"]
        [(comment,)] = con.execute(
            "select comment from duckdb_tables() where table_name = 'turn'"
        ).fetchall()
        assert "never published" in comment


def test_contacts_of_the_day_and_later_keep_their_words(tmp_path: Path, masker: Masker) -> None:
    with work_database(tmp_path) as con:
        receive(con, "a", 1, DAY, SAID)
        receive(con, "b", 1, LATER, SAID)
        one_night(con, masker)
        assert forget(con, LATER).contacts == 1
        assert sum(NAME in text for text in held(con, "core.turn", "text")) == 1
        assert set(held(con, "core.personal_item", "contact_id")) == {"b"}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, (0, 3)), (0, 12, (0, 9)), (12, 14, (9, 11)), (5, 12, (4, 9)), (0, 6, (0, 8))],
)
def test_places_move_with_the_placeholders(start: int, end: int, expected: tuple[int, int]) -> None:
    # Characters 4 to 11 became four: what is cut inside them moves to their edge.
    items = [{"turn_number": 1, "start_offset": 4, "end_offset": 11, "placeholder": "[番号]"}]
    [moved] = moved_spans([{"turn": 1, "start": start, "end": end}], items)
    assert (moved["start"], moved["end"]) == expected


def test_turns_keep_what_else_was_received() -> None:
    turns = json.dumps(
        [{"speaker": "customer", "text": "田中", "label": "田中様", "confidence": 0.9}]
    )
    assert json.loads(masked_turns(turns, ["[氏名1]"])) == [
        {"speaker": "customer", "text": "[氏名1]", "confidence": 0.9}
    ]


def test_evidence_of_the_fast_lane_moves_with_the_words(tmp_path: Path, masker: Masker) -> None:
    with work_database(tmp_path) as con:
        receive(con, "a", 1, DAY, SAID)
        one_night(con, masker)
        voice(con, "a", [{"turn": 1, "start": 0, "end": 5}])
        con.execute(
            "insert into core.voice_flag values "
            "('va', 1, 'safety', 'smoke', '発煙', 3, 1, 22, 24, '荷物')"
        )
        forget(con, None)
        assert con.execute(
            "select substr(turn.text, start_offset + 1, end_offset - start_offset) "
            "from core.voice_flag cross join core.turn"
        ).fetchall() == [("荷物",)]


def test_nothing_of_a_person_is_left_when_the_newest_words_name_nobody(
    tmp_path: Path, masker: Masker
) -> None:
    with work_database(tmp_path) as con:
        receive(con, "a", 1, DAY, SAID)
        receive(con, "a", 2, DAY, "荷物が来ません。")
        receive(con, "b", 1, DAY, "電源が入りません。")
        receive(con, "c", 1, DAY, "音が出ません。")
        labelled = json.dumps([{"speaker": "customer", "label": NAME, "text": "音が出ません。"}])
        con.execute(
            "update raw.contact set turns = $turns where contact_id = 'c'", {"turns": labelled}
        )
        con.execute(
            "update raw.contact set row_hash = md5(row_hash), published_attributes = '{}', "
            "attributes = case contact_id when 'b' "
            "then json_object('sender_name', $name) else '{}' end",
            {"name": NAME},
        )
        one_night(con, masker)
        assert forget(con, None).contacts == 3
        assert forget(con, None).contacts == 0
        one_night(con, masker, "other rules")
        assert len(held(con, "core.turn", "masked")) == 3
    rewrite_work(tmp_path / "work.duckdb")
    assert NAME.encode() not in (tmp_path / "work.duckdb").read_bytes()
