"""Name themes from their distinctive words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field


class TokenLike(Protocol):
    """What naming needs of a token (pipelines.text.tokenise.Token fits)."""

    @property
    def surface(self) -> str: ...
    @property
    def normalised_form(self) -> str: ...
    @property
    def part_of_speech(self) -> Sequence[str] | str: ...
    @property
    def is_content(self) -> bool: ...


class NameSettings(BaseModel):
    """How many terms a theme's name and term list hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms_in_name: int = Field(default=2, ge=1, le=5)
    terms_listed: int = Field(default=8, ge=1)


@dataclass(frozen=True)
class ThemeName:
    """A theme's label and its most distinctive terms, best first."""

    name: str
    terms: tuple[str, ...]


def name_themes(
    documents: Sequence[Sequence[TokenLike]], theme_index: Sequence[int], settings: NameSettings
) -> list[ThemeName]:
    """Name themes 0..k-1 from the tokens of their documents (theme_index -1 = no theme)."""
    raise NotImplementedError
