"""The words of notices, from config/notify_words.toml or the home's own."""

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.errors import InputError

FILE = "notify_words.toml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AlertWords(_Frozen):
    """What is said of alerts."""

    title_one: str
    title_many: str
    intro: str
    rise: str
    rise_from_nothing: str
    rise_slow: str
    carriers: str
    teams: str = ""
    seasonal: str
    quote: str
    more_theme: str
    more_flag: str
    list: str
    unnamed: str
    kinds: Mapping[str, str]
    flags: Mapping[str, str]
    channels: Mapping[str, str]


class ProblemWords(_Frozen):
    """What is said of what a person should look at."""

    title: str
    intro: str
    line: str
    otherwise: str
    more: str
    kinds: Mapping[str, str]


class FailureWords(_Frozen):
    """What is said of a run that did not end."""

    title: str
    intro: str
    room: str
    told: str
    cut_off: str
    more: str
    flows: Mapping[str, str]


class ReviewWords(_Frozen):
    """What is said of a monthly review."""

    title: str
    intro: str
    link: str
    files: str


class TrialWords(_Frozen):
    """What a test of a target says."""

    title: str
    intro: str


class NotifyWords(_Frozen):
    """The words of config/notify_words.toml."""

    day: str
    month: str
    span: str
    key: str
    alerts: AlertWords
    problems: ProblemWords
    failure: FailureWords
    review: ReviewWords
    test: TrialWords


# What may be put into any text; a placeholder of another name would only fail some night.
PLACEHOLDERS = frozenset(
    {
        "at", "carriers", "count", "customers", "day", "error", "expected", "first", "flow", "key",
        "kind", "last", "link", "message", "month", "others", "quote", "ratio", "room", "sender",
        "size", "teams", "theme_id", "what", "when", "year",
    }
)  # fmt: skip


@cache
def parse_notify_words(text: str) -> NotifyWords:
    """Read the words of notices; raises InputError naming the file and the place."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=FILE) from error
    try:
        words = NotifyWords.model_validate(found)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=FILE, setting=place) from error
    for place, template in _texts(found, ""):
        if not _can_be_filled(template):
            raise InputError("rules_bad_setting", file=FILE, setting=place)
    return words


def _texts(found: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, str):
            yield above + key, value
        else:
            yield from _texts(value, f"{above}{key}.")


def _can_be_filled(template: str) -> bool:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        return False
    return names <= PLACEHOLDERS
