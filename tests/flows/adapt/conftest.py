"""Homes before and after an adaptation, made once for all files here."""

from pathlib import Path

import pytest

from tests.flows.adapt.adapting import DAY, EACH, EAGER, THEMES, adapt, write_list
from tests.flows.conftest import Nights, change_settings, copy_home
from tests.flows.contacts import contacts, write_table
from tests.flows.stored import ask


@pytest.fixture(scope="session")
def settled(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with themes and a list of confirmed voices; copy it, never run in it."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("adapt") / "settled")
    change_settings(home, EAGER)
    write_table(home / "inbox" / "table" / "first.csv", contacts(THEMES, EACH, DAY))
    assert nights.night(home, DAY).code == 0
    assert len(ask(home, "from core.theme")) >= 2
    # No births later: what changes then is the encoder's doing.
    change_settings(home, {"min_waiting = 40": "growth = 1000"})
    write_list(home, home / "confirmed.csv")
    return home


@pytest.fixture
def home(settled: Path, tmp_path: Path) -> Path:
    return copy_home(settled, tmp_path / "home")


@pytest.fixture(scope="session")
def adapted(nights: Nights, settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after an undisturbed adaptation; copy it, never run in it."""
    home = copy_home(settled, tmp_path_factory.mktemp("adapt") / "adapted")
    told = adapt(nights, home)
    assert told.code == 0, told.ja
    assert "調整したエンコーダーに切り替えました" in told.ja
    return home
