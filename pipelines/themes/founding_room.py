"""Found the themes of a home from all its voices, and found them again whenever these doubled.

Themes found among three hundred voices are coarse, and what is born from the pool in between stays
close to its first voices. A home that loads years at once must not be left with them. So on fixed
days all voices so far are clustered anew; clusters go on the themes whose voices they hold. A home
of ten years is founded again after twenty.

Months that are over keep their numbers once they were published: a theme that is found later counts
from the open month on. Only where a person asks for it are they counted again: then the former
numbers are kept under their version, and a marker stands on the day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from pipelines.themes.birth import BirthSettings
from pipelines.themes.cluster_room import (
    Clustered,
    Window,
    cluster_again,
    clusters_of,
    name_links,
    put_in_place,
    stays,
    write_discovery,
)
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.match import Link
from pipelines.themes.theme_days import WEEK, Held, open_since
from warehouse.statements import load, rows, run

BEGINNING = date(1900, 1, 1)
DESCRIPTION = (
    "テーマを全期間の声から見直し、終わった月も数え直しました(以前の数字は版ごとに残しています)"
)


def found_themes(held: Held, settings: DiscoverSettings, usual_margin: float) -> int:
    """Cluster everything heard up to a theme day, in the caller's transaction; returns births.

    Voices of months that are over keep their themes, unless nothing was published yet.
    """
    since = open_since(held.day) if _is_published(held) else BEGINNING
    clustered = cluster_again(held, Window(BEGINNING), settings)
    return _found(held, f"founding-{held.day:%Y%m%d}", clustered, (since, settings, usual_margin))


def restate_themes(held: Held, settings: DiscoverSettings, usual_margin: float) -> int:
    """Cluster everything heard up to a day and count months that are over again, too.

    The former numbers stay in core.theme_period_former under their version. Returns births.
    """
    clustered = cluster_again(held, Window(BEGINNING), settings)
    _keep_former(held, clustered.theme_ids)
    knobs = (BEGINNING, settings, usual_margin)
    return _found(held, f"restatement-{held.day:%Y%m%d}", clustered, knobs)


def _is_published(held: Held) -> bool:
    [(is_published,)] = rows(held.con, "founding_published", run_id=held.run_id)
    return bool(is_published)


def _found(
    held: Held,
    discovery_id: str,
    clustered: Clustered,
    knobs: tuple[date, DiscoverSettings, float],
) -> int:
    links = clustered.links()
    heirs = name_links(held, clustered, links)
    write_discovery(held, discovery_id, clustered)
    put_in_place(held, discovery_id, clustered, (links, heirs), knobs)
    _count_placed(held, clustered, links)
    [(_, count_compared, _)] = rows(held.con, "founding_state")
    run(
        held.con,
        "founding_write",
        discovery_id=discovery_id,
        theme_day=held.day,
        count_voices=count_compared,
        run_id=held.run_id,
    )
    return len(clusters_of(links, "born", "split"))


def let_rest_wait(held: Held, birth: BirthSettings) -> None:
    """Let the voices wait, after a founding, for which it found no theme."""
    run(held.con, "waiting_empty")
    run(held.con, "founding_wait", theme_day=held.day, since=waiting_since(held, birth))


def waiting_since(held: Held, birth: BirthSettings) -> date:
    """Return the first day whose voices still wait for a theme on the day that is held."""
    return held.day - birth.window_weeks * WEEK + timedelta(days=1)


def settle_proposed(held: Held, birth: BirthSettings) -> None:
    """Make proposed themes active that were heard often or long enough."""
    run(
        held.con,
        "theme_settle",
        theme_day=held.day,
        active_customers=birth.active_customers,
        min_customers=birth.min_customers,
        active_weeks=birth.active_weeks,
    )


def _keep_former(held: Held, theme_ids: list[str]) -> None:
    """Keep the published numbers of themes that are about to change, and set the marker."""
    if not theme_ids:
        return
    themes = pa.table({"theme_id": pa.array(theme_ids, pa.string())})
    load(held.con, "founding_keep_former", themes)
    load(held.con, "founding_next_version", themes)
    run(
        held.con,
        "marker_add",
        marker_id=f"restatement:themes:{held.day}",
        marked_on=held.day,
        marker_kind="restatement",
        scope="all",
        description=DESCRIPTION,
        run_id=held.run_id,
    )


def _count_placed(held: Held, clustered: Clustered, links: Sequence[Link]) -> None:
    placed = (np.asarray(clustered.found.labels) >= 0) | stays(clustered, links)
    held.counts.wrote(int(clustered.copies[placed].sum()))
    if left := int(clustered.copies[~placed].sum()):
        held.counts.reject("unexplained", left)
