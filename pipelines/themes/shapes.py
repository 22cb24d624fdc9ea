"""Where each living theme lies in an encoder's space, read from and written to core.theme_shape."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.statements import Connection, arrow, load

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Shapes:
    """Themes by identifier: centroids (k, d) unit rows, radii (k,) as cosine distance.

    `margins` (k,) say how clearly nearest a theme must be; NaN where the usual margin holds.
    """

    theme_ids: list[str]
    centroids: Matrix
    radii: NDArray[np.float32]
    margins: NDArray[np.float32] | None = None

    def margins_or(self, usual: float) -> NDArray[np.float32]:
        """Return each theme's own margin, or the usual one (k,)."""
        if self.margins is None:
            return np.full(len(self.theme_ids), usual, dtype=np.float32)
        return np.where(np.isnan(self.margins), np.float32(usual), self.margins)


def matrix(column: pa.ChunkedArray) -> Matrix:
    """Return a column of equally long float lists as an array of shape (rows, d)."""
    array = column.combine_chunks()
    if len(array) == 0:
        return np.zeros((0, 0), dtype=np.float32)
    flat = array.flatten().to_numpy(zero_copy_only=False)
    return np.ascontiguousarray(flat.reshape(len(array), -1), dtype=np.float32)


def vector_column(vectors: Matrix) -> pa.Array:
    """Return an array (rows, d) as a column of float lists."""
    return pa.FixedSizeListArray.from_arrays(
        pa.array(np.ascontiguousarray(vectors, dtype=np.float32).reshape(-1)), vectors.shape[1]
    )


def read_shapes(con: Connection, encoder_fingerprint: str) -> Shapes:
    """Return the shapes of all living themes in the space of one encoder."""
    table = arrow(con, "shape_read", encoder_fingerprint=encoder_fingerprint)
    return Shapes(
        table["theme_id"].to_pylist(),
        matrix(table["centroid"]),
        table["radius"].to_numpy().astype(np.float32),
        table["margin"].to_numpy().astype(np.float32),
    )


def write_shapes(con: Connection, shapes: Shapes, encoder_fingerprint: str) -> None:
    """Store shapes of themes that have none in the space of this encoder."""
    if shapes.theme_ids:
        incoming = pa.table(
            {
                "theme_id": pa.array(shapes.theme_ids, pa.string()),
                "centroid": vector_column(shapes.centroids),
                "radius": pa.array(shapes.radii, pa.float32()),
            }
        )
        load(con, "shape_write", incoming, encoder_fingerprint=encoder_fingerprint)


def replace_shapes(con: Connection, shapes: Shapes, encoder_fingerprint: str) -> None:
    """Store shapes of themes in place of those that they may have in the space of this encoder."""
    theme_ids = pa.array(shapes.theme_ids, pa.string())
    load(
        con,
        "shape_forget",
        pa.table({"theme_id": theme_ids}),
        encoder_fingerprint=encoder_fingerprint,
    )
    write_shapes(con, shapes, encoder_fingerprint)
    if shapes.margins is not None:
        margins = pa.table(
            {"theme_id": theme_ids, "margin": pa.array(shapes.margins, pa.float32())}
        )
        load(con, "margin_write", margins, encoder_fingerprint=encoder_fingerprint)
