"""Part of room name: example voices of themes, and how many wordings a theme is told in."""

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from pipelines.night import Night
from pipelines.themes.examples import choose_examples
from pipelines.themes.shapes import matrix
from pipelines.themes.wordings import group_wordings
from warehouse.statements import arrow, load, rows


class ExampleSettings(BaseModel):
    """How many example voices a theme shows, chosen among its `candidates` strongest texts.

    They are chosen anew when the theme lost voices or grew `growth` times. Wordings are counted
    among the candidates: from `same_wording` (cosine) on, two texts are one wording.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int = Field(5, ge=1, le=20)
    candidates: int = Field(400, ge=1)
    growth: float = Field(1.1, ge=1.0)
    same_wording: float = Field(0.85, gt=0.0, le=1.0)


def write_examples(night: Night, encoder_fingerprint: str, settings: ExampleSettings) -> int:
    """Write core.theme_example and its state for changed themes; returns how many they were."""
    themes = [theme_id for (theme_id,) in rows(night.con, "example_due", growth=settings.growth)]
    chosen: list[dict[str, object]] = []
    states: list[dict[str, object]] = []
    for theme_id in themes:
        table = arrow(
            night.con,
            "example_candidates",
            theme_id=theme_id,
            encoder_fingerprint=encoder_fingerprint,
            candidates=settings.candidates,
        )
        if table.num_rows:
            chosen += _examples(theme_id, table, settings)
            wordings = _count_wordings(table, settings)
            states.append({"theme_id": theme_id, "count_wordings": wordings})
    if states:
        incoming = pa.Table.from_pylist(chosen, _EXAMPLE)
        load(night.con, "example_forget", incoming)
        load(night.con, "example_write", incoming)
        load(night.con, "example_write_state", pa.Table.from_pylist(states, _STATE))
    return len(states)


_EXAMPLE = pa.schema(
    {"theme_id": pa.string(), "example_number": pa.int32(), "voice_id": pa.string()}
)
_STATE = pa.schema({"theme_id": pa.string(), "count_wordings": pa.int64()})


def _examples(theme_id: str, table: pa.Table, settings: ExampleSettings) -> list[dict[str, object]]:
    voice_ids, customers = table["voice_id"].to_pylist(), table["customer"].to_pylist()
    strengths = table["strength"].to_numpy()
    picked = choose_examples(matrix(table["vector"]), strengths, customers, settings.count)
    return [
        {"theme_id": theme_id, "example_number": number, "voice_id": voice_ids[row]}
        for number, row in enumerate(picked, start=1)
    ]


def _count_wordings(table: pa.Table, settings: ExampleSettings) -> int:
    vectors = matrix(table["vector"]).astype(np.float32)
    return int(group_wordings(vectors, settings.same_wording).max(initial=-1)) + 1
