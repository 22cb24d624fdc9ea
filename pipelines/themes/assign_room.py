"""Room assign: voices that no theme explains yet are compared with the living themes."""

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings, assign
from pipelines.themes.encoder_change import put_in_force
from pipelines.themes.shapes import Shapes, matrix, read_shapes
from warehouse.ledger import Stage, stage
from warehouse.statements import arrow, load, rows, run


def assign_voices(
    night: Night, encoder_fingerprint: str, settings: AssignSettings, radius_quantile: float
) -> None:
    """Write core.assignment for new voices, and again for waiting ones once themes were born.

    A changed encoder comes into force here, when all statements have their vectors. Voices keep
    their themes; waiting ones are compared anew only in the month that is not over, so that no
    earlier month changes because of an encoder. `radius_quantile` as in DiscoverSettings.
    Voices of kinds that themes are not made of go to core.voice_set_aside.
    """
    con = night.con
    with stage(con, night.run, "assign", "voice") as counts:
        put_in_force(night, encoder_fingerprint, radius_quantile)
        shapes = read_shapes(con, encoder_fingerprint)
        _set_aside(night, counts, settings)
        run(
            con,
            "assign_select_due",
            kinds=list(settings.kinds),
            encoder_fingerprint=encoder_fingerprint,
            count_themes=len(shapes.theme_ids),
            as_of=night.as_of,
        )
        [(count_voices,)] = rows(con, "assign_count_due")
        decided = _decide(night, encoder_fingerprint, shapes, settings)
        load(
            con,
            "assign_write",
            decided,
            encoder_fingerprint=encoder_fingerprint,
            count_themes=len(shapes.theme_ids),
            run_id=night.run.run_id,
        )
        [(count_assigned,)] = rows(con, "assign_count_assigned")
        counts.wrote(count_assigned)
        if count_voices - count_assigned:
            counts.reject("no_theme_near", count_voices - count_assigned)


def _decide(
    night: Night, encoder_fingerprint: str, shapes: Shapes, settings: AssignSettings
) -> pa.Table:
    texts = arrow(night.con, "assign_read_texts", encoder_fingerprint=encoder_fingerprint)
    if shapes.theme_ids and texts.num_rows:
        index, strength = assign(matrix(texts["vector"]), shapes.centroids, shapes.radii, settings)
    else:
        index = np.full(texts.num_rows, -1)
        strength = np.zeros(texts.num_rows)
    near = index >= 0
    names = [shapes.theme_ids[i] if i >= 0 else None for i in index]
    return pa.table(
        {
            "text_hash": texts["text_hash"],
            "theme_id": pa.array(names, pa.string()),
            "strength": pa.array(np.where(near, strength, np.nan), pa.float32(), mask=~near),
        }
    )


def _set_aside(night: Night, counts: Stage, settings: AssignSettings) -> None:
    """Set voices aside whose kind is none that themes are made of, and count them once."""
    kinds = list(settings.kinds)
    run(night.con, "assign_take_back", kinds=kinds)
    [(count,)] = rows(night.con, "assign_count_aside", kinds=kinds)
    if count:
        run(night.con, "assign_set_aside", kinds=kinds, run_id=night.run.run_id)
        run(night.con, "assign_forget_aside")
        counts.reject("kind_without_themes", count)
