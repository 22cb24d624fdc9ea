"""The extraction rules as data: config/extract.toml, checked when it is read."""

import tomllib

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.errors import InputError


class ExtractRules(BaseModel):
    """What a customer says that is no statement, as lists of phrases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shortest_voice_characters: int = Field(ge=1)
    phrases: tuple[str, ...]
    endings: tuple[str, ...]
    answer_words: tuple[str, ...]
    salutation_endings: tuple[str, ...]
    fillers: tuple[str, ...]
    weak_fillers: tuple[str, ...]


def parse_extract_rules(toml_text: str, name: str = "extract.toml") -> ExtractRules:
    """Read the rules from TOML text; raises InputError naming the first wrong setting."""
    try:
        return ExtractRules.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        setting = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=name, setting=setting) from error
