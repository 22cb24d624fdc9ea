"""Room embed: every distinct statement gets its vector once per encoder, and keeps it."""

import pyarrow as pa

from embeddings import Encoder
from pipelines.night import Night
from warehouse.ledger import stage
from warehouse.statements import load, rows, run

# A killed night loses at most one batch; at 500 texts a second that is some eight seconds.
BATCH_TEXTS = 4_096


def embed(night: Night, encoder: Encoder) -> None:
    """Write core.text_vector for statements that have no vector of this encoder yet.

    Vectors of the encoder in force stay and serve until all are there (see encoder_change).
    """
    con, fingerprint = night.con, encoder.fingerprint
    with stage(con, night.run, "embed", "text") as counts:
        run(con, "embed_select_due", encoder_fingerprint=fingerprint)
        [(total,)] = rows(con, "embed_count_due")
        for first in range(0, total, BATCH_TEXTS):
            due = rows(con, "embed_read_due", first=first, last=first + BATCH_TEXTS)
            vectors = encoder.encode([text for _, text in due])
            load(
                con,
                "embed_write",
                pa.table(
                    {
                        "text_hash": pa.array([text_hash for text_hash, _ in due], pa.string()),
                        "vector": pa.FixedSizeListArray.from_arrays(
                            pa.array(vectors.reshape(-1)), encoder.dimension
                        ),
                    }
                ),
                encoder_fingerprint=fingerprint,
            )
            counts.wrote(len(due))
            night.progress(first + len(due), total)
            counts.checkpoint()
