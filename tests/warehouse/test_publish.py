import json
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from warehouse.connect import open_published
from warehouse.errors import WarehouseError
from warehouse.ledger import Run, open_run
from warehouse.migrate import mart_views
from warehouse.publish import build, point_to, prune, read_latest
from warehouse.statements import Connection

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)


def publish(con: Connection, home: Path, day: date) -> tuple[Path, Run]:
    run = open_run(con, "nightly", day, NOW, "{}")
    final, _ = build(con, home / "published", run, day)
    point_to(home, final, run, day, NOW)
    return final, run


def test_published_file_is_read_only_complete_and_pointed_to(
    con: Connection, tmp_path: Path
) -> None:
    final, run = publish(con, tmp_path, date(2024, 3, 31))
    assert final.name == "published-20240331-nightly-20240331.duckdb"
    assert stat.S_IMODE(final.stat().st_mode) == 0o444
    assert (tmp_path / "published.duckdb").resolve() == final
    latest = json.loads((tmp_path / "published" / "latest.json").read_text())
    assert latest["file"] == final.name
    found = read_latest(tmp_path)
    assert found and (found.run_id, found.as_of) == (run.run_id, date(2024, 3, 31))
    with open_published(tmp_path) as published:
        names = published.execute("select table_name from duckdb_tables()").fetchall()
        zone = published.execute("select current_setting('TimeZone')").fetchall()
        silent = published.execute(
            "select table_name, column_name from duckdb_columns() where comment is null "
            "and schema_name = 'mart'"
        ).fetchall()
    assert {name for (name,) in names} == {view.name for view in mart_views()}
    assert (zone, silent) == ([("Asia/Tokyo",)], [])


def test_published_file_shows_its_own_run_as_done(con: Connection, tmp_path: Path) -> None:
    publish(con, tmp_path, date(2024, 3, 31))
    with open_published(tmp_path) as published:
        found = published.execute(
            "select stage, status, count_read from mart.run_health"
        ).fetchall()
    assert found == [("publish", "done", len(mart_views()))]


def test_only_masked_text_crosses(con: Connection, tmp_path: Path) -> None:
    con.execute(
        "insert into core.contact values ('c1', 's', '1', 1, now(), '2024-03-01', 'call', null, "
        "null, null, null, '{\"memo\": \"SECRET\"}', '{}', 1, 'm', 'r', '1');"
        "insert into core.turn values ('c1', 1, 'customer', 'SECRET', '[氏名1]', null, null);"
        "insert into core.voice "
        "(voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id) "
        "values ('v1', 'c1', 1, 'SECRET', '[氏名1]', 'h', null, '[]', 'r')"
    )
    final, _ = publish(con, tmp_path, date(2024, 3, 31))
    with open_published(tmp_path) as published:
        assert published.execute("select text from mart.voice").fetchall() == [("[氏名1]",)]
    assert b"SECRET" not in final.read_bytes()


def test_a_reader_keeps_its_file_while_a_newer_one_is_put_in_place(
    con: Connection, tmp_path: Path
) -> None:
    publish(con, tmp_path, date(2024, 3, 30))
    with open_published(tmp_path) as reader:
        final, _ = publish(con, tmp_path, date(2024, 3, 31))
        prune(tmp_path / "published", final, keep_daily=1)
        assert reader.execute("select count(*) from mart.run_health").fetchall() == [(1,)]


def test_half_built_file_of_a_killed_run_is_replaced(con: Connection, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / ".building.duckdb").write_bytes(b"half")
    (folder / ".building.duckdb.wal").write_bytes(b"half")
    publish(con, tmp_path, date(2024, 3, 31))
    assert sorted(path.name for path in folder.iterdir()) == [
        "latest.json",
        "published-20240331-nightly-20240331.duckdb",
    ]


def test_prune_keeps_the_newest_and_every_month_end(tmp_path: Path) -> None:
    days = ["20240130", "20240131", "20240201", "20240229", "20240301", "20240302"]
    for day in days:
        (tmp_path / f"published-{day}-nightly-{day}.duckdb").write_bytes(b"")
    newest = tmp_path / "published-20240302-nightly-20240302.duckdb"
    gone = prune(tmp_path, newest, keep_daily=2)
    assert [name.split("-")[1] for name in gone] == ["20240201", "20240130"]
    kept = sorted(path.name.split("-")[1] for path in tmp_path.glob("*.duckdb"))
    assert kept == ["20240131", "20240229", "20240301", "20240302"]


def test_prune_leaves_copies_that_people_made(tmp_path: Path) -> None:
    for name in ("published-copy.duckdb", "published-20240301-nightly-20240301.duckdb"):
        (tmp_path / name).write_bytes(b"")
    newest = tmp_path / "published-20240302-nightly-20240302.duckdb"
    newest.write_bytes(b"")
    assert prune(tmp_path, newest, keep_daily=1) == ["published-20240301-nightly-20240301.duckdb"]
    assert (tmp_path / "published-copy.duckdb").exists()


def test_every_rename_is_followed_by_an_fsync_of_its_folder(
    con: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    replace, fsync = os.replace, os.fsync

    def noted_replace(origin: Path, target: Path) -> None:
        done.append(target.name)
        replace(origin, target)

    def noted_fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    monkeypatch.setattr("warehouse.publish.os.replace", noted_replace)
    monkeypatch.setattr("warehouse.publish.os.fsync", noted_fsync)
    final, _ = publish(con, tmp_path, date(2024, 3, 31))
    assert done == [
        *("file", final.name, "folder"),
        *("file", "latest.json", "folder"),
        *("published.duckdb", "folder"),
    ]


def test_without_a_night_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError) as raised:
        open_published(tmp_path)
    assert raised.value.key == "nothing_published"


def test_published_file_cannot_be_written(con: Connection, tmp_path: Path) -> None:
    publish(con, tmp_path, date(2024, 3, 31))
    with open_published(tmp_path) as published, pytest.raises(duckdb.Error, match="read-only"):
        published.execute("delete from mart.contact")
