"""The same input gives the same numbers, however often, in whatever order and pieces it comes."""

import os
import random
import subprocess
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.flows.conftest import VOC, Nights, change_settings, copy_home, plain_environment
from tests.flows.contacts import (
    COLUMNS,
    Contact,
    contact,
    contacts,
    sayings,
    write_table,
    write_transcripts,
)
from tests.flows.stored import ORIGIN, ask, differences, every_column, mart_tables, work_tables

# A Sunday: themes are born on it.
DAY = date(2025, 3, 9)


def _published(home: Path) -> tuple[str, int, str]:
    """Name and identity of the newest published file, and the words of latest.json."""
    target = (home / "published.duckdb").resolve()
    return target.name, target.stat().st_ino, (home / "published/latest.json").read_text("utf-8")


@pytest.fixture(scope="module")
def finished(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after a night with births of themes, bad rows, a known row and a broken file."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("same") / "home")
    table = home / "inbox" / "table"
    rows = contacts(range(0, 4), range(0, 20), DAY)
    write_table(table / "a.csv", rows)
    write_table(table / "b.csv", [rows[0], {**rows[1], "contact_id": ""}])
    (table / "c.csv").write_bytes("題名,本文\nあ,い\n".encode())
    assert nights.night(home, DAY).code == 3
    return home


def test_the_same_night_again_changes_no_row(nights: Nights, finished: Path) -> None:
    before, published = every_column(finished), _published(finished)
    assert len(before["core.theme"]) > 0
    told = nights.night(finished, DAY)
    assert (told.code, told.ja, told.en) == (0, "", "")
    assert differences(before, every_column(finished)) == []
    assert _published(finished) == published


def test_a_file_touched_but_not_changed_changes_no_row(nights: Nights, finished: Path) -> None:
    before, published = every_column(finished), _published(finished)
    os.utime(finished / "inbox/table/a.csv", (1_700_000_000, 1_700_000_000))
    assert nights.night(finished, DAY).code == 0
    assert differences(before, every_column(finished)) == []
    assert _published(finished) == published


def test_the_broken_file_put_back_is_moved_again_and_changes_no_row(
    nights: Nights, finished: Path
) -> None:
    before = every_column(finished)
    content = (finished / "quarantine/table/c.csv").read_bytes()
    (finished / "inbox/table/c.csv").write_bytes(content)
    assert nights.night(finished, DAY).code == 3
    assert (finished / "quarantine/table/c-2.csv").read_bytes() == content
    assert not (finished / "inbox/table/c.csv").exists()
    assert differences(before, every_column(finished)) == []


START, LAST = date(2025, 3, 5), date(2025, 4, 3)
BIRTHLESS = {"[birth]": "min_waiting = 100000"}
COUNTED_ROOMS = "('ingest', 'mask', 'extract', 'collate', 'tokenise', 'embed', 'vote')"


def _thirty_days() -> list[Contact]:
    days = [START + timedelta(days=number) for number in range((LAST - START).days + 1)]
    return [
        contact(10 * place + number, day, sayings()[number][place])
        for place, day in enumerate(days)
        for number in range(4)
    ]


def _birthless(empty_home: Path, target: Path) -> Path:
    home = copy_home(empty_home, target)
    settings = home / "voc.toml"
    settings.write_text(settings.read_text("utf-8").replace("min_waiting = 40\n", ""), "utf-8")
    change_settings(home, BIRTHLESS)
    return home


def _outcome(home: Path) -> dict[str, list[str]]:
    """All rows but for the runs and files they came by, and the sums of the ledger."""
    left_out = ("raw.file", "core.run", "core.definition", "core.text_vector")
    tables = {
        name: rows
        for name, rows in (work_tables(home, ORIGIN) | mart_tables(home, ORIGIN)).items()
        if not name.startswith((*left_out, "mart.run"))
    }
    sums = f"""
        select stage, sum(count_read), sum(count_written), sum(count_rejected), sum(count_known)
        from core.run_stage where stage in {COUNTED_ROOMS} group by stage order by stage
    """
    return tables | {"sums": list(map(repr, ask(home, sums)))}


@pytest.fixture(scope="module")
def one_big_night(
    nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    """The outcome of thirty days in one file, taken in one night."""
    home = _birthless(empty_home, tmp_path_factory.mktemp("big") / "home")
    write_table(home / "inbox" / "table" / "all.csv", _thirty_days())
    assert nights.night(home, LAST).code == 0
    outcome = _outcome(home)
    assert len(outcome["core.contact"]) == 120 <= len(outcome["core.voice"])
    return outcome


def test_shuffled_rows_and_columns_in_other_files_give_the_same(
    nights: Nights, empty_home: Path, one_big_night: dict[str, list[str]], tmp_path: Path
) -> None:
    home = _birthless(empty_home, tmp_path / "home")
    rows, columns, chance = _thirty_days(), list(COLUMNS), random.Random(7)
    chance.shuffle(rows)
    for number in range(3):
        chance.shuffle(columns)
        write_table(home / "inbox/table" / f"part-{number}.csv", rows[number::3], columns)
    assert nights.night(home, LAST).code == 0
    assert differences(one_big_night, _outcome(home)) == []


@pytest.mark.heavy
def test_thirty_small_nights_give_the_same_as_one_big_night(
    nights: Nights, empty_home: Path, one_big_night: dict[str, list[str]], tmp_path: Path
) -> None:
    """Three nights with their own files, then one command that walks the other days."""
    home = _birthless(empty_home, tmp_path / "home")
    rows = _thirty_days()
    for number in range(3):
        day = START + timedelta(days=number)
        of_day = [row for row in rows if row["received_at"].startswith(day.isoformat())]
        write_table(home / "inbox/table" / f"day-{day}.csv", of_day)
        assert nights.night(home, day).code == 0
        rows = [row for row in rows if row not in of_day]
    write_table(home / "inbox/table/later.csv", rows)
    assert nights.night(home, LAST).code == 0
    assert differences(one_big_night, _outcome(home)) == []
    [(count_runs, count_done)] = ask(
        home, "select count(*), count(*) filter (status = 'done') from core.run"
    )
    assert (count_runs, count_done) == (30, 30)
    published = sorted(path.name.split("-")[1] for path in (home / "published").glob("p*.duckdb"))
    assert published[-2:] == ["20250331", "20250403"]  # (the end of the month is kept)


def _reasons(home: Path) -> list[tuple]:  # type: ignore[type-arg]
    return ask(
        home,
        "select run_id, outcome, reason, count_rows from core.run_stage_reason "
        "where stage = 'ingest' order by all",
    )


def test_a_correction_replaces_the_voice_and_keeps_both_versions(
    nights: Nights, home: Path
) -> None:
    first = contact(1, DAY, "料金が二重に引かれました。")
    second = contact(2, DAY, "速度が遅いです。")
    write_table(home / "inbox/table/a.csv", [first, second])
    assert nights.night(home, DAY).code == 0
    corrected = {**first, "text": "料金が三重に引かれました。"}
    write_table(home / "inbox/table/b.csv", [corrected, second])
    next_day = DAY + timedelta(days=1)
    assert nights.night(home, next_day).code == 0

    voices = ask(home, "select text from core.voice order by text")
    assert voices == [("料金が三重に引かれました",), ("速度が遅いです",)]
    versions = ask(home, "select source_contact_id, version from raw.contact order by all")
    assert versions == [("C00001", 1), ("C00001", 2), ("C00002", 1)]
    assert len(mart_tables(home)["mart.contact"]) == 2
    counted = ask(
        home, "select count_contacts, count_voices from core.period where grain = 'month'"
    )
    assert counted == [(2, 2)]
    assert _reasons(home) == [
        (f"nightly-{next_day:%Y%m%d}", "known", "same_row", 1),
        (f"nightly-{next_day:%Y%m%d}", "made", "corrected_contact", 1),
    ]
    orphans = "select count(*) from core.assignment anti join core.voice using (voice_id)"
    assert ask(home, orphans) == [(0,)]


def test_the_same_row_and_the_same_file_are_counted_as_known(nights: Nights, home: Path) -> None:
    rows = [contact(number, DAY, f"{number}番の窓口で待たされました。") for number in range(1, 4)]
    for name, some in (("a.csv", rows[:2]), ("b.csv", rows[1:]), ("c.csv", rows[:2])):
        write_table(home / "inbox/table" / name, some)
    assert nights.night(home, DAY).code == 0
    files = ask(
        home,
        "select file_name, status, count_written, count_rejected, count_known "
        "from raw.file order by file_name",
    )
    assert files == [
        ("a.csv", "taken", 2, 0, 0),
        ("b.csv", "taken", 1, 0, 1),
        ("c.csv", "same_content", 0, 0, 2),
    ]
    assert _reasons(home) == [
        (f"nightly-{DAY:%Y%m%d}", "known", "same_file", 2),
        (f"nightly-{DAY:%Y%m%d}", "known", "same_row", 1),
    ]
    assert ask(home, "select count(*), count(distinct contact_id) from raw.contact") == [(3, 3)]


def test_a_refused_file_is_taken_once_its_mapping_is_mended(nights: Nights, home: Path) -> None:
    row = contact(1, DAY, "画面が固まります。")
    renamed = {"番号": row["contact_id"], "受付": row["received_at"], "内容": row["text"]}
    path = write_table(home / "inbox/table/a.csv", [renamed], list(renamed))
    content = path.read_bytes()
    assert nights.night(home, DAY).code == 3
    mapping = home / "sources/table.toml"
    words = mapping.read_text("utf-8")
    for name, theirs in (("contact_id", "番号"), ("received_at", "受付"), ("text", "内容")):
        words = words.replace(f'\n{name} = "{name}"', f'\n{name} = "{theirs}"')
    mapping.write_text(words, "utf-8")
    path.write_bytes(content)
    assert nights.night(home, DAY).code == 0
    files = ask(home, "select status, count_written, reason from raw.file")
    assert files == [("taken", 1, None)]
    before = every_column(home)
    assert nights.night(home, DAY).code == 0
    assert differences(before, every_column(home)) == []


def test_a_growing_file_waits_for_the_next_night(nights: Nights, home: Path) -> None:
    settings = home / "voc.toml"
    words = settings.read_text("utf-8").replace("settle_seconds = 0\n", "settle_seconds = 60\n")
    settings.write_text(words, "utf-8")
    path = write_transcripts(home / "inbox/transcripts/calls.jsonl", [])
    is_over = threading.Event()
    uploader = threading.Thread(target=_upload_slowly, args=(path, is_over))
    uploader.start()
    told = nights.night(home, DAY)
    is_over.set()
    uploader.join()
    assert told.code == 3
    assert "calls.jsonl" in told.ja and "書き込みの途中" in told.ja
    assert "calls.jsonl" in told.en and "written to" in told.en
    assert ask(home, "select count(*) from raw.file") == [(0,)]
    assert not (home / "quarantine/transcripts").exists()

    write_transcripts(path, [contact(number, DAY, "まだ届きません。") for number in range(3)])
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert nights.night(home, DAY).code == 0
    assert ask(home, "select count(*) from raw.contact") == [(3,)]


def _upload_slowly(path: Path, is_over: threading.Event) -> None:
    with path.open("a", encoding="utf-8") as stream:
        while not is_over.wait(0.01):
            stream.write("\n")
            stream.flush()


def test_a_second_night_at_the_same_time_is_refused(nights: Nights, home: Path) -> None:
    write_table(home / "inbox/table/a.csv", contacts([0], range(4), DAY))
    pid = nights.stopped_night(home, DAY, "mask/enter")
    try:
        second = nights.night(home, DAY)
        real = subprocess.run(
            [VOC, "run", "nightly", "--home", home],
            env=plain_environment(home), capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        code = nights.go_on(pid)
    assert second.code == 4
    assert second.ja.startswith("エラー: ") and str(home) in second.ja
    assert second.en.startswith("error: Another run is at work in ")
    assert (real.returncode, real.stderr) == (4, second.ja)
    assert code == 0
    assert ask(home, "select count(*) from core.contact") == [(4,)]
