"""A home, settings or machine in disorder: one line of what to do, and nothing lost."""

import random
import subprocess
from datetime import date
from pathlib import Path

import pytest

from flows.messages import catalogue
from tests.flows.conftest import (
    ALL_SOURCES,
    VOC,
    Nights,
    assert_told,
    copy_home,
    line,
    plain_environment,
)
from tests.flows.contacts import COLUMNS, contact, contacts, sayings, write_table
from tests.flows.stored import ask, differences, everything, leftovers

DAY = date(2025, 3, 10)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_settings_key_misspelt(nights: Nights, home: Path) -> None:
    _edit(home / "voc.toml", "min_waiting", "min_wating")
    told = nights.night(home, DAY)
    assert told.code == 3
    values = {"file": "voc.toml", "setting": "birth.min_wating", "nearest": "birth.min_waiting"}
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
    assert_told(told, "error_line", "source_unknown", source="tabel", sources=ALL_SOURCES)
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
        assert len(told.ja.splitlines()) == len(told.en.splitlines()) == 1
        assert catalogue("ja").text("usage_day") in told.ja
        assert catalogue("en").text("usage_day") in told.en


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
    values = {"file": "voc.toml", "setting": "brith", "nearest": "birth"}
    for language, folder, key, words in (
        ("ja", missing, "home_missing", {"home": missing}),
        ("en", home, "settings_unknown_key", values),
    ):
        environment = plain_environment(tmp_path) | {"VOC_LANG": language}
        command = [VOC, "run", "nightly", "--home", folder]
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        expected = line(language, "error_line", key, **words) + "\n"
        assert (told.returncode, told.stdout, told.stderr) == (3, "", expected)


@pytest.fixture(scope="module")
def bulky_home(empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose inbox holds some 2 MB that cannot be compressed; copy it, never run in it."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("bulky") / "home")
    _edit(home / "voc.toml", "min_waiting = 40", "min_waiting = 100000")
    chance = random.Random(3)
    memos = ["".join(map(chr, chance.choices(range(0x4E00, 0x9FA5), k=8000))) for _ in range(60)]
    rows = [
        {**contact(number, DAY, sayings()[number % 30][0]), "memo": memo}
        for number, memo in enumerate(memos)
    ]
    write_table(home / "inbox/table/bulky.csv", rows, (*COLUMNS, "memo"))
    return home


@pytest.fixture(scope="module")
def bulky_tables(
    nights: Nights, bulky_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[str]]:
    home = copy_home(bulky_home, tmp_path_factory.mktemp("bulky") / "reference")
    assert nights.night(home, DAY).code == 0
    return everything(home)


@pytest.mark.parametrize("room_bytes", [200_000, 1_200_000])
def test_a_full_disk(
    nights: Nights, bulky_home: Path, bulky_tables: dict[str, list[str]], tmp_path: Path,
    room_bytes: int,
) -> None:  # fmt: skip
    """A limit on the size of files stands for a full disk: some write of the night fails."""
    home = copy_home(bulky_home, tmp_path / "home")
    limit = (home / "work.duckdb").stat().st_size + room_bytes
    told = nights.night(home, DAY, file_limit_bytes=limit)
    assert told.code == 3
    assert told.ja == line("ja", "error_line", "disk_full") + "\n"
    assert told.en == line("en", "error_line", "disk_full") + "\n"
    assert nights.night(home, DAY).code == 0
    assert differences(bulky_tables, everything(home)) == []
    assert leftovers(home) == []


def test_a_file_that_may_not_be_read(nights: Nights, empty_home: Path, tmp_path: Path) -> None:
    home = copy_home(empty_home, tmp_path / "home")
    closed = write_table(home / "inbox/table/closed.csv", contacts([0], range(2), DAY))
    write_table(home / "inbox/table/open.csv", contacts([1], range(2), DAY, 10)).chmod(0o644)
    closed.chmod(0)
    told = nights.night(home, DAY, obeys_permissions=True, out=str(tmp_path / "words"))
    assert told.code == 3
    assert_told(told, "warning_line", "file_unreadable", file="closed.csv", source="table")
    assert ask(home, "select count(*) from raw.contact") == [(2,)]
    closed.chmod(0o644)
    assert nights.night(home, DAY, obeys_permissions=True, out=str(tmp_path / "words")).code == 0
    assert ask(home, "select count(*) from raw.contact") == [(4,)]


def test_a_home_that_may_not_be_written(nights: Nights, empty_home: Path, tmp_path: Path) -> None:
    home = copy_home(empty_home, tmp_path / "home")
    for folder in (home, home / "logs"):
        folder.chmod(0o555)
    told = nights.night(home, DAY, obeys_permissions=True, out=str(tmp_path / "words"))
    assert told.code == 3, told.ja
    assert len(told.ja.splitlines()) == len(told.en.splitlines()) == 1
    assert str(home) in told.ja and str(home) in told.en
