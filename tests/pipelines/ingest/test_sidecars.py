"""Transcripts and the files that describe them, from the inbox to core.turn."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.ingest.room import Door, IngestSettings, ingest
from pipelines.ingest.source import SourceSpec
from pipelines.night import Night
from pipelines.text.mask import MaskedText
from pipelines.text.mask_room import mask
from tests.pipelines.room_night import close, night_of, work_database
from warehouse.statements import Connection

SPEC = SourceSpec(name="calls", format="whisper", files=("*.json",))
SETTINGS = IngestSettings(settle_seconds=0, look_again_seconds=0, batch_rows=10)
CALL = {
    "segments": [
        {"text": "お電話ありがとうございます。", "speaker": "SPEAKER_00"},
        {"text": "届かないんですけど。", "speaker": "SPEAKER_01"},
    ]
}


class Plain:
    """Masks nothing."""

    def mask_contact(self, texts: list[str]) -> list[MaskedText]:
        return [MaskedText(text, []) for text in texts]

    def tells_who(self, identifier: str) -> bool:
        return False


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox" / "calls"
    folder.mkdir(parents=True)
    return folder


def one_night(con: Connection, inbox: Path, day: date) -> Night:
    night = night_of(con, day)
    door = Door(
        inbox.parent,
        inbox.parent.parent / "quarantine",
        ("calls",),
        b"secret",
        lambda key, values: key,
        lambda seconds: None,
    )
    ingest(night, door, {"calls": SPEC}, SETTINGS)
    mask(night, Plain(), "plain")  # type: ignore[arg-type]
    close(night)
    return night


def saved(path: Path, value: object) -> None:
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")


def test_a_sidecar_that_comes_later_mends_its_call(con: Connection, inbox: Path) -> None:
    saved(inbox / "one.json", CALL)
    night = one_night(con, inbox, date(2024, 3, 30))
    assert [problem.key for problem in night.problems] == ["rows_rejected"]
    saved(inbox / "one.json.meta.json", {"received_at": "2024-03-30"})
    assert one_night(con, inbox, date(2024, 3, 31)).problems == []
    assert con.execute("select source_contact_id from core.contact").fetchall() == [("one",)]
    assert one_night(con, inbox, date(2024, 4, 1)).problems == []
    [(count,)] = con.execute("select count(*) from raw.contact").fetchall()
    assert count == 1


def test_equal_words_in_two_files_are_two_contacts(con: Connection, inbox: Path) -> None:
    for name in ("a_20240330.json", "b_20240330.json"):
        saved(inbox / name, CALL)
    one_night(con, inbox, date(2024, 3, 30))
    found = con.execute("select source_contact_id from core.contact order by all").fetchall()
    assert found == [("a_20240330",), ("b_20240330",)]


def test_speakers_and_their_confidence_reach_the_turns(con: Connection, inbox: Path) -> None:
    saved(inbox / "a_20240330.json", CALL)
    one_night(con, inbox, date(2024, 3, 30))
    found = con.execute(
        "select speaker, speaker_by, speaker_confidence > .9 from core.turn order by turn_number"
    ).fetchall()
    assert found == [("operator", "inferred", True), ("customer", "inferred", True)]


def test_sidecars_without_a_document_and_of_a_broken_one(con: Connection, inbox: Path) -> None:
    saved(inbox / "alone.json.meta.json", {"received_at": "2024-03-30"})
    saved(inbox / "broken.json", "{")
    saved(inbox / "broken.meta.json", {"received_at": "2024-03-30"})
    night = one_night(con, inbox, date(2024, 3, 30))
    assert [problem.key for problem in night.problems] == [
        "inbox_sidecar_alone",
        "json_broken",
        "file_quarantined",
    ]
    quarantine = inbox.parent.parent / "quarantine" / "calls"
    assert sorted(path.name for path in quarantine.iterdir()) == [
        "broken.json",
        "broken.json.meta.json",
        "broken.json.reason.txt",
    ]
    assert [path.name for path in inbox.iterdir()] == ["alone.json.meta.json"]
