"""Room sift: statements that say nothing of a matter are told from those that do."""

from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from pipelines.definitions import declare, fingerprint_of
from pipelines.night import Night
from pipelines.text.generic_words import GenericWords, Spoken, has_content
from warehouse.ledger import stage
from warehouse.statements import batches, load, run

BATCH_TOKENS = 100_000
# Raise when the code judges the same words otherwise.
SIFT_VERSION = "1"


def sift(night: Night, generic: GenericWords) -> None:
    """Write core.sifted_text for statements not judged yet; other words judge all anew.

    Voices whose statement says nothing are set aside by room assign.
    """
    con = night.con
    with stage(con, night.run, "sift", "text") as counts:
        if declare(night, "generic_words", fingerprint_of(generic, SIFT_VERSION)):
            run(con, "sift_forget")
        judged = _judged(night, frozenset(generic.words))
        load(con, "sift_write", judged)
        counts.wrote(judged.num_rows)


def _judged(night: Night, generic: frozenset[str]) -> pa.Table:
    read = batches(night.con, "sift_read_due", BATCH_TOKENS)
    words = (row for batch in read for row in zip(*batch.to_pydict().values(), strict=True))
    found = {
        text_hash: has_content((Spoken(*row[1:]) for row in of_text), generic)
        for text_hash, of_text in groupby(words, key=itemgetter(0))
    }
    return pa.table(
        {
            "text_hash": pa.array(list(found), pa.string()),
            "has_content": pa.array(list(found.values()), pa.bool_()),
        }
    )
