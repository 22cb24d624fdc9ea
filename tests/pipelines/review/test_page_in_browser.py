"""Pages in a real browser, as wide as a desk, a telephone and A4: nothing runs over or hides."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser

from pipelines.review.drawings import drawings
from pipelines.review.page import pen_of, render
from pipelines.review.report_room import report_pair, report_theme
from pipelines.review.review_room import facts_of_month, press_of
from tests.pipelines.review.browser import DESK, MEASURE, PAPER, PHONE, opened, used_fonts
from tests.pipelines.review.conftest import Outputs
from tests.pipelines.review.full_home import FEBRUARY, MARCH, full_home
from tests.pipelines.review.reading import read
from tests.pipelines.review.small_home import Call, Named, desk, publish

pytestmark = pytest.mark.heavy
NAMES = ["full", "wordy", "many", "one", "unfinished", "theme", "pair"]


def page_of(home: Path) -> Path:
    facts, _ = facts_of_month(home, desk())
    press = press_of(desk())
    path = home / "page.html"
    path.write_text(render(facts, press, drawings(facts, pen_of(press))), "utf-8")
    return path


@pytest.fixture(scope="module")
def pages(outputs: Outputs, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    wordy = full_home(folder / "wordy", is_wordy=True)
    themes = [Named(f"t{number:03}", f"テーマ{number:03}") for number in range(500)]
    said = [Call(one.theme_id, "2024-03-01", one.theme_id) for one in themes]
    many = publish(folder / "many", said, themes)
    one = publish(folder / "one", said[:1], themes[:1])
    unfinished = publish(folder / "unfinished", said[:9], themes[:9], until="2024-03-20")
    return {
        "full": outputs.pages["review"],
        "wordy": page_of(wordy),
        "many": page_of(many),
        "one": page_of(one),
        "unfinished": page_of(unfinished),
        "theme": report_theme(wordy, desk(), "t-bill"),
        "pair": report_pair(wordy, desk(), (FEBRUARY, MARCH)),
    }


@pytest.mark.parametrize(
    ("width", "media"), [(DESK, "screen"), (PHONE, "screen"), (PAPER, "print")]
)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_over_or_lies_on_another(
    browser: Browser,
    pages: dict[str, Path],
    name: str,
    width: int,
    media: Literal["screen", "print"],
) -> None:
    with opened(browser, pages[name], width, media) as told:
        found = told.run(MEASURE)
        assert told.complaints == [] and found["faces"] == 2
    assert (found["width"], found["over"], found["cut"], found["hit"]) == (width, [], [], [])
    assert found["count"] > 40


def test_the_measuring_sees_what_is_wrong(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    wrong = (
        '<p style="white-space:nowrap">' + "とても長い行" * 40 + "</p>"
        '<div style="position:relative"><p style="position:absolute">上の字</p><p>下の字</p></div>'
        '<svg width="60" height="30"><text x="40" y="20">切れる字</text></svg>'
        "<script>console.error('壊れています')</script>"
    )
    page = pages["one"].read_text("utf-8").replace("default-src 'none'", "script-src *")
    broken = tmp_path / "broken.html"
    broken.write_text(page.replace("</main>", f"{wrong}</main>"), "utf-8")
    with opened(browser, broken, PHONE) as told:
        found = told.run(MEASURE)
    assert found["over"] == ["とても長い行" * 3 + "とて"] and found["cut"] == ["切れる字"]
    assert ["上の字", "下の字"] in [sorted(one) for one in found["hit"]]
    assert told.complaints != []


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("name", ["full", "wordy", "theme", "pair"])
def test_every_glyph_comes_from_the_fonts_of_the_page(
    browser: Browser, pages: dict[str, Path], name: str, media: Literal["screen", "print"]
) -> None:
    with opened(browser, pages[name], media=media) as told:
        found = used_fonts(told)
    assert found.keys() == {"VOC Sans JP"} and found["VOC Sans JP"] > 300


@pytest.mark.parametrize("name", NAMES)
def test_every_character_is_in_the_fonts_of_the_page(pages: dict[str, Path], name: str) -> None:
    page = pages[name].read_text("utf-8")
    faces = re.findall(r"base64,([A-Za-z0-9+/=]+)\) format\('woff2'\)", page)
    assert len(faces) == 2
    words = {one for one in read(page).words if one.isprintable() and not one.isspace()}
    for face in faces:
        known = TTFont(BytesIO(b64decode(face))).getBestCmap()
        assert {one for one in words if ord(one) not in known} == set()
