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


def _words(names: str) -> Mapping[str, object]:
    return dict.fromkeys(names.split(), "x")


_DATE: Mapping[str, object] = {"year": 2026, "month": 11, "day": 21}
_RISE = _words("when size expected ratio customers")
_REVIEW = _words("month link")
# What each text is filled with, of the type that compose.py gives it; all others are shown as they
# are. What cannot be filled with these would only fail some night.
SAMPLES: Mapping[str, Mapping[str, object]] = {
    "day": _DATE,
    "month": {"year": 2026, "month": 11},
    "span": _words("first last"),
    "key": _words("key"),
    "alerts.title_one": {**_words("sender kind what"), "others": 0},
    "alerts.title_many": {**_words("sender kind what"), "others": 1},
    "alerts.rise": _RISE,
    "alerts.rise_from_nothing": _RISE,
    "alerts.rise_slow": _RISE,
    "alerts.carriers": _words("carriers"),
    "alerts.teams": _words("teams"),
    "alerts.quote": _words("quote"),
    "alerts.more_theme": _words("theme_id"),
    "alerts.more_flag": _words("day"),
    "problems.title": _words("sender count day"),
    "problems.line": _words("what count"),
    "problems.otherwise": _words("kind"),
    "failure.title": _words("sender flow at"),
    "failure.intro": _words("flow at"),
    "failure.room": _words("room error"),
    "failure.told": _words("message"),
    "review.title": {"sender": "x", **_REVIEW},
    "review.intro": _REVIEW,
    "review.link": _REVIEW,
    "review.files": _REVIEW,
    "test.title": _words("sender"),
}


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
        if not _can_be_filled(template, SAMPLES.get(place, {})):
            raise InputError("rules_bad_setting", file=FILE, setting=place)
    return words


def _texts(found: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, str):
            yield above + key, value
        else:
            yield from _texts(value, f"{above}{key}.")


def _can_be_filled(template: str, sample: Mapping[str, object]) -> bool:
    try:
        for _, name, spec, conversion in string.Formatter().parse(template):
            # What a specification takes from a value is another thing every night.
            is_plain = name in sample and not conversion and "{" not in (spec or "")
            if name is not None and not is_plain:
                return False
        template.format_map(sample)
    except ValueError:
        return False
    return True
