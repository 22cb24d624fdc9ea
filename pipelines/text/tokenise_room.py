"""Room tokenise: every distinct statement becomes a list of Sudachi words."""

import pyarrow as pa

from pipelines.definitions import declare
from pipelines.night import Night
from pipelines.text.tokenise import Tokeniser
from warehouse.ledger import stage
from warehouse.statements import load, rows, run

BATCH_TEXTS = 5_000


def tokenise(night: Night, tokeniser: Tokeniser) -> None:
    """Write core.token for statements not yet tokenised by this tokeniser and dictionary."""
    con, fingerprint = night.con, tokeniser.fingerprint
    with stage(con, night.run, "tokenise", "text") as counts:
        declare(night, "tokeniser", fingerprint)
        run(con, "tokenise_select_due", tokeniser_fingerprint=fingerprint)
        [(total,)] = rows(con, "tokenise_count_due")
        for first in range(0, total, BATCH_TEXTS):
            due = rows(con, "tokenise_read_due", first=first, last=first + BATCH_TEXTS)
            _write(night, due, tokeniser)
            counts.wrote(len(due))
            night.progress(first + len(due), total)
            counts.checkpoint()


def _write(night: Night, due: list[tuple[str, str]], tokeniser: Tokeniser) -> None:
    tokens = [
        (text_hash, position, token)
        for text_hash, text in due
        for position, token in enumerate(tokeniser.tokenise(text))
    ]
    hashes = pa.table({"text_hash": pa.array([text_hash for text_hash, _ in due], pa.string())})
    load(night.con, "tokenise_forget", hashes)
    load(
        night.con,
        "tokenise_write_tokens",
        pa.table(
            {
                "text_hash": pa.array([text_hash for text_hash, _, _ in tokens], pa.string()),
                "position": pa.array([position for _, position, _ in tokens], pa.int32()),
                "surface": pa.array([t.surface for _, _, t in tokens], pa.string()),
                "normalised_form": pa.array([t.normalised_form for _, _, t in tokens], pa.string()),
                "dictionary_form": pa.array([t.dictionary_form for _, _, t in tokens], pa.string()),
                "part_of_speech": pa.array([t.part_of_speech for _, _, t in tokens], pa.string()),
                "is_content": pa.array([t.is_content for _, _, t in tokens], pa.bool_()),
            }
        ),
    )
    load(
        night.con,
        "tokenise_write_done",
        hashes,
        tokeniser_fingerprint=tokeniser.fingerprint,
    )
