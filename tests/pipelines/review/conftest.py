"""One review of one home for all tests that read what was written, and one browser to see it in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipelines.review.report_room import report_pair, report_theme
from pipelines.review.review_room import review
from tests.pipelines.review.browser import CHROMIUM, started
from tests.pipelines.review.full_home import FEBRUARY, MARCH, full_home
from tests.pipelines.review.small_home import desk


@dataclass(frozen=True)
class Outputs:
    """A home whose review of March was written, and pages that somebody asked for."""

    home: Path
    folder: Path
    theme_page: Path
    pair_page: Path

    @property
    def pages(self) -> dict[str, Path]:
        """Every page, by a short name."""
        return {
            "review": self.folder / "review.html",
            "theme": self.theme_page,
            "pair": self.pair_page,
            "map": self.folder / "theme_map.html",
        }

    def read(self, name: str) -> str:
        """Return a text file of the review."""
        return (self.folder / name).read_text("utf-8")


@pytest.fixture(scope="session")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """Everything that is written about a home of which every section has something to show."""
    home = full_home(tmp_path_factory.mktemp("outputs") / "home", has_vectors=True)
    folder = review(home, desk()).folder
    theme = report_theme(home, desk(), "t-bill")
    return Outputs(home, folder, theme, report_pair(home, desk(), (FEBRUARY, MARCH)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module."""
    if not CHROMIUM:
        pytest.skip("no browser here")
    with started() as found:
        yield found
