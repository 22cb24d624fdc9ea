"""Identifiers given by a source system (file stems, record numbers) that tell who somebody is."""

import re
import unicodedata
from collections.abc import Iterator

from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_roman_names import RomanNameFinder

_SEPARATORS = re.compile(r"[\s_.\-‐‑–—―−/\\+,;:#()\[\]{}~=&%]+")
# Groups parted in any way, the last of four digits, or none parted: 090-1234-5678, 0312345678.
# A record number padded with zeros (0000123456) begins with two of them.
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?81[-_. ]?(?:\(0\))?|0)"
    r"([1-9](?:[0-9]{8,9}|[0-9]{0,3}[-_. ()]{1,2}[0-9]{1,4}[-_. ()]{1,2}[0-9]{4}))(?![0-9])"
)
_PHONE_DIGITS = (9, 10)
_LATIN = re.compile("[A-Za-z]{4,}")
# TaroYamada_0001
_HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
_KANA = re.compile("[ァ-ヺー]{4,}|[ぁ-んー]{4,}")


class IdentifierReader:
    """Tells from the characters of an identifier alone whether it names a person or a telephone."""

    def __init__(self, known: KnownNames, romans: RomanNameFinder) -> None:
        self._known = known
        self._romans = romans

    def tells_who(self, identifier: str) -> bool:
        """Whether a mail sign, a telephone number or a listed name in Latin letters or kana is in.

        `identifier` is one that `usual_width` gave.
        """
        return (
            "@" in identifier
            or any(_is_phone(match[1]) for match in _PHONE.finditer(identifier))
            or any(map(self._romans.is_written_as_name, _latin_words(identifier)))
            or any(map(self._known.splits_reading, _KANA.findall(identifier)))
        )


def usual_width(identifier: str) -> str:
    """Return an identifier in usual forms: １２ as 12, ﾀﾛｳ as タロウ, タ + ゛ (of a Mac) as ダ."""
    return unicodedata.normalize("NFKC", identifier)


def readings(identifier: str) -> tuple[str, ...]:
    """Return an identifier as it is and with its separators read as spaces."""
    spaced = _SEPARATORS.sub(" ", identifier).strip()
    return (identifier,) if spaced == identifier else (identifier, spaced)


def _latin_words(identifier: str) -> Iterator[str]:
    for run in _LATIN.findall(identifier):
        yield run
        if not (run.islower() or run.isupper()):
            yield from (word for word in _HUMP.split(run) if len(word) > 3)


def _is_phone(written: str) -> bool:
    """Whether what follows the zero of a telephone number has the length of one."""
    return sum(map(str.isdigit, written)) in _PHONE_DIGITS
