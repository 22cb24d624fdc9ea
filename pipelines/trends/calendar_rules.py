"""The business calendar as data: config/calendar.toml, checked when it is read."""

import re
import tomllib
from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipelines.errors import InputError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Moved = Literal["before", "after", "none"]
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Named(_Frozen):
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)


class Range(_Named):
    """Days from `first` to `last`, every year (08-13) or in one year only (2026-08-08)."""

    first: str
    last: str
    is_day_off: bool = False
    is_aligned: bool = False
    runs_on: bool = False
    day_kind: Literal["obon", "year_end", "new_year"] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if (self.dated_year is None) != (_year_of(self.last) is None):
            raise ValueError("last")
        # What runs on over days off cannot itself decide what is a day off.
        if self.runs_on and self.is_day_off:
            raise ValueError("runs_on")
        if self.dated_year is not None and self.last < self.first:
            raise ValueError("last")
        for day in (self.first, self.last):
            day_of_year(day, 2024)
        if self.dated_year is not None and self.bounds(self.dated_year)[1] > _year_later(
            self.first
        ):
            raise ValueError("last")
        return self

    @property
    def dated_year(self) -> int | None:
        """The year it is for, or none for every year."""
        return _year_of(self.first)

    def bounds(self, year: int) -> tuple[date, date]:
        """Return first and last day of the one that begins in `year`."""
        first, last = day_of_year(self.first, year), day_of_year(self.last, year)
        return first, last if first <= last else day_of_year(self.last, year + 1)


class LongestRun(_Named):
    """The longest run of days off that begins in a month; the first of several as long."""

    month: int = Field(ge=1, le=12)
    shortest_days: int = Field(3, ge=2)


class YearDay(_Named):
    """One day of every year."""

    day: str
    moved: Moved = "none"
    is_aligned: bool = False

    @field_validator("day")
    @classmethod
    def _readable(cls, day: str) -> str:
        if _year_of(day) is not None:
            raise ValueError("day")
        day_of_year(day, 2024)
        return day


class MonthDay(_Named):
    """Days of every month, such as pay days."""

    days: tuple[Annotated[int, Field(ge=1, le=31)], ...] = Field(min_length=1)
    moved: Moved = "none"


class Near(_Named):
    """Business days counted from another season, such as the first ten after Obon."""

    after: str | None = None
    before: str | None = None
    from_business_day: int = Field(0, ge=0)
    to_business_day: int = Field(ge=1, le=60)

    @model_validator(mode="after")
    def _one_side(self) -> "Near":
        if (self.after is None) == (self.before is None):
            raise ValueError("after")
        if self.to_business_day < self.from_business_day:
            raise ValueError("to_business_day")
        return self

    @property
    def anchor(self) -> str:
        """Name of the season it is counted from."""
        return self.after or self.before or ""


class CalendarRules(_Frozen):
    """The whole calendar.toml."""

    weekly_days_off: tuple[Weekday, ...] = ("saturday", "sunday")
    are_holidays_off: bool = True
    days_off: tuple[date, ...] = ()
    days_open: tuple[date, ...] = ()
    long_break_days: int = Field(3, ge=2)
    aligned_business_days: int = Field(10, ge=0, le=60)
    range: tuple[Range, ...] = ()
    longest_run: tuple[LongestRun, ...] = ()
    year_day: tuple[YearDay, ...] = ()
    month_day: tuple[MonthDay, ...] = ()
    near: tuple[Near, ...] = ()

    @property
    def aligned(self) -> tuple[str, ...]:
        """Names of the seasons near which days answer to each other by business days."""
        entries: tuple[Range | YearDay, ...] = (*self.range, *self.year_day)
        return tuple(dict.fromkeys(entry.name for entry in entries if entry.is_aligned))

    @model_validator(mode="after")
    def _consistent(self) -> "CalendarRules":
        if len(set(self.weekly_days_off)) == len(WEEKDAYS):
            raise ValueError("weekly_days_off")
        entries = (*self.longest_run, *self.year_day, *self.month_day, *self.near)
        counts = Counter(entry.name for entry in entries)
        counts.update({entry.name for entry in self.range})
        same = Counter((entry.name, entry.dated_year) for entry in self.range)
        if doubled := [name for name, count in counts.items() if count > 1]:
            raise ValueError(doubled[0])
        if repeated := [name for (name, _), count in same.items() if count > 1]:
            raise ValueError(repeated[0])
        anchors = set(counts) - {entry.name for entry in (*self.near, *self.month_day)}
        if unknown := [near.anchor for near in self.near if near.anchor not in anchors]:
            raise ValueError(unknown[0])
        return self

    @property
    def labels(self) -> dict[str, str]:
        """Name and label of every season, in the order of the file."""
        entries: tuple[_Named, ...] = (
            *self.range,
            *self.longest_run,
            *self.year_day,
            *self.month_day,
            *self.near,
        )
        return {entry.name: entry.label for entry in entries}


def day_of_year(text: str, year: int) -> date:
    """Return the day that `text` (08-13, or 2026-08-13) means in a year; 02-29 is else 02-28."""
    if _year_of(text) is not None:
        return date.fromisoformat(text)
    found = _MONTH_DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    month, day = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2024, month)[1]:
        raise ValueError(text)
    return date(year, month, min(day, monthrange(year, month)[1]))


def _year_later(first: str) -> date:
    return date.fromisoformat(first) + timedelta(days=364)


def _year_of(text: str) -> int | None:
    return date.fromisoformat(text).year if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def parse_rules(toml_text: str, name: str = "calendar.toml") -> CalendarRules:
    """Read the calendar's rules; raises InputError naming the file and the place."""
    try:
        return CalendarRules.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        cause = str(first.get("ctx", {}).get("error", ""))
        setting = f"{place} {cause}".strip()
        raise InputError("rules_bad_setting", file=name, setting=setting) from error
