"""The lineage of a clustering, as rows that people can ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from pipelines.themes.match import Link
from pipelines.themes.theme_days import Held
from warehouse.statements import load

LINE = pa.schema(
    {
        "line_number": pa.int32(),
        "kind": pa.string(),
        "theme_id": pa.string(),
        "other_theme_id": pa.string(),
        "count_voices": pa.int64(),
        "count_shared": pa.int64(),
        "share_overlap": pa.float64(),
    }
)


@dataclass(frozen=True)
class Heirs:
    """Identifiers of what was matched: of the themes before, and of the theme each cluster is."""

    theme_ids: Sequence[str]
    of_cluster: Mapping[int, str]


def name_clusters(links: Sequence[Link], theme_ids: Sequence[str], last_number: int) -> Heirs:
    """Give each cluster the identifier of the theme it goes on, or the next free number."""
    of_cluster: dict[int, str] = {}
    for link in links:
        if link.kind == "continued" and link.cluster is not None and link.theme is not None:
            of_cluster[link.cluster] = theme_ids[link.theme]
    fresh = sorted(
        link.cluster
        for link in links
        if link.kind in ("born", "split") and link.cluster is not None
    )
    for number, cluster in enumerate(fresh, start=last_number + 1):
        of_cluster[cluster] = f"T{number:04d}"
    return Heirs(theme_ids, of_cluster)


def lineage_lines(links: Sequence[Link], heirs: Heirs) -> pa.Table:
    """Return the lines, theme by theme: a split names the theme it came out of, a merged one the
    theme it went into."""
    lines = sorted((_line(link, heirs) for link in links), key=lambda line: str(line["theme_id"]))
    numbered = [{"line_number": number, **line} for number, line in enumerate(lines, start=1)]
    return pa.Table.from_pylist(numbered, LINE)


def _line(link: Link, heirs: Heirs) -> dict[str, object]:
    theme = heirs.theme_ids[link.theme] if link.theme is not None else None
    cluster = heirs.of_cluster.get(link.cluster) if link.cluster is not None else None
    is_new = link.kind in ("born", "split")
    return {
        "kind": link.kind,
        "theme_id": cluster if is_new else theme,
        "other_theme_id": theme if is_new else cluster if link.kind == "merged" else None,
        "count_voices": link.count_voices,
        "count_shared": link.count_shared,
        "share_overlap": link.overlap,
    }


def write_lineage(held: Held, rediscovery_id: str, lines: pa.Table, *, is_applied: bool) -> None:
    """Write core.lineage."""
    load(
        held.con,
        "lineage_write",
        lines,
        rediscovery_id=rediscovery_id,
        happened_on=held.day,
        is_applied=is_applied,
        run_id=held.run_id,
    )
