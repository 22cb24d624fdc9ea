"""Where each living theme lies in an encoder's space, read from and written to core.theme_shape."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.statements import Connection, arrow, load

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Shapes:
    """Themes by identifier: centroids (k, d) unit rows, radii (k,) as cosine distance."""

    theme_ids: list[str]
    centroids: Matrix
    radii: NDArray[np.float32]


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
