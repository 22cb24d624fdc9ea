"""A migrated work database in a temporary folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.new_database import work_database
from warehouse.statements import Connection


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened
