"""Draft notices to customers: what they miss every year, told before they have to ask."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.errors import InputError

FILE = "season_notice.toml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Matter(_Frozen):
    words: tuple[str, ...] = Field(min_length=1)
    guidance: str


class NoticeWords(_Frozen):
    """The words of config/season_notice.toml."""

    title: str
    body: str
    seen: str
    seen_one_year: str
    products: str
    products_otherwise: str
    when_named: str
    when_otherwise: str
    points: str
    count_terms: int = Field(ge=0, le=10)
    guidance_otherwise: str
    matter: tuple[_Matter, ...]

    @model_validator(mode="after")
    def _can_be_filled(self) -> "NoticeWords":
        try:
            draft_notice(self, _EXAMPLE)
        except (KeyError, IndexError) as error:
            raise ValueError(str(error)) from None
        return self


@dataclass(frozen=True)
class NoticeFacts:
    """What a notice is about; `label` names the season (お盆明け), '' where it has no name."""

    matter: str
    terms: Sequence[str]
    onset_on: date
    end_on: date
    label: str
    product: str | None
    count_years: int = 2


_EXAMPLE = NoticeFacts("x", ("x",), date(2026, 8, 18), date(2026, 8, 29), "x", "x")


@cache
def parse_notice_words(text: str) -> NoticeWords:
    """Read the words of notices; raises InputError naming the file and the place."""
    try:
        return NoticeWords.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=FILE) from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=FILE, setting=place or "title, body") from error


def draft_notice(words: NoticeWords, facts: NoticeFacts) -> str:
    """Return a notice: its title, then its text; nothing in it is a customer's sentence."""
    terms = "、".join(facts.terms[: words.count_terms])
    filled = {
        "when": _when(words, facts),
        "matter": facts.matter,
        "products": _either(
            words.products, words.products_otherwise, {"product": facts.product or ""}
        ),
        "guidance": _guidance(words, facts),
        "points": _either(words.points, "", {"terms": terms}),
    }
    filled["seen"] = (words.seen if facts.count_years > 1 else words.seen_one_year).format_map(
        filled
    )
    lines = [words.title, *words.body.strip().splitlines()]
    told = [line.format_map(filled).strip() for line in lines]
    return "\n".join(line for line in told if line)


def _either(template: str, otherwise: str, values: Mapping[str, str]) -> str:
    return template.format_map(values) if all(values.values()) else otherwise


def _when(words: NoticeWords, facts: NoticeFacts) -> str:
    first, last = (f"{day.month}月{day.day}日" for day in (facts.onset_on, facts.end_on))
    template = words.when_named if facts.label else words.when_otherwise
    return template.format_map({"label": facts.label, "first": first, "last": last})


def _guidance(words: NoticeWords, facts: NoticeFacts) -> str:
    said = " ".join(facts.terms[: words.count_terms])
    # The name tells the matter better than words that merely go with it.
    for text in (facts.matter, said):
        for matter in words.matter:
            if any(word in text for word in matter.words):
                return matter.guidance
    return words.guidance_otherwise
