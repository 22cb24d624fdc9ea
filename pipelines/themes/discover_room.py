"""Room discover: on fixed days, voices that wait without a theme become themes."""

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings, assign, strength_in
from pipelines.themes.birth import BirthSettings, Born, Pool, find_births
from pipelines.themes.cluster_room import write_born, write_members
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.founding_room import (
    found_themes,
    let_rest_wait,
    settle_proposed,
    waiting_since,
)
from pipelines.themes.lineage import lineage_lines, name_clusters, write_lineage
from pipelines.themes.match import Link
from pipelines.themes.shapes import Shapes, matrix, read_shapes, replace_shapes
from pipelines.themes.theme_days import Held, due_theme_day, open_since
from warehouse.ledger import stage
from warehouse.statements import arrow, load, rows, run


def discover_themes(
    night: Night,
    encoder_fingerprint: str,
    settings: DiscoverSettings,
    birth: BirthSettings,
    assigning: AssignSettings,
) -> None:
    """Hold the oldest theme day that is due: themes are founded, founded again, or born.

    It looks only at what was received up to that day, and every voice up to it was compared with
    the themes before, so that nights split in other ways give the same themes. Nothing happens
    when no day is due.
    """
    with stage(night.con, night.run, "discover", "voice") as counts:
        theme_day = due_theme_day(night)
        if theme_day is None:
            return
        held = Held(night, counts, encoder_fingerprint, theme_day)
        [(founded, compared, waiting)] = rows(night.con, "founding_state")
        if _is_founding(founded, compared, waiting, birth):
            born = found_themes(held, settings, assigning.margin)
            let_rest_wait(held, birth)
        elif founded is None:
            born = 0
        else:
            run(night.con, "waiting_expire", since=waiting_since(held, birth))
            born = _give_birth(held, birth)
        _close_day(held, born, birth)


def _is_founding(founded: int | None, compared: int, waiting: int, birth: BirthSettings) -> bool:
    if founded is None:
        return bool(waiting >= birth.min_waiting)
    return birth.growth > 0 and compared >= birth.growth * founded


def _close_day(held: Held, born: int, birth: BirthSettings) -> None:
    settle_proposed(held, birth)
    [(_, _, waiting)] = rows(held.con, "founding_state")
    run(
        held.con,
        "theme_day_write",
        theme_day=held.day,
        count_waiting=waiting,
        count_born=born,
        run_id=held.run_id,
    )
    if born:
        held.counts.note("themes_born", born)


def _give_birth(held: Held, birth: BirthSettings) -> int:
    """Look for groups around what came this week, and write them as themes with their voices."""
    fingerprint = held.encoder_fingerprint
    texts = arrow(held.con, "waiting_pool", encoder_fingerprint=fingerprint, theme_day=held.day)
    living = read_shapes(held.con, fingerprint)
    if texts.num_rows == 0 or not living.theme_ids:
        return 0
    reach = float(np.quantile(living.radii, birth.reach_quantile))
    born = find_births(_pool(texts), reach, birth)
    if born:
        _write(held, texts, born, reach)
    return len(born)


def _pool(texts: pa.Table) -> Pool:
    customers = [frozenset(who) for who in texts["customers"].to_pylist()]
    is_new = texts["is_new"].to_numpy(zero_copy_only=False)
    return Pool(matrix(texts["vector"]), customers, is_new)


def _write(held: Held, texts: pa.Table, born: list[Born], reach: float) -> None:
    labels = np.full(texts.num_rows, -1, dtype=np.int32)
    for number, theme in enumerate(born):
        labels[theme.members] = number
    centroids = np.array([theme.centroid for theme in born])
    radii = np.full(len(born), reach, dtype=np.float32)
    _bring_copies(texts, labels, centroids, radii)
    inside = np.flatnonzero(labels >= 0)
    vectors, strengths = matrix(texts["vector"]), np.zeros(texts.num_rows, dtype=np.float32)
    strengths[inside] = strength_in(vectors[inside], labels[inside], centroids, radii)

    links = _links(texts, labels, len(born))
    [(last,)] = rows(held.con, "theme_last_number")
    heirs = name_clusters(links, [], last)
    discovery_id = _write_discovery(held, texts, labels, len(born))
    write_members(held, discovery_id, texts, labels, strengths)
    write_born(held, discovery_id, heirs, list(range(len(born))))
    theme_ids = [heirs.of_cluster[number] for number in range(len(born))]
    replace_shapes(held.con, Shapes(theme_ids, centroids, radii), held.encoder_fingerprint)
    write_lineage(held, discovery_id, lineage_lines(links, heirs), is_applied=True)
    given = pa.table(
        {
            "text_hash": texts["text_hash"].take(pa.array(inside)),
            "theme_id": pa.array([theme_ids[label] for label in labels[inside]], pa.string()),
            "strength": pa.array(strengths[inside], pa.float32()),
        }
    )
    _assign(held, given)


def _bring_copies(
    texts: pa.Table, labels: np.ndarray, centroids: np.ndarray, radii: np.ndarray
) -> None:
    """Give words that only copies of contacts say to the theme they are near to, in place."""
    copied = np.flatnonzero(texts["count_voices"].to_numpy() == 0)
    vectors = matrix(texts["vector"])[copied]
    labels[copied] = assign(vectors, centroids, radii, AssignSettings())[0]


def _links(texts: pa.Table, labels: np.ndarray, count: int) -> list[Link]:
    copies = texts["count_voices"].to_numpy()
    return [
        Link("born", None, number, int(copies[labels == number].sum()), 0, 0.0)
        for number in range(count)
    ]


def _write_discovery(held: Held, texts: pa.Table, labels: np.ndarray, count: int) -> str:
    discovery_id = f"birth-{held.day:%Y%m%d}"
    copies = texts["count_voices"].to_numpy()
    run(
        held.con,
        "discover_write",
        discovery_id=discovery_id,
        as_of=held.day,
        encoder_fingerprint=held.encoder_fingerprint,
        count_voices=int(copies.sum()),
        count_texts=texts.num_rows,
        count_clusters=count,
        count_unassigned=int((labels < 0).sum()),
        report="{}",
        run_id=held.run_id,
    )
    held.counts.wrote(int(copies[labels >= 0].sum()))
    if left := int(copies[labels < 0].sum()):
        held.counts.reject("unexplained", left)
    return discovery_id


def _assign(held: Held, given: pa.Table) -> None:
    load(
        held.con,
        "birth_assign",
        given,
        encoder_fingerprint=held.encoder_fingerprint,
        since=open_since(held.day),
        theme_day=held.day,
        run_id=held.run_id,
    )
    load(held.con, "birth_leave", given)
    load(held.con, "text_theme_write", given.select(["text_hash", "theme_id"]))
