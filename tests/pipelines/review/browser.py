"""A real browser for tests: pages as wide as a desk, a telephone or A4, and its complaints."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
DESK, PHONE = 1280, 390
# What is left of A4 between margins of 14 mm, in pixels of CSS.
PAPER = round((210 - 2 * 14) / 25.4 * 96)
HEIGHT = 900


@dataclass
class Opened:
    """A page in a window, and everything that went wrong while it was open."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def run(self, script: str) -> Any:
        """Return what a script of a test says of the page; the page's own rules do not stop it."""
        return self.page.evaluate(script)


@contextmanager
def started() -> Iterator[Browser]:
    """Start a browser; close it before other tests run loops of their own."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, path: Path, width: int = DESK, media: Literal["screen", "print"] = "screen"
) -> Iterator[Opened]:
    """Open a file in a window of a width, with its fonts loaded and its details unfolded."""
    page = browser.new_page(viewport={"width": width, "height": HEIGHT})
    told = Opened(page)
    page.on("console", lambda said: told.complaints.append(said.text))
    page.on("pageerror", lambda error: told.complaints.append(str(error)))
    page.on("requestfailed", lambda request: told.complaints.append(request.url[:80]))
    page.on("request", lambda request: told.complaints.extend(_outside(request.url)))
    page.emulate_media(media=media)
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("document.fonts.ready")
    yield told
    page.close()


def _outside(url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:", "blob:")) else [url[:80]]


def used_fonts(told: Opened) -> dict[str, int]:
    """Return how many glyphs were drawn from each font; those of the reader's machine end in *."""
    session = told.page.context.new_cdp_session(told.page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
    asked = {"nodeId": root, "selector": "body, body *"}
    found: dict[str, int] = {}
    for node in session.send("DOM.querySelectorAll", asked)["nodeIds"]:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            name = font["familyName"] + ("" if font["isCustomFont"] else "*")
            found[name] = found.get(name, 0) + int(font["glyphCount"])
    return found


# How wide the page came out, what runs over it or its picture, and texts that lie on each other;
# what is hidden has no size.
MEASURE = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim()) continue;
    if (node.parentElement.closest(".unseen, .skip, script, style, .scroll")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1)
        boxes.push([node.data.trim().slice(0, 20), box, node.parentElement]);
  }
  boxes.sort((one, other) => one[1].top - other[1].top);
  // Heads of tables that a telephone has no room for lie far away at the left, for readers aloud.
  const over = boxes.filter(
    ([, box]) => box.right > innerWidth + 1 || (box.left < -1 && box.right > 0));
  // Beyond the edge of its picture a label is cut off; lines of type are higher than their letters.
  const cut = boxes.filter(([, box, element]) => {
    const picture = element.closest("svg")?.getBoundingClientRect();
    const rise = box.height / 4;
    return picture && (box.left < picture.left - 1 || box.right > picture.right + 1
      || box.top + rise < picture.top || box.bottom - rise > picture.bottom);
  });
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
  return {
    width: document.documentElement.scrollWidth, count: boxes.length,
    over: over.map(one => one[0]), cut: cut.map(one => one[0]), hit,
    faces: [...document.fonts].filter(one => one.status == "loaded").length,
  };
}"""
