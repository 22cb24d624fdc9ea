"""Values of any file made plain: clean text, labels, and values that JSON can hold."""

import json
import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NoReturn

_LINE_ENDS = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TO_CLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
BLANK = " \t\n\r\u3000\u200b\ufeff\x1a"


def clean_text(text: str) -> str:
    """Make a text storable: line ends LF, lone surrogates U+FFFD, other control characters gone.

    Emoji (with their joiners), half-width kana and everything else stay as they were received.
    """
    if _TO_CLEAN.search(text) is None:
        return text
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads but JSON does not know; for `parse_constant`.

    Raises ValueError always.
    """
    raise ValueError(name)


def is_missing(value: object) -> bool:
    """None, NaN, and text of nothing but (also full-width or zero-width) space are missing."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip(BLANK)
    return isinstance(value, float) and math.isnan(value)


def as_label(value: object) -> str | None:
    """Write a cell as one trimmed text, None when missing; 123.0 is 123, true is true."""
    if is_missing(value):
        return None
    plain = plain_value(value)
    text = plain if isinstance(plain, str) else canonical_json(plain)
    return clean_text(text).strip(BLANK) or None


def plain_value(value: object) -> object:
    """Make a value that JSON can hold: clean text, finite numbers, ISO dates, lists, dicts.

    A whole float becomes an int (spreadsheets know no other), NaN and infinity None, bytes their
    UTF-8 text or else their hex digits.
    """
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return _plain_float(value)
    if isinstance(value, Mapping):
        return {clean_text(str(key)): plain_value(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(part) for part in value]
    return _plain_rare(value)


def _plain_float(value: float) -> object:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def _plain_rare(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, bytes):
        try:
            return clean_text(value.decode("utf-8"))
        except UnicodeDecodeError:
            return value.hex()
    return clean_text(str(value))


def canonical_json(value: object) -> str:
    """One text per value: keys sorted, no space, characters as they are."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain_rare
    )
