"""Room watch: alerts of every day that was not watched yet, as known on that day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.examples import choose_examples
from pipelines.themes.shapes import matrix
from pipelines.trends.alerts import Alert
from pipelines.trends.expect import BusinessCalendar
from pipelines.trends.knowledge import Knowledge, read_knowledge
from pipelines.trends.listeners import teams_of
from pipelines.trends.watch_memory import read_memory, write_memory
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_walk import alert_id, walk
from warehouse.ledger import stage
from warehouse.statements import arrow, load, rows, run

QUOTES = 3

_ALERT = pa.schema(
    {
        "alert_id": pa.string(),
        "alert_kind": pa.string(),
        "theme_id": pa.string(),
        "facet": pa.string(),
        "facet_value": pa.string(),
        "raised_on": pa.date32(),
        "since_on": pa.date32(),
        "size": pa.int32(),
        "expected": pa.float64(),
        "probability": pa.float64(),
        "is_seasonal": pa.bool_(),
        "teams": pa.list_(pa.string()),
        "run_id": pa.string(),
    }
)
_CARRIER = pa.schema(
    {
        "alert_id": pa.string(),
        "facet": pa.string(),
        "facet_value": pa.string(),
        "share": pa.float64(),
    }
)
_DAY = pa.schema({"day": pa.date32(), "count_alerts": pa.int32(), "run_id": pa.string()})
_QUOTE = pa.schema({"alert_id": pa.string(), "voice_ids": pa.list_(pa.string())})


def watch(
    night: Night, calendar: BusinessCalendar, encoder_fingerprint: str, settings: WatchSettings
) -> None:
    """Watch all days up to the night's that were not watched yet; writes core.alert.

    Years loaded at once are watched day by day, each with what was known then. A day that was
    watched stands, whatever comes in later.
    """
    con = night.con
    with stage(con, night.run, "watch", "day") as counts:
        knowledge = read_knowledge(con)
        span = _due(night, knowledge) if knowledge else None
        if knowledge is None or span is None:
            return
        run(con, "watch_note_solved", as_of=night.as_of)
        solved = rows(con, "watch_solved")
        remembered = read_memory(night, knowledge)
        alerts: list[Alert] = []
        days: list[dict[str, object]] = []
        changes = rows(con, "watch_changes")
        told = _taught(night, settings)
        watched = walk(knowledge, calendar, span, remembered, told, changes, solved=solved)
        for number, raised, after in watched:
            alerts, remembered = alerts + raised, after
            day = knowledge.date_of(number)
            days.append({"day": day, "count_alerts": len(raised), "run_id": night.run.run_id})
            night.progress(number - span[0] + 1, span[1] - span[0] + 1)
        _write(night, knowledge, alerts, encoder_fingerprint)
        load(con, "watch_write_days", pa.Table.from_pylist(days, _DAY))
        write_memory(night, knowledge, remembered)
        counts.wrote(len(days))
        if alerts:
            counts.note("alert", len(alerts))


def _due(night: Night, knowledge: Knowledge) -> tuple[int, int] | None:
    """Return the first and last number of the days to watch, None when all have been."""
    [(watched,)] = rows(night.con, "watch_last_day")
    first = 0 if watched is None else knowledge.number(watched) + 1
    last = min(knowledge.number(night.as_of), knowledge.count_days - 1)
    return (max(first, 0), last) if first <= last else None


def _taught(night: Night, settings: WatchSettings) -> WatchSettings:
    """The settings with their teams, whose categories have the themes of today."""
    themes_of: dict[str, list[str]] = {}
    known = set()
    for theme_id, category in rows(night.con, "watch_categories"):
        themes_of.setdefault(category, []).append(theme_id)
        known.add(theme_id)
    for team in settings.alerts.team:
        unknown = sorted({*team.themes} - known) + sorted({*team.categories} - themes_of.keys())
        if unknown and known:
            night.tell("alerts_team_unknown", team=team.name, names=", ".join(unknown))
    return replace(settings, teams=teams_of(settings.alerts, themes_of))


def _write(
    night: Night, knowledge: Knowledge, alerts: Sequence[Alert], encoder_fingerprint: str
) -> None:
    """Write alerts with carriers, customers and quotes."""
    written = [_row(alert, knowledge, night.run.run_id) for alert in alerts]
    carriers = [
        {"alert_id": row["alert_id"], "facet": one.facet, "facet_value": one.value,
         "share": one.share}
        for row, alert in zip(written, alerts, strict=True)
        for one in alert.carriers
    ]  # fmt: skip
    load(night.con, "watch_select_alerts", pa.Table.from_pylist(written, _ALERT))
    quotes = _quotes(night, encoder_fingerprint)
    load(night.con, "watch_write_alerts", pa.Table.from_pylist(quotes, _QUOTE))
    load(night.con, "watch_write_carriers", pa.Table.from_pylist(carriers, _CARRIER))


def _row(alert: Alert, knowledge: Knowledge, run_id: str) -> dict[str, object]:
    raised_on = knowledge.date_of(alert.raised)
    return {
        "alert_id": alert_id(alert, raised_on),
        "alert_kind": alert.kind,
        "theme_id": alert.key.theme_id,
        "facet": alert.key.facet,
        "facet_value": alert.key.value,
        "raised_on": raised_on,
        "since_on": knowledge.first + timedelta(days=alert.since),
        "size": round(alert.size),
        "expected": round(alert.expected, 3),
        "probability": alert.probability,
        "is_seasonal": alert.is_seasonal,
        "teams": list(alert.teams),
        "run_id": run_id,
    }


def _quotes(night: Night, encoder_fingerprint: str) -> list[dict[str, object]]:
    """Choose for each alert three voices of its window: typical, unlike, of different customers."""
    table = arrow(night.con, "watch_voices", encoder_fingerprint=encoder_fingerprint)
    places: dict[str, list[int]] = {}
    for place, name in enumerate(table["alert_id"].to_pylist()):
        places.setdefault(name, []).append(place)
    voice_ids, customers = table["voice_id"].to_pylist(), table["customer"].to_pylist()
    vectors, strengths = matrix(table["vector"]), table["strength"].to_numpy()
    found: list[dict[str, object]] = []
    for name, at in places.items():
        picked = choose_examples(
            vectors[at], strengths[at], [customers[place] for place in at], QUOTES
        )
        found.append({"alert_id": name, "voice_ids": [voice_ids[at[one]] for one in picked]})
    return found
