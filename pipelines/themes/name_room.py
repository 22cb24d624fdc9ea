"""Room name: new themes get a name, a category and example voices that differ from each other."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from pipelines.night import Night
from pipelines.themes.categorise import categorise
from pipelines.themes.examples import choose_examples
from pipelines.themes.name import NameSettings, name_themes
from pipelines.themes.shapes import matrix, read_shapes
from warehouse.ledger import stage
from warehouse.statements import arrow, load, rows


class ExampleSettings(BaseModel):
    """How many example voices a theme shows, chosen among its `candidates` strongest ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = Field(5, ge=1, le=20)
    candidates: int = Field(200, ge=1)


@dataclass(frozen=True, slots=True)
class Word:
    """One stored token, as naming needs it."""

    surface: str
    normalised_form: str
    dictionary_form: str
    part_of_speech: str
    is_content: bool


def name(
    night: Night, encoder_fingerprint: str, settings: NameSettings, examples: ExampleSettings
) -> None:
    """Write core.theme_name for themes without a name and core.theme_example for changed ones."""
    with stage(night.con, night.run, "name", "theme") as counts:
        counts.wrote(_name_new(night, encoder_fingerprint, settings))
        chosen = _choose_examples(night, encoder_fingerprint, examples)
        if chosen:
            counts.note("themes_with_new_examples", chosen)


def _name_new(night: Night, encoder_fingerprint: str, settings: NameSettings) -> int:
    con = night.con
    shapes = read_shapes(con, encoder_fingerprint)
    number_of = {theme_id: number for number, theme_id in enumerate(shapes.theme_ids)}
    nameless: set[str | None] = {
        theme_id for (theme_id,) in rows(con, "name_nameless") if theme_id in number_of
    }
    if not nameless:
        return 0
    documents, owners = _documents(night)
    # Without a word there is nothing to name a theme by.
    nameless &= set(owners)
    # Words of a retired theme count as the rest of the corpus.
    index = [number_of.get(owner, -1) if owner else -1 for owner in owners]
    names = name_themes(documents, index, settings)
    categories = categorise(shapes.centroids, documents, index, settings)
    new: list[dict[str, object]] = [
        {
            "theme_id": theme_id,
            "theme_name": names[number].name,
            "terms": list(names[number].terms),
            "category_name": categories.names[int(categories.index[number])],
        }
        for theme_id, number in number_of.items()
        if theme_id in nameless
    ]
    load(con, "name_write", _unique(_given_names(night), new), run_id=night.run.run_id)
    return len(new)


def _given_names(night: Night) -> set[str]:
    """Return the names already given."""
    return {theme_name for (theme_name,) in rows(night.con, "name_given")}


NAME = pa.schema(
    {
        "theme_id": pa.string(),
        "theme_name": pa.string(),
        "terms": pa.list_(pa.string()),
        "category_name": pa.string(),
    }
)


def _unique(given: set[str], new: list[dict[str, object]]) -> pa.Table:
    """Number a new name that an older theme already bears; names once given never change."""
    for row in new:
        base, number = str(row["theme_name"]), 2
        while row["theme_name"] in given:
            row["theme_name"] = f"{base}({number})"
            number += 1
        given.add(str(row["theme_name"]))
    return pa.Table.from_pylist(new, NAME)


def _documents(night: Night) -> tuple[list[list[Word]], list[str | None]]:
    table = arrow(night.con, "name_tokens").to_pydict()
    words: dict[str, list[Word]] = defaultdict(list)
    owner: dict[str, str | None] = {}
    for text_hash, theme_id, *word in zip(*table.values(), strict=True):
        words[text_hash].append(Word(*word))
        owner[text_hash] = theme_id
    return list(words.values()), [owner[text_hash] for text_hash in words]


def _choose_examples(night: Night, encoder_fingerprint: str, settings: ExampleSettings) -> int:
    con = night.con
    table = arrow(
        con,
        "example_candidates",
        encoder_fingerprint=encoder_fingerprint,
        candidates=settings.candidates,
    )
    if not table.num_rows:
        return 0
    owners = np.array(table["theme_id"].to_pylist())
    vectors, strengths = matrix(table["vector"]), table["strength"].to_numpy()
    voice_ids = table["voice_id"].to_pylist()
    chosen = []
    for theme_id in sorted(set(owners.tolist())):
        members = np.flatnonzero(owners == theme_id)
        picked = choose_examples(vectors[members], strengths[members], settings.count)
        chosen += [
            {"theme_id": theme_id, "example_number": rank, "voice_id": voice_ids[members[row]]}
            for rank, row in enumerate(picked, start=1)
        ]
    schema = pa.schema(
        {"theme_id": pa.string(), "example_number": pa.int32(), "voice_id": pa.string()}
    )
    incoming = pa.Table.from_pylist(chosen, schema)
    load(con, "example_forget", incoming)
    load(con, "example_write", incoming)
    load(con, "example_write_state", incoming)
    return len(set(owners.tolist()))
