"""The facts as plain JSON values, so that the template of a document works out nothing itself."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pipelines.review import figures
from pipelines.review.traces import Number

Drawable = Callable[[str], str]


def plain(value: object, drawable: Drawable) -> Any:
    """Return dataclasses, numbers and days as JSON values; every text passes `drawable`.

    A number becomes the texts that it may be written with and its place (mart, key); a day its
    texts (day, month, short). Fields that begin with `_` are left out.
    """
    if isinstance(value, Number):
        return _number(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, str):
        return drawable(value)
    if is_dataclass(value) and not isinstance(value, type):
        shown = [one.name for one in fields(value) if not one.name.startswith("_")]
        return {name: plain(getattr(value, name), drawable) for name in shown}
    if isinstance(value, Mapping):
        return {key: plain(one, drawable) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one, drawable) for one in value]
    return value


def _number(number: Number) -> dict[str, Any]:
    value = number.value
    return {
        "value": value,
        "mart": number.mart,
        "key": number.key,
        "n": figures.number(value),
        "one": figures.decimal(value),
        "two": figures.decimal(value, 2),
        "about": figures.about(value),
        "share": figures.percent(value),
        "whole_share": figures.percent(value, 0),
        "change": figures.change_percent(value),
    }


def _day(day: date) -> dict[str, str]:
    return {
        "iso": day.isoformat(),
        "day": figures.day_text(day),
        "month": figures.month_text(day),
        "short": figures.day_in_year(day),
    }
