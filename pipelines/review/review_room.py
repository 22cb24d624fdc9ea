"""Room review: the published marts of one month become pages, pictures and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.review.drawings import drawings
from pipelines.review.facts import Facts
from pipelines.review.fonts import Fonts
from pipelines.review.frozen import Chosen, freeze, newest_file
from pipelines.review.look import read_look, read_words
from pipelines.review.page import Press, pen_of, render
from pipelines.review.pdf import write_pdf
from pipelines.review.read_facts import read_facts
from pipelines.review.read_months import Source, chosen_month, read_months, read_origin
from pipelines.review.shown_room import SHOWN, Shown
from pipelines.review.slides import write_slides
from pipelines.review.theme_map.map_room import PAGE as MAP_PAGE
from pipelines.review.theme_map.map_room import PLACES as MAP_PLACES
from pipelines.review.theme_map.map_room import MadeMap, MapSource, made_theme_map, write_theme_map
from pipelines.review.workbook import write_workbook
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


def press_of(desk: ReviewDesk) -> Press:
    """Return what pages are made with; raises InputError when a file of a company is broken."""
    look, words = read_look(desk.folders), read_words(desk.folders)
    return Press(look, words, desk.folders, Fonts(desk.fonts))


def review(
    home: Path, desk: ReviewDesk, month: date | None = None, *, is_anew: bool = False
) -> Written:
    """Write the review of a month into reports/<month> of a home; the page itself comes last.

    Without `month`, the last complete month of the newest published file is taken, or its newest
    one when none is complete. A complete month is read from the file frozen for it, so that the
    same month is written with the same bytes; `is_anew` freezes the newest file in its place.
    Raises InputError when the file holds no contact or does not hold the month.
    """
    press = press_of(desk)
    facts, chosen = facts_of_month(home, desk, month, is_anew=is_anew)
    folder = home / "reports" / f"{facts.month:%Y-%m}"
    folder.mkdir(parents=True, exist_ok=True)
    drawn = drawings(facts, pen_of(press))
    theme_map = _made_map(home, chosen, facts, press, folder)
    # Before the first file: a broken template leaves a review as it was.
    text = render(facts, press, drawn, MAP_PAGE if theme_map else None)
    write_pdf(facts, press, folder, drawn)
    write_theme_map(theme_map, folder)
    write_slides(drawn, press.fonts, folder)
    write_workbook(facts, press, folder)
    write_shown(facts, folder)
    # Last: a review without its page is one that was not finished.
    replace_text(folder / PAGE, text)
    return Written(folder, folder / PAGE, facts)


def write_shown(facts: Facts, folder: Path) -> None:
    """Write which themes the review shows, for the next night."""
    shown = Shown(month=facts.month, run_id=facts.origin.run_id, themes=list(facts.cards))
    replace_text(folder / SHOWN, shown.model_dump_json(indent=1) + "\n")


def facts_of_month(
    home: Path, desk: ReviewDesk, month: date | None = None, *, is_anew: bool = False
) -> tuple[Facts, Chosen]:
    """Return what the review of a month shows, and the file it is read from, frozen if closed."""
    press = press_of(desk)
    chosen, wanted = _chosen(home, desk, month, is_anew=is_anew)
    with open_published_file(chosen.path) as con:
        return read_facts(con, source_of(chosen, desk), press.look, press.words, wanted), chosen


def _made_map(
    home: Path, chosen: Chosen, facts: Facts, press: Press, folder: Path
) -> MadeMap | None:
    published = (home / "published" / chosen.record.file, newest_file(home).path)
    source = MapSource(chosen.record.file, published, folder / MAP_PLACES)
    with open_published_file(chosen.path) as con:
        return made_theme_map(con, source, facts.month, press)


def _chosen(
    home: Path, desk: ReviewDesk, month: date | None, *, is_anew: bool
) -> tuple[Chosen, date]:
    """Return the file to read and the month; an unfinished month is read from the newest file."""
    newest = newest_file(home)
    with open_published_file(newest.path) as con:
        months = read_months(con, read_origin(con, source_of(newest, desk)))
    found = chosen_month(months, month)
    if not found.is_complete:
        return newest, found.month
    if is_anew:
        # First: until all is written anew the review counts as not finished.
        (home / "reports" / f"{found.month:%Y-%m}" / PAGE).unlink(missing_ok=True)
    return freeze(home, found.month, is_anew=is_anew), found.month


def source_of(chosen: Chosen, desk: ReviewDesk) -> Source:
    """Return how the file that is read came to be the one."""
    return Source(chosen.record.file, chosen.is_frozen, chosen.record.is_anew, desk.reject_words)
