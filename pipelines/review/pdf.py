"""The monthly review as an A4 document: the same facts and pictures, set by Typst."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from pipelines.errors import InputError
from pipelines.review.drawing_data import shared_markers, sign_of
from pipelines.review.drawings import Drawing, drawings
from pipelines.review.facts import Facts
from pipelines.review.page import Press, logo, pen_of
from pipelines.review.pictures.pen import Pen
from pipelines.review.plain import plain
from pipelines.review.sentences import unchecked_text, usual_text
from warehouse.publish import replace_bytes

TEMPLATE = "review.typ"
DOCUMENT = "review.pdf"
# Pages that archives accept for good, and that a voice can read aloud.
STANDARDS: tuple[Literal["a-3a"], Literal["ua-1"]] = ("a-3a", "ua-1")
# Pixels wide of pictures that stand beside something else here; a whole page is 720.
WIDTHS = {"contacts": 340.0, "where-product": 350.0, "where-segment": 350.0, "unexplained": 348.0}
PLACE = re.compile(r"([\w.-]+\.typ):(\d+):")


def write_pdf(
    facts: Facts, press: Press, folder: Path, drawn: Mapping[str, Drawing] | None = None
) -> Path:
    """Write review.pdf into a folder and return its path; the same facts give the same bytes.

    `drawn` are the pictures where they were made before. Raises InputError when a template of a
    company is broken.
    """
    path = folder / DOCUMENT
    replace_bytes(path, pdf_of(facts, press, drawn))
    return path


def pdf_of(facts: Facts, press: Press, drawn: Mapping[str, Drawing] | None = None) -> bytes:
    """Return the review as PDF: A4, tagged, fonts embedded, numbers.json attached.

    The attachment tells the page, text, mart and key of every number that was written.
    """
    # The stubs of typst know a file only, not a project of several.
    files: Any = project(facts, press, drawn)
    try:
        made = typst.compile(
            files,
            font_paths=[press.fonts.folder],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(STANDARDS),
            timestamp=datetime.combine(facts.origin.data_until, time(), UTC),
        )
    except typst.TypstError as error:
        raise _explained(error) from None
    return bytes(made)


def project(
    facts: Facts, press: Press, drawn: Mapping[str, Drawing] | None = None
) -> Mapping[str, bytes]:
    """Return the files that Typst sets the document from, by name: templates, facts, pictures."""
    return dict(_files(facts, press, drawings(facts, pen_of(press)) if drawn is None else drawn))


def _explained(error: typst.TypstError) -> InputError:
    """Name template and line; Typst's own words may hold what customers said."""
    found = PLACE.search(error.diagnostic or "")
    name, line = found.groups() if found else (TEMPLATE, "?")
    return InputError("review_template", file=TEMPLATE if name == "main.typ" else name, line=line)


def _files(facts: Facts, press: Press, drawn: Mapping[str, Drawing]) -> Iterator[tuple[str, bytes]]:
    """Yield the templates, those of later folders in the place of others, and what they show."""
    paths = {path.name: path for folder in press.folders for path in folder.glob("*.typ")}
    for name, path in paths.items():
        yield "main.typ" if name == TEMPLATE else name, path.read_bytes()
    widths = {key: WIDTHS.get(key) or next(iter(one.widths.values())) for key, one in drawn.items()}
    for key, one in drawn.items():
        yield f"pictures/{key}.svg", one.svg(widths[key], press.fonts).encode()
    brand = logo(press)
    if brand:
        yield "logo", base64.b64decode(brand.partition(",")[2])
    pen = pen_of(press)
    pictures = {
        key: {"alt": pen.drawable(one.alt_text), "width": widths[key]} for key, one in drawn.items()
    }
    view = {**_view(facts, press, pen), "pictures": pictures, "has_logo": bool(brand)}
    yield "facts.json", json.dumps(view, ensure_ascii=False).encode()


def _view(facts: Facts, press: Press, pen: Pen) -> Mapping[str, Any]:
    told = dict.fromkeys([*facts.loud, *facts.cards])
    # Pictures show the months and weeks; a template needs none of their numbers.
    themes = {
        key: plain(replace(facts.theme(key), by_month=(), weeks=()), pen.drawable)
        | {"told_as": plain(facts.theme(key).told_as, pen.drawable)}
        for key in told
    }
    return {
        "facts": plain(replace(facts, months=(), themes=()), pen.drawable),
        "themes": themes,
        "now": plain(facts.now, pen.drawable),
        "signs": [
            {"sign": sign_of(number), "marker": plain(marker, pen.drawable)}
            for number, marker in enumerate(shared_markers(facts))
        ],
        "is_hindsight": facts.is_hindsight,
        "count_heard": sum(bool(theme.rank) for theme in facts.themes),
        "usual": usual_text(facts.changes.usual, press.words),
        "unchecked": unchecked_text(facts.changes.new, press.words),
        "look": press.look.model_dump(mode="json"),
        "words": plain(press.words.texts, pen.drawable),
    }
