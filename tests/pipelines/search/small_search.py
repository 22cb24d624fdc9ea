"""A home with a published file and its vectors, filled with a few named rows by plain SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from tests.new_database import work_database
from warehouse.ledger import finish_run, open_run
from warehouse.publish import build, point_to
from warehouse.statements import Connection
from warehouse.vectors import build_vectors

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
ENCODER = "small-1"

Vector = tuple[float, ...]


@dataclass(frozen=True)
class Said:
    """One contact with one voice: `words` name the statement, which voices may share."""

    name: str
    words: str
    day: str = "2024-03-01"
    theme: str | None = None
    channel: str | None = "call"
    product: str | None = "光回線"
    text: str = "原文"
    masked: str = "届きません"


def publish(
    home: Path,
    voices: Sequence[Said],
    vectors: Mapping[str, Vector],
    themes: Mapping[str, Vector] | None = None,
    encoder_name: str = "use",
) -> Path:
    """Publish voices, statements' vectors by words and themes' centres, as one night; returns home.

    A theme's name is its number with 「」. Vectors of words that nobody says stay behind, as those
    of corrected contacts do.
    """
    home.mkdir(parents=True, exist_ok=True)
    with work_database(home) as con:
        run = open_run(con, "nightly", date(2024, 3, 31), NOW, "{}")
        _fill(con, voices, vectors, themes or {})
        final, _ = build(con, home / "published", run, run.as_of)
        build_vectors(con, final, encoder_name)
        finish_run(con, run, NOW)
    point_to(home, final, run, run.as_of, NOW)
    return home


def _fill(
    con: Connection,
    voices: Sequence[Said],
    vectors: Mapping[str, Vector],
    themes: Mapping[str, Vector],
) -> None:
    names = ("name", "words", "day", "theme", "channel", "product", "text", "masked")
    schema = pa.schema({name: pa.string() for name in names})
    con.register("said", pa.Table.from_pylist([vars(voice) for voice in voices], schema))
    con.register("statement", _table(vectors))
    con.register("centre", _table(themes))
    for sql in ROWS.split(";"):
        con.execute(sql)
    for view in ("said", "statement", "centre"):
        con.unregister(view)


def _table(vectors: Mapping[str, Vector]) -> pa.Table:
    schema = pa.schema({"key": pa.string(), "vector": pa.list_(pa.float32())})
    rows = [{"key": key, "vector": list(vector)} for key, vector in vectors.items()]
    return pa.Table.from_pylist(rows, schema)


ROWS = f"""
insert into core.definition values ('encoder', '{ENCODER}', 'r');
insert into core.contact
select
    name, 'table', name, 1, day::timestamp, day::date, channel, product, null, null,
    null, '{{}}', '{{}}', 1, 'm', 'r', name
from said;
insert into core.voice
    (voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id)
select name, name, 1, text, masked, words, null, '[]', 'r' from said;
insert into core.assignment
select name, theme, 0.9, if(theme is null, 'none', 'assign'), '{ENCODER}', 1, 'r' from said;
insert into core.text_vector select key, '{ENCODER}', vector from statement;
insert into core.text_vector select key, 'other-1', list_reverse(vector) from statement;
insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id)
select key, 'active', '2024-01-31', 'd', 0, 'r' from centre;
insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id)
select key, '「' || key || '」', [], '分類', 'r' from centre;
insert into core.theme_shape select key, '{ENCODER}', vector, 0.3 from centre;
insert into core.theme_shape select key, 'other-1', list_reverse(vector), 0.3 from centre
"""
