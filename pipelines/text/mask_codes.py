"""Codes of orders and members that are no plain number: 24B0512, nao_2024, エー、ゼロ、サン."""

import re
from collections.abc import Iterator

from pipelines.text.digits import SAID_DIGITS, letters, value_of_number
from pipelines.text.mask_found import Found
from pipelines.text.mask_labels import Labels
from pipelines.text.mask_rules import PiiType

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-./+]{2,30}[A-Za-z0-9](?![A-Za-z0-9@_])")
# MD-2024-11 is read with the numbers: letters before digits.
_LETTERS_THEN_DIGITS = re.compile(r"[A-Za-z]{0,4}[-./]?[0-9\-./]+")
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z_])|.*_")
_SAID = re.compile(SAID_DIGITS)
_SAID_LETTER = re.compile("[ァ-ヺA-Za-z]")
# 0のイチニに決め: a particle behind digits in katakana is none of them.
_PARTICLE = re.compile(r"(?<=[ァ-ヺー0-9])[にごの]$")
_LEAST_SAID = 4
_TYPES = ("ORDER_ID", "MEMBER_ID", "ACCOUNT")


class CodeFinder:
    """Finds codes right behind a label that ends in 番号, ID or the like."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def find(self, text: str) -> Iterator[Found]:
        """Yield the codes of a folded turn."""
        for start, type_ in self._labels.named(text):
            if type_ not in _TYPES:
                continue
            code = _CODE.match(text, start)
            if code is None:
                yield from _said(text, start, type_)
            elif _MIXED.match(code.group()) and not _LETTERS_THEN_DIGITS.fullmatch(code.group()):
                yield Found(*code.span(), type_, code.group().upper())


def _said(text: str, start: int, type_: PiiType) -> Iterator[Found]:
    said = _SAID.match(text, start)
    if said and _SAID_LETTER.match(said.group()):
        written = _PARTICLE.sub("", said.group())
        digits = value_of_number(written)
        if len(digits) >= _LEAST_SAID:
            yield Found(start, start + len(written), type_, letters(written) + digits)
