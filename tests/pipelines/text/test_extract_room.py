"""Room extract: a corrected contact takes its former voices with it, wherever they were used."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from pipelines.text.clauses import TurnText
from pipelines.text.extract import Voice
from pipelines.text.extract_room import extract
from pipelines.text.fast_lane import Evidence
from pipelines.text.kind import Kind
from tests.pipelines.room_night import close, night_of, work_database
from warehouse.statements import Connection


class Cut:
    """Every turn with words is a voice, all of one kind."""

    def __init__(self, kind: Kind = "complaint", flags: tuple[Evidence, ...] = ()) -> None:
        self.kind = kind
        self.flags = flags

    def extract_all(self, contacts: Sequence[Sequence[TurnText]]) -> list[list[Voice]]:
        return [
            [
                Voice(turn.text, turn.masked.masked, turn.text, [], self.kind, 0.75, self.flags)
                for turn in turns
                if turn.text
            ]
            for turns in contacts
        ]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def say(con: Connection, contact: str, version: int, *texts: str) -> None:
    """Put a version of a contact in place, masked."""
    con.execute("delete from core.turn where contact_id = $contact", {"contact": contact})
    con.execute(
        "insert or replace into core.contact values ($contact, 's', $contact, $version, now(), "
        "'2024-01-05', null, null, null, null, null, '{}', '{}', 1, 'm', 'r', $contact)",
        {"contact": contact, "version": version},
    )
    for number, text in enumerate(texts, start=1):
        con.execute(
            "insert into core.turn (contact_id, turn_number, speaker, text, masked) "
            "values ($contact, $number, 'customer', $text, $text)",
            {"contact": contact, "number": number, "text": text},
        )


def one_night(
    con: Connection,
    as_of: date,
    cut: Cut | None = None,
    rules: str = "rules",
    lexicon: str = "fast lane",
) -> tuple[int, int, int]:
    night = night_of(con, as_of)
    extract(night, cut or Cut(), rules, lexicon)  # type: ignore[arg-type]
    close(night)
    found = con.execute(
        "select count_read, count_written, count_rejected from core.run_stage where run_id = $id",
        {"id": night.run.run_id},
    ).fetchall()
    return found[0] if found else (0, 0, 0)


def column(con: Connection, query: str) -> list[object]:
    return [value for (value,) in con.execute(query).fetchall()]


def put_all_in_a_theme(con: Connection) -> None:
    con.execute(
        "insert into core.assignment select voice_id, 'T0001', 0.5, 'assign', 'e', 1, 'r' "
        "from core.voice; "
        "insert into core.theme_example select 'T0001', row_number() over (order by voice_id), "
        "voice_id from core.voice; "
        "insert into core.theme_example_state select 'T0001', count(*), 1 from core.voice"
    )


def test_a_corrected_contact_keeps_the_voices_that_stayed(con: Connection) -> None:
    say(con, "a", 1, "一", "二")
    assert one_night(con, date(2024, 1, 5)) == (1, 1, 0)
    put_all_in_a_theme(con)
    say(con, "a", 2, "一", "三")
    assert one_night(con, date(2024, 1, 6)) == (1, 1, 0)
    assert column(con, "select text from core.voice order by voice_number") == ["一", "三"]
    # The voice that stayed keeps its place in the theme, the one that went leaves no trace.
    assert column(
        con, "select text from core.assignment inner join core.voice using (voice_id)"
    ) == ["一"]
    assert column(con, "select count(*) from core.assignment") == [1]
    assert column(con, "select count(*) from core.theme_example") == [1]


def test_a_theme_that_lost_an_example_chooses_anew(con: Connection) -> None:
    say(con, "a", 1, "一")
    one_night(con, date(2024, 1, 5))
    put_all_in_a_theme(con)
    # The corrected statement joins the same theme: its count of voices stays 1.
    say(con, "a", 2, "二")
    one_night(con, date(2024, 1, 6))
    assert column(con, "select theme_id from core.theme_example_state") == []


def test_a_correction_without_words_leaves_no_voice(con: Connection) -> None:
    say(con, "a", 1, "一")
    say(con, "b", 1, "二")
    one_night(con, date(2024, 1, 5))
    put_all_in_a_theme(con)
    say(con, "a", 2, "")
    assert one_night(con, date(2024, 1, 6)) == (1, 0, 1)
    assert column(con, "select text from core.voice") == ["二"]
    assert column(con, "select count(*) from core.assignment") == [1]
    assert con.execute(
        "select contact_id, version, count_voices, reason from core.extraction order by all"
    ).fetchall() == [("a", 2, 0, "no_customer_words"), ("b", 1, 1, None)]
    assert one_night(con, date(2024, 1, 7)) == (0, 0, 0)


def test_other_rules_give_the_same_voices_their_new_kind(con: Connection) -> None:
    say(con, "a", 1, "一")
    one_night(con, date(2024, 1, 5))
    [before] = con.execute("select voice_id, kind, kind_probability from core.voice").fetchall()
    assert before[1:] == ("complaint", 0.75)
    con.execute(
        "insert into core.voice_set_aside select voice_id, kind, 'kind', 'r' from core.voice"
    )
    assert one_night(con, date(2024, 1, 6), Cut("praise"), "new rules") == (1, 1, 0)
    assert con.execute("select voice_id, kind from core.voice").fetchall() == [
        (before[0], "praise")
    ]
    # Whether it is set aside is decided anew.
    assert column(con, "select count(*) from core.voice_set_aside") == [0]
    assert column(con, "select marker_kind from core.marker") == ["extraction"]


SMOKE = Evidence(0, 0, 2, "safety", "smoke", "発煙", 3, "煙が")
BURN = Evidence(0, 3, 5, "safety", "injury", "けが", 2, "傷")
SUIT = Evidence(0, 6, 8, "legal", "lawyer", "弁護士・裁判", 3, "弁護士")


def test_flags_are_stored_and_published_one_row_a_voice_and_flag(con: Connection) -> None:
    say(con, "a", 1, "一")
    assert one_night(con, date(2024, 1, 5), Cut("inquiry", (SMOKE, BURN, SUIT))) == (1, 1, 0)
    assert con.execute(
        "select flag, category, severity, evidence, count_evidence, categories, text, kind "
        "from mart.fast_lane order by flag"
    ).fetchall() == [
        ("legal", "lawyer", 3, "弁護士", 1, ["lawyer"], "一", "inquiry"),
        ("safety", "smoke", 3, "煙が", 2, ["injury", "smoke"], "一", "inquiry"),
    ]
    assert column(con, "select flags from mart.voice") == [["legal", "safety"]]


def test_another_lexicon_reads_all_anew_and_leaves_a_marker(con: Connection) -> None:
    say(con, "a", 1, "一")
    one_night(con, date(2024, 1, 5), Cut(flags=(SMOKE,)))
    assert one_night(con, date(2024, 1, 6)) == (0, 0, 0)
    assert one_night(con, date(2024, 1, 7), Cut(), lexicon="other words") == (1, 1, 0)
    assert column(con, "select count(*) from core.voice_flag") == [0]
    assert column(con, "select flags from mart.voice") == [[]]
    assert column(con, "select marker_kind from core.marker") == ["fast_lane"]
