"""The words of `voc`, in the user's language, from config/messages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.data_files import config_folder

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Catalogue:
    """All messages of one language by key."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, values: Mapping[str, object] | None = None) -> str:
        """Return the message of a key with its placeholders filled.

        A key without a message is a bug of ours and raises KeyError.
        """
        return self.texts[key].format_map(values or {})


@cache
def catalogue(language: str) -> Catalogue:
    """Return the messages of `ja` or `en`."""
    path = config_folder() / "messages" / f"{language}.toml"
    return Catalogue(language, tomllib.loads(path.read_text("utf-8")))


def in_both(key: str, values: Mapping[str, object]) -> str:
    """Return a message in Japanese and English, for notes left beside files."""
    return "\n".join(catalogue(language).text(key, values) for language in LANGUAGES)
