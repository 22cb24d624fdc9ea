from pathlib import Path

import pytest

from warehouse import migrate as subject
from warehouse.connect import open_work
from warehouse.errors import WarehouseError
from warehouse.migrate import Migration, available_migrations, mart_views, migrate
from warehouse.statements import Connection


def tables(con: Connection) -> list[tuple[str, str]]:
    query = "select schema_name, table_name from duckdb_tables() order by 1, 2"
    return con.execute(query).fetchall()


def test_second_time_applies_nothing(con: Connection) -> None:
    before = tables(con)
    assert migrate(con) == []
    assert tables(con) == before


def test_numbers_are_unique_and_in_order() -> None:
    numbers = [migration.name.split("_")[0] for migration in available_migrations()]
    assert numbers == sorted(set(numbers))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_an_edited_migration_is_refused(con: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    edited = [Migration(m.name, m.sql + "\n-- edited") for m in available_migrations()]
    monkeypatch.setattr(subject, "available_migrations", lambda: edited)
    with pytest.raises(WarehouseError) as raised:
        migrate(con)
    assert raised.value.key == "migration_edited"
    assert raised.value.values == {"migration": "0001_runs"}


def test_a_database_of_a_newer_version_is_refused(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "available_migrations", lambda: available_migrations()[:-1])
    with pytest.raises(WarehouseError) as raised:
        migrate(con)
    assert raised.value.key == "database_newer"


def test_a_failing_migration_leaves_no_trace(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Migration("9999_broken", "create table core.half (x integer); select no_such_thing;")
    monkeypatch.setattr(subject, "available_migrations", lambda: [*available_migrations(), broken])
    before = tables(con)
    with pytest.raises(Exception, match="no_such_thing"):
        migrate(con)
    assert tables(con) == before
    assert "9999_broken" not in subject._applied(con)


def test_every_table_has_a_grain_and_every_mart_column_a_meaning(con: Connection) -> None:
    silent_tables = con.execute(
        "select table_name from duckdb_tables() "
        "where schema_name in ('raw', 'core') and comment is null and table_name <> 'migration'"
    ).fetchall()
    silent_views = con.execute(
        "select view_name from duckdb_views() where schema_name = 'mart' and comment is null"
    ).fetchall()
    silent_columns = con.execute(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'mart' and comment is null"
    ).fetchall()
    assert (silent_tables, silent_views, silent_columns) == ([], [], [])


def test_a_mart_reads_core_and_never_another_mart() -> None:
    for view in mart_views():
        query = view.sql[: view.sql.index("comment on view")]
        assert query.count("mart.") == 1, view.name


def test_keys_of_wordings_found_before_serve_after_they_were_halved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [migration for migration in available_migrations() if migration.name < "0011"]
    with open_work(tmp_path / "work.duckdb") as con:
        with monkeypatch.context() as older:
            older.setattr(subject, "available_migrations", lambda: before)
            older.setattr(subject, "step_views", list)
            older.setattr(subject, "mart_views", list)
            migrate(con)
        con.execute("insert into core.signature_band values (18446744073709551615, 'a'), (5, 'b')")
        migrate(con)
        assert con.execute("from core.signature_band order by all").fetchall() == [
            (0, "b"),
            (4294967295, "a"),
        ]


def test_a_long_query_draws_no_bar_into_the_output(con: Connection) -> None:
    assert con.execute("select current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_something_else_than_a_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "work.duckdb").write_text("no database")
    with pytest.raises(WarehouseError) as raised:
        open_work(tmp_path / "work.duckdb")
    assert raised.value.key == "database_unreadable"
