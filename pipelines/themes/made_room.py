"""Themes that decisions made get their place: around the voices that show what they are about."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.centroids import centroids_and_radii
from pipelines.themes.curate_room import find_voices
from pipelines.themes.deal_room import Space
from pipelines.themes.prototype_room import vectors_by_theme
from pipelines.themes.replay import Curation
from pipelines.themes.shapes import Matrix, Shapes, read_shapes, write_shapes
from warehouse.statements import rows


def place_made(night: Night, curation: Curation, space: Space) -> None:
    """Give themes that decisions made a place: around the voices that show what they are about."""
    placeless = [
        row[0] for row in rows(night.con, "curate_placeless", encoder_fingerprint=space.fingerprint)
    ]
    keys = {}
    for theme_id in placeless:
        born, seen = curation.born.get(theme_id), curation.seen.get(theme_id)
        shown = (seen.anchors if seen else ()) or (born.part.voices if born else ())
        placed = [one.voice for one in curation.placed.values() if one.theme_id == theme_id]
        keys[theme_id] = [*shown, *placed]
    found = find_voices(night.con, [key for shown in keys.values() for key in shown])
    said = {
        theme_id: sorted({found[key.voice_id][1] for key in shown if key.voice_id in found})
        for theme_id, shown in keys.items()
    }
    vectors = _vectors_of(night, said, space.fingerprint)
    lost = [theme_id for theme_id in placeless if theme_id not in vectors]
    living = [theme_id for theme_id in lost if curation.owner(theme_id) == theme_id]
    if living:
        night.tell("decision_voices_gone", themes=", ".join(living))
    if vectors:
        write_shapes(night.con, _shapes(night, curation, space, vectors), space.fingerprint)


def _vectors_of(
    night: Night, said: Mapping[str, list[str]], encoder_fingerprint: str
) -> dict[str, Matrix]:
    asked = pa.table(
        {
            "theme_id": pa.array([t for t, hashes in said.items() for _ in hashes], pa.string()),
            "text_hash": pa.array([one for hashes in said.values() for one in hashes], pa.string()),
        }
    )
    values = {"encoder_fingerprint": encoder_fingerprint}
    return vectors_by_theme(night.con, "prototype_vectors", asked, **values)


def _shapes(
    night: Night, curation: Curation, space: Space, vectors: Mapping[str, Matrix]
) -> Shapes:
    """A theme reaches as far as when it was seen, a part of a split as far as the whole, one made
    of voices without a theme at least as far as is usual."""
    theme_ids = sorted(vectors)
    labels = np.concatenate(
        [np.full(len(vectors[theme_id]), number) for number, theme_id in enumerate(theme_ids)]
    )
    rows_ = np.concatenate([vectors[theme_id] for theme_id in theme_ids])
    centroids, radii = centroids_and_radii(
        rows_, np.ones(len(rows_)), labels, space.radius_quantile
    )
    there = read_shapes(night.con, space.fingerprint)
    reach = dict(zip(there.theme_ids, there.radii.tolist(), strict=True))
    for number, theme_id in enumerate(theme_ids):
        seen, born = curation.seen.get(theme_id), curation.born.get(theme_id)
        if seen and seen.radius and seen.encoder_fingerprint == space.fingerprint:
            radii[number] = seen.radius
        elif born and born.parent in reach:
            radii[number] = reach[born.parent]
        elif born and born.parent is None and len(there.radii):
            # Its most typical voices lie closer together than all that it is about.
            radii[number] = max(radii[number], float(np.median(there.radii)))
    return Shapes(theme_ids, centroids, radii)
