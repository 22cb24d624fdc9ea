"""Numbers as they are written and said: 090, ０９０, 〇九〇の, ゼロキューゼロ."""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SPOKEN = {
    "0": "ゼロ レイ マル ぜろ れい まる",
    "1": "イチ いち",
    "2": "ニイ ニー ニ にい にー に",
    "3": "サン さん",
    "4": "ヨン シー よん しい",
    "5": "ゴー ゴオ ゴ ごー ごお ごう ご",
    "6": "ロク ろく",
    "7": "ナナ シチ なな しち",
    "8": "ハチ はち",
    "9": "キュウ キュー ク きゅう きゅー",
}
_WORD_VALUES = {word: digit for digit, words in _SPOKEN.items() for word in words.split()}
_KANJI = "〇零○◯一二三四五六七八九"
_KANJI_VALUES = dict(zip(_KANJI, "0000123456789", strict=True))
_VALUES = _WORD_VALUES | _KANJI_VALUES | {str(digit): str(digit) for digit in range(10)}
# Letters said by name right before digits; シー and キュー are left out, being digits as well.
_LETTERS = {
    "エー": "A", "エイ": "A", "ビー": "B", "ディー": "D", "イー": "E", "エフ": "F", "ジー": "G",
    "エイチ": "H", "エッチ": "H", "アイ": "I", "ジェー": "J", "ケー": "K", "エル": "L", "エム": "M",
    "エヌ": "N", "オー": "O", "ピー": "P", "アール": "R", "エス": "S", "ティー": "T", "ユー": "U",
    "ブイ": "V", "ダブリュー": "W", "エックス": "X", "ワイ": "Y", "ゼット": "Z",
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_IN_KATAKANA = _any_of(word for word in _WORD_VALUES if "ァ" <= word[0] <= "ヺ")
_IN_HIRAGANA = _any_of(word for word in _WORD_VALUES if word[0] <= "ゖ")
_WRITTEN = f"[0-9]|[{_KANJI}]|ゼロ"
# Spoken digits count only in rows: a single ニ or ご is far more often part of a word.
_GROUP = f"(?:(?:{_IN_KATAKANA}){{2,}}|(?:{_IN_HIRAGANA}){{3,}}|(?:{_WRITTEN})+)"
# Where nothing but digits is said, one is enough.
_SAID_GROUP = f"(?:(?:{_IN_KATAKANA})+|(?:{_IN_HIRAGANA})+|(?:{_WRITTEN})+)"
SEPARATOR = r"(?: ?(?:の、|ノ、|の|ノ|ハイフン|[-‐‑‒–—―−ー~.()・]) ?)"
_PAUSE = re.compile(
    r"(?:の|で(?=、))?(?:[ 、,…・]|\.{2,}|えーっと|えっと|えーと|ええと|えー|あのー?"
    r"|んー|うーん|はい){0,6}"
)
_LETTER_NAMES = _any_of(_LETTERS)
_NO_PREFIX = "(?!(?:TEL|FAX|Tel|Fax|tel|fax|No|NO)[^A-Za-z])"
_PREFIX = rf"(?:(?<![A-Za-z0-9]){_NO_PREFIX}[A-Za-z]{{1,4}}-?|(?<![ァ-ヺー])(?:{_LETTER_NAMES})+)?"
# ゼロ ハチ ゼロ ゼロ, 0きゅう0: said one by one in any mixture; seven are no words any more.
_UNITS = _any_of(_VALUES)
_ONE_BY_ONE = (
    rf"(?:{_IN_KATAKANA}|{_IN_HIRAGANA}|[0-9](?:{_IN_KATAKANA}|{_IN_HIRAGANA}))"
    rf"(?:(?:[ 、・…のノ]|ハイフン){{0,2}}(?:{_UNITS})){{6,15}}"
)
_RUN = re.compile(rf"{_PREFIX}[(+]?(?:{_ONE_BY_ONE}|{_GROUP}(?:{SEPARATOR}?{_GROUP})*)")
# Digits with pauses, where a turn says nothing else: ゼロハチゼロ, 0000の, エム、一〇〇.
SAID_DIGITS = (
    rf"(?:(?:{_LETTER_NAMES}|[A-Za-z]{{1,4}})(?:の?、|[ の-])?)?{_SAID_GROUP}"
    rf"(?:{SEPARATOR}?[、 ]?{_SAID_GROUP})*"
)
SAID_CHARACTERS = frozenset(
    "".join((*_VALUES, *_LETTERS, string.ascii_letters, "のノハイフン-‐‑‒–—―−ー~.()・ 、"))
)
# A long vowel parts written digits only: 090ー0000, but キューハチ.
_PARTING = re.compile(r"(?<=[0-9〇])[ー]|[ 、・…のノ,.()~‐‑‒–—―−-]|ハイフン")
_UNIT = re.compile(_UNITS)
_TO = re.compile("なり|お?願|お?電|ご?連|か[けか]|折|送|つな|掛|して")
_PARTICLE = re.compile("(?<=[ァ-ヺー])[にご]$")
_AHEAD = re.compile("[にし](?=[0-9])")
_PREFIXED = re.compile(rf"(?:[A-Za-z]+-?|(?:{_LETTER_NAMES})+)")
_LETTER_NAME = re.compile(_LETTER_NAMES)
# Anything shorter than four digits is no number worth looking at.
_DIGIT = re.compile(f"[0-9{_KANJI}]")
_SPELLED_IN_KATAKANA = re.compile(f"(?:{_IN_KATAKANA})(?:[ 、・…]?(?:{_IN_KATAKANA})){{2}}")
_SPELLED_IN_HIRAGANA = re.compile(f"(?:{_IN_HIRAGANA})(?:[ 、・…]?(?:{_IN_HIRAGANA})){{2}}")
_LEAST_DIGITS = 4
# Nearly all text is written with these alone, which have no half width.
_NEEDS_FOLDING = re.compile("[^\u3041-\u9fff\u3001\u3002\x00-\x7f]")
_LONGEST = {"+": 13, "0": 11}
_LONGEST_AREA_CODE = 5
_LONGEST_GROUPED = 16
_MOBILE = re.compile("0[5-9]0")


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
    return text.translate(_FOLDED) if _NEEDS_FOLDING.search(text) else text


def may_hold_number(folded: str) -> bool:
    """Return whether a text holds enough digits, written or said, to be worth a closer look."""
    return (
        len(_DIGIT.findall(folded)) >= _LEAST_DIGITS
        or _SPELLED_IN_KATAKANA.search(folded) is not None
        or _SPELLED_IN_HIRAGANA.search(folded) is not None
    )


def digit_runs(folded: str) -> Iterator[DigitRun]:
    """Yield the numbers of a text folded by `fold_width`, from left to right.

    Groups parted by a pause (090、0000 1234) are one number while the left side is unfinished.
    """
    run = None
    for match in _RUN.finditer(folded):
        following = _run(match)
        paused = run and _PAUSE.fullmatch(folded, run.end, following.start)
        if run and paused and _continues(folded[run.start], run, following, paused.group()):
            run = _merged(run, following)
            continue
        if run:
            yield run
        run = following
    if run:
        yield run


def _run(match: re.Match[str]) -> DigitRun:
    # ナナナナにかけて: a particle, not a two.
    written = _PARTICLE.sub("", match.group())
    start = match.start() + _is_particle_ahead(match)
    written = written[start - match.start() :]
    if written.endswith("に") and _TO.match(match.string, match.end()):
        written = written[:-1]
    prefix = _PREFIXED.match(written)
    behind = prefix.end() if prefix else 0
    groups = [value_of_number(piece) for piece in _PARTING.split(written[behind:])]
    groups = [group for group in groups if group]
    return DigitRun(
        start,
        start + len(written),
        "".join(groups),
        tuple(map(len, groups)),
        letters(written[:behind]),
    )


def _is_particle_ahead(match: re.Match[str]) -> bool:
    """Whether a particle stands where a two is read: 通帳に1234567."""
    before = match.string[match.start() - 1 : match.start()]
    return "一" <= before <= "鿿" and _AHEAD.match(match.group()) is not None


def letters(written: str) -> str:
    """Return the Latin letters of a prefix written (MD-) or said by name (エムディー)."""
    said = _LETTER_NAME.sub(lambda match: _LETTERS[match.group()], written)
    return "".join(filter(str.isascii, filter(str.isalpha, said)))


def _continues(first: str, left: DigitRun, right: DigitRun, pause: str) -> bool:
    if right.prefix or not right.digits:
        return False
    starts_with_zero = left.digits.startswith("0")
    # 50、100、200 are three amounts; 048で、000の1234 is an area code and the rest.
    if "、" in pause and left.group_lengths[0] < 3 and not starts_with_zero:
        return False
    if "で" in pause and not (starts_with_zero and len(left.digits) <= _LONGEST_AREA_CODE):
        return False
    total = len(left.digits) + len(right.digits)
    card = left.group_lengths[0] == 4 and total <= 16 and right.group_lengths[0] in (4, 5, 6, 3)
    if card and len(left.group_lengths) < 4 and not left.prefix:
        return True
    # 5566 7788 99 after a label: grouped by spaces to its end.
    if pause == " " and len(left.group_lengths) > 1 and not starts_with_zero:
        return total <= _LONGEST_GROUPED
    longest = _LONGEST.get(first, 11)
    return len(left.digits) < _finished(first, left.digits) and total <= longest


def _finished(first: str, digits: str) -> int:
    """Return with how many digits a number that begins so is told to its end."""
    if first == "+":
        return 12
    if _MOBILE.match(digits):
        return 11
    return 10 if digits.startswith("0") else 7


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
