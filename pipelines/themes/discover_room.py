"""Room discover: voices that wait without a theme are clustered, and clusters become themes."""

import json

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from pipelines.night import Night
from pipelines.themes.discover import DiscoverSettings, Discovery, discover
from pipelines.themes.shapes import Shapes, matrix, write_shapes
from warehouse.ledger import Stage, stage
from warehouse.statements import arrow, load, rows, run


class BirthSettings(BaseModel):
    """When waiting voices are looked through for new themes.

    At least `min_waiting` distinct texts must wait, and `growth` times as many as were left
    over by the last discovery: clustering the same leftovers every night finds nothing new.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_waiting: int = Field(300, ge=2)
    growth: float = Field(1.25, ge=1)


def discover_themes(
    night: Night, encoder_fingerprint: str, settings: DiscoverSettings, birth: BirthSettings
) -> None:
    """Write core.discovery, core.cluster_member, new rows of core.theme and their voices."""
    con = night.con
    with stage(con, night.run, "discover", "voice") as counts:
        waiting = arrow(con, "discover_waiting", encoder_fingerprint=encoder_fingerprint)
        [(left_over,)] = rows(con, "discover_left_over")
        if waiting.num_rows < max(birth.min_waiting, birth.growth * left_over):
            return
        copies, channels = waiting["count_voices"].to_numpy(), waiting["channel"].to_pylist()
        found = discover(matrix(waiting["vector"]), copies, settings, channels)
        _write(night, counts, encoder_fingerprint, waiting, found)


def _write(
    night: Night, counts: Stage, encoder_fingerprint: str, waiting: pa.Table, found: Discovery
) -> None:
    copies = waiting["count_voices"].to_numpy()
    labels = np.asarray(found.labels)
    discovery_id = _next_id(night)
    run(
        night.con,
        "discover_write",
        discovery_id=discovery_id,
        as_of=night.as_of,
        encoder_fingerprint=encoder_fingerprint,
        count_voices=int(copies.sum()),
        count_texts=waiting.num_rows,
        count_clusters=len(found.radii),
        count_unassigned=int((labels < 0).sum()),
        report=json.dumps(found.report, default=float, sort_keys=True),
        run_id=night.run.run_id,
    )
    _write_members(night, discovery_id, waiting, found)
    _give_birth(night, discovery_id, encoder_fingerprint, found)
    [(written,)] = rows(night.con, "discover_count_assigned", discovery_id=discovery_id)
    counts.wrote(written)
    if int(copies.sum()) - written:
        counts.reject("unexplained", int(copies.sum()) - written)
    counts.note("themes_born", len(found.radii))


def _next_id(night: Night) -> str:
    """Name the discovery after its run, which may discover again when it failed and was resumed."""
    [(earlier,)] = rows(night.con, "discover_count_of_run", run_id=night.run.run_id)
    return f"discovery-{night.run.run_id}" + (f".{earlier + 1}" if earlier else "")


def _write_members(night: Night, discovery_id: str, waiting: pa.Table, found: Discovery) -> None:
    inside = np.flatnonzero(np.asarray(found.labels) >= 0)
    members = pa.table(
        {
            "text_hash": waiting["text_hash"].take(pa.array(inside)),
            "cluster_number": pa.array(found.labels[inside], pa.int32()),
            "strength": pa.array(found.strengths[inside], pa.float32()),
        }
    )
    load(night.con, "discover_write_members", members, discovery_id=discovery_id)


def _give_birth(
    night: Night, discovery_id: str, encoder_fingerprint: str, found: Discovery
) -> None:
    """Turn every cluster into a theme; numbers go on from the highest ever given."""
    [(last,)] = rows(night.con, "theme_last_number")
    theme_ids = [f"T{last + number:04d}" for number in range(1, len(found.radii) + 1)]
    born = pa.table(
        {
            "theme_id": pa.array(theme_ids, pa.string()),
            "cluster_number": pa.array(range(len(theme_ids)), pa.int32()),
        }
    )
    load(
        night.con,
        "theme_write",
        born,
        born_on=night.as_of,
        discovery_id=discovery_id,
        run_id=night.run.run_id,
    )
    write_shapes(night.con, Shapes(theme_ids, found.centroids, found.radii), encoder_fingerprint)
    run(
        night.con,
        "discover_assign_members",
        discovery_id=discovery_id,
        encoder_fingerprint=encoder_fingerprint,
        count_themes=last + len(theme_ids),
        run_id=night.run.run_id,
    )
    run(night.con, "discover_mark_compared", count_themes=last + len(theme_ids))
