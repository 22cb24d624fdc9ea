"""Homes before and after an adaptation, made once for all files here."""

from pathlib import Path

import pytest

from tests.flows.adapt.adapting import (
    DAY,
    EACH,
    EAGER,
    KILLED,
    NEXT,
    THEMES,
    adapt,
    add_contacts,
    write_list,
)
from tests.flows.conftest import Nights, change_settings, copy_home, made_once
from tests.flows.contacts import contacts, write_table
from tests.flows.stored import ask


@pytest.fixture(scope="session")
def settled(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with themes and a list of confirmed voices; copy it, never run in it."""

    def make(home: Path) -> None:
        copy_home(empty_home, home)
        change_settings(home, EAGER)
        write_table(home / "inbox" / "table" / "first.csv", contacts(THEMES, EACH, DAY))
        assert nights.night(home, DAY).code == 0
        assert len(ask(home, "from core.theme")) >= 2
        # No births later: what changes then is the encoder's doing.
        change_settings(home, {"min_waiting = 40": "growth = 1000"})
        write_list(home, home / "confirmed.csv")

    return made_once("settled", tmp_path_factory, make)


@pytest.fixture
def home(settled: Path, tmp_path: Path) -> Path:
    return copy_home(settled, tmp_path / "home")


@pytest.fixture(scope="session")
def adapted(nights: Nights, settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after an undisturbed adaptation; copy it, never run in it."""

    def make(home: Path) -> None:
        copy_home(settled, home)
        told = adapt(nights, home)
        assert told.code == 0, told.ja
        assert "調整したエンコーダーに切り替えました" in told.ja

    return made_once("adapted", tmp_path_factory, make)


@pytest.fixture(scope="session")
def night_after(nights: Nights, adapted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The adapted home after a night with texts that the old encoder has not seen; copy it."""

    def make(home: Path) -> None:
        copy_home(adapted, home)
        add_contacts(home, NEXT, range(30, 40), 1000)
        assert nights.night(home, NEXT).code == 0

    return made_once("night_after", tmp_path_factory, make)


@pytest.fixture(scope="session")
def cut_off(nights: Nights, settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose adaptation was killed while it moved to the new encoder; copy it."""

    def make(home: Path) -> None:
        copy_home(settled, home)
        assert adapt(nights, home, kill="embed/after-commit").code == KILLED

    return made_once("cut_off", tmp_path_factory, make)
