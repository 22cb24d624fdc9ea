"""Room review: the published marts of one month become pages, pictures and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.review.facts import Facts
from pipelines.review.fonts import Fonts
from pipelines.review.frozen import Chosen, freeze, newest_file
from pipelines.review.look import Look, Words, read_look, read_words
from pipelines.review.page import Press, render
from pipelines.review.read_facts import read_facts
from pipelines.review.read_months import Source, chosen_month, read_months, read_origin
from pipelines.review.shown_room import SHOWN, Shown
from warehouse.connect import open_published_file
from warehouse.publish import replace_text

PAGE = "review.html"


@dataclass(frozen=True)
class ReviewDesk:
    """What the review is written with.

    `folders` hold templates, wording and colours, later ones overriding earlier ones; `fonts` is
    the folder of the fonts; `reject_words` gives the words of a reason's code.
    """

    folders: tuple[Path, ...]
    fonts: Path
    reject_words: Mapping[str, str]


@dataclass(frozen=True)
class Written:
    """A review on disk, and everything that it shows."""

    folder: Path
    page: Path
    facts: Facts
    look: Look
    words: Words


def review(
    home: Path, desk: ReviewDesk, month: date | None = None, *, is_anew: bool = False
) -> Written:
    """Write reports/<month>/review.html of a home, and themes.json for the next night.

    Without `month`, the last complete month of the newest published file is taken, or its newest
    one when none is complete. A complete month is read from the file frozen for it, so that the
    same month is written with the same bytes; `is_anew` freezes the newest file in its place.
    Raises InputError when the file holds no contact or does not hold the month.
    """
    look, words = read_look(desk.folders), read_words(desk.folders)
    chosen, wanted = _chosen(home, desk, month, is_anew=is_anew)
    with open_published_file(chosen.path) as con:
        facts = read_facts(con, _source(chosen, desk), look, words, wanted)
    page = home / "reports" / f"{facts.month:%Y-%m}" / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    replace_text(page, render(facts, Press(look, words, desk.folders, Fonts(desk.fonts))))
    shown = Shown(month=facts.month, run_id=facts.origin.run_id, themes=list(facts.cards))
    replace_text(page.with_name(SHOWN), shown.model_dump_json(indent=1) + "\n")
    return Written(page.parent, page, facts, look, words)


def _chosen(
    home: Path, desk: ReviewDesk, month: date | None, *, is_anew: bool
) -> tuple[Chosen, date]:
    """Return the file to read and the month; an unfinished month is read from the newest file."""
    newest = newest_file(home)
    with open_published_file(newest.path) as con:
        months = read_months(con, read_origin(con, _source(newest, desk)))
    found = chosen_month(months, month)
    if not found.is_complete:
        return newest, found.month
    return freeze(home, found.month, is_anew=is_anew), found.month


def _source(chosen: Chosen, desk: ReviewDesk) -> Source:
    return Source(chosen.record.file, chosen.is_frozen, chosen.record.is_anew, desk.reject_words)
