"""What numbers are divided by: customers, shipments, sales and calls offered, by month."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from pipelines.ingest.dates import parse_moment
from pipelines.ingest.plain import as_label, canonical_json, plain_value
from pipelines.ingest.rows import BadRow, Row, reject

DenominatorKind = Literal["customers", "shipments", "sales", "calls_offered"]
KINDS: tuple[DenominatorKind, ...] = get_args(DenominatorKind)
REQUIRED = ("month", "kind", "count")
COLUMNS = ("month", "kind", "product", "segment", "count")
DENOMINATOR_REASONS = (
    "denominator_bad_month",
    "denominator_unknown_kind",
    "denominator_bad_count",
    "denominator_not_positive",
    "denominator_twice",
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})")
_TOKYO = ZoneInfo("Asia/Tokyo")


class RateSettings(BaseModel):
    """When a number is too small for a rate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least_contacts: int = Field(3, ge=0)
    least_denominator: float = Field(100.0, ge=0)
    # So many months in a row up to the newest, changed at once, are another way of counting.
    restated_months: int = Field(3, ge=2)


class Series(NamedTuple):
    """What is counted: of which product and segment, "" standing for all."""

    kind: str
    product: str
    segment: str


class Key(NamedTuple):
    """One month (its first day) of one series."""

    series: Series
    month: date


Counts = Mapping[Key, float]


@dataclass(frozen=True)
class CheckedDenominators:
    """Rows that count, rows set aside, and months that are lacking between first and last."""

    counts: dict[Key, float]
    bad: list[BadRow]
    lacking: dict[Series, tuple[date, ...]]


def check_denominators(listed: Iterable[Row | BadRow]) -> CheckedDenominators:
    """Take rows of month, kind, product, segment and count; a doubtful row is set aside.

    The first of two rows for the same month stands. A month whose row was set aside is lacking.
    """
    counts: dict[Key, float] = {}
    bad: list[BadRow] = []
    for row in listed:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        found = _read(row)
        if not isinstance(found, str) and found[0] in counts:
            found = "denominator_twice"
        if isinstance(found, str):
            bad.append(reject(row.number, found, canonical_json(plain_value(row.values))))
        else:
            counts[found[0]] = found[1]
    return CheckedDenominators(counts, bad, _lacking(counts))


def _read(row: Row) -> tuple[Key, float] | str:
    month = read_month(row.values.get("month"))
    if month is None:
        return "denominator_bad_month"
    kind = (as_label(row.values.get("kind")) or "").lower()
    if kind not in KINDS:
        return "denominator_unknown_kind"
    count = _read_count(row.values.get("count"))
    if count is None:
        return "denominator_bad_count"
    # What is not there cannot be divided by, and zero customers are most likely a gap.
    if count <= 0:
        return "denominator_not_positive"
    parts = [as_label(row.values.get(name)) or "" for name in ("product", "segment")]
    return Key(Series(kind, *parts), month), count


def read_month(cell: object) -> date | None:
    """Return the first day of the month that a cell names (2025-03, 2025年3月, any day of it)."""
    text = unicodedata.normalize("NFKC", as_label(cell) or "").strip()
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1] or found[3]), int(found[2] or found[4])
        return date(year, month, 1) if 1900 <= year <= 2199 and 1 <= month <= 12 else None
    moment = parse_moment(cell, (), _TOKYO)
    return None if moment is None else moment.astimezone(_TOKYO).date().replace(day=1)


def _read_count(cell: object) -> float | None:
    text = unicodedata.normalize("NFKC", as_label(cell) or "").replace(",", "").strip()
    try:
        count = float(text)
    except ValueError:
        return None
    return count if math.isfinite(count) else None


def _lacking(counts: Counts) -> dict[Series, tuple[date, ...]]:
    by_series: dict[Series, set[date]] = {}
    for series, month in counts:
        by_series.setdefault(series, set()).add(month)
    lacking = {
        series: tuple(
            month for month in months_between(min(given), max(given)) if month not in given
        )
        for series, given in sorted(by_series.items())
    }
    return {series: months for series, months in lacking.items() if months}


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of every month from `first` to `last`, both included."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


@dataclass(frozen=True)
class Revision:
    """History of one kind that reads otherwise than before.

    `former` holds what stood there. `links` is set when the months from `first` up to the newest
    were changed together: another way of counting, whose numbers are so many times the former ones.
    """

    kind: str
    first: date
    last: date
    former: dict[Key, float]
    links: dict[Series, float | None]

    @property
    def is_break(self) -> bool:
        """Whether months before `first` are counted in another way than those from it on."""
        return bool(self.links)


def revisions(known: Counts, given: Counts, restated_months: int) -> list[Revision]:
    """Compare the counts in force with those given now: what is new is no change of history."""
    found = []
    for kind in KINDS:
        former = {
            key: count
            for key, count in known.items()
            if key.series.kind == kind and given.get(key) != count
        }
        if former:
            months = [key.month for key in former]
            links = _links(known, given, former, restated_months)
            found.append(Revision(kind, min(months), max(months), former, links))
    return found


def _links(
    known: Counts, given: Counts, former: Counts, restated_months: int
) -> dict[Series, float | None]:
    """Ratios of new to former counts by series, for the series that are counted in a new way."""
    links: dict[Series, float | None] = {}
    for series in sorted({key.series for key in former}):
        months = sorted(key.month for key in known if key.series == series)
        changed = sorted(key.month for key in former if key.series == series)
        is_tail = months[-len(changed) :] == changed and len(changed) < len(months)
        if is_tail and len(changed) >= restated_months:
            links[series] = _ratio(series, changed, given, former)
    return links


def is_healed(series: Series, first: date, known: Counts, former: Counts) -> bool:
    """Return whether all months before a break were counted anew, so that it is none any more."""
    earlier = [key for key in known if key.series == series and key.month < first]
    return bool(earlier) and all(key in former for key in earlier)


def _ratio(series: Series, months: list[date], given: Counts, former: Counts) -> float | None:
    both = [Key(series, month) for month in months if Key(series, month) in given]
    if not both:
        return None
    return sum(given[key] for key in both) / sum(former[key] for key in both)
