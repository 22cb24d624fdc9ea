"""Rows of the tables of coming seasons."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from pipelines.trends.backtest import Judged
from pipelines.trends.outlook import BusinessCalendar
from pipelines.trends.season_labels import labels_of
from pipelines.trends.season_lists import Expected, SeasonList
from pipelines.trends.season_weeks import season_weeks

DAY = pa.schema(
    {
        "listed_on": pa.date32(),
        "count_entries": pa.int32(),
        "spread": pa.float64(),
        "run_id": pa.string(),
    }
)
ENTRY = pa.schema(
    {
        "listed_on": pa.date32(),
        "theme_id": pa.string(),
        "onset_on": pa.date32(),
        "peak_on": pa.date32(),
        "end_on": pa.date32(),
        "warn_by": pa.date32(),
        "expected": pa.float64(),
        "low": pa.float64(),
        "high": pa.float64(),
        "usual": pa.float64(),
        "factor": pa.float64(),
        "factor_low": pa.float64(),
        "count_years": pa.int32(),
        "count_year_before": pa.int32(),
        "count_two_years_before": pa.int32(),
        "same_as_last_month": pa.float64(),
        "sureness": pa.string(),
        "season_label": pa.string(),
        "notice": pa.string(),
    }
)
CARRIER = pa.schema(
    {
        "listed_on": pa.date32(),
        "theme_id": pa.string(),
        "onset_on": pa.date32(),
        "facet": pa.string(),
        "facet_value": pa.string(),
        "share": pa.float64(),
        "share_low": pa.float64(),
    }
)
JUDGED = pa.schema(
    {
        "judged_on": pa.date32(),
        "outcome": pa.string(),
        "theme_id": pa.string(),
        "onset_on": pa.date32(),
        "end_on": pa.date32(),
        "listed_on": pa.date32(),
        "count_contacts": pa.int32(),
        "usual": pa.float64(),
        "count_years": pa.int32(),
    }
)
WEEK = pa.schema(
    {
        "theme_id": pa.string(),
        "week_on": pa.date32(),
        "factor": pa.float64(),
        "factor_low": pa.float64(),
        "factor_high": pa.float64(),
        "count_years": pa.int32(),
        "season_labels": pa.list_(pa.string()),
        "is_season": pa.bool_(),
        "listed_on": pa.date32(),
    }
)
SEASON_DAY = pa.schema(
    {
        "day": pa.date32(),
        "one_year_from": pa.date32(),
        "one_year_until": pa.date32(),
        "two_years_from": pa.date32(),
        "two_years_until": pa.date32(),
    }
)


def entry_row(one: Expected) -> dict[str, object]:
    """Return the row of an entry, but for its label and notice."""
    entry = one.entry
    year_before, two_years_before = (*entry.before, None, None)[:2]
    return {
        "listed_on": one.listed_on,
        "theme_id": one.theme_id,
        "onset_on": one.onset_on,
        "peak_on": one.peak_on,
        "end_on": one.end_on,
        "warn_by": one.warn_by,
        "expected": entry.expected,
        "low": entry.low,
        "high": entry.high,
        "usual": entry.plain,
        "factor": entry.season.factor,
        "factor_low": entry.factor_low,
        "count_years": entry.season.count_years,
        "count_year_before": year_before,
        "count_two_years_before": two_years_before,
        "same_as_last_month": one.same_as_last_month,
        "sureness": one.sureness,
    }


def carrier_rows(one: Expected) -> list[dict[str, object]]:
    """Return the rows of those who carry an entry."""
    return [
        {
            "listed_on": one.listed_on,
            "theme_id": one.theme_id,
            "onset_on": one.onset_on,
            "facet": facet,
            "facet_value": carrier.value,
            "share": carrier.share,
            "share_low": carrier.share_low,
        }
        for facet, carrier in one.carriers.items()
        if carrier is not None
    ]


def judged_row(one: Judged) -> dict[str, object]:
    """Return the row of a judged season."""
    return {name: getattr(one, name) for name in JUDGED.names}


def week_rows(made: SeasonList, calendar: BusinessCalendar) -> Iterator[dict[str, object]]:
    """Yield the rows of the profile of a year; weeks that no year tells of are left out."""
    weeks = season_weeks(made.outlook)
    days = [weeks.first + timedelta(days=7 * number) for number in range(weeks.factor.shape[1])]
    labels = [labels_of(calendar, day, day + timedelta(days=6)) for day in days]
    for row, number in np.argwhere(weeks.years > 0).tolist():
        yield {
            "theme_id": made.themes[row],
            "week_on": days[number],
            "factor": float(weeks.factor[row, number]),
            "factor_low": float(weeks.low[row, number]),
            "factor_high": float(weeks.high[row, number]),
            "count_years": int(weeks.years[row, number]),
            "season_labels": labels[number],
            "is_season": bool(weeks.is_season[row, number]),
            "listed_on": made.outlook.as_of,
        }


def season_day_rows(calendar: BusinessCalendar, first: date, last: date) -> list[dict[str, object]]:
    """Return for each day on record the days of earlier years that it answers to."""
    one, two = (calendar.same_season_ends(first, last, years).tolist() for years in (1, 2))
    return [
        {
            "day": first + timedelta(days=number),
            "one_year_from": date.fromordinal(one[number] + 1),
            "one_year_until": date.fromordinal(one[number + 1]),
            "two_years_from": date.fromordinal(two[number] + 1),
            "two_years_until": date.fromordinal(two[number + 1]),
        }
        for number in range((last - first).days + 1)
    ]
