"""Room outages: a marker on the series wherever a source was silent or came twice."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.trends.calendar import Calendar
from pipelines.trends.outages import Ints, Outage, OutageSettings, is_broad, outages
from warehouse.ledger import stage
from warehouse.statements import load, rows

_MARKER = pa.schema(
    {
        "marker_id": pa.string(),
        "marked_on": pa.date32(),
        "until_on": pa.date32(),
        "scope": pa.string(),
        "description": pa.string(),
        "count_missing": pa.float64(),
    }
)
# Themes are compared with as many days of the eight weeks before.
_WEEKS_BEFORE = 8


@dataclass(frozen=True)
class _Silence:
    source_name: str
    first: date
    last: date
    outage: Outage

    @property
    def marker(self) -> dict[str, object]:
        kind = self.outage.kind
        what = "届きませんでした" if kind == "silent" else "いつもの 2 倍ほど届きました"
        return {
            "marker_id": f"outage:{self.source_name}:{kind}:{self.first}",
            "marked_on": self.first,
            "until_on": self.last,
            "scope": self.source_name,
            "description": f"取り込み元 {self.source_name} の応対が{what}",
            "count_missing": round(abs(self.outage.expected - self.outage.came), 1),
        }


def mark_outages(night: Night, calendar: Calendar, settings: OutageSettings) -> None:
    """Bring the markers of outages in line with what is known of every source by now.

    A marker goes when the missing file came after all. Whatever is wrong on the night's own day is
    told, too.
    """
    with stage(night.con, night.run, "outages", "marker") as counts:
        found = [
            silence
            for name, (first, days) in _days_of_sources(night).items()
            for silence in _silences(night, calendar, settings, (name, first, days))
        ]
        incoming = pa.Table.from_pylist([silence.marker for silence in found], _MARKER)
        night.con.register("wanted", incoming)
        try:
            [(changed,)] = rows(night.con, "outage_count_changes")
        finally:
            night.con.unregister("wanted")
        load(night.con, "outage_write", incoming, run_id=night.run.run_id)
        counts.wrote(changed)
        for silence in found:
            _tell(night, silence)


def _days_of_sources(night: Night) -> dict[str, tuple[date, Ints]]:
    """Return for each source its first day and its contacts a day up to the night's day."""
    heard: dict[str, dict[date, int]] = {}
    for name, day, count in rows(night.con, "outage_days", as_of=night.as_of):
        heard.setdefault(name, {})[day] = count
    return {name: (min(days), _filled(days, night.as_of)) for name, days in heard.items()}


def _filled(days: dict[date, int], last: date) -> Ints:
    first = min(days)
    counts = np.zeros((last - first).days + 1, np.int64)
    for day, count in days.items():
        counts[(day - first).days] = count
    return counts


def _silences(
    night: Night, calendar: Calendar, settings: OutageSettings, source: tuple[str, date, Ints]
) -> list[_Silence]:
    name, first, counts = source
    kinds = calendar.day_kinds(first, night.as_of)
    found = []
    for outage in outages(counts, kinds, settings):
        begin, end = (first + timedelta(days=number) for number in (outage.first, outage.last))
        silence = _Silence(name, begin, end, outage)
        if outage.kind == "silent" or _all_grew(night, silence, settings):
            found.append(silence)
    return found


def _all_grew(night: Night, silence: _Silence, settings: OutageSettings) -> bool:
    before = silence.first - timedelta(weeks=_WEEKS_BEFORE)
    heard = rows(
        night.con,
        "outage_themes",
        source_name=silence.source_name,
        before=before,
        first=silence.first,
        last=silence.last,
    )
    now = np.array([row[0] for row in heard], np.int64)
    usual = np.array([row[1] for row in heard], np.float64)
    return is_broad(now, usual * silence.outage.expected / max(usual.sum(), 1.0), settings)


def _tell(night: Night, silence: _Silence) -> None:
    if silence.last == night.as_of:
        night.tell(
            f"source_{silence.outage.kind}",
            source=silence.source_name,
            day=silence.first,
            expected=round(silence.outage.expected),
        )
