"""The masking rules as data: config/redaction.toml, checked when it is read."""

import tomllib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.errors import InputError

PiiType = Literal[
    "PERSON", "PHONE", "EMAIL", "ADDRESS", "POSTAL", "CARD", "ACCOUNT", "BIRTHDATE",
    "ORDER_ID", "MEMBER_ID",
]  # fmt: skip
Words = tuple[str, ...]


class NameRules(BaseModel):
    """What tells that a word is a person's name, and what tells that it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    honorifics: Words
    introductions: Words
    labels: Words
    questions: Words
    not_names: Words
    suffixes_not_persons: Words
    relatives: Words
    relatives_more: Words = ()
    one_character_names: Words = ()
    one_character_given: Words = ()
    famous_places: Words = ()
    roles: Words = ()
    titles: Words = ()
    works: Words = ()
    brand_goods: Words = ()


class NumberRules(BaseModel):
    """What a number is: the words before it, its shape, and what it never is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: dict[PiiType, Words]
    numbered: dict[PiiType, Words] = Field(default_factory=dict)
    shortest_labelled: dict[PiiType, int]
    shortest_unlabelled: int = Field(ge=4, le=10)
    unknown_number: PiiType
    label_reach: int = Field(ge=1)
    units_after: Words
    public_prefixes: Words
    member_prefixes: Words
    labels_of_goods: Words
    codes_of_goods: Words = ()
    public_labels: Words = ()
    secret_labels: Words = ()


class AddressRules(BaseModel):
    """Words of Japanese addresses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefectures: Words
    questions: Words = ()
    building_questions: Words = ()
    houses: Words = ()


class ListedNames(BaseModel):
    """Lists of names, parted by white space: family names as 佐藤/さとう, given names as said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    families: str = ""
    given_readings: str = ""


class MaskRules(BaseModel):
    """All rules of masking; `placeholders` gives the published word of each type."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    placeholders: dict[PiiType, str]
    birthdate_labels: Words
    back_channels: Words = ()
    names: NameRules
    numbers: NumberRules
    address: AddressRules
    known_names: ListedNames = ListedNames()


def parse_mask_rules(toml_text: str, name: str = "redaction.toml") -> MaskRules:
    """Read the rules from TOML text; raises InputError naming the first wrong setting."""
    try:
        return MaskRules.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        setting = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=name, setting=setting) from error
