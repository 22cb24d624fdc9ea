"""Japanese lines: where a text may be broken, and how it is shortened to what there is room for.

Rules of line breaking (kinsoku) after JIS X 4051, the strict set; among the allowed places one
between two phrases is taken before one inside a word.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from pipelines.review.fonts import Fonts

NEVER_FIRST = frozenset(
    "、。，．,.・：；:;？！?!ー～〜）」』】〉》〕］｝)]}’”…‥々ゝゞヽヾ％%℃°"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
NEVER_LAST = frozenset("（「『【〈《〔［｛([{‘“¥￥$＄#＃")
ELLIPSIS = "…"

# How bad a break is, by what stands before and behind it.
AFTER_PHRASE, AT_BORDER, IN_WORD = 0.0, 3.0, 8.0
SPACE_LEFT = 0.02


def fitted(text: str, width: float, measure: Callable[[str], float]) -> str:
    """Return a text whole, or shortened and closed by … so that it is no wider than `width`."""
    if measure(text) <= width:
        return text
    for end in range(len(text) - 1, 0, -1):
        shorter = text[:end].rstrip("、。・（「『 ") + ELLIPSIS
        if measure(shorter) <= width:
            return shorter
    return ELLIPSIS


def lines_of(
    text: str, width: float, measure: Callable[[str], float], most: int = 2
) -> tuple[str, ...]:
    """Break a text into at most `most` lines no wider than `width`; what is too long ends in ….

    Of all ways with the fewest lines, the one that breaks between phrases and evenly.
    """
    text = " ".join(text.split())
    for end in range(len(text), 0, -1):
        shorter = text if end == len(text) else text[:end].rstrip("、。・（「『 ") + ELLIPSIS
        for count in range(1, most + 1):
            found = _best(shorter, width, measure, count)
            if found:
                return found
    return (ELLIPSIS,)


def _best(
    text: str, width: float, measure: Callable[[str], float], count: int
) -> tuple[str, ...] | None:
    if measure(text) > width * count:
        return None
    ways = [way for way in _ways(text, count) if all(measure(line) <= width for line in way)]
    return min(ways, key=lambda way: _cost(way, measure), default=None)


def _ways(text: str, count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        yield (text.strip(),)
        return
    for place in range(1, len(text)):
        if may_break(text[:place].rstrip()[-1], text[place]):
            for rest in _ways(text[place:], count - 1):
                yield (text[:place].strip(), *rest)


def _cost(way: tuple[str, ...], measure: Callable[[str], float]) -> float:
    widths = [measure(line) for line in way]
    ragged = sum((max(widths) - width) for width in widths)
    return SPACE_LEFT * ragged + sum(
        _badness(one[-1], other[0]) for one, other in pairwise(way) if one and other
    )


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end with one character and the next begin with the other."""
    if after in NEVER_FIRST or after.isspace() or before in NEVER_LAST:
        return False
    return not (_script(before) == _script(after) == "latin")


def _badness(before: str, after: str) -> float:
    scripts = _script(before), _script(after)
    if before in "、。・）」』 　" or (scripts[0] == "hiragana" and scripts[1] != "hiragana"):
        return AFTER_PHRASE
    if scripts[0] != scripts[1] and scripts[1] != "hiragana":
        return AT_BORDER
    return IN_WORD


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    point = ord(character)
    if 0x3041 <= point <= 0x309F:
        return "hiragana"
    if 0x30A0 <= point <= 0x30FF:
        return "katakana"
    if point < 0x2000 and not character.isspace():
        return "latin"
    return "other"


@lru_cache(maxsize=16)
def measured(fonts: Fonts, size: float, bold: bool = False) -> Callable[[str], float]:
    """Return a function that tells the width of a text in pixels."""
    return lambda text: fonts.width(text, size, bold=bold)
