"""Room vote: each distinct statement is asked for flags of the fast lane by what it means."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

import pyarrow as pa

from embeddings import Encoder
from pipelines.definitions import declare
from pipelines.night import Night
from pipelines.text.flag_vote import FlagVote, take_votes, vote_fingerprint
from pipelines.text.flag_vote_settings import VoteSettings
from pipelines.themes.shapes import matrix
from warehouse.ledger import stage
from warehouse.statements import arrow, load, rows, run

BATCH_TEXTS = 4_096

FLAG = pa.schema(
    {
        "text_hash": pa.string(),
        "flag": pa.string(),
        "probability": pa.float64(),
        "verdict": pa.string(),
    }
)


def vote(
    night: Night,
    encoder: Encoder,
    settings: VoteSettings,
    sentences_fingerprint: str,
    learn: Callable[[], FlagVote],
) -> None:
    """Write core.text_vote and text_flag for statements not read by the vote in force.

    `learn` is called only when there is something to read. Another encoder, other sentences or
    settings mean reading all statements anew, from vectors that are there already.
    """
    con = night.con
    fingerprint = vote_fingerprint(encoder.fingerprint, sentences_fingerprint, settings)
    with stage(con, night.run, "vote", "text") as counts:
        declare(night, "flag_vote", fingerprint)
        read = {"encoder_fingerprint": encoder.fingerprint}
        wanted = read | {"vote_fingerprint": fingerprint, "is_enabled": settings.enabled}
        run(con, "vote_select_due", **wanted)
        [(total,)] = rows(con, "vote_count_due")
        learnt = learn() if total and settings.enabled else None
        for first in range(0, total, BATCH_TEXTS):
            due = arrow(con, "vote_read_due", first=first, last=first + BATCH_TEXTS, **read)
            flags = list(_flags(due, encoder, learnt, settings)) if learnt else []
            load(con, "vote_forget_flags", due)
            load(con, "vote_write_flags", pa.Table.from_pylist(flags, FLAG))
            load(con, "vote_write_done", due, vote_fingerprint=fingerprint)
            counts.wrote(due.num_rows)
            texts_raised = {row["text_hash"] for row in flags if row["verdict"] == "raised"}
            if texts_raised:
                counts.note("flagged_texts", len(texts_raised))
            night.progress(first + due.num_rows, total)
            counts.checkpoint()


def _flags(
    due: pa.Table, encoder: Encoder, learnt: FlagVote, settings: VoteSettings
) -> Iterator[dict[str, object]]:
    texts, spotted = due["text"].to_pylist(), due["flags"].to_pylist()
    vectors = matrix(due["vector"])
    votes = take_votes(texts, spotted, vectors, learnt, settings, encoder.encode)
    for words_hash, of_text in zip(due["text_hash"].to_pylist(), votes, strict=True):
        for one in of_text:
            yield {"text_hash": words_hash, **asdict(one)}
