"""Room report: pages that people ask for: one theme, or two months beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipelines.review.drawings import BOTH, drawings, waterfall_drawing
from pipelines.review.frozen import newest_file
from pipelines.review.month_pair import Move, read_pair
from pipelines.review.page import frame_of, pen_of, printed, svg_by_key, view_of
from pipelines.review.read_facts import read_facts
from pipelines.review.review_room import ReviewDesk, press_of, source_of
from pipelines.review.theme_story import facts_of_story, read_story
from warehouse.connect import open_published_file
from warehouse.publish import replace_text

THEME, PAIR = "theme.html.j2", "compare.html.j2"


def report_theme(home: Path, desk: ReviewDesk, theme_id: str, month: date | None = None) -> Path:
    """Write reports/themes/<theme_id>.html from the newest published file; returns its path.

    Without `month` up to the last complete month. Raises InputError when the file holds no such
    theme.
    """
    press, newest = press_of(desk), newest_file(home)
    with open_published_file(newest.path) as con:
        facts = read_facts(con, source_of(newest, desk), press.look, press.words, month)
        story = read_story(con, facts, theme_id, press.look.sizes)
    shown = facts_of_story(story)
    drawn = {
        key: replace(one, widths=BOTH)
        for key, one in drawings(shown, pen_of(press)).items()
        if key in ("seasons", "ahead", "measures") or key.startswith("theme-")
    }
    view = view_of(shown, press) | {"story": story, "pictures": svg_by_key(drawn, press.fonts)}
    path = home / "reports" / "themes" / f"{story.theme.theme_id}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, printed(THEME, press, view))
    return path


def report_pair(home: Path, desk: ReviewDesk, asked: tuple[date, date]) -> Path:
    """Write reports/compare/<month>_<month>.html from the newest published file; returns its path.

    Raises InputError when the file does not hold one of the months, or one is not over yet.
    """
    press, newest = press_of(desk), newest_file(home)
    with open_published_file(newest.path) as con:
        pair = read_pair(con, source_of(newest, desk), press.look, press.words, asked)
    drawing = waterfall_drawing(pair.waterfall, pair.now.month, pen_of(press))
    view = frame_of(press) | {
        # The frame names the file that the numbers come from.
        "facts": pair,
        "pair": pair,
        "tables": _tables(pair.moves, press.look.sizes.ranking),
        "pictures": svg_by_key({drawing.key: drawing}, press.fonts),
    }
    name = f"{pair.before.month:%Y-%m}_{pair.now.month:%Y-%m}.html"
    path = home / "reports" / "compare" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, printed(PAIR, press, view))
    return path


def _tables(moves: Sequence[Move], most: int) -> dict[str, list[Move]]:
    """Return the themes of both months that rose and fell most, new ones and silent ones."""
    both = [one for one in moves if one.now and one.before]
    return {
        "rose": [one for one in both if one.step > 0][:most],
        "fell": [one for one in reversed(both) if one.step < 0][:most],
        "came": [one for one in moves if not one.before][:most],
        "went": [one for one in reversed(moves) if not one.now][:most],
    }
