"""The published file: built aside and put in place, so that no reader sees half a night."""

import json
import os
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from warehouse.connect import OFFLINE
from warehouse.errors import WarehouseError
from warehouse.ledger import Run
from warehouse.migrate import mart_views
from warehouse.statements import Connection, rows, run

BUILDING = ".building.duckdb"
VERSION_NAME = re.compile(r"published-\d{8}-.+\.duckdb")

# duckdb 1.5 cannot read what 2.0 writes by default, and analysts' tools lag behind.
ATTACH = "attach $path as published (storage_version 'v1.5.0')"

PUBLISHED_COLUMN = "comment on column published.mart."


@dataclass(frozen=True)
class Published:
    """What `latest.json` says about the newest published file."""

    file_name: str
    run_id: str
    as_of: date
    published_at: datetime
    size_bytes: int


def build(con: Connection, folder: Path, this_run: Run, data_until: date) -> tuple[Path, int]:
    """Copy every mart into a new file beside the others; returns its path and the table count.

    The file is checkpointed, closed, reopened read-only for a look, and made read-only.
    A half-built file of a killed run is removed first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    building = folder / BUILDING
    remove_database(building)
    con.execute(ATTACH, {"path": str(building)})
    try:
        run(con, "publish_marts")
        run(con, "publish_own_status", run_id=this_run.run_id)
        run(con, "publish_own_stage", run_id=this_run.run_id, count_tables=len(mart_views()))
        _copy_comments(con)
        con.execute("checkpoint published")
    finally:
        con.execute("detach published")
    count = _verify(building)
    final = folder / f"published-{data_until:%Y%m%d}-{this_run.run_id}.duckdb"
    seal(building, final)
    return final, count


def seal(building: Path, final: Path) -> None:
    """Make a file that was built aside durable and read-only, and move it into place."""
    _fsync(building)
    building.chmod(0o444)
    _put_in_place(building, final)


def _copy_comments(con: Connection) -> None:
    # In one transaction, or each of some hundred comments waits for the disk.
    con.begin()
    try:
        for view in mart_views():
            comments = view.sql[view.sql.index("comment on view") :]
            comments = comments.replace("comment on view mart.", "comment on table published.mart.")
            con.execute(comments.replace("comment on column mart.", PUBLISHED_COLUMN))
        con.commit()
    except BaseException:
        con.rollback()
        raise


def _verify(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True, config=OFFLINE) as check:
        names = {name for (name,) in rows(check, "publish_list_tables")}
    missing = {view.name for view in mart_views()} - names
    if missing:
        raise WarehouseError("published_incomplete", tables=", ".join(sorted(missing)))
    return len(names)


def point_to(home: Path, final: Path, this_run: Run, data_until: date, now: datetime) -> None:
    """Make `latest.json` and `published.duckdb` point to a built file, each in one atomic step."""
    record = {
        "file": final.name,
        "run_id": this_run.run_id,
        "as_of": data_until.isoformat(),
        "published_at": now.isoformat(),
        "size_bytes": final.stat().st_size,
    }
    replace_text(final.parent / "latest.json", json.dumps(record, indent=2) + "\n")
    link, aside = home / "published.duckdb", home / ".published.duckdb.new"
    aside.unlink(missing_ok=True)
    aside.symlink_to(Path("published") / final.name)
    _put_in_place(aside, link)


def replace_text(path: Path, text: str) -> None:
    """Write a small text file aside and move it into place."""
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, content: bytes) -> None:
    """Write a file aside and move it into place: readers see the old one or the new one."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(content)
    _fsync(aside)
    _put_in_place(aside, path)


def read_latest(home: Path) -> Published | None:
    """Return what the newest published file is, or None before the first night."""
    path = home / "published" / "latest.json"
    if not path.exists():
        return None
    try:
        record = json.loads(path.read_text("utf-8"))
        return Published(
            record["file"],
            record["run_id"],
            date.fromisoformat(record["as_of"]),
            datetime.fromisoformat(record["published_at"]),
            int(record["size_bytes"]),
        )
    except (ValueError, KeyError) as error:
        raise WarehouseError("latest_unreadable", file=str(path)) from error


def prune(folder: Path, newest: Path, keep_daily: int) -> list[str]:
    """Delete old versions except the newest `keep_daily` and every month-end; returns their names.

    Month-end files stay: they freeze the numbers of the monthly review.
    """
    # Copies that people leave beside ours are theirs.
    ours = (path for path in folder.iterdir() if VERSION_NAME.fullmatch(path.name))
    versions = sorted(ours, reverse=True)
    old = [path for path in versions[keep_daily:] if path != newest and not _is_month_end(path)]
    for path in old:
        remove_database(path)
    return [path.name for path in old]


def _put_in_place(aside: Path, final: Path) -> None:
    """Rename, and make the rename itself outlive a power cut."""
    os.replace(aside, final)
    _fsync(final.parent)


def _is_month_end(path: Path) -> bool:
    as_of = datetime.strptime(path.name.split("-")[1], "%Y%m%d").date()
    return (as_of + timedelta(days=1)).day == 1


def remove_database(path: Path) -> None:
    """Delete a database and its write-ahead log, if they are there."""
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _fsync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
