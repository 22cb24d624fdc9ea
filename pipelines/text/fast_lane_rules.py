"""The fast lane's lexicon as data: config/fast_lane.toml, checked when it is read."""

import tomllib
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.errors import InputError
from pipelines.text.fast_lane_notation import read_expression
from pipelines.text.flag_vote_settings import VoteSettings

Flag = Literal["safety", "legal", "harassment"]
FLAGS: tuple[Flag, ...] = get_args(Flag)
Words = Annotated[tuple[str, ...], Field(default=())]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Category(_Frozen):
    """One sort of danger, step or offence: its words, and the same words in another sense.

    `scope` event: only what happened or is about to happen counts, not what might. intent: what
    somebody says he may do counts, too. Both fall away when it is denied.
    """

    code: str = Field(min_length=1)
    flag: Flag
    name: str = Field(min_length=1)
    severity: int = Field(ge=1, le=3)
    scope: Literal["event", "intent"]
    words: tuple[str, ...] = Field(min_length=1)
    other_senses: Words


class Repetition(_Frozen):
    """When a customer who says the same again and again is a burden on staff."""

    demands: tuple[str, ...]
    times: int = Field(8, ge=3)
    likeness: float = Field(0.6, gt=0, le=1)
    shortest_characters: int = Field(8, ge=4)
    severity: int = Field(1, ge=1, le=3)
    name: str = "同じ要求の繰り返し"


class FastLaneRules(_Frozen):
    """The whole lexicon; words are in the notation of `fast_lane_notation`."""

    supposing: tuple[str, ...]
    no_supposing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    said_to_customer: tuple[str, ...]
    titles: tuple[str, ...]
    third_persons: tuple[str, ...]
    foreign: Words
    against_us: Words
    harmless: Words
    families: dict[str, tuple[str, ...]]
    category: tuple[Category, ...] = Field(min_length=1)
    repetition: Repetition | None = None
    # Left out of the lexicon's fingerprint: another bar does not mean reading all contacts anew.
    vote: VoteSettings = Field(VoteSettings(), exclude=True)

    @model_validator(mode="after")
    def _readable(self) -> "FastLaneRules":
        codes = [category.code for category in self.category]
        if len(set(codes)) < len(codes):
            raise ValueError("code")
        for words in self.families.values():
            _read_all(words, {})
        for entries in (
            self.supposing,
            self.no_supposing,
            self.elsewhere,
            self.said_to_customer,
            self.titles,
            self.third_persons,
            self.foreign,
            self.against_us,
            self.harmless,
        ):
            _read_all(entries, self.families)
        for category in self.category:
            _read_all((*category.words, *category.other_senses), self.families)
        return self


def _read_all(entries: tuple[str, ...], families: dict[str, tuple[str, ...]]) -> None:
    for words in entries:
        read_expression(words, families)


def parse_fast_lane_rules(toml_text: str, name: str = "fast_lane.toml") -> FastLaneRules:
    """Read the lexicon from TOML text; raises InputError naming the first wrong setting."""
    try:
        return FastLaneRules.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        first = error.errors()[0]
        setting = ".".join(str(part) for part in first["loc"])
        cause = first.get("ctx", {}).get("error")
        raise InputError(
            "rules_bad_setting", file=name, setting=setting or str(cause or "")
        ) from error
