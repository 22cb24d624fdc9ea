"""Whatever comes in: every row is written, rejected with a reason or known, every file accounted for."""

import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from flows.messages import catalogue
from tests.flows.broken_files import CASES, MARK, Case
from tests.flows.conftest import VOC, Nights, Told, copy_home, plain_environment
from tests.flows.contacts import contact, contacts, write_table
from tests.flows.stored import ask, differences, every_column, everything, leftovers

DAY = date(2025, 3, 10)
NOBODY = 65534


def line(language: str, kind: str, key: str, /, **values: object) -> str:
    """One message as the command prints it."""
    text = catalogue(language)
    return text.text(kind, {"message": text.text(key, values)})


def assert_told(told: Told, kind: str, key: str, /, **values: object) -> None:
    """The command said this, in both languages."""
    assert line("ja", kind, key, **values) in told.ja.splitlines()
    assert line("en", kind, key, **values) in told.en.splitlines()


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
        assert_told(
            aftermath.told, "warning_line", case.stays, file=case.file, source=case.source
        )
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
    ids = ask(home, f"select source_contact_id from raw.contact {of_file}")
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
    sources = "mlit_defects, table, transcripts"
    assert_told(
        aftermath.told, "warning_line", "inbox_outside_source", file="stray.csv", sources=sources
    )
    assert_told(
        aftermath.told, "warning_line", "inbox_unknown_source", file="nowhere", sources=sources
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
    assert ask(aftermath.home, f"select count(*) > 50 from raw.contact where turns like '%{MARK}%'") == [(True,)]
    assert MARK not in aftermath.told.ja + aftermath.told.en
    places = [*aftermath.home.glob("logs/*"), *aftermath.home.glob("quarantine/*/*.reason.txt")]
    assert len(places) > 10
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


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_settings_key_misspelt(nights: Nights, home: Path) -> None:
    _edit(home / "voc.toml", "min_waiting", "min_wating")
    told = nights.night(home, DAY)
    assert told.code == 3
    values = {"file": "voc.toml", "key": "birth.min_wating", "nearest": "birth.min_waiting"}
    assert_told(told, "error_line", "settings_unknown_key", **values)


def test_settings_that_are_no_toml(nights: Nights, home: Path) -> None:
    (home / "voc.toml").write_text("[birth]\nmin_waiting = \n", "utf-8")
    told = nights.night(home, DAY)
    assert told.code == 3
    values = {"file": "voc.toml", "where": "at line 2, column 15"}
    assert_told(told, "error_line", "settings_not_toml", **values)


def test_settings_value_of_the_wrong_kind(nights: Nights, home: Path) -> None:
    _edit(home / "voc.toml", "min_waiting = 40", "min_waiting = 'many'")
    told = nights.night(home, DAY)
    assert told.code == 3
    assert "birth.min_waiting" in told.ja and "birth.min_waiting" in told.en
    assert len(told.ja.splitlines()) == len(told.en.splitlines()) == 1


def test_unknown_source(nights: Nights, home: Path) -> None:
    told = nights.night(home, DAY, "--source", "tabel")
    assert told.code == 3
    sources = "mlit_defects, table, transcripts"
    assert_told(told, "error_line", "source_unknown", source="tabel", sources=sources)
    assert nights.night(home, DAY).code == 0


def test_a_broken_source_mapping(nights: Nights, home: Path) -> None:
    _edit(home / "sources/table.toml", "\ntext = ", "\ntxet = ")
    told = nights.night(home, DAY)
    assert told.code == 3
    values = {"file": "table.toml", "setting": "columns.txet", "suggestion": "columns.text"}
    assert_told(told, "error_line", "source_unknown_key", **values)


def test_dates_that_are_none(nights: Nights, home: Path) -> None:
    for day in ("2025-02-30", "yesterday", "20250310"):
        told = nights.night(home, day)
        assert told.code == 2
        assert "YYYY-MM-DD" in told.ja and "Traceback" not in told.ja


def test_a_backwards_backfill(nights: Nights, home: Path) -> None:
    told = nights.voc(
        "run", "backfill", "--home", home, "--from", "2025-03-02", "--to", "2025-03-01"
    )
    assert told.code == 3
    values = {"first": date(2025, 3, 2), "last": date(2025, 3, 1)}
    assert_told(told, "error_line", "backfill_backwards", **values)


@pytest.mark.parametrize("damage", ["text", "first block", "later block"])
def test_a_damaged_database(nights: Nights, home: Path, damage: str) -> None:
    work = home / "work.duckdb"
    content = bytearray(work.read_bytes())
    if damage == "text":
        content[:] = b"this is no database" * 1000
    else:
        place = 4096 if damage == "first block" else 3 * 4096 + 100_000
        content[place : place + 8192] = b"\x55" * 8192
    work.write_bytes(content)
    told = nights.night(home, DAY)
    assert told.code == 3
    assert_told(told, "error_line", "database_unreadable", file="work.duckdb")
    assert work.read_bytes() == content


@pytest.mark.parametrize("content", [None, b"", b"\n"])
def test_the_key_of_customer_numbers_is_gone(
    nights: Nights, home: Path, content: bytes | None
) -> None:
    key = home / "customer.key"
    kept = key.read_bytes()
    key.unlink()
    if content is not None:
        key.write_bytes(content)
    write_table(home / "inbox/table/a.csv", contacts([0], range(3), DAY))
    told = nights.night(home, DAY)
    assert told.code == 3
    assert_told(told, "error_line", "secret_missing", file=key)
    assert ask(home, "select count(*) from raw.contact") == [(0,)]
    key.write_bytes(kept)
    assert nights.night(home, DAY).code == 0
    assert ask(home, "select count(*) from raw.contact") == [(3,)]


def test_the_real_command_says_the_same(home: Path, tmp_path: Path) -> None:
    """Two mistakes through the installed command, without any of this test's machinery."""
    missing = tmp_path / "missing"
    _edit(home / "voc.toml", "[birth]", "[brith]")
    values = {"file": "voc.toml", "key": "brith", "nearest": "birth"}
    for language in ("ja", "en"):
        environment = plain_environment(tmp_path) | {"VOC_LANG": language}
        for folder, key, words in (
            (missing, "home_missing", {"home": missing}),
            (home, "settings_unknown_key", values),
        ):
            command = [VOC, "run", "nightly", "--home", folder]
            told = subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False
            )
            expected = line(language, "error_line", key, **words) + "\n"
            assert (told.returncode, told.stdout, told.stderr) == (3, "", expected)


@pytest.mark.parametrize("limit_bytes", [600_000, 1_500_000, 3_000_000])
def test_a_full_disk(
    nights: Nights, empty_home: Path, home: Path, tmp_path: Path, limit_bytes: int
) -> None:
    """The limit on a file's size stands for a full disk: writing fails in the middle of the night."""
    reference = copy_home(empty_home, tmp_path / "reference")
    rows = [contact(number, DAY, f"{number}番目です。" + "困ります。" * 300) for number in range(900)]
    for each in (home, reference):
        write_table(each / "inbox/table/big.csv", rows)
        shutil.copystat(home / "inbox/table/big.csv", each / "inbox/table/big.csv")
        _edit(each / "voc.toml", "min_waiting = 40", "min_waiting = 100000")
    told = nights.night(home, DAY, file_limit_bytes=limit_bytes)
    assert told.code == 3
    assert_told(told, "error_line", "disk_full")
    assert nights.night(home, DAY).code == 0
    assert nights.night(reference, DAY).code == 0
    assert differences(everything(reference), everything(home)) == []
    assert leftovers(home) == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="voc-nobody-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def _give_away(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        if not path.is_symlink():
            os.chown(path, NOBODY, NOBODY)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a command as another user")
def test_a_file_that_may_not_be_read(
    nights: Nights, empty_home: Path, open_folder: Path
) -> None:
    home = copy_home(empty_home, open_folder / "home")
    _give_away(home)
    closed = write_table(home / "inbox/table/closed.csv", contacts([0], range(2), DAY))
    write_table(home / "inbox/table/open.csv", contacts([1], range(2), DAY, 10)).chmod(0o644)
    closed.chmod(0o600)
    told = nights.night(home, DAY, user=NOBODY, out=str(open_folder / "words"))
    assert told.code == 3
    assert_told(told, "warning_line", "file_unreadable", file="closed.csv", source="table")
    assert ask(home, "select count(*) from raw.contact") == [(2,)]
    closed.chmod(0o644)
    assert nights.night(home, DAY, user=NOBODY, out=str(open_folder / "words")).code == 0
    assert ask(home, "select count(*) from raw.contact") == [(4,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a command as another user")
def test_a_home_that_may_not_be_written(
    nights: Nights, empty_home: Path, open_folder: Path
) -> None:
    home = copy_home(empty_home, open_folder / "home")
    home.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    told = nights.night(home, DAY, user=NOBODY, out=str(open_folder / "words"))
    assert told.code == 3, told.ja
    assert len(told.ja.splitlines()) == len(told.en.splitlines()) == 1
    assert str(home) in told.ja and str(home) in told.en
