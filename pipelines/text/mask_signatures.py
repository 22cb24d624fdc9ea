"""Names in the head and at the foot of mails and letters."""

import re
from collections.abc import Iterator

from pipelines.text.mask_found import Found
from pipelines.text.mask_name_words import KANJI, NameWords

_LINE = re.compile(r"^[ 　>]*(\S.{0,14}?)[ 　]*$", re.MULTILINE)
_SIGNED_BY = re.compile(
    rf"(?:会社|[部課係店室局会院社堂当長])[ 　]([{KANJI}]{{1,4}}(?:[ 　][{KANJI}ぁ-ん]{{1,4}})?)$"
)
# 牧野拝, 牧野より
_BOWS = re.compile(rf"^[ 　]*([{KANJI}]{{1,6}}|[ァ-ヺー]{{2,10}})(?:拝|より|敬具)$", re.MULTILINE)
# From: 水谷 誠 <m@example.jp>
_HEAD = re.compile(
    rf"(?:^|[:：] ?)([{KANJI}]{{1,4}}[ 　]?[{KANJI}ぁ-ん]{{1,4}})[ 　]?(?=<[^<>\s]+@)", re.MULTILINE
)
_CLOSING_LINES = 8


def signed_names(text: str, words: NameWords) -> Iterator[Found]:
    """Yield names that stand alone on one of the last lines, or behind a department there."""
    for match in (*_BOWS.finditer(text), *_HEAD.finditer(text)):
        if _is_name(match[1], words):
            yield Found(*match.span(1), "PERSON")
    lines = [match for match in _LINE.finditer(text) if match[1].strip()]
    body_end = max(text.rfind("。"), text.rfind("、"))
    for match in lines[-_CLOSING_LINES:]:
        if match.start() <= body_end or match[1] in words.never:
            continue
        if _is_name(match[1], words):
            yield Found(*match.span(1), "PERSON")
            continue
        signed = _SIGNED_BY.search(match[1])
        if signed and signed[1] not in words.never and words.splits(signed[1]):
            start = match.start(1)
            yield Found(start + signed.start(1), start + signed.end(1), "PERSON")


def _is_name(line: str, words: NameWords) -> bool:
    parts = re.split("[ 　・]", line)
    return words.may_be_name(line) or (
        len(parts) == 2 and "姓" in words.parts(parts[0]) and words.may_be_part(parts[1])
    )
