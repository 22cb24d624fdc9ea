"""A turn cut into sentences and clauses, with or without punctuation.

Recognisers write pauses as spaces, or nothing at all; then the endings of spoken Japanese
(〜んですけど, 〜ですか, 〜ました) tell where one statement stops and the next begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.text.mask import Span

# Shorter pieces are joined to their neighbour: 「あのね、」 is no statement of its own.
SHORTEST_CLAUSE = 5
# A stretch without any mark that is longer than this is looked through for spoken endings.
LONGEST_UNMARKED = 8

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[」』）)]?|\n|$)")
# 「はい。」と言われた is one sentence.
_QUOTE_GOES_ON = re.compile("[」』][ぁ-ん]")
_OPEN, _CLOSE = "「『", "」』"
_MARKS = re.compile(r"[\s、。,.!?！？…・:：;；「」『』()（）~〜\-☆♪★*]+")
_PAUSE = re.compile(r"(?:[、,，…]|[ \u3000]|\.\.\.)+")
# What ends a clause before a comma or a pause.
_CLAUSE_END = re.compile(
    r"(?:けれども|けれど|けども|けど|[だすたい]が|から|ので|んで|のに|もので|もんで|たら|れば|なら|ても|でも"
    r"|[いしちりっん]て|て|たり|まし|ですし|[うくすつぬむるいただ]し|ですよ?ね?|ますよ?ね?|ました|ません|でした|たの|るの"
    r"|ないの|なの|のよ|んだよ?|よ|わ|ね|か|ず|くて|なく|おり|とのこと|だし|やし|けえ|けん|ばってん|さかい)$"
)
_SPOKEN_END = re.compile(
    r"(?:です|(?<!ます)ます(?!ます)|でした|ました|ません(?:でした)?|でしょう|ましょう|ください|[たるいな]んだ|のよ|んよ|たよ|るよ|ないよ|やん)"
    r"(?:けれども|けれど|けども|けど|よね|よ|ね|が|から|ので|し|のに|か|わ|の)*"
    r"|(?:た|る|い|な)(?:んだ)?(?:けれども|けれど|けども|けど|のに|ので(?!す)|んで(?!す))"
)
# Weaker signs: only a long stretch is cut at them.
_LOOSE_END = re.compile(r"(?<=[たるい])し(?=[一-鿿ァ-ヺ])|(?<=[しっいんきり])て(?=[一-鿿ァ-ヺ]{2})")
LONGEST_UNBROKEN = 24
# 〜ですって, 〜ましたと, 〜ますよう: the sentence goes on.
_GOES_ON = re.compile(r"[とっうかけがねよしのすわぁ-ぉゃゅょー]|から|んで")


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters [start, end) of a turn: one clause; `sentence` counts the turn's sentences."""

    start: int
    end: int
    sentence: int


def segments(text: str, masks: Sequence[Span] = ()) -> list[Segment]:
    """Return the clauses of a turn in order, trimmed of white space.

    None ends inside a quotation or inside personal data. Together they hold every character
    that is not white space between them.
    """
    return [
        Segment(start, end, number)
        for number, (first, last) in enumerate(_sentences(text, masks))
        for start, end in _clauses(text, first, last, masks)
    ]


def _sentences(text: str, masks: Sequence[Span]) -> Iterator[tuple[int, int]]:
    start = 0
    depth = 0
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        depth = max(0, depth + _depth(piece))
        end = match.end()
        ends_line = piece.endswith("\n") or end == len(text)
        is_quoted = depth > 0 or _QUOTE_GOES_ON.match(text, end - 1)
        if (is_quoted and not ends_line) or _is_inside(end, masks):
            continue
        depth = 0
        yield from _trimmed(text, start, end)
        start = end


def _clauses(text: str, start: int, end: int, masks: Sequence[Span]) -> Iterator[tuple[int, int]]:
    at = start
    for border in _borders(text, start, end):
        is_whole = (
            _weight(text[at:border]) >= SHORTEST_CLAUSE
            and _weight(text[border:end]) >= SHORTEST_CLAUSE
            and _depth(text[at:border]) == 0
        )
        if is_whole and not _is_inside(border, masks):
            yield from _trimmed(text, at, border)
            at = border
    yield from _trimmed(text, at, end)


def _borders(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a clause may end: at pauses behind a clause ending, and at spoken endings."""
    at = start
    for pause in _PAUSE.finditer(text, start, end):
        yield from _spoken_ends(text, at, pause.start())
        # A space is a pause that the recogniser heard; a comma may stand behind any phrase.
        is_heard = not pause.group().strip()
        if is_heard or _CLAUSE_END.search(text, max(start, pause.start() - 6), pause.start()):
            yield pause.end()
        at = pause.end()
    yield from _spoken_ends(text, at, end)


def _spoken_ends(text: str, start: int, end: int) -> Iterator[int]:
    if end - start <= LONGEST_UNMARKED:
        return
    at = start
    for match in _SPOKEN_END.finditer(text, start, end):
        if match.end() < end and not _GOES_ON.match(text, match.end()):
            yield from _loose_ends(text, at, match.start())
            yield match.end()
            at = match.end()
    yield from _loose_ends(text, at, end)


def _loose_ends(text: str, start: int, end: int) -> Iterator[int]:
    if end - start > LONGEST_UNBROKEN:
        yield from (match.end() for match in _LOOSE_END.finditer(text, start, end))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    stripped = text[start:end].strip()
    if stripped:
        begin = text.index(stripped, start)
        yield begin, begin + len(stripped)


def _weight(text: str) -> int:
    return len(_MARKS.sub("", text))


def _depth(piece: str) -> int:
    return sum(piece.count(mark) for mark in _OPEN) - sum(piece.count(mark) for mark in _CLOSE)


def _is_inside(place: int, masks: Sequence[Span]) -> bool:
    return any(mask.start < place < mask.end for mask in masks)
