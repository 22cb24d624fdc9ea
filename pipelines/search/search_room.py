"""Room search: the voices and themes of a published file nearest to a question.

Reads only, from the published file with its vectors attached (warehouse.vectors).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipelines.search.asked import Filters, Known
from pipelines.search.nearest import Block, nearest
from pipelines.themes.shapes import matrix
from warehouse.statements import Connection, arrow, batches, rows, run

# 8 MB of one-byte numbers, 32 MB as floats.
BLOCK_ROWS = 16_384
# Rows of one-byte numbers move a cosine by up to .0015 (27,781 statements, 512 numbers each).
SHOWN_DECIMALS = 3

Question = NDArray[np.float32]


@dataclass(frozen=True)
class PublishedEncoder:
    """The encoder whose vectors lie beside the published file, and what it is loaded by."""

    fingerprint: str
    name: str


@dataclass(frozen=True)
class Matching:
    """How much the filters left to search."""

    count_voices: int
    count_texts: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class FoundVoice:
    """A statement near the question: its newest voice, and how many voices say the same."""

    similarity: float
    received_on: date
    channel: str | None
    product: str | None
    theme_id: str | None
    theme_name: str | None
    count_voices: int
    text: str
    voice_id: str
    contact_id: str


@dataclass(frozen=True)
class FoundTheme:
    """A theme near the question, counted over the voices that the filters left."""

    similarity: float
    theme_id: str
    theme_name: str | None
    category_name: str | None
    count_contacts: int
    count_voices: int
    last_heard_on: date


def published_encoder(con: Connection) -> PublishedEncoder | None:
    """Return the encoder of the published vectors; None when no night had one yet."""
    found = rows(con, "search_encoder")
    return PublishedEncoder(*found[0]) if found else None


def known_names(con: Connection, option: str) -> list[Known]:
    """Return what may be given for `product`, `channel` or `theme` (by number or name)."""
    return [Known(*row) for row in rows(con, "search_names", option_name=option)]


def narrow(con: Connection, filters: Filters) -> Matching:
    """Choose the voices to search; must come before `near_voices` and `near_themes`."""
    run(
        con,
        "search_select",
        since=filters.since,
        until=filters.until,
        products=list(filters.products) or None,
        channels=list(filters.channels) or None,
        theme_ids=list(filters.theme_ids) or None,
    )
    return Matching(*rows(con, "search_count")[0])


def near_voices(con: Connection, question: Question, count: int) -> list[FoundVoice]:
    """Return the `count` nearest distinct statements, nearest first."""
    numbers, similarities = nearest(question, _statements(con), count)
    found = rows(con, "search_voices", text_numbers=numbers.tolist())
    by_number = {number: voice for number, *voice in found}
    return [
        FoundVoice(round(float(similarity), SHOWN_DECIMALS), *by_number[number])
        for number, similarity in zip(numbers.tolist(), similarities, strict=True)
    ]


def near_themes(con: Connection, question: Question, count: int) -> list[FoundTheme]:
    """Return the `count` themes whose centre is nearest, nearest first.

    The centre finds the theme of an unseen statement better than its nearest members do
    (DECISIONS.md). Themes without a voice among those chosen are left out.
    """
    table = arrow(con, "search_themes")
    if not table.num_rows:
        return []
    block = (np.arange(table.num_rows), matrix(table["centroid"]))
    places, similarities = nearest(question, [block], count)
    themes = table.drop_columns(["centroid"]).to_pylist()
    return [
        FoundTheme(round(float(similarity), SHOWN_DECIMALS), **themes[place])
        for place, similarity in zip(places.tolist(), similarities, strict=True)
    ]


def _statements(con: Connection) -> Iterator[Block]:
    for batch in batches(con, "search_vectors", BLOCK_ROWS):
        numbers, vectors = batch.column(0).to_numpy(), batch.column(1).flatten().to_numpy()
        yield numbers, vectors.reshape(len(numbers), -1)
