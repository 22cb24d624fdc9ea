"""Room name: what is named when, what stays, and what examples are chosen."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipelines.themes.example_room import ExampleSettings
from pipelines.themes.name import NameSettings
from pipelines.themes.name_room import name
from pipelines.themes.name_words import parse_name_words
from tests.pipelines.room_night import night_of, work_database
from warehouse.statements import Connection

DAY = date(2024, 3, 1)
WORDS = parse_name_words('[heads]\n"遅れ" = { words = "遅れる" }')


class Places:
    """An encoder that puts texts on the first or second axis by their first character."""

    fingerprint, dimension = "e", 2

    def encode(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        return np.array([(0.0, 1.0) if text.startswith("配") else (1.0, 0.0) for text in texts])


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def give_birth(con: Connection, theme_id: str, axis: int) -> None:
    place = [1.0 - axis, float(axis)]
    con.execute(
        "insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id) "
        "values ($id, 'active', date '2024-03-01', 'd', 0, 'r'); ",
        {"id": theme_id},
    )
    con.execute(
        "insert into core.theme_shape by name "
        "select $id as theme_id, 'e' as encoder_fingerprint, $place as centroid, .5 as radius",
        {"id": theme_id, "place": place},
    )


def say(con: Connection, theme_id: str, thing: str, voices: str) -> None:
    """Add one voice for each letter, of a customer of its own: the thing is late."""
    for letter in voices:
        key = f"{theme_id}{letter}"
        con.execute(
            "insert into core.voice "
            "(voice_id, contact_id, voice_number, text, masked, text_hash, spans, run_id) "
            "select $key, $key, 1, 'x', 'x', $key, '[]', 'r'",
            {"key": key},
        )
        con.execute(
            "insert into core.assignment by name select $key as voice_id, $id as theme_id, "
            ".9 as strength, 'assign' as assigned_by, 'e' as encoder_fingerprint, "
            "1 as count_themes_known, 'r' as run_id",
            {"key": key, "id": theme_id},
        )
        con.execute(
            "insert into core.text_vector select $key, 'e', $vector",
            {"key": key, "vector": [1.0, 0.0] if letter < "n" else [0.0, 1.0]},
        )
        for place, word in enumerate((thing, "が", "遅れる")):
            kind = {"が": "助詞", "遅れる": "動詞"}.get(word, "名詞")
            con.execute(
                "insert into core.token "
                "values ($key, $place, $word, $word, $word, $kind, $content)",
                {"key": key, "place": place, "word": word, "kind": kind, "content": word != "が"},
            )


def name_now(con: Connection, **settings: object) -> None:
    made = NameSettings.model_validate(settings)
    name(night_of(con, DAY), Places(), WORDS, made, ExampleSettings(count=2))


def names(con: Connection) -> list[tuple[str, str]]:
    return con.execute("select theme_id, theme_name from core.theme_name order by all").fetchall()


def test_new_themes_are_named_and_categorised(con: Connection) -> None:
    give_birth(con, "T1", 0)
    give_birth(con, "T2", 1)
    say(con, "T1", "返金", "abcd")
    say(con, "T2", "配達", "abc")
    name_now(con)
    assert names(con) == [("T1", "返金の遅れ"), ("T2", "配達に関する申し出")]
    found = con.execute("select count_voices, category_name from core.theme_name order by 1")
    assert found.fetchall() == [(3, "返金"), (4, "返金")]


def test_a_second_night_changes_nothing(con: Connection) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "abcd")
    name_now(con)
    con.execute("update core.theme_name set theme_name = 'きのうの名前'")
    name_now(con)
    assert names(con) == [("T1", "きのうの名前")]


def test_a_grown_theme_is_looked_at_again_and_changes_only_for_a_better_name(
    con: Connection,
) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "abcd")
    name_now(con)
    con.execute("update core.theme_name set theme_name = '前の名前', category_name = '支払い'")
    say(con, "T1", "返金", "efgh")
    name_now(con, change_margin=9.0)
    assert names(con) == [("T1", "前の名前")]
    say(con, "T1", "返金", "ijklmnop")
    name_now(con, change_margin=0.1)
    assert names(con) == [("T1", "返金の遅れ")]
    assert con.execute("select category_name, count_voices from core.theme_name").fetchall() == [
        ("支払い", 16)
    ]


def test_a_name_that_a_person_gave_stays_with_its_category(con: Connection) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "ab")
    name_now(con)
    con.execute(
        "update core.theme_name set theme_name = '返金待ち', category_name = '経理', "
        "is_named_by_person = true"
    )
    say(con, "T1", "返金", "cdefgh")
    give_birth(con, "T2", 1)
    say(con, "T2", "配達", "abc")
    name_now(con, change_margin=0.0)
    assert names(con) == [("T1", "返金待ち"), ("T2", "配達に関する申し出")]
    categories = con.execute("select category_name from core.theme_name order by theme_id")
    assert categories.fetchall() == [("経理",), ("経理",)]


def test_a_retired_theme_is_not_named(con: Connection) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "ab")
    con.execute("update core.theme set status = 'retired'")
    name_now(con)
    assert names(con) == []


def test_examples_differ_and_wordings_are_counted(con: Connection) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "abcz")
    name_now(con)
    chosen = con.execute("select voice_id from core.theme_example order by example_number")
    assert chosen.fetchall() == [("T1a",), ("T1z",)]
    state = con.execute("select count_voices, count_wordings from core.theme_example_state")
    assert state.fetchall() == [(4, 2)]


def test_examples_are_chosen_anew_when_one_left_the_theme(con: Connection) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "abcz")
    name_now(con)
    con.execute("update core.assignment set theme_id = null where voice_id = 'T1z'")
    name_now(con)
    chosen = con.execute("select voice_id from core.theme_example order by example_number")
    assert chosen.fetchall() == [("T1a",), ("T1b",)]


def test_a_program_may_name_what_the_night_named_and_nothing_else(con: Connection) -> None:
    give_birth(con, "T1", 0)
    say(con, "T1", "返金", "ab")
    name_now(con)
    give_birth(con, "T2", 1)
    say(con, "T2", "配達", "abc")
    program = (
        "import json, sys; asked = json.load(sys.stdin)['themes']; "
        "print(json.dumps({one['theme_id']: one['terms'][0] + 'の日時' for one in asked}))"
    )
    name_now(con, command=(sys.executable, "-c", program))
    assert names(con) == [("T1", "返金の遅れ"), ("T2", "配達の日時")]
