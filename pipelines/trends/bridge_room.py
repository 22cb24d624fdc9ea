"""Room bridge: what the months before a change of encoder would have been with the new one.

An encoder never looks back, so a theme's numbers may jump where it changed. The last months before
are counted once more, aside, and the ratio makes both sides comparable.
"""

from datetime import date

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from pipelines.night import Night
from pipelines.themes.approved_first import assign_to_places
from pipelines.themes.assign import AssignSettings
from pipelines.themes.prototype_room import read_places
from pipelines.themes.shapes import matrix
from warehouse.ledger import stage
from warehouse.statements import arrow, load, rows


class BridgeSettings(BaseModel):
    """Which months are counted by both encoders."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: int = Field(3, ge=1, le=24)


def bridge(
    night: Night, encoder_fingerprint: str, assign: AssignSettings, settings: BridgeSettings
) -> None:
    """Write core.encoder_link for the change that put the encoder in force, once.

    Voices go to their nearest theme as new ones do; no stored assignment changes.
    """
    with stage(night.con, night.run, "bridge", "theme") as counts:
        due = rows(night.con, "bridge_due", encoder_fingerprint=encoder_fingerprint)
        for marker_id, marked_on in due:
            until = marked_on.replace(day=1)
            span = {"since": _months_before(until, settings.months), "until": until}
            table = arrow(
                night.con, "bridge_texts", encoder_fingerprint=encoder_fingerprint, **span
            )
            placed = _placed(night, table, encoder_fingerprint, assign)
            load(
                night.con,
                "bridge_write",
                placed,
                marker_id=marker_id,
                encoder_fingerprint=encoder_fingerprint,
                **span,
            )
            [(written,)] = rows(night.con, "bridge_count", marker_id=marker_id)
            counts.wrote(written)


def _months_before(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def _placed(
    night: Night, table: pa.Table, encoder_fingerprint: str, settings: AssignSettings
) -> pa.Table:
    places = read_places(night.con, encoder_fingerprint, settings)
    index = np.full(table.num_rows, -1)
    if table.num_rows and places.theme_ids:
        index, _ = assign_to_places(matrix(table["vector"]), places)
    names = [places.theme_ids[number] if number >= 0 else None for number in index]
    return pa.table({"text_hash": table["text_hash"], "theme_id": pa.array(names, pa.string())})
