"""The list of a day: which themes are expected to rise, from what was known by then."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipelines.trends.foresee import Foreseen
from pipelines.trends.knowledge import Counts
from pipelines.trends.outlook import BusinessCalendar, Outlook, look_ahead
from pipelines.trends.season_carriers import Carriers, Parts
from pipelines.trends.season_profile import Season, SeasonSettings
from pipelines.trends.series import SeriesKey
from pipelines.trends.windows import Floats, Ints

# Lists of Mondays are for use; those of the first of a month are kept and judged.
KEPT_DAYS = 35
MONTH_DAYS = 30


@dataclass(frozen=True)
class Record:
    """What was known at the end of a day: counts (series, days) from `first` on."""

    first: date
    keys: list[SeriesKey]
    counts: Counts

    @property
    def as_of(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.counts.shape[1] - 1)

    def number(self, day: date) -> int:
        """Return the number of a day."""
        return (day - self.first).days


@dataclass(frozen=True)
class Expected:
    """One entry of the list of a day."""

    listed_on: date
    theme_id: str
    onset_on: date
    peak_on: date
    end_on: date
    warn_by: date
    entry: Foreseen
    same_as_last_month: float
    carriers: Carriers
    is_rise_sure: bool

    @property
    def sureness(self) -> str:
        """How sure it is: high, medium, or low when only one year tells of it."""
        if self.entry.season.count_years < 2:
            return "low"
        return "high" if self.is_rise_sure else "medium"


@dataclass(frozen=True)
class SeasonList:
    """The list of a day with what it was made from; `themes` are the rows of the outlook."""

    outlook: Outlook
    themes: list[str]
    entries: list[Expected]


def list_days(after: date | None, first: date, as_of: date) -> list[date]:
    """Return the days up to `as_of` whose list is due: each first of a month, late Mondays.

    `after` is the newest day that has one; `first` the first day of the record.
    """
    begin = first if after is None else after + timedelta(days=1)
    days = (begin + timedelta(days=number) for number in range((as_of - begin).days + 1))
    kept_from = as_of - timedelta(days=KEPT_DAYS - 1)
    return [day for day in days if day.day == 1 or (day.weekday() == 0 and day >= kept_from)]


def next_judged_day(day: date) -> date:
    """Return the first of the month after a day."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class ListMaker:
    """Makes lists by a calendar and settings."""

    calendar: BusinessCalendar
    settings: SeasonSettings

    def make(self, record: Record, parts: Parts) -> SeasonList:
        """Return the list of the last day of a record, by onset; `parts` are those of its keys."""
        # A theme that is heard only later must not be there yet, not even as a row of zeros.
        rows = [
            row
            for row, key in enumerate(record.keys)
            if key.theme_id and not key.facet and record.counts[row].any()
        ]
        themes = [record.keys[row].theme_id for row in rows]
        counts = record.counts[rows].astype(np.float64)
        outlook = look_ahead(counts, record.first, self.calendar, self.settings)
        entries = []
        for entry in outlook.entries:
            series = entry.season.series
            days = past_days(outlook, entry.season)
            carriers = parts.carriers(record.counts, themes[series], days)
            last_month = same_as_last_month(counts[series], entry)
            entries.append(self._expected(outlook, entry, themes[series], carriers, last_month))
        return SeasonList(outlook, themes, entries)

    def _expected(
        self, outlook: Outlook, entry: Foreseen, theme_id: str, carriers: Carriers, month: float
    ) -> Expected:
        onset_on = outlook.day(entry.onset)
        return Expected(
            listed_on=outlook.as_of,
            theme_id=theme_id,
            onset_on=onset_on,
            peak_on=outlook.day(entry.peak),
            end_on=outlook.day(entry.end),
            warn_by=self.calendar.add_business_days(onset_on, -self.settings.lead_business_days),
            entry=entry,
            same_as_last_month=month,
            carriers=carriers,
            is_rise_sure=entry.factor_low >= self.settings.min_factor,
        )


def past_days(outlook: Outlook, season: Season) -> Ints:
    """Return numbers of the days on record that the days of a season correspond to."""
    years = outlook.past.of(season)
    stretches = [years.stretch(k, season.first, season.last) for k in range(len(years.ends))]
    numbers = np.unique(np.concatenate([np.arange(begin, end + 1) for begin, end in stretches]))
    known: Ints = numbers[(numbers >= 0) & (numbers < outlook.level.rate.shape[1])]
    return known


def same_as_last_month(counts: Floats, entry: Foreseen) -> float:
    """Return what the days of an entry would count if they were as the last 30 days."""
    return float(counts[-MONTH_DAYS:].mean() * (entry.end - entry.onset + 1))
