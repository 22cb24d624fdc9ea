"""`voc report`: the page of a theme and two months beside each other, asked for by name."""

from pathlib import Path

import pytest

from flows.cli import main
from flows.home import init_home
from tests.pipelines.review.full_home import full_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "home"
    init_home(folder)
    return full_home(folder)


@pytest.mark.parametrize("home_first", [True, False])
def test_the_page_of_a_theme_is_named_on_the_last_line(
    home: Path, capsys: pytest.CaptureFixture[str], home_first: bool
) -> None:
    where = ["--home", str(home)]
    asked = ["theme", "t-late"]
    assert main(["report", *(where + asked if home_first else asked + where)]) == 0
    path = Path(capsys.readouterr().out.splitlines()[-1])
    assert path == home / "reports" / "themes" / "t-late.html"
    assert "配達が遅れる" in path.read_text("utf-8")


def test_two_months_beside_each_other(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--compare", "2024-02", "2024-03", "--home", str(home)]) == 0
    path = Path(capsys.readouterr().out.splitlines()[-1])
    assert path.name == "2024-02_2024-03.html" and path.exists()


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (["theme", "T9999"], 3, "T9999"),
        (["theme", "t-late", "--month", "2024-13"], 2, "2026-03"),
        (["--compare", "2024-03", "2024-03"], 3, "2024-03"),
        (["--compare", "2024-03", "2019-01"], 3, "2019-01"),
        ([], 2, "--compare"),
        (["--compare", "2024-02", "2024-03", "theme", "t-late"], 2, "--compare"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], argv: list[str], code: int, told: str
) -> None:
    where = ["--home", str(home)]
    assert main(["report", *where, *argv]) == code
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and told in lines[0]
