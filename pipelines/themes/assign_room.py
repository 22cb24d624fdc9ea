"""Room assign: voices that no theme explains yet are compared with the living themes."""

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.approved_first import Places, assign_to_places, keep_apart
from pipelines.themes.assign import AssignSettings, strength_in
from pipelines.themes.encoder_change import put_in_force
from pipelines.themes.prototype_room import read_apart, read_places
from pipelines.themes.shapes import Shapes, matrix
from pipelines.themes.theme_days import next_held
from warehouse.ledger import Stage, stage
from warehouse.statements import arrow, load, rows, run

# Why a voice is set aside, as the ledger tells it.
ASIDE = {"kind": "kind_without_themes", "no_content": "no_content"}


def assign_voices(
    night: Night, encoder_fingerprint: str, settings: AssignSettings, radius_quantile: float
) -> None:
    """Write core.assignment for new voices up to the next theme day, or to the day of the night.

    What is heard after a theme day is compared with the themes born on it, whichever night takes
    both; voices that no theme explains wait in core.waiting for themes to be born.

    A changed encoder comes into force here, when all statements have their vectors. Voices keep
    their themes; waiting ones are compared anew only in the month that is not over, so that no
    earlier month changes because of an encoder. `radius_quantile` as in DiscoverSettings.
    Voices of kinds that themes are not made of, and those that say nothing of a matter (room sift),
    go to core.voice_set_aside.
    """
    con = night.con
    with stage(con, night.run, "assign", "voice") as counts:
        put_in_force(night, encoder_fingerprint, radius_quantile)
        places = read_places(con, encoder_fingerprint, settings)
        _set_aside(night, counts, settings)
        theme_day = next_held(night)
        run(
            con,
            "assign_select_due",
            kinds=list(settings.kinds),
            encoder_fingerprint=encoder_fingerprint,
            as_of=night.as_of,
            until=min(theme_day or night.as_of, night.as_of),
        )
        [(count_voices,)] = rows(con, "assign_count_due")
        decided = _decide(night, encoder_fingerprint, places)
        load(
            con,
            "assign_write",
            decided,
            encoder_fingerprint=encoder_fingerprint,
            count_themes=len(places.theme_ids),
            run_id=night.run.run_id,
        )
        load(con, "text_theme_follow", decided)
        if theme_day:
            run(con, "waiting_leave")
            run(con, "waiting_add", theme_day=theme_day)
        [(count_assigned,)] = rows(con, "assign_count_assigned")
        counts.wrote(count_assigned)
        if count_voices - count_assigned:
            counts.reject("no_theme_near", count_voices - count_assigned)


def _decide(night: Night, encoder_fingerprint: str, places: Places) -> pa.Table:
    texts = arrow(night.con, "assign_read_texts", encoder_fingerprint=encoder_fingerprint)
    if places.theme_ids and texts.num_rows:
        vectors = matrix(texts["vector"])
        index, strength = assign_to_places(vectors, places)
        _stay_with_known(night, texts, places.shapes, index, strength)
        apart = keep_apart(texts["text_hash"].to_pylist(), vectors, places, read_apart(night.con))
        for row, (number, power) in apart.items():
            index[row], strength[row] = number, power
    else:
        index = np.full(texts.num_rows, -1)
        strength = np.zeros(texts.num_rows)
    near = index >= 0
    names = [places.theme_ids[i] if i >= 0 else None for i in index]
    return pa.table(
        {
            "text_hash": texts["text_hash"],
            "theme_id": pa.array(names, pa.string()),
            "strength": pa.array(np.where(near, strength, np.nan), pa.float32(), mask=~near),
        }
    )


def _stay_with_known(
    night: Night, texts: pa.Table, shapes: Shapes, index: np.ndarray, strength: np.ndarray
) -> None:
    """Give words heard before the theme that they were given then, in place."""
    number_of = {theme_id: number for number, theme_id in enumerate(shapes.theme_ids)}
    row_of = {text_hash: row for row, text_hash in enumerate(texts["text_hash"].to_pylist())}
    known = [
        (row_of[text_hash], number_of[theme_id])
        for text_hash, theme_id in rows(night.con, "assign_known_texts")
        if text_hash in row_of and theme_id in number_of
    ]
    if known:
        at, theme = (np.array(side) for side in zip(*known, strict=True))
        index[at] = theme
        vectors = matrix(texts["vector"].take(pa.array(at)))
        strength[at] = strength_in(vectors, theme, shapes.centroids, shapes.radii)


def _set_aside(night: Night, counts: Stage, settings: AssignSettings) -> None:
    """Set voices aside that themes are not made of, and count them once by their reason."""
    kinds = list(settings.kinds)
    run(night.con, "assign_take_back", kinds=kinds)
    run(night.con, "assign_select_aside", kinds=kinds)
    found = rows(night.con, "assign_count_aside")
    if found:
        run(night.con, "assign_set_aside", run_id=night.run.run_id)
        run(night.con, "assign_forget_aside")
        run(night.con, "waiting_forget_aside")
    for reason, count in found:
        counts.reject(ASIDE[reason], count)
