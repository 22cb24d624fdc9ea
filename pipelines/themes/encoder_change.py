"""Another encoder comes into force: themes keep their voices and names, and get new places.

Called inside a room's transaction, once every statement has its vector of the new encoder. Until
then the old one is in force, so whoever is killed while embedding has changed nothing.
"""

from datetime import date

import numpy as np

from pipelines.definitions import declare, in_force
from pipelines.night import Night
from pipelines.themes.centroids import centroids_and_radii
from pipelines.themes.shapes import Shapes, matrix, write_shapes
from warehouse.statements import arrow, run

# A theme's place is computed from at most this many of its statements, drawn by their hash.
MOST_MEMBERS = 1_000


def put_in_force(
    night: Night, fingerprint: str, radius_quantile: float, marked_on: date | None = None
) -> int:
    """Put an encoder in force inside the caller's transaction; nothing happens when it is already.

    Living themes without a place in its space get one from their founding voices, a change leaves a
    marker on `marked_on` (by default the night's day), and vectors of encoders other than the new
    and the former one are forgotten: the former's stay, so that the way back costs little.
    """
    former = in_force(night, "encoder")
    placed = _place_themes(night, fingerprint, radius_quantile)
    if declare(night, "encoder", fingerprint, marked_on=marked_on):
        run(night.con, "switch_forget_vectors", fingerprint=fingerprint, former=former)
    return placed


def _place_themes(night: Night, fingerprint: str, radius_quantile: float) -> int:
    """Compute shapes as a discovery does: centre and reach of the voices that founded a theme."""
    table = arrow(
        night.con, "switch_members", encoder_fingerprint=fingerprint, most_members=MOST_MEMBERS
    )
    if not table.num_rows:
        return 0
    theme_ids, labels = np.unique(table["theme_id"].to_pylist(), return_inverse=True)
    copies = table["count_members"].to_numpy()
    shape = centroids_and_radii(matrix(table["vector"]), copies, labels, radius_quantile)
    write_shapes(night.con, Shapes(theme_ids.tolist(), *shape), fingerprint)
    return len(theme_ids)
