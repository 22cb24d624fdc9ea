"""A migrated work database in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.connect import open_work
from warehouse.migrate import migrate
from warehouse.statements import Connection


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with open_work(tmp_path / "work.duckdb") as opened:
        migrate(opened)
        yield opened
