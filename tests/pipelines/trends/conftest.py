"""One database for the tests of a file; each test fills it anew."""

from collections.abc import Iterator

import pytest

from tests.new_database import work_database
from warehouse.statements import Connection


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with work_database(tmp_path_factory.mktemp("measure")) as opened:
        yield opened
