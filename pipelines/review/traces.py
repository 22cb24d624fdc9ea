"""Numbers that know where they stand in the published file, so that anyone can look them up."""

from dataclasses import dataclass
from datetime import date

# Columns that make the first parts of a key; the last part is the column of the number.
# Months are written YYYY-MM, days YYYY-MM-DD. Counts of mart.contact, mart.voice, mart.fast_lane,
# mart.run_health and mart.run_reason are counts of rows (or sums) of the month named.
KEYS = {
    "theme": ("theme_id",),
    "theme_by_month": ("theme_id", "month"),
    "theme_compared_by_month": ("theme_id", "month", "against"),
    "theme_same_season": ("theme_id", "period_on"),
    "theme_rate_by_month": ("theme_id", "month", "denominator_kind"),
    "theme_by_segment": ("facet", "facet_value", "theme_id"),
    "theme_age": ("theme_id",),
    "theme_by_week": ("theme_id", "week"),
    "theme_trust": ("is_quotable",),
    "alert": ("alert_id",),
    "measure": ("measure_id",),
    "season_list": ("listed_on", "theme_id", "onset_on"),
    "season_backtest": ("outcome", "theme_id", "onset_on"),
    "season_score": ("listed_on", "known_from"),
    "unexplained_by_month": ("month",),
    "contact": ("month",),
    "voice": ("month",),
    # flag: safety, legal, harassment, all (a voice once, by its gravest flag) or alert; then a
    # severity (3, 2, 1, all, doubted) or the name of a category.
    "fast_lane": ("month", "flag", "severity"),
    "theme_lineage": ("rediscovery_id", "line_number"),
    "run_health": ("span",),
    "run_reason": ("span", "reason"),
}


@dataclass(frozen=True)
class Number:
    """A value and its place: table of schema mart, and key parts joined by `|`, column last.

    `value` is None where the file has none; shares are 0 to 1.
    """

    value: float | None
    mart: str
    key: str

    def __bool__(self) -> bool:
        """Tell whether there is a value other than 0."""
        return bool(self.value)

    @property
    def count(self) -> int:
        """The value as a whole number; 0 where there is none."""
        return int(self.value or 0)


def traced(value: float | None, mart: str, *key: str | date | None) -> Number:
    """Return a number with its place; the last part of `key` is the column."""
    if mart not in KEYS or len(key) != len(KEYS[mart]) + 1:
        raise ValueError(f"{mart} has the key {KEYS.get(mart)}")
    return Number(value, mart, "|".join(_text(part) for part in key))


def month_key(month: date) -> str:
    """Write a month as keys do."""
    return f"{month:%Y-%m}"


def _text(part: str | date | None) -> str:
    return part.isoformat() if isinstance(part, date) else part or ""
