"""Room rediscover: a long window is clustered anew and compared with the living themes.

Its lineage says of every theme of the window whether it would continue, split, merge or end. By
default these are proposals for a person. Where nobody curates (`apply = "apply"`) they are done,
for the month that is not over: months that are over keep their numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from pipelines.night import Night
from pipelines.themes.cluster_room import (
    Clustered,
    Window,
    cluster_again,
    name_links,
    put_in_place,
    write_discovery,
)
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.lineage import Heirs, lineage_lines, write_lineage
from pipelines.themes.match import Link
from pipelines.themes.theme_days import WEEK, Held, open_since
from pipelines.themes.trust_room import TrustSettings, measure_trust
from warehouse.ledger import stage
from warehouse.statements import load, rows, run

MOST_ANCHORS = 20


class RediscoverSettings(TrustSettings):
    """What a rediscovery looks at, and what becomes of what it finds."""

    apply: Literal["propose", "apply"] = "propose"
    window_weeks: int = Field(26, ge=1)
    min_voices: int = Field(10, ge=2, description="smaller parts are not proposed")
    silent_weeks: int = Field(60, ge=1, description="silent longer: proposed to be retired")


@dataclass(frozen=True)
class Proposal:
    """A change for a person to decide: theme_ids is who stays, then who goes or comes out."""

    kind: Literal["split", "merge", "retire", "born"]
    theme_ids: tuple[str, ...]
    cluster: int | None
    count_voices: int
    overlap: float


def rediscover_themes(
    night: Night,
    encoder_fingerprint: str,
    discovering: DiscoverSettings,
    settings: RediscoverSettings,
    usual_margin: float,
) -> None:
    """Write core.lineage, core.theme_proposal and core.theme_trust.

    The same day again does nothing.
    """
    rediscovery_id = f"rediscovery-{night.as_of:%Y%m%d}"
    with stage(night.con, night.run, "rediscover", "voice") as counts:
        if rows(night.con, "rediscovery_known", rediscovery_id=rediscovery_id):
            return
        held = Held(night, counts, encoder_fingerprint, night.as_of)
        is_applied = settings.apply == "apply"
        window = Window(_since(night.as_of, settings), with_decided=not is_applied)
        clustered = cluster_again(held, window, discovering)
        if not clustered.theme_ids:
            return
        links = clustered.links()
        if is_applied:
            _apply(held, rediscovery_id, clustered, links, (discovering, usual_margin))
        else:
            _propose(held, rediscovery_id, clustered, links, settings)
        measure_trust(held, discovering, settings)
        counts.wrote(int(clustered.copies.sum()))


def _since(as_of: date, settings: RediscoverSettings) -> date:
    return as_of - settings.window_weeks * WEEK


def _apply(
    held: Held,
    rediscovery_id: str,
    clustered: Clustered,
    links: Sequence[Link],
    knobs: tuple[DiscoverSettings, float],
) -> None:
    heirs = name_links(held, clustered, links)
    write_discovery(held, rediscovery_id, clustered)
    put_in_place(held, rediscovery_id, clustered, (links, heirs), (open_since(held.day), *knobs))


def _propose(
    held: Held,
    rediscovery_id: str,
    clustered: Clustered,
    links: Sequence[Link],
    settings: RediscoverSettings,
) -> None:
    """Write the lineage as it would be, and what is worth asking a person."""
    heirs = Heirs(clustered.theme_ids, _placeholders(links, clustered.theme_ids))
    lines = lineage_lines(links, heirs)
    write_lineage(held, rediscovery_id, lines, is_applied=False)
    found = [
        *_proposals(links, heirs, settings.min_voices),
        *_silent(held, settings.silent_weeks),
    ]
    typical = [_typical(held, clustered, proposal) for proposal in found]
    _write_proposals(held, rediscovery_id, found, typical)


def _placeholders(links: Sequence[Link], theme_ids: Sequence[str]) -> dict[int, str]:
    """Names for clusters that are no theme: numbers are given to themes only."""
    names = {
        link.cluster: theme_ids[link.theme]
        for link in links
        if link.kind == "continued" and link.cluster is not None and link.theme is not None
    }
    fresh = [link.cluster for link in links if link.kind in ("born", "split")]
    return names | {cluster: f"C{cluster:04d}" for cluster in fresh if cluster is not None}


def _proposals(links: Sequence[Link], heirs: Heirs, min_voices: int) -> list[Proposal]:
    found = []
    for link in links:
        if link.count_voices < min_voices:
            continue
        theme = heirs.theme_ids[link.theme] if link.theme is not None else ""
        size = (link.count_voices, link.overlap)
        if link.kind == "split":
            found.append(Proposal("split", (theme,), link.cluster, *size))
        elif link.kind == "merged" and link.cluster is not None:
            into = heirs.of_cluster[link.cluster]
            found.append(Proposal("merge", (into, theme), link.cluster, *size))
        elif link.kind == "born":
            found.append(Proposal("born", (), link.cluster, *size))
        elif link.kind == "retired":
            found.append(Proposal("retire", (theme,), None, *size))
    return [one for one in found if not any(name.startswith("C") for name in one.theme_ids)]


def _silent(held: Held, silent_weeks: int) -> list[Proposal]:
    since = held.day - silent_weeks * WEEK
    silent = rows(held.con, "rediscovery_silent", since=since)
    return [Proposal("retire", (theme_id,), None, 0, 0.0) for (theme_id,) in silent]


def _typical(held: Held, clustered: Clustered, proposal: Proposal) -> list[str]:
    """Voices that show what a proposal is about: the strongest of its cluster."""
    if proposal.cluster is None:
        return []
    is_inside = np.asarray(clustered.found.labels) == proposal.cluster
    members = np.flatnonzero(is_inside & (clustered.copies > 0))
    strength = clustered.found.strengths[members]
    best = members[np.argsort(-strength, kind="stable")[:MOST_ANCHORS]]
    hashes = clustered.texts["text_hash"].take(pa.array(best)).to_pylist()
    return [voice_id for (voice_id,) in rows(held.con, "rediscovery_voices", text_hashes=hashes)]


PROPOSAL = pa.schema(
    {
        "kind": pa.string(),
        "theme_ids": pa.list_(pa.string()),
        "count_voices": pa.int64(),
        "share_overlap": pa.float64(),
        "voice_ids": pa.list_(pa.string()),
        "place": pa.int32(),
    }
)


def _write_proposals(
    held: Held, rediscovery_id: str, found: Sequence[Proposal], typical: Sequence[list[str]]
) -> None:
    incoming = [
        {
            "kind": proposal.kind,
            "theme_ids": list(proposal.theme_ids),
            "count_voices": proposal.count_voices,
            "share_overlap": proposal.overlap,
            "voice_ids": voice_ids,
            "place": place,
        }
        for place, (proposal, voice_ids) in enumerate(zip(found, typical, strict=True), start=1)
    ]
    run(held.con, "proposal_expire")
    load(
        held.con,
        "proposal_write",
        pa.Table.from_pylist(incoming, PROPOSAL),
        rediscovery_id=rediscovery_id,
        proposed_on=held.day,
        run_id=held.run_id,
    )
    if incoming:
        held.counts.note("proposals", len(incoming))
