"""Room theme map: voices of a published file, with their vectors, become places on a map."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.review.look import MapLook
from pipelines.review.months import earlier, last_day
from pipelines.review.page import Press
from pipelines.review.pictures.pen import Pen
from pipelines.review.pictures.render import png_of
from pipelines.review.pictures.typesetting import ELLIPSIS
from pipelines.review.theme_map.layout import places_of, spread
from pipelines.review.theme_map.map_facts import MapTheme, MapVoice, ThemeMap
from pipelines.review.theme_map.map_page import map_page
from pipelines.review.theme_map.map_picture import theme_picture
from warehouse.publish import replace_bytes, replace_text
from warehouse.statements import Connection, arrow, rows
from warehouse.vectors import attach_vectors_of, vectors_path

PLACES, PAGE, PICTURE = "theme_map.parquet", "theme_map.html", "theme_map.png"


@dataclass(frozen=True)
class MapSource:
    """Where a map is made from: the name of the published file, and files that may hold vectors.

    `kept` is where places lie that were worked out before.
    """

    file_name: str
    published: tuple[Path, ...]
    kept: Path


@dataclass(frozen=True)
class MadeMap:
    """A map that is not written yet."""

    page: str
    picture: bytes


@dataclass(frozen=True)
class _Said:
    voice_id: str
    theme_id: str | None
    text: str
    received_on: date


def made_theme_map(con: Connection, source: MapSource, month: date, press: Press) -> MadeMap | None:
    """Return page and picture of a map; None where there are no voices or no vectors of them.

    Raises InputError when a template of a company is broken.
    """
    look = press.look
    found = read_map(con, source, month, look.map, look.sizes.least_customers)
    if found is None or not found.voices:
        return None
    pen = Pen(look.colours, press.words, press.fonts)
    drawn = theme_picture(found, look.map.points, pen)
    return MadeMap(map_page(found, press), png_of(drawn, press.fonts.folder))


def write_theme_map(made: MadeMap | None, folder: Path) -> Path | None:
    """Write theme_map.html and pictures/theme_map.png of a review; returns the page.

    Without a map those of an earlier writing are taken away.
    """
    page, picture = folder / PAGE, folder / "pictures" / PICTURE
    if made is None:
        page.unlink(missing_ok=True)
        picture.unlink(missing_ok=True)
        return None
    picture.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(picture, made.picture)
    replace_text(page, made.page)
    return page


def read_map(
    con: Connection, source: MapSource, month: date, look: MapLook, least_customers: int
) -> ThemeMap | None:
    """Return the map of the months up to a month; None where no vectors are on record.

    Places are worked out once for a published file and kept beside the review: vectors are kept
    for two nights only, and a review made again must be the same.
    """
    first_on, last_on = earlier(month, look.months - 1), last_day(month)
    span = {"first_on": first_on, "last_on": last_on}
    said = [_Said(*row) for row in rows(con, "map_voices", most=look.most_voices, **span)]
    places = _kept(source, said) or _new(con, source, said)
    if places is None:
        return None
    [(count_all,)] = rows(con, "map_count", **span)
    found = rows(con, "map_themes", month=month, **span)
    number_of = {theme_id: number for number, (theme_id, *_) in enumerate(found)}
    open_ever = {one[0] for one in found if one[3] >= least_customers}
    # Voices of the month can be told from the others: its card holds back the same ones.
    open_now = {one[0] for one in found if one[4] >= least_customers}
    voices = tuple(
        MapVoice(
            one.voice_id,
            *places[one.voice_id],
            number_of.get(one.theme_id) if one.theme_id else None,
            _shortened(one.text, look.characters)
            if one.theme_id in (open_now if one.received_on >= month else open_ever)
            else None,
            one.received_on >= month,
        )
        for one in said
        if one.voice_id in places
    )
    themes = tuple(
        MapTheme(theme_id, name, count, customers, *_middle(number, voices))
        for number, (theme_id, name, count, customers, _) in enumerate(found)
    )
    return ThemeMap(month, first_on, last_on, count_all, themes, voices, source.file_name)


def _middle(number: int, voices: tuple[MapVoice, ...]) -> tuple[float, float]:
    """Return the place of the voice that is nearest to the middle of all voices of a theme."""
    places = np.array([(one.x, one.y) for one in voices if one.theme == number])
    if not len(places):
        return 0.5, 0.5
    away = np.abs(places - np.median(places, axis=0)).sum(axis=1)
    x, y = places[int(away.argmin())]
    return round(float(x), 4), round(float(y), 4)


def _shortened(text: str, characters: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= characters else line[: characters - 1] + ELLIPSIS


def _kept(source: MapSource, said: list[_Said]) -> dict[str, tuple[float, float]] | None:
    """Return the places worked out before from the same file, if they hold every voice."""
    if not source.kept.exists():
        return None
    try:
        table = pq.read_table(source.kept)
    except (OSError, pa.ArrowException):
        return None
    if (table.schema.metadata or {}).get(b"published") != source.file_name.encode():
        return None
    ids = table["voice_id"].to_pylist()
    if not {one.voice_id for one in said} <= set(ids):
        return None
    places = zip(table["x"].to_pylist(), table["y"].to_pylist(), strict=True)
    return {one: (x, y) for one, (x, y) in zip(ids, places, strict=True) if x is not None}


def _new(
    con: Connection, source: MapSource, said: list[_Said]
) -> dict[str, tuple[float, float]] | None:
    """Work places out from the vectors of the first file that has some, and keep them."""
    for published in source.published:
        if vectors_path(published).exists():
            with attach_vectors_of(con, published):
                places = _places(con, said)
            _keep(source, said, places)
            return places
    return None


def _places(con: Connection, said: list[_Said]) -> dict[str, tuple[float, float]]:
    table = arrow(con, "map_vectors", voice_ids=[one.voice_id for one in said])
    statements = table["text_number"].to_numpy()
    numbers, first, group = np.unique(statements, return_index=True, return_inverse=True)
    width = len(table["vector"][0]) if len(numbers) else 0
    vectors = table["vector"].combine_chunks().flatten().to_numpy().reshape(-1, max(width, 1))
    rows_ = vectors[first].astype(np.float32)
    rows_ /= np.maximum(np.linalg.norm(rows_, axis=1, keepdims=True), 1e-9)
    places = np.round(spread(places_of(rows_)[group], group), 4)
    ids = table["voice_id"].to_pylist()
    return {one: (float(x), float(y)) for one, (x, y) in zip(ids, places, strict=True)}


def _keep(source: MapSource, said: list[_Said], places: dict[str, tuple[float, float]]) -> None:
    """Write the places of all voices; one that has no vector any more has none, now and later."""
    ids = [one.voice_id for one in said]
    nowhere = (None, None)
    table = pa.table(
        {
            "voice_id": pa.array(ids, pa.string()),
            "x": pa.array([places.get(one, nowhere)[0] for one in ids], pa.float64()),
            "y": pa.array([places.get(one, nowhere)[1] for one in ids], pa.float64()),
        }
    ).replace_schema_metadata({"published": source.file_name})
    aside = source.kept.with_name(f".{source.kept.name}")
    source.kept.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, aside)
    os.replace(aside, source.kept)
