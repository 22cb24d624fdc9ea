"""Dates and times as Japanese business files write them, to one moment in UTC."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

_EXCEL_EPOCH = datetime(1899, 12, 30)
# 1954 to 2119: smaller and larger numbers in a date column are something else.
_EXCEL_DAYS = (20_000, 80_000)
_EXCEL_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ].+)?|\d{8}[Tt ].+")
_DIGIT_FORMATS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_YEAR_BEFORE_ERA = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])?\s*(?P<year>\d{1,4}|元)\s*[-/.年]"
    r"\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\s*\([月火水木金土日](?:曜日?)?\))?"
    r"(?:(?:[\sT]+|(?<=[日)]))(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})\s*[:時]"
    r"(?:\s*(?P<minute>\d{1,2})\s*分?(?:\s*:?\s*(?P<second>\d{1,2})(?:\.(?P<part>\d+))?\s*秒?)?)?"
    r")?\s*(?P<zone>Z|JST|[+-]\d{2}:?\d{2})?"
)


def parse_moment(value: object, formats: Sequence[str], zone: ZoneInfo) -> datetime | None:
    """Return the moment that a cell names, aware and in UTC; None when it names none.

    Tried in turn: typed dates and datetimes, spreadsheet day numbers, ISO 8601 (also without
    separators), `formats` (strptime), then written dates: 2024/3/1 9:05, 2024.3.1,
    2024年3月1日(金) 午後1時5分, 令和6年3月1日, full-width digits. What names no zone is in
    `zone`; a date alone is 00:00. Days that do not exist (2024-02-30) give None.
    """
    try:
        if isinstance(value, datetime):
            return _to_utc(value, zone)
        if isinstance(value, date):
            return _to_utc(datetime.combine(value, time()), zone)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _parse_text(repr(value).removesuffix(".0"), tuple(formats), zone)
        return _parse_text(value, tuple(formats), zone) if isinstance(value, str) else None
    except OverflowError:
        return None


@lru_cache(maxsize=10_000)
def _parse_text(text: str, formats: tuple[str, ...], zone: ZoneInfo) -> datetime | None:
    folded = unicodedata.normalize("NFKC", text).strip()
    moment = _iso(folded) or _by_formats(folded, formats) or _serial(folded) or _written(folded)
    return None if moment is None else _to_utc(moment, zone)


def _to_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        if text.isdecimal() and len(text) in _DIGIT_FORMATS:
            return datetime.strptime(text, _DIGIT_FORMATS[len(text)])
        # fromisoformat alone takes any character for the T.
        return datetime.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _by_formats(text: str, formats: tuple[str, ...]) -> datetime | None:
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None


def _serial(text: str) -> datetime | None:
    if not _EXCEL_SERIAL.fullmatch(text):
        return None
    days = float(text)
    if not _EXCEL_DAYS[0] <= days < _EXCEL_DAYS[1]:
        return None
    # A time of day is a binary fraction there: 9:05 comes as 9:04:59.9999.
    return _EXCEL_EPOCH + timedelta(milliseconds=round(days * 86_400_000))


def _written(text: str) -> datetime | None:
    found = _WRITTEN.fullmatch(text)
    if found is None or (found["era"] is None and len(found["year"]) != 4):
        return None
    year = 1 if found["year"] == "元" else int(found["year"])
    hour = int(found["hour"] or 0)
    if found["half"] == "午後" and hour < 12:
        hour += 12
    try:
        return datetime(
            year + _YEAR_BEFORE_ERA.get(found["era"] or "", 0),
            int(found["month"]),
            int(found["day"]),
            hour,
            int(found["minute"] or 0),
            int(found["second"] or 0),
            int((found["part"] or "0")[:6].ljust(6, "0")),
            tzinfo=_zone(found["zone"]),
        )
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    signed = "+0900" if text == "JST" else text.replace(":", "")
    minutes = int(signed[1:3]) * 60 + int(signed[3:5])
    return timezone(timedelta(minutes=-minutes if signed[0] == "-" else minutes))
