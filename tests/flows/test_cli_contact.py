"""`voc contact`: one contact with its turns, masks and voices; original words on request only."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.flows.conftest import Nights, assert_told
from tests.flows.contacts import contact, write_transcripts

DAY = date(2025, 3, 3)
SAID = "注文した荷物がまだ届かないんです。お隣の佐藤さんの分は来てます。"


@pytest.fixture
def lived_in(nights: Nights, home: Path) -> Path:
    """A home after one night with one call, in which a customer's number is told."""
    call = contact(7, DAY, SAID)
    write_transcripts(home / "inbox" / "transcripts" / "calls.jsonl", [call])
    assert nights.night(home, DAY).code == 0
    return home


def test_a_contact_is_shown_masked_and_raw_on_request(nights: Nights, lived_in: Path) -> None:
    told = nights.voc("contact", "C00007", "--home", lived_in)
    assert told.code == 0
    assert "〔1 注文した荷物がまだ届かないんです" in told.ja
    assert "[電話1]" in told.ja or "[電話番号1]" in told.ja
    assert "090-1234-0007" not in told.ja + told.en
    assert "不満 " in told.ja and "complaint " in told.en
    raw = nights.voc("contact", "C00007", "--home", lived_in, "--raw")
    assert "090-1234-0007" in raw.ja
    assert raw.ja.startswith("注意:") and raw.en.startswith("Careful:")


def test_as_json_it_names_every_part(nights: Nights, lived_in: Path) -> None:
    told = nights.voc("contact", "C00007", "--home", lived_in, "--format", "json")
    found = json.loads(told.ja)
    assert found["source_contact_id"] == "C00007"
    assert [turn["speaker"] for turn in found["turns"]] == ["operator", "customer", "operator"]
    voice = found["voices"][0]
    assert voice["kind"] == "complaint" and voice["theme_id"] is None
    # Turns are numbered from 1 here, as in the database.
    [span] = voice["spans"]
    assert (span["turn"], span["start"]) == (2, 0)
    assert "text" not in voice and "text" not in found["turns"][0]


def test_an_unknown_contact_is_told_and_a_night_at_work_is_busy(
    nights: Nights, lived_in: Path
) -> None:
    told = nights.voc("contact", "nobody", "--home", lived_in)
    assert told.code == 3
    assert_told(told, "error_line", "contact_unknown")
    (lived_in / "voc.toml").touch()
    from filelock import FileLock

    with FileLock(lived_in / ".running.lock"):
        told = nights.voc("contact", "C00007", "--home", lived_in)
    assert told.code == 4
