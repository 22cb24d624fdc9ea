"""Tell whether a statement says anything of a matter, or only asks, complains and sighs.

「何とかしてほしいです」 stands beside every complaint. Alike as they are, such sentences would
make a theme that is about nothing.
"""

import tomllib
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.errors import InputError

# Numbers, adverbs, pronouns and all particles tell nothing of a matter.
_TELLING = ("名詞", "動詞", "形容詞", "形状詞", "固有名詞")


class Spoken(NamedTuple):
    """One stored word, as it is needed here."""

    surface: str
    normalised_form: str
    dictionary_form: str
    part_of_speech: str
    is_content: bool


class GenericWords(BaseModel):
    """Words that stand beside any matter, in any of their forms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    generic_words: str


def parse_generic_words(toml_text: str, name: str = "generic_words.toml") -> GenericWords:
    """Read the words; raises InputError naming the file and the place that is wrong."""
    try:
        found = _File.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=name, setting=place) from error
    return GenericWords(words=tuple(sorted(set(found.generic_words.split()))))


def has_content(statement: Iterable[Spoken], generic: frozenset[str]) -> bool:
    """Return whether a statement holds a telling word that is not generic."""
    before: Spoken | None = None
    for word in statement:
        if _is_telling(word, before) and generic.isdisjoint(word[:3]):
            return True
        before = word
    return False


def _is_telling(word: Spoken, before: Spoken | None) -> bool:
    if not word.part_of_speech.startswith(_TELLING):
        return False
    if _is_letter(word.normalised_form):
        return False
    # A verb behind て only helps another: 言って「くる」, 伝えて「みる」.
    is_helper = word.part_of_speech == "動詞" and not word.is_content
    return not (is_helper and before is not None and before.surface in ("て", "で"))


def _is_letter(word: str) -> bool:
    return len(word) < 2 and not "一" <= word <= "鿿"
