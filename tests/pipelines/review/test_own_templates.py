"""A slip in a company's own template is told with file and line, never as a fault of ours."""

from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.page import render
from pipelines.review.report_room import report_theme
from pipelines.review.review_room import facts_of_month, press_of
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.small_home import desk

SLIPS = {
    "a filter without a number": ("\n{{ 5 | n }}", 2),
    "a number and a text": ('{{ 1 + "a" }}', 1),
    "a name that is not there": ("\n\n{{ nothing_there }}", 3),
    "a template that is not there": ('{% include "none.html.j2" %}', 1),
    "nothing to divide by": ("{{ 1 / 0 }}", 1),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_home(tmp_path_factory.mktemp("full") / "home")


def refusal(home: Path, folder: Path) -> InputError:
    facts, _ = facts_of_month(home, desk(folder))
    with pytest.raises(InputError) as refused:
        render(facts, press_of(desk(folder)), {})
    assert refused.value.key == "review_template"
    return refused.value


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_line(home: Path, tmp_path: Path, slip: str) -> None:
    text, line = SLIPS[slip]
    (tmp_path / "review.html.j2").write_text(text, "utf-8")
    assert refusal(home, tmp_path).values == {"file": "review.html.j2", "line": line}


def test_a_slip_in_a_macro_is_told_of_the_file_of_the_macro(home: Path, tmp_path: Path) -> None:
    (tmp_path / "frame.html.j2").write_text("\n{{ 5 | n }}", "utf-8")
    assert refusal(home, tmp_path).values == {"file": "frame.html.j2", "line": 2}


@pytest.mark.parametrize("file", ["review.html.j2", "frame.html.j2", "style.css"])
def test_a_template_of_another_encoding_is_named(home: Path, tmp_path: Path, file: str) -> None:
    (tmp_path / file).write_bytes("表示".encode("cp932"))
    assert refusal(home, tmp_path).values == {"file": file, "line": "?"}


def test_the_page_of_a_theme_says_the_same(home: Path, tmp_path: Path) -> None:
    (tmp_path / "theme.html.j2").write_text("{{ 5 | n }}", "utf-8")
    with pytest.raises(InputError) as refused:
        report_theme(home, desk(tmp_path), "t-bill")
    assert refused.value.values == {"file": "theme.html.j2", "line": 1}
    assert not list((home / "reports" / "themes").iterdir())
