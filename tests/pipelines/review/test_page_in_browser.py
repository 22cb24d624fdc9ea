"""The page in a real browser, as wide as a desk and as a telephone: nothing runs over or hides."""

import base64
import json
import re
import shutil
import subprocess
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from pipelines.review.drawings import drawings
from pipelines.review.page import pen_of, render
from pipelines.review.report_room import report_pair, report_theme
from pipelines.review.review_room import facts_of_month, press_of
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.reading import read
from tests.pipelines.review.small_home import Call, Named, desk, publish
from tests.pipelines.review.test_reports import FEBRUARY, MARCH

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
pytestmark = [pytest.mark.heavy, pytest.mark.skipif(not BROWSER, reason="no browser here")]

# Tells the frame around it how wide the page came out, what runs over it, and texts that lie on
# each other; what is hidden has no size.
MEASURED = """<script>
document.querySelectorAll("details").forEach(one => one.open = true);
document.fonts.ready.then(() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim()) continue;
    if (node.parentElement.closest(".unseen, .skip, script, .scroll")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1) boxes.push([node.data.trim().slice(0, 20), box]);
  }
  boxes.sort((one, other) => one[1].top - other[1].top);
  // Heads of tables that a telephone has no room for lie far away at the left, for readers aloud.
  const over = boxes.filter(
    ([, box]) => box.right > innerWidth + 1 || (box.left < -1 && box.right > 0));
  const hit = [];
  boxes.forEach(([text, box], at) => {
    for (let next = at + 1; next < boxes.length && boxes[next][1].top < box.bottom; next++) {
      const other = boxes[next][1];
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      // Lines of type stand close; letters touch only where a third of the smaller is shared.
      if (across > 2 && down > Math.min(box.height, other.height) / 3)
        hit.push([text, boxes[next][0]]);
    }
  });
  parent.postMessage(JSON.stringify({
    width: document.documentElement.scrollWidth, count: boxes.length,
    over: over.map(one => one[0]), hit,
    faces: [...document.fonts].filter(one => one.status == "loaded").length,
  }), "*");
});
</script>"""
FRAME = """<!doctype html><body><iframe src="{page}" style="width:{width}px;height:900px;border:0">
</iframe><script>addEventListener("message", told => document.body.dataset.told = told.data)
</script>"""


def measured(page: str, width: int, folder: Path) -> dict[str, object]:
    """Return what the script tells of a page in a frame of a width, and complaints."""
    folder.mkdir(exist_ok=True)
    open_page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    inner, outer = folder / "inner.html", folder / "outer.html"
    inner.write_text(open_page.replace("</body>", MEASURED + "</body>"), "utf-8")
    outer.write_text(FRAME.format(page=inner.as_uri(), width=width), "utf-8")
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
            "--window-size=1400,1000", "--hide-scrollbars", f"--user-data-dir={folder / 'browser'}",
            "--virtual-time-budget=20000", "--dump-dom", outer.as_uri(),
        ],
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    found = re.search(r'data-told="([^"]*)"', done.stdout)
    assert found, done.stderr[-500:]
    told: dict[str, object] = json.loads(unescape(found[1]))
    return told | {"complaints": [one for one in done.stderr.splitlines() if ":CONSOLE" in one]}


def page_of(home: Path) -> str:
    facts, _ = facts_of_month(home, desk())
    press = press_of(desk())
    return render(facts, press, drawings(facts, pen_of(press)))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    full, wordy = full_home(folder / "full"), full_home(folder / "wordy", is_wordy=True)
    themes = [Named(f"t{number:03}", f"テーマ{number:03}") for number in range(500)]
    said = [Call(one.theme_id, "2024-03-01", one.theme_id) for one in themes]
    many = publish(folder / "many", said, themes)
    one = publish(folder / "one", said[:1], themes[:1])
    return {
        "full": page_of(full),
        "wordy": page_of(wordy),
        "many": page_of(many),
        "one": page_of(one),
        "theme": report_theme(wordy, desk(), "t-bill").read_text("utf-8"),
        "pair": report_pair(wordy, desk(), (FEBRUARY, MARCH)).read_text("utf-8"),
    }


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["full", "wordy", "many", "one", "theme", "pair"])
def test_nothing_runs_over_or_lies_on_another(
    pages: dict[str, str], name: str, width: int, tmp_path: Path
) -> None:
    told = measured(pages[name], width, tmp_path / "tried")
    assert told["complaints"] == [] and told["faces"] == 2
    assert (told["width"], told["over"], told["hit"]) == (width, [], [])
    assert isinstance(told["count"], int) and told["count"] > 40


def test_the_measuring_sees_what_is_wrong(pages: dict[str, str], tmp_path: Path) -> None:
    wrong = (
        '<p style="white-space:nowrap">' + "とても長い行" * 40 + "</p>"
        '<div style="position:relative"><p style="position:absolute">上の字</p><p>下の字</p></div>'
    )
    told = measured(pages["one"].replace("</main>", f"{wrong}</main>"), 390, tmp_path / "tried")
    assert told["over"] == ["とても長い行" * 3 + "とて"]
    assert sorted(told["hit"][0]) == ["上の字", "下の字"]  # type: ignore[index]


@pytest.mark.parametrize("name", ["full", "wordy", "theme", "pair"])
def test_every_character_is_in_the_fonts_of_the_page(pages: dict[str, str], name: str) -> None:
    faces = re.findall(r"base64,([A-Za-z0-9+/=]+)\) format\('woff2'\)", pages[name])
    assert len(faces) == 2
    words = {one for one in read(pages[name]).words if one.isprintable() and not one.isspace()}
    for face in faces:
        known = TTFont(BytesIO(base64.b64decode(face))).getBestCmap()
        assert {one for one in words if ord(one) not in known} == set()
