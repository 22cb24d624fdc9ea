"""What the watch remembers from night to night: core.watch_episode and core.watch_past."""

import pyarrow as pa

from pipelines.night import Night
from pipelines.trends.alerts import Episode, Remembered, Span
from pipelines.trends.knowledge import Knowledge
from pipelines.trends.series import SeriesKey
from warehouse.statements import load, rows, run

_WHOLE = [("theme_id", pa.string()), ("facet", pa.string()), ("facet_value", pa.string())]
_EPISODE = pa.schema(
    [
        *_WHOLE,
        ("alert_kind", pa.string()),
        ("began_on", pa.date32()),
        ("raised_on", pa.date32()),
        ("last_seen_on", pa.date32()),
        ("told_to", pa.list_(pa.string())),
    ]
)
_PAST = pa.schema([*_WHOLE, ("began_on", pa.date32()), ("last_seen_on", pa.date32())])


def read_memory(night: Night, knowledge: Knowledge) -> Remembered:
    """Return what the newest watched day left to remember."""
    episodes = {
        (SeriesKey(*key), kind): Episode(
            knowledge.number(began),
            knowledge.number(raised),
            knowledge.number(last_seen),
            frozenset(told_to),
        )
        for *key, kind, began, raised, last_seen, told_to in rows(night.con, "watch_episodes")
    }
    past: dict[SeriesKey, tuple[Span, ...]] = {}
    for theme_id, facet, value, began, last_seen in rows(night.con, "watch_past"):
        key = SeriesKey(theme_id, facet, value)
        span = (knowledge.number(began), knowledge.number(last_seen))
        past[key] = (*past.get(key, ()), span)
    return Remembered(episodes, past)


def write_memory(night: Night, knowledge: Knowledge, remembered: Remembered) -> None:
    """Put what the newest watched day leaves in place of what was there."""
    episodes = [
        {
            **_named(key),
            "alert_kind": kind,
            "began_on": knowledge.date_of(episode.began),
            "raised_on": knowledge.date_of(episode.raised),
            "last_seen_on": knowledge.date_of(episode.last_seen),
            "told_to": sorted(episode.told_to),
        }
        for (key, kind), episode in sorted(remembered.episodes.items())
    ]
    past = [
        {
            **_named(key),
            "began_on": knowledge.date_of(first),
            "last_seen_on": knowledge.date_of(last),
        }
        for key, spans in sorted(remembered.past.items())
        for first, last in spans
    ]
    run(night.con, "watch_forget_episodes")
    load(night.con, "watch_write_episodes", pa.Table.from_pylist(episodes, _EPISODE))
    run(night.con, "watch_forget_past")
    load(night.con, "watch_write_past", pa.Table.from_pylist(past, _PAST))


def _named(key: SeriesKey) -> dict[str, str]:
    return {"theme_id": key.theme_id, "facet": key.facet, "facet_value": key.value}
