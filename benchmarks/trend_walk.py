"""Watch plain arrays of counts day by day, as the room does with what it reads."""

from datetime import date

import numpy as np

from flows.data_files import config_folder
from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.alerts import Alert, Remembered
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.expect import ExpectSettings
from pipelines.trends.knowledge import Knowledge, Log
from pipelines.trends.series import SeriesKey
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_walk import walk


def calendar() -> Calendar:
    """Return the calendar that comes with a new home."""
    return parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))


def knowledge_of(first: date, series: dict[SeriesKey, np.ndarray]) -> Knowledge:
    """Return counts by series, each known at the end of its day."""
    counts = np.stack(list(series.values())).astype(np.int32)
    day, row = np.nonzero(counts.T)
    heard = counts[row, day]
    log = Log(row, day, day, heard, heard, heard)
    empty = [np.zeros_like(counts) for _ in range(3)]
    return Knowledge(first, list(series), log, empty[0], empty[1], empty[2])


def watch_series(
    first: date,
    series: dict[SeriesKey, np.ndarray],
    business_days: Calendar,
    alerts: AlertSettings | None = None,
) -> list[Alert]:
    """Return all alerts of a walk from the first day to the last, days numbered from `first`."""
    settings = WatchSettings(ExpectSettings(), alerts or AlertSettings())
    knowledge = knowledge_of(first, series)
    span = (0, knowledge.count_days - 1)
    steps = walk(knowledge, business_days, span, Remembered(), settings)
    return [alert for _, told, _ in steps for alert in told]
