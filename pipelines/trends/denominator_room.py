"""Room denominators: what the company counts itself, and what it knows of its days."""

import hashlib

import pyarrow as pa

from pipelines.ingest.rows import BadRow
from pipelines.night import Night
from pipelines.trends import denominators as pure
from pipelines.trends import events as pure_events
from pipelines.trends.denominators import Key, RateSettings, Revision, Series
from pipelines.trends.home_files import HomeFile, HomeFiles
from warehouse.ledger import Stage, stage
from warehouse.statements import load, rows, run

KIND_LABELS = {
    "customers": "顧客数",
    "shipments": "出荷数",
    "sales": "売上",
    "calls_offered": "入電数",
}
_DENOMINATOR = pa.schema(
    {
        "denominator_kind": pa.string(),
        "month": pa.date32(),
        "product": pa.string(),
        "segment": pa.string(),
        "count_units": pa.float64(),
    }
)
_LINK = pa.schema(
    {
        "denominator_kind": pa.string(),
        "product": pa.string(),
        "segment": pa.string(),
        "first_month": pa.date32(),
        "factor": pa.float64(),
    }
)
_EVENT = pa.schema(
    {
        "marker_id": pa.string(),
        "marked_on": pa.date32(),
        "until_on": pa.date32(),
        "scope": pa.string(),
        "description": pa.string(),
    }
)


def denominators(night: Night, files: HomeFiles, settings: RateSettings) -> None:
    """Bring core.denominator and the markers of events in line with denominators.csv, events.csv.

    A file that has not changed costs nothing; one that cannot be read leaves what was known. A
    change of what was known of past months leaves a marker, and the former numbers stay known.
    """
    with stage(night.con, night.run, "denominators", "row") as counts:
        run(
            night.con,
            "rate_setting_write",
            least_contacts=settings.least_contacts,
            least_denominator=settings.least_denominator,
        )
        _take_denominators(night, counts, files, settings)
        _take_events(night, counts, files)


def _take_denominators(
    night: Night, counts: Stage, files: HomeFiles, settings: RateSettings
) -> None:
    file = HomeFile(files, "denominators.csv", pure.REQUIRED, pure.COLUMNS)
    checksum = file.changed(night)
    listed = None if checksum is None else file.read(night)
    if checksum is None or listed is None:
        return
    checked = pure.check_denominators(listed)
    known = _known(night)
    for revision in pure.revisions(known, checked.counts, settings.restated_months):
        _heal(night, known, revision)
        _mark(night, revision)
    load(night.con, "denominator_write", _table(checked.counts), run_id=night.run.run_id)
    counts.wrote(len(checked.counts))
    _count_bad(counts, checked.bad)
    file.set_aside(night, checked.bad)
    for series, months in checked.lacking.items():
        night.tell(
            "denominators_lacking",
            kind=series.kind,
            count=len(months),
            month=f"{months[0]:%Y-%m}",
        )
    _tell_strangers(night)
    file.taken(night, checksum)


def _known(night: Night) -> dict[Key, float]:
    return {
        Key(Series(kind, product, segment), month): count
        for kind, month, product, segment, count in rows(night.con, "denominator_known")
    }


def _table(counts: dict[Key, float]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "denominator_kind": key.series.kind,
                "month": key.month,
                "product": key.series.product,
                "segment": key.series.segment,
                "count_units": count,
            }
            for key, count in counts.items()
        ],
        _DENOMINATOR,
    )


def _mark(night: Night, revision: Revision) -> None:
    """Leave a marker, what stood there before, and how the new way of counting compares."""
    former = _table(revision.former)
    content = repr(
        sorted((*key.series, key.month, count) for key, count in revision.former.items())
    )
    digest = hashlib.blake2b(content.encode(), digest_size=6).hexdigest()
    marker_id = f"denominator:{revision.kind}:{revision.first}:{night.as_of}:{digest}"
    label, count = KIND_LABELS[revision.kind], len({key.month for key in revision.former})
    what = "数え方が変わりました" if revision.is_break else "過去の値が直されました"
    run(
        night.con,
        "marker_add_span",
        marker_id=marker_id,
        marked_on=revision.first,
        until_on=None if revision.is_break else revision.last,
        marker_kind="denominator",
        scope=revision.kind,
        description=f"分母({label})の{what}({count} か月分)",
        run_id=night.run.run_id,
    )
    load(night.con, "denominator_former_write", former, marker_id=marker_id)
    links = [
        {
            "denominator_kind": series.kind,
            "product": series.product,
            "segment": series.segment,
            "first_month": min(k.month for k in revision.former if k.series == series),
            "factor": factor,
        }
        for series, factor in revision.links.items()
    ]
    linked = pa.Table.from_pylist(links, _LINK)
    load(night.con, "denominator_link_write", linked, marker_id=marker_id)


def _heal(night: Night, known: dict[Key, float], revision: Revision) -> None:
    """Forget breaks whose earlier months are now counted in the new way, too."""
    for marker_id, *names, first in rows(night.con, "denominator_links", kind=revision.kind):
        series = Series(*names)
        if pure.is_healed(series, first, known, revision.former):
            run(
                night.con,
                "denominator_link_forget",
                marker_id=marker_id,
                product=series.product,
                segment=series.segment,
            )


def _tell_strangers(night: Night) -> None:
    """Tell of products and segments that no contact has: their rates would all be zero."""
    [(count,)] = rows(night.con, "denominator_strangers")
    if count:
        night.tell("denominators_strangers", count=count)


def _take_events(night: Night, counts: Stage, files: HomeFiles) -> None:
    file = HomeFile(files, "events.csv", pure_events.REQUIRED, pure_events.COLUMNS)
    checksum = file.changed(night)
    listed = None if checksum is None else file.read(night)
    if checksum is None or listed is None:
        return
    theme_ids = {theme_id for (theme_id,) in rows(night.con, "event_themes")}
    checked = pure_events.check_events(listed, theme_ids)
    incoming = [
        {
            "marker_id": f"event:{event.day}:{event.until}:{event.scope}:{event.name}",
            "marked_on": event.day,
            "until_on": event.until,
            "scope": event.scope,
            "description": event.name,
        }
        for event in checked.events
    ]
    table = pa.Table.from_pylist(incoming, _EVENT)
    load(night.con, "event_write", table, run_id=night.run.run_id)
    counts.wrote(len(checked.events))
    _count_bad(counts, checked.bad)
    file.set_aside(night, checked.bad)
    file.taken(night, checksum)


def _count_bad(counts: Stage, bad: list[BadRow]) -> None:
    for row in bad:
        counts.reject(row.reason)
