"""What was heard is clustered anew, and the themes become what the clusters say."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from pipelines.themes.calibrate import calibrated_margins, calibrated_radii
from pipelines.themes.discover import DiscoverSettings, Discovery, discover
from pipelines.themes.lineage import Heirs, lineage_lines, name_clusters, write_lineage
from pipelines.themes.match import Link, Places, match, match_places
from pipelines.themes.shapes import Shapes, matrix, replace_shapes
from pipelines.themes.theme_days import Held
from warehouse.statements import arrow, load, rows, run

# The share of voices nearest to a theme, beyond its margin, that are its own.
MARGIN_PRECISION = 0.9
ENDED = pa.schema({"theme_id": pa.string(), "reason": pa.string(), "merged_into": pa.string()})


@dataclass(frozen=True)
class Window:
    """Voices from a day on, with or without those of themes that people decided about."""

    since: date
    with_decided: bool = False


@dataclass(frozen=True)
class Clustered:
    """Texts (by hash), the living themes with the one each text is in (number or -1), and what a
    discovery found."""

    texts: pa.Table
    theme_ids: list[str]
    places: Places
    before: np.ndarray
    found: Discovery

    @property
    def copies(self) -> np.ndarray:
        """Voices that say each text (n,) float64; 0 where only copies of contacts say it."""
        return np.asarray(self.texts["count_voices"].to_numpy(), dtype=np.float64)

    def links(self) -> list[Link]:
        """Match the clusters with the themes, by their voices first and their places second."""
        size = (len(self.theme_ids), len(self.found.radii))
        by_voices = match(self.before, self.found.labels, self.copies, size)
        return match_places(by_voices, self.places, Places(self.found.centroids, self.found.radii))


def name_links(held: Held, clustered: Clustered, links: Sequence[Link]) -> Heirs:
    """Say which theme each cluster is; fresh ones get numbers that were never given."""
    [(last,)] = rows(held.con, "theme_last_number")
    return name_clusters(links, clustered.theme_ids, last)


def put_in_place(
    held: Held,
    discovery_id: str,
    clustered: Clustered,
    matched: tuple[Sequence[Link], Heirs],
    knobs: tuple[date, DiscoverSettings, float],
) -> None:
    """Make the themes what the clusters say, for voices received since the day in `knobs`."""
    links, heirs = matched
    since, settings, usual_margin = knobs
    write_born(held, discovery_id, heirs, clusters_of(links, "born", "split"))
    _end(held, links, heirs)
    _place(held, clustered, heirs, (settings.radius_quantile, usual_margin))
    _assign(held, clustered, (links, heirs), since)
    write_lineage(held, discovery_id, lineage_lines(links, heirs), is_applied=True)


def cluster_again(held: Held, window: Window, settings: DiscoverSettings) -> Clustered:
    """Cluster what was heard in a window up to the day that is held."""
    texts = arrow(
        held.con,
        "founding_texts",
        encoder_fingerprint=held.encoder_fingerprint,
        theme_day=held.day,
        since=window.since,
        with_decided=window.with_decided,
    )
    copies, channels = texts["count_voices"].to_numpy(), texts["channel"].to_pylist()
    found = discover(matrix(texts["vector"]), copies, settings, channels)
    living = arrow(
        held.con,
        "founding_themes",
        encoder_fingerprint=held.encoder_fingerprint,
        with_decided=window.with_decided,
    )
    theme_ids = living["theme_id"].to_pylist()
    places = Places(matrix(living["centroid"]), living["radius"].to_numpy())
    of_text = texts["theme_id"].to_pylist()
    number_of = {theme_id: number for number, theme_id in enumerate(theme_ids)}
    before = np.array([number_of.get(theme_id, -1) for theme_id in of_text], dtype=np.int32)
    return Clustered(texts, theme_ids, places, before, found)


def clusters_of(links: Sequence[Link], *kinds: str) -> list[int]:
    """Return the clusters of some kinds of links, lowest first."""
    return sorted(link.cluster for link in links if link.kind in kinds and link.cluster is not None)


def write_discovery(held: Held, discovery_id: str, clustered: Clustered) -> None:
    """Write core.discovery and its members."""
    found = clustered.found
    run(
        held.con,
        "discover_write",
        discovery_id=discovery_id,
        as_of=held.day,
        encoder_fingerprint=held.encoder_fingerprint,
        count_voices=int(clustered.copies.sum()),
        count_texts=clustered.texts.num_rows,
        count_clusters=len(found.radii),
        count_unassigned=int((np.asarray(found.labels) < 0).sum()),
        report=json.dumps(found.report, default=float, sort_keys=True),
        run_id=held.run_id,
    )
    write_members(held, discovery_id, clustered.texts, found.labels, found.strengths)


def write_members(
    held: Held, discovery_id: str, texts: pa.Table, labels: np.ndarray, strengths: np.ndarray
) -> None:
    """Write core.cluster_member for the texts whose label is not -1."""
    inside = np.flatnonzero(np.asarray(labels) >= 0)
    members = pa.table(
        {
            "text_hash": texts["text_hash"].take(pa.array(inside)),
            "cluster_number": pa.array(labels[inside], pa.int32()),
            "strength": pa.array(strengths[inside], pa.float32()),
        }
    )
    load(held.con, "discover_write_members", members, discovery_id=discovery_id)


def write_born(held: Held, discovery_id: str, heirs: Heirs, clusters: list[int]) -> None:
    """Write core.theme for clusters that go on no theme."""
    born = pa.table(
        {
            "theme_id": pa.array([heirs.of_cluster[cluster] for cluster in clusters], pa.string()),
            "cluster_number": pa.array(clusters, pa.int32()),
        }
    )
    load(
        held.con,
        "theme_write",
        born,
        born_on=held.day,
        discovery_id=discovery_id,
        run_id=held.run_id,
    )


def _end(held: Held, links: Sequence[Link], heirs: Heirs) -> None:
    ended = [
        {
            "theme_id": heirs.theme_ids[link.theme],
            "reason": "merged" if link.kind == "merged" else "split",
            "merged_into": heirs.of_cluster[link.cluster] if link.cluster is not None else None,
        }
        for link in links
        if link.kind in ("merged", "retired") and link.theme is not None
    ]
    load(held.con, "theme_end", pa.Table.from_pylist(ended, ENDED), ended_on=held.day)


def _place(
    held: Held, clustered: Clustered, heirs: Heirs, reach_and_margin: tuple[float, float]
) -> None:
    """Write where the themes lie, how far they reach and how clearly nearest they must be."""
    found, vectors = clustered.found, matrix(clustered.texts["vector"])
    quantile, usual_margin = reach_and_margin
    theme_ids = [heirs.of_cluster[cluster] for cluster in range(len(found.radii))]
    # What only copies of contacts say tells nothing about a theme's reach.
    labels = np.where(clustered.copies > 0, found.labels, -1)
    radii = calibrated_radii(vectors, clustered.copies, labels, quantile)
    margins = calibrated_margins(vectors, labels, found.centroids, MARGIN_PRECISION, usual_margin)
    shapes = Shapes(theme_ids, found.centroids, radii, margins)
    replace_shapes(held.con, shapes, held.encoder_fingerprint)


def stays(clustered: Clustered, links: Sequence[Link]) -> np.ndarray:
    """Which texts (n,) stay in a theme that no cluster goes on and that lives on alone."""
    alone = [link.theme for link in links if link.kind == "continued" and link.cluster is None]
    outside = np.asarray(clustered.found.labels) < 0
    return outside & np.isin(clustered.before, [theme for theme in alone if theme is not None])


def _assign(
    held: Held, clustered: Clustered, matched: tuple[Sequence[Link], Heirs], since: date
) -> None:
    """Give every text its cluster's theme."""
    links, heirs = matched
    labels = np.asarray(clustered.found.labels)
    strengths = pa.array(clustered.found.strengths, pa.float32(), mask=labels < 0)
    hashes, is_staying = clustered.texts["text_hash"], stays(clustered, links)
    given = [heirs.of_cluster.get(int(label)) for label in labels]
    for row in np.flatnonzero(is_staying):
        given[row] = clustered.theme_ids[clustered.before[row]]
    theme_ids = pa.array(given, pa.string())
    load(held.con, "text_theme_write", pa.table({"text_hash": hashes, "theme_id": theme_ids}))
    decided = pa.table({"text_hash": hashes, "theme_id": theme_ids, "strength": strengths}).filter(
        pa.array(~is_staying)
    )
    load(
        held.con,
        "founding_assign",
        decided,
        encoder_fingerprint=held.encoder_fingerprint,
        theme_day=held.day,
        since=since,
        run_id=held.run_id,
    )
