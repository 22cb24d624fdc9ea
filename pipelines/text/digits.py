"""Numbers as they are written and said: 090, ０９０, 〇九〇の, ゼロキューゼロ."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SPOKEN = {
    "0": "ゼロ レイ マル ぜろ れい まる",
    "1": "イチ いち",
    "2": "ニイ ニー ニ にい にー に",
    "3": "サン さん",
    "4": "ヨン シー よん しい",
    "5": "ゴー ゴ ごー ご",
    "6": "ロク ろく",
    "7": "ナナ シチ なな しち",
    "8": "ハチ はち",
    "9": "キュウ キュー ク きゅう きゅー",
}
_WORD_VALUES = {word: digit for digit, words in _SPOKEN.items() for word in words.split()}
_KANJI = "〇零○◯一二三四五六七八九"
_KANJI_VALUES = dict(zip(_KANJI, "0000123456789", strict=True))
_VALUES = _WORD_VALUES | _KANJI_VALUES | {str(digit): str(digit) for digit in range(10)}


def _alternatives(is_katakana: bool) -> str:
    words = [word for word in _WORD_VALUES if ("ァ" <= word[0] <= "ヺ") == is_katakana]
    return "|".join(sorted(words, key=len, reverse=True))


# Spoken digits count only in rows: a single ニ or ご is far more often part of a word.
_GROUP = (
    f"(?:(?:{_alternatives(True)}){{2,}}|(?:{_alternatives(False)}){{3,}}"
    f"|(?:[0-9]|[{_KANJI}]|ゼロ)+)"
)
_SEPARATOR = r"(?: ?(?:の、|ノ、|の|ノ|ハイフン|[-‐‑‒–—―−ー~.()]) ?)"
_PAUSE = re.compile(r"の? ?[、,]? ?(?:えっと|えーと|ええと|えー|あの)?、? ?")
_PREFIX = "(?:(?<![A-Za-z0-9])[A-Za-z]{1,4}-?)?"
_RUN = re.compile(rf"{_PREFIX}[(+]?{_GROUP}(?:{_SEPARATOR}?{_GROUP})*")
_UNIT = re.compile("|".join(sorted(_VALUES, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class DigitRun:
    """A number at [start, end): its Arabic `digits`, its groups and the letters before it."""

    start: int
    end: int
    digits: str
    group_lengths: tuple[int, ...]
    prefix: str


def fold_width(text: str) -> str:
    """Return `text` in half width without changing its length, so that offsets stay true."""
    if text.isascii():
        return text
    return text.translate(_FOLDED)


def digit_runs(folded: str) -> Iterator[DigitRun]:
    """Yield the numbers of a text folded by `fold_width`, from left to right.

    Groups parted by a pause (090、0000 1234) are one number while the left side is unfinished.
    """
    run = None
    for match in _RUN.finditer(folded):
        following = _run(match)
        paused = run and _PAUSE.fullmatch(folded, run.end, following.start)
        is_list = paused is not None and "、" in paused.group()
        if run and paused and _continues(run, following, is_list):
            run = _merged(run, following)
            continue
        if run:
            yield run
        run = following
    if run:
        yield run


def _run(match: re.Match[str]) -> DigitRun:
    written = match.group()
    letters = re.match("[A-Za-z]*", written)
    groups = [value_of_number(group) for group in re.split(_SEPARATOR, written)]
    return DigitRun(
        match.start(),
        match.end(),
        "".join(groups),
        tuple(len(group) for group in groups if group),
        letters.group() if letters else "",
    )


def _continues(left: DigitRun, right: DigitRun, is_list: bool) -> bool:
    if right.prefix or not right.digits:
        return False
    # 50、100、200 are three amounts.
    if is_list and left.group_lengths[0] < 3 and not left.digits.startswith("0"):
        return False
    total = len(left.digits) + len(right.digits)
    card = left.group_lengths[0] == 4 and total <= 16 and right.group_lengths[0] in (4, 5, 6, 3)
    if card and len(left.group_lengths) < 4 and not left.prefix:
        return True
    return len(left.digits) < (10 if left.digits.startswith("0") else 7) and total <= 11


def _merged(left: DigitRun, right: DigitRun) -> DigitRun:
    groups = left.group_lengths + right.group_lengths
    return DigitRun(left.start, right.end, left.digits + right.digits, groups, left.prefix)


def value_of_number(written: str) -> str:
    """Return the Arabic digits of a number written or said in any way."""
    return "".join(_VALUES[unit] for unit in _UNIT.findall(fold_width(written)))


class _Folded(dict[int, str]):
    """Half-width forms by code point, made when they are first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = character
        if not "ぁ" <= character <= "鿿":
            narrow = unicodedata.normalize("NFKC", character)
            folded = narrow if len(narrow) == 1 else character
        self[code] = folded
        return folded


_FOLDED = _Folded()
