"""Themes that people gave examples or a name lie where these put them (core.theme_prototype)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.themes.approved_first import Places
from pipelines.themes.assign import AssignSettings
from pipelines.themes.prototypes import Place, basis, prototype
from pipelines.themes.shapes import Matrix, Shapes, matrix, vector_column
from warehouse.statements import Connection, arrow, load, rows

# A theme's reach is told by at most this many of its statements.
MOST_MEMBERS = 1_000

Encode = Callable[[Sequence[str]], Matrix]


def read_places(con: Connection, encoder_fingerprint: str, settings: AssignSettings) -> Places:
    """Return every place where voices of living themes are looked for.

    A theme that others were merged into stands there several times.
    """
    table = arrow(con, "prototype_read", encoder_fingerprint=encoder_fingerprint)
    shapes = Shapes(
        table["theme_id"].to_pylist(),
        matrix(table["centroid"]),
        table["radius"].to_numpy().astype(np.float32),
        table["margin"].to_numpy().astype(np.float32),
    )
    return Places(shapes, np.array(table["is_approved"].to_pylist(), dtype=bool), settings)


def read_apart(con: Connection) -> dict[str, set[str]]:
    """Return the themes that statements were kept out of, by the statement's hash."""
    apart: dict[str, set[str]] = defaultdict(set)
    for said, theme_id, _ in rows(con, "not_this_read"):
        apart[said].add(theme_id)
    return dict(apart)


def write_prototypes(con: Connection, encoder_fingerprint: str, encode: Encode) -> int:
    """Compute prototypes of themes whose examples, name or own place changed; returns how many."""
    known = dict(rows(con, "prototype_known", encoder_fingerprint=encoder_fingerprint))
    wanted = {
        row[0]: row[1:]
        for row in rows(con, "prototype_basis", encoder_fingerprint=encoder_fingerprint)
    }
    bases = {
        theme_id: basis(name, hashes or (), _found(centroid, radius))
        for theme_id, (name, centroid, radius, hashes) in wanted.items()
    }
    load(con, "prototype_forget", _ids(sorted(wanted)), encoder_fingerprint=encoder_fingerprint)
    due = sorted(theme_id for theme_id in wanted if bases[theme_id] != known.get(theme_id))
    if not due:
        return 0
    said = _said(con, encoder_fingerprint, {theme_id: wanted[theme_id][3] for theme_id in due})
    members = _members(con, encoder_fingerprint, due)
    names = _names({theme_id: wanted[theme_id][0] for theme_id in due}, encode)
    nothing = np.zeros((0, 0), dtype=np.float32)
    found = []
    for theme_id in due:
        place = prototype(
            said.get(theme_id, nothing),
            names.get(theme_id),
            _found(*wanted[theme_id][1:3]),
            members.get(theme_id, nothing),
        )
        if place is not None:
            found.append((theme_id, bases[theme_id], place))
    _write(con, found, encoder_fingerprint)
    return len(found)


def _found(centroid: Any, radius: float | None) -> Place | None:
    if centroid is None or radius is None:
        return None
    return Place(np.array(centroid, dtype=np.float32), radius)


def _ids(theme_ids: Sequence[str]) -> pa.Table:
    return pa.table({"theme_id": pa.array(theme_ids, pa.string())})


def _said(
    con: Connection, encoder_fingerprint: str, hashes_of: dict[str, list[str] | None]
) -> dict[str, Matrix]:
    asked = pa.Table.from_pylist(
        [
            {"theme_id": theme_id, "text_hash": said}
            for theme_id, hashes in hashes_of.items()
            for said in hashes or ()
        ],
        pa.schema({"theme_id": pa.string(), "text_hash": pa.string()}),
    )
    return vectors_by_theme(
        con, "prototype_vectors", asked, encoder_fingerprint=encoder_fingerprint
    )


def _members(con: Connection, encoder_fingerprint: str, theme_ids: list[str]) -> dict[str, Matrix]:
    return vectors_by_theme(
        con,
        "prototype_members",
        _ids(theme_ids),
        encoder_fingerprint=encoder_fingerprint,
        most_members=MOST_MEMBERS,
    )


def vectors_by_theme(
    con: Connection, name: str, asked: pa.Table, **values: Any
) -> dict[str, Matrix]:
    """Run a query over `asked` that returns theme_id and vector; returns each theme's rows."""
    con.register("incoming", asked)
    try:
        table = arrow(con, name, **values)
    finally:
        con.unregister("incoming")
    if not table.num_rows:
        return {}
    owners, vectors = np.array(table["theme_id"].to_pylist()), matrix(table["vector"])
    return {theme_id: vectors[owners == theme_id] for theme_id in np.unique(owners).tolist()}


def _names(name_of: dict[str, str | None], encode: Encode) -> dict[str, Matrix]:
    named = {theme_id: name for theme_id, name in name_of.items() if name}
    if not named:
        return {}
    return dict(zip(named, encode(list(named.values())), strict=True))


def _write(con: Connection, found: list[tuple[str, str, Place]], encoder_fingerprint: str) -> None:
    if not found:
        return
    incoming = pa.table(
        {
            "theme_id": pa.array([theme_id for theme_id, _, _ in found], pa.string()),
            "basis": pa.array([told for _, told, _ in found], pa.string()),
            "centroid": vector_column(np.array([place.centroid for _, _, place in found])),
            "radius": pa.array([place.radius for _, _, place in found], pa.float32()),
        }
    )
    load(con, "prototype_write", incoming, encoder_fingerprint=encoder_fingerprint)
