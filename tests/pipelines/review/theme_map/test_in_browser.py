"""The theme map in a real browser: it draws, nothing fails, and its controls do what they say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pipelines.review.theme_map.map_home import map_home
from tests.pipelines.review.theme_map.test_map_room import write

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
TRIED = """<script>
const until = (is_so, then) => is_so() ? then() : setTimeout(() => until(is_so, then), 50);
until(() => document.body.dataset.drawn, () => {
  document.getElementById("only").click();
  const search = document.getElementById("search");
  document.querySelector('[data-zoom="0.6"]').click();
  document.querySelector("#themes button").click();
  document.body.dataset.chosen = document.getElementById("found").textContent;
  search.value = "届きません";
  search.dispatchEvent(new Event("input"));
  document.body.dataset.found = document.getElementById("found").textContent;
  document.body.dataset.listed = document.querySelectorAll("#themes li:not([hidden])").length;
});
</script>"""

pytestmark = [pytest.mark.heavy, pytest.mark.skipif(not BROWSER, reason="no browser here")]


def opened(page: Path, folder: Path) -> tuple[str, list[str]]:
    """Return the document after its scripts ran, and what the browser complained about."""
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
            f"--user-data-dir={folder}", "--virtual-time-budget=8000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout, [line for line in done.stderr.splitlines() if ":CONSOLE" in line]


def test_the_map_draws_finds_and_picks_out(tmp_path: Path) -> None:
    page = write(map_home(tmp_path / "home"), tmp_path / "out")
    assert page is not None
    tried = page.with_name("tried.html")
    # The library holds the text of a closing body too: only the last one is the page's.
    start, _, end = page.read_text("utf-8").rpartition("</body>")
    tried.write_text(f"{start}{TRIED}</body>{end}", "utf-8")
    document, complaints = opened(tried, tmp_path / "browser")
    assert complaints == []
    body = re.search(r"<body[^>]*>", document)
    assert body
    assert 'data-drawn="yes"' in body[0]
    assert 'data-chosen="配達が遅れる：声 12件"' in body[0]
    assert 'data-found="「届きません」に当てはまる声 8件"' in body[0]
    assert 'data-listed="1"' in body[0]
    assert "<canvas" in document
