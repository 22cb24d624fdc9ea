"""Vectors beside a published file: one direction for each theme."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from tests.pipelines.review.small_home import Call
from warehouse.connect import published_path
from warehouse.vectors import vectors_path


def give_vectors(home: Path, said: Sequence[Call]) -> None:
    """Write vectors of what was said, as the night does that publishes it."""
    spoken = [call for call in said if call.text]
    directions = {theme: at for at, theme in enumerate(dict.fromkeys(one.theme for one in spoken))}
    random = np.random.default_rng(1)
    voices, vectors = [], []
    for number, call in enumerate(spoken):
        vector = random.integers(-20, 20, 16)
        vector[directions[call.theme]] = 127
        voices.append((call.name, number))
        vectors.append((number, [int(one) for one in vector]))
    with duckdb.connect(str(vectors_path(published_path(home).resolve()))) as con:
        con.execute("create schema search")
        con.execute("create table search.voice_text (voice_id text, text_number bigint)")
        con.execute("create table search.text_vector (text_number bigint, vector tinyint[])")
        con.executemany("insert into search.voice_text values (?, ?)", voices)
        con.executemany("insert into search.text_vector values (?, ?)", vectors)
