"""One database for the tests of a file; each test fills it anew."""

from collections.abc import Iterator

import pytest

from warehouse.connect import open_work
from warehouse.migrate import migrate
from warehouse.statements import Connection


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with open_work(tmp_path_factory.mktemp("measure") / "work.duckdb") as opened:
        migrate(opened)
        yield opened
