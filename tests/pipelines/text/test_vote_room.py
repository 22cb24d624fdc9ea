"""Room vote: statements are read once per vote, and once more when the lexicon finds something."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from pipelines.text.flag_vote import RUN_FEATURES, FlagVote, Vectors
from pipelines.text.flag_vote_settings import VoteSettings
from pipelines.text.vote_room import vote
from tests.pipelines.room_night import close, night_of, work_database
from warehouse.statements import Connection

LEARNT = FlagVote(np.array([[8.0, 0, 0]]), np.zeros((RUN_FEATURES, 3)), np.array([-4.0, -4, -4]))
SETTINGS = VoteSettings(safety=0.6, legal=0.6, harassment=0.6)


class Smoke:
    """One number: whether there is smoke in the text."""

    dimension = 1

    def __init__(self, fingerprint: str = "e") -> None:
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str], progress: object = None) -> Vectors:
        return np.array([[float("煙" in text)] for text in texts], np.float32)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def put(con: Connection, texts: dict[str, str], encoder: str = "e") -> None:
    """Add a contact with one voice a name, with the vector of an encoder."""
    vectors = Smoke().encode(list(texts.values()))
    column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), 1)
    names = {"name": list(texts), "text": list(texts.values()), "vector": column}
    con.register("incoming", pa.table(names))
    con.execute(
        "insert or ignore into core.contact (contact_id, source_name, source_contact_id, version, "
        "received_at, received_on, attributes, published_attributes, count_turns, "
        "mask_fingerprint, run_id) select name, 's', name, 1, '2024-03-01', '2024-03-01', "
        "'{}', '{}', 1, 'm', 'r' from incoming;"
        "insert or ignore into core.voice "
        "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
        "select name, name, 1, text, text, name, 'inquiry', '[]', 'r' from incoming; "
        "insert or ignore into core.text (text_hash, text) select name, text from incoming; "
    )
    con.execute("insert into core.text_vector select name, $1, vector from incoming", [encoder])
    con.unregister("incoming")


def spot(con: Connection, voice: str, flag: str) -> None:
    con.execute(
        "insert into core.voice_flag values ($1, 1, $2, 'c', '名', 3, 1, 0, 2, '語')", [voice, flag]
    )


def one_night(
    con: Connection, day: int, settings: VoteSettings = SETTINGS, encoder: str = "e"
) -> int:
    """Do one night's room; returns how many statements it read."""
    night = night_of(con, date(2024, 3, day))
    vote(night, Smoke(encoder), settings, "sentences", lambda: LEARNT)
    close(night)
    [(count,)] = con.execute(
        "select count_written from core.run_stage where run_id = $1", [night.run.run_id]
    ).fetchall()
    return int(count)


def ask(con: Connection, query: str) -> list[tuple[object, ...]]:
    return con.execute(query).fetchall()


FLAGS = "select text_hash, flag, probability, verdict from core.text_flag order by all"
LISTED = (
    "select voice_id, flag, found_by, severity, evidence, is_doubted from mart.fast_lane "
    "order by all"
)


def test_what_is_raised_is_listed_and_the_second_night_reads_nothing(con: Connection) -> None:
    put(con, {"a": "煙が出た", "b": "広いです"})
    assert one_night(con, 1) == 2
    assert ask(con, FLAGS) == [("a", "safety", 0.982, "raised")]
    assert ask(con, LISTED) == [("a", "safety", "vote", 2, None, False)]
    assert ask(con, "select voice_id, flags from mart.voice order by all") == [
        ("a", ["safety"]),
        ("b", []),
    ]
    assert one_night(con, 2) == 0
    assert ask(con, "select count(*) from core.marker") == [(0,)]


def test_lexicon_and_vote_are_united(con: Connection) -> None:
    put(con, {"a": "煙が出た", "b": "広いです", "c": "遅いです"})
    for voice, flag in (("a", "safety"), ("b", "legal")):
        spot(con, voice, flag)
    assert one_night(con, 1) == 3
    assert ask(con, LISTED) == [
        ("a", "safety", "both", 3, "語", False),
        ("b", "legal", "lexicon", 1, "語", True),
    ]
    assert ask(con, "select voice_id, flags from mart.voice order by all") == [
        ("a", ["safety"]),
        ("b", []),
        ("c", []),
    ]


def test_a_new_find_of_the_lexicon_is_heard_once(con: Connection) -> None:
    put(con, {"a": "煙が出た", "b": "広いです"})
    one_night(con, 1)
    spot(con, "b", "harassment")
    # Until the vote has heard it the lexicon is believed.
    assert ("b", "harassment", "lexicon", 3, "語", False) in ask(con, LISTED)
    assert one_night(con, 2) == 1
    assert ("b", "harassment", "lexicon", 1, "語", True) in ask(con, LISTED)
    assert one_night(con, 3) == 0


def test_another_bar_reads_all_anew_and_leaves_a_marker(con: Connection) -> None:
    put(con, {"a": "煙が出た", "b": "広いです"})
    one_night(con, 1)
    assert one_night(con, 2, SETTINGS.model_copy(update={"safety": 0.99})) == 2
    assert ask(con, FLAGS) == []
    assert ask(con, "select marker_kind from core.marker") == [("flag_vote",)]


def test_another_encoder_reads_its_own_vectors(con: Connection) -> None:
    put(con, {"a": "煙が出た"})
    one_night(con, 1)
    assert one_night(con, 2, encoder="f") == 0
    put(con, {"a": "煙が出た"}, encoder="f")
    assert one_night(con, 3, encoder="f") == 1


def test_switched_off_it_takes_its_flags_back_and_rests(con: Connection) -> None:
    put(con, {"a": "煙が出た"})
    spot(con, "a", "safety")
    one_night(con, 1)
    off = SETTINGS.model_copy(update={"enabled": False})
    assert one_night(con, 2, off) == 1
    assert ask(con, FLAGS) == []
    assert ask(con, LISTED) == [("a", "safety", "lexicon", 3, "語", False)]
    assert one_night(con, 3, off) == 0
