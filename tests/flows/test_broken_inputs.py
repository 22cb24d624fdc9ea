"""Every row is written, rejected with a reason or known; every file is accounted for."""

import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from flows.messages import catalogue
from tests.flows.broken_files import CASES, MARK, Case
from tests.flows.conftest import ALL_SOURCES, Nights, Told, assert_told, copy_home
from tests.flows.stored import ask, differences, every_column, leftovers

DAY = date(2025, 3, 10)


@dataclass(frozen=True)
class Aftermath:
    """A home after a night with every odd file at once."""

    home: Path
    told: Told
    contents: dict[str, bytes]


@pytest.fixture(scope="module")
def aftermath(
    nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Aftermath:
    home = copy_home(empty_home, tmp_path_factory.mktemp("broken") / "home")
    contents = {}
    for case in CASES:
        path = home / "inbox" / case.source / case.file
        case.put(path)
        if path.is_file():
            contents[case.file] = path.read_bytes()
    (home / "inbox" / "stray.csv").write_text(MARK, "utf-8")
    (home / "inbox" / "nowhere").mkdir()
    (home / "inbox" / "nowhere" / "lost.csv").write_text(MARK, "utf-8")
    return Aftermath(home, nights.night(home, DAY), contents)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_file(aftermath: Aftermath, case: Case) -> None:
    if case.stays is not None:
        _assert_left_alone(aftermath, case)
    elif case.refused:
        _assert_refused(aftermath, case)
    else:
        _assert_taken(aftermath, case)


def _file_record(home: Path, case: Case) -> list[tuple]:  # type: ignore[type-arg]
    return ask(
        home,
        "select status, reason, count_rows, count_written, count_rejected, count_known "
        f"from raw.file where file_name = '{case.file}'",
    )


def _assert_left_alone(aftermath: Aftermath, case: Case) -> None:
    path = aftermath.home / "inbox" / case.source / case.file
    assert os.path.lexists(path)
    if case.file in aftermath.contents:
        assert path.read_bytes() == aftermath.contents[case.file]
    assert _file_record(aftermath.home, case) == []
    if case.stays:
        assert_told(aftermath.told, "warning_line", case.stays, file=case.file, source=case.source)
    else:
        assert case.file not in aftermath.told.ja + aftermath.told.en


def _assert_refused(aftermath: Aftermath, case: Case) -> None:
    kept = aftermath.home / "quarantine" / case.source / case.file
    assert kept.read_bytes() == aftermath.contents[case.file]
    assert not (aftermath.home / "inbox" / case.source / case.file).exists()
    assert _file_record(aftermath.home, case) == [("quarantined", case.refused, 0, 0, 0, 0)]
    words = {"file": case.file, "source": case.source, **case.values}
    assert_told(aftermath.told, "warning_line", case.refused, **words)
    assert_told(aftermath.told, "warning_line", "file_quarantined", **words)
    note = kept.with_name(case.file + ".reason.txt").read_text("utf-8")
    expected = [catalogue(language).text(case.refused, words) for language in ("ja", "en")]
    assert note.splitlines() == expected


def _assert_taken(aftermath: Aftermath, case: Case) -> None:
    home = aftermath.home
    counts = (case.count_rows, len(case.written), len(case.rejected), case.known)
    assert _file_record(home, case) == [("taken", None, *counts)]
    of_file = f"where file_id like '{case.source}/{case.file}/%'"
    # The id of a mail is a hash; its Message-ID is an attribute.
    name = "coalesce(attributes ->> '$.message_id', source_contact_id)"
    ids = ask(home, f"select {name} from raw.contact {of_file}")
    assert Counter(name for (name,) in ids) == Counter(case.written)
    reasons = ask(home, f"select reason from raw.reject {of_file} order by row_number")
    assert tuple(reason for (reason,) in reasons) == case.rejected
    rejects = home / "quarantine" / case.source / f"{case.file}.rejects.jsonl"
    assert rejects.exists() == bool(case.rejected)
    if case.rejected:
        told = {"file": case.file, "source": case.source, "count": len(case.rejected)}
        assert_told(aftermath.told, "warning_line", "rows_rejected", **told)
        written = [json.loads(row) for row in rejects.read_text("utf-8").splitlines()]
        assert tuple(row["reason"] for row in written) == case.rejected


def test_the_whole_night_of_odd_files(aftermath: Aftermath) -> None:
    assert aftermath.told.code == 3
    assert_told(
        aftermath.told,
        "warning_line",
        "inbox_outside_source",
        file="stray.csv",
        sources=ALL_SOURCES,
    )
    assert_told(
        aftermath.told, "warning_line", "inbox_unknown_source", file="nowhere", sources=ALL_SOURCES
    )
    [counts] = ask(
        aftermath.home,
        "select count_read, count_written, count_rejected, count_known from core.run_stage "
        "where stage = 'ingest'",
    )
    written, rejected = (
        sum(len(getattr(case, name)) for case in CASES) for name in ("written", "rejected")
    )
    assert counts == (written + rejected, written, rejected, sum(case.known for case in CASES))
    assert leftovers(aftermath.home) == []


def test_no_message_log_or_reason_holds_a_cell(aftermath: Aftermath) -> None:
    [(planted,)] = ask(
        aftermath.home, f"select count(*) from raw.contact where turns like '%{MARK}%'"
    )
    assert planted > 50
    assert MARK not in aftermath.told.ja + aftermath.told.en
    places = [*aftermath.home.glob("logs/*"), *aftermath.home.glob("quarantine/*/*.reason.txt")]
    assert len(places) == 1 + sum(bool(case.refused) for case in CASES)
    for place in places:
        assert MARK not in place.read_text("utf-8"), place


def test_the_night_after_odd_files_changes_no_row(nights: Nights, aftermath: Aftermath) -> None:
    before = every_column(aftermath.home)
    assert nights.night(aftermath.home, DAY).code == 3  # (what was left lying is told of again)
    assert differences(before, every_column(aftermath.home)) == []


def test_an_emoji_and_half_width_kana_are_kept_as_received(aftermath: Aftermath) -> None:
    [(text,)] = ask(
        aftermath.home,
        "select turn.text from core.turn inner join core.contact using (contact_id) "
        "where source_contact_id = 'm-1'",
    )
    assert text == f"ｹｰﾀｲが👨‍👩‍👧動かない😡{MARK}"
