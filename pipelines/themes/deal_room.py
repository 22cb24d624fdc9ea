"""Voices change themes because of what people decided: dealt out anew, or claimed back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.approved_first import assign_to_places
from pipelines.themes.assign import AssignSettings, strength_in
from pipelines.themes.prototype_room import Encode, read_apart, read_places
from pipelines.themes.shapes import matrix
from warehouse.statements import arrow, load, run

DEALT = pa.schema({"text_hash": pa.string(), "theme_id": pa.string(), "strength": pa.float32()})


@dataclass(frozen=True)
class Space:
    """The encoder in whose space voices are compared: its name for vectors, and how names get one.

    `radius_quantile` as in DiscoverSettings, `assigning` as in room assign.
    """

    fingerprint: str
    encode: Encode
    radius_quantile: float
    assigning: AssignSettings


def deal(night: Night, group: set[str], space: Space, since: date) -> None:
    """Give the voices of some themes to the nearest of those that live on; free them if none."""
    con = night.con
    load(con, "curate_voices_of_themes", theme_table(group), since=since)
    places = read_places(con, space.fingerprint, space.assigning)
    inside = [number for number, theme_id in enumerate(places.theme_ids) if theme_id in group]
    if not inside:
        run(con, "curate_take_back")
        return
    texts = arrow(con, "curate_dealt_texts", encoder_fingerprint=space.fingerprint)
    if not texts.num_rows:
        return
    vectors, shapes = matrix(texts["vector"]), places.of(inside).shapes
    nearest = (vectors @ shapes.centroids.T).argmax(axis=1)
    strengths = strength_in(vectors, nearest, shapes.centroids, shapes.radii)
    given = [places.theme_ids[inside[number]] for number in nearest]
    _write_dealt(night, space, texts["text_hash"].to_pylist(), given, strengths)


def claim(night: Night, revived: set[str], space: Space) -> None:
    """Voices of this month that are nearest to a theme that lives again go there."""
    run(night.con, "curate_voices_of_month", since=night.as_of.replace(day=1))
    texts = arrow(night.con, "curate_dealt_texts", encoder_fingerprint=space.fingerprint)
    if not texts.num_rows:
        return
    places = read_places(night.con, space.fingerprint, space.assigning)
    index, strengths = assign_to_places(matrix(texts["vector"]), places)
    back = [
        row
        for row, number in enumerate(index.tolist())
        if number >= 0 and places.theme_ids[number] in revived
    ]
    hashes = texts["text_hash"].to_pylist()
    given = [places.theme_ids[index[row]] for row in back]
    _write_dealt(night, space, [hashes[row] for row in back], given, strengths[back])


def _write_dealt(
    night: Night, space: Space, hashes: list[str], given: list[str], strengths: np.ndarray
) -> None:
    apart = read_apart(night.con)
    dealt = [
        {"text_hash": said, "theme_id": theme_id, "strength": float(power)}
        for said, theme_id, power in zip(hashes, given, strengths, strict=True)
        if theme_id not in apart.get(said, ())
    ]
    incoming = pa.Table.from_pylist(dealt, DEALT)
    load(night.con, "text_theme_follow", incoming)
    load(
        night.con,
        "curate_deal",
        incoming,
        encoder_fingerprint=space.fingerprint,
        run_id=night.run.run_id,
    )


def theme_table(theme_ids: Iterable[str]) -> pa.Table:
    """Return theme_ids as a table of one column, sorted."""
    return pa.table({"theme_id": pa.array(sorted(theme_ids), pa.string())})
