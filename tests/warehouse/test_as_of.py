"""What was known on a day: the published file of that day, or which ones are kept."""

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from warehouse import open_published
from warehouse.errors import WarehouseError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    folder.mkdir()
    for number, name in enumerate(("20250630-a", "20250731-a", "20250731-a-2", "20250802-a")):
        path = folder / f"published-{name}.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute("create table known as select $name as name", {"name": name})
        os.utime(path, ns=(number, number))
    (folder / "published-copy-of-mine.duckdb").touch()
    (tmp_path / "published.duckdb").symlink_to(path)
    return tmp_path


def known(home: Path, day: date | None) -> str:
    with open_published(home, day) as con:
        [(name,)] = con.execute("select name from known").fetchall()
    return str(name)


def test_the_newest_file_of_the_day_is_opened(home: Path) -> None:
    assert known(home, None) == "20250802-a"
    assert known(home, date(2025, 7, 31)) == "20250731-a-2"
    assert known(home, date(2025, 6, 30)) == "20250630-a"


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2025, 7, 15), date(2025, 6, 30), date(2025, 7, 31)),
        (date(2025, 9, 1), date(2025, 8, 2), "-"),
        (date(2024, 1, 1), "-", date(2025, 6, 30)),
    ],
)
def test_a_day_without_a_file_is_told_with_its_neighbours(
    home: Path, day: date, before: object, after: object
) -> None:
    with pytest.raises(WarehouseError) as told:
        open_published(home, day)
    assert told.value.key == "published_not_kept"
    assert told.value.values == {"day": day, "before": before, "after": after}
