"""Wording, colours and sizes of the review: data of config/review that a home may override."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.errors import InputError

# A company knows channels that we do not; everywhere else an unknown name is a slip.
OPEN_SECTIONS = ("channel",)

# The value goes into a style sheet, so nothing but a colour may stand there.
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Colours(_Frozen):
    """Colours of the page; what each one is for stands in config/review/look.toml."""

    paper: Colour
    wash: Colour
    rule: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    warning: Colour
    bar: Colour
    bar_same_month: Colour
    bar_now: Colour
    season: Colour


class Brand(_Frozen):
    """Whose review it is; `logo` is a file of the folder that look.toml lies in."""

    company: str = ""
    logo: str = ""


class Sizes(_Frozen):
    """How much the review shows, and from where on something is told."""

    ranking: int = Field(ge=1, le=100)
    changes: int = Field(ge=1, le=100)
    also: int = Field(ge=0, le=10)
    waterfall: int = Field(ge=1, le=20)
    ahead: int = Field(ge=1, le=100)
    judged_months: int = Field(ge=1, le=120)
    ignored: int = Field(ge=1, le=100)
    ignored_months: int = Field(ge=0, le=120)
    where: int = Field(ge=1, le=20)
    quotes: int = Field(ge=0, le=10)
    quote_characters: int = Field(ge=20)
    least_customers: int = Field(ge=1)
    trend_months: int = Field(ge=2, le=120)
    table_months: int = Field(ge=1, le=36)
    notable_sigmas: float = Field(gt=0)
    rate_kinds: tuple[str, ...]
    seasons: tuple[str, ...]


class MapLook(_Frozen):
    """The theme map: how many months and voices it shows, and its colours."""

    months: int = Field(ge=1, le=120)
    most_voices: int = Field(ge=100, le=20_000)
    characters: int = Field(ge=10, le=400)
    points: tuple[Colour, ...] = Field(min_length=3, max_length=12)


class Look(_Frozen):
    """All of look.toml."""

    brand: Brand
    colours: Colours
    sizes: Sizes
    map: MapLook


class Words:
    """The texts of words.toml, by `section.name`."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self.texts = texts

    def template(self, key: str) -> str:
        """Return a text as it is written; raises InputError when it is missing."""
        section, _, name = key.partition(".")
        try:
            return self.texts[section][name]
        except KeyError as error:
            raise InputError("review_bad_setting", file="words.toml", setting=key) from error

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled.

        Raises InputError when the text is missing or names a placeholder that is not there.
        """
        try:
            return self.template(key).format_map(values)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise InputError("review_bad_setting", file="words.toml", setting=key) from error


def read_look(folders: Sequence[Path]) -> Look:
    """Read look.toml of the first folder, with what later folders override."""
    try:
        return Look.model_validate(_merged(folders, "look.toml"))
    except ValidationError as error:
        setting = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("review_bad_setting", file="look.toml", setting=setting) from error


def read_words(folders: Sequence[Path]) -> Words:
    """Read words.toml of the first folder, with what later folders override.

    Raises InputError when a value is no text or its braces do not match.
    """
    texts = _merged(folders, "words.toml")
    for section, found in texts.items():
        for name, text in found.items():
            if not _can_be_filled(text):
                setting = f"{section}.{name}"
                raise InputError("review_bad_setting", file="words.toml", setting=setting)
    return Words(texts)


def _can_be_filled(text: object) -> bool:
    try:
        return isinstance(text, str) and all(Formatter().parse(text))
    except ValueError:
        return False


def _merged(folders: Sequence[Path], file_name: str) -> dict[str, dict[str, Any]]:
    base, *others = (_read(folder / file_name) for folder in folders)
    for other in others:
        for section, texts in other.items():
            unknown = set(texts) - set(base.get(section, {}))
            if unknown and section not in OPEN_SECTIONS:
                setting = f"{section}.{min(unknown)}"
                raise InputError("review_bad_setting", file=file_name, setting=setting)
            base.setdefault(section, {}).update(texts)
    return base


def _read(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("rules_not_toml", file=path.name) from error
    for section, texts in found.items():
        if not isinstance(texts, dict):
            raise InputError("review_bad_setting", file=path.name, setting=section)
    return found
