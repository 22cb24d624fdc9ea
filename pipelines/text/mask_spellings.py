"""Names that are spelt, read, corrected or changed: 小鳥遊と書いてタカナシと読みます."""

import re
from collections.abc import Iterable, Iterator

from pipelines.text.mask_found import Found
from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_name_words import KANJI, KATAKANA, NameWords

_KANA = "[ァ-ヺー]{2,8}|[ぁ-ん]{2,8}?"
# 仲村渠 and the like are in no dictionary; what is written or read so is a name all the same.
_READ = re.compile(
    rf"([{KANJI}]{{2,5}}|[ァ-ヺー]{{2,8}}(?:[ 　・][ァ-ヺー]{{2,10}})?)"
    r"(?=(?:と|って)(?:読[みむん]|よみます|よむ))"
)
_WRITTEN = re.compile(
    rf"漢字[はで][^。\n]{{0,24}}?(?:^|[、はでにの])([{KANJI}]{{2,5}})(?=(?:と|って)(?:書|かき))"
)
_WRITTEN_AND_READ = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{1,5}})と(?:書いて|書き)、?({_KANA})(?=と(?:読|よ|申|い|言)|です|でござ)"
)
_READING_LABEL = re.compile(
    rf"(?:読み方?|ふりがな|フリガナ|カナ|名前|名字|苗字)(?:[はが:]|[はが]ですね)、?[ 「]?({_KANA})"
    r"(?=です|と|。|、|」|$)"
)
# ヤマザキではなくヤマサキです: where one side is a name, both are.
_NOT_BUT = re.compile(
    rf"([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,8}})(?:様|さん)?(?:では|じゃ)な(?:くて?|い)、?"
    rf"([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,8}})(?=です|で登録|で、|だ|や[。でね]|と申|様|さん|$|。)"
)
_NOT_BUT_IN_HIRAGANA = re.compile(
    r"(?:^|[、。 「])([ぁ-ん]{2,8}?)(?:では|じゃ)な(?:くて?|い)、?([ぁ-ん]{2,7}?)"
    r"(?=です|と[読申いよ]|だ|、|$)"
)
_SPEAKS_OF_NAMES = re.compile("名[はが前義]|苗字|名字|旧姓|改姓|姓[はが]|氏名|登録名|結婚|離婚")
_CHANGED = re.compile(
    rf"(?<![{KANJI}ァ-ヺー])([{KANJI}]{{1,4}}|[ァ-ヺー]{{3,7}})[」』]?(?=から|に(?:なり|なっ|変わ|改|戻|直)|です|で登録)"
)
_RENAMED = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{1,4}})改め、?([{KANJI}]{{1,4}})(?=です|と|でござ)"
)


_MAY_BE_SPELT = re.compile("読|書|よみます|よむ|かき")
_READING = re.compile(r" ?[(「『\[【]([ァ-ヺーぁ-ん]{2,8}[ 　・]?[ァ-ヺーぁ-ん]{0,10})[)」』\]】]")
# 東 健太です、アズマです
_READ_ALOUD = re.compile(
    r"です、(?:([ァ-ヺー]{2,10})(?=です|と読|。|$)|([ぁ-ん]{2,10}?)(?=と(?:読|よみ)))"
)


class SpellingFinder:
    """Finds names that somebody spells or corrects in one turn."""

    def __init__(self, words: NameWords, known: KnownNames) -> None:
        self._words = words
        self._known = known

    def find(self, text: str) -> Iterator[Found]:
        """Yield names by what is said about their writing."""
        if _MAY_BE_SPELT.search(text):
            yield from self._spelt(text)
        if "ではな" in text or "じゃな" in text:
            yield from self._told_by_contrast(text)
        if _SPEAKS_OF_NAMES.search(text):
            yield from self._changed(text)
        for match in _READING_LABEL.finditer(text):
            if self._known.is_reading(match[1], 2) or self._known.is_given(match[1]):
                yield _person(*match.span(1))

    def readings(self, text: str, names: Iterable[Found]) -> Iterator[Found]:
        """Yield what stands in brackets behind a name in kana: 野口洋(ノグチ ヒロシ)."""
        for name in list(names):
            reading = _READING.match(text, name.end) or _READ_ALOUD.match(text, name.end)
            if reading and reading[reading.lastindex or 1] not in self._words.never:
                yield _person(*reading.span(reading.lastindex or 1))

    def _spelt(self, text: str) -> Iterator[Found]:
        for match in _WRITTEN_AND_READ.finditer(text):
            yield from (_person(*match.span(part)) for part in (1, 2))
        for match in (*_READ.finditer(text), *_WRITTEN.finditer(text)):
            in_katakana = KATAKANA.fullmatch(match[1]) is not None
            if match[1] not in self._words.never and (
                in_katakana or not self._words.is_plain(match[1])
            ):
                yield _person(*match.span(1))

    def _told_by_contrast(self, text: str) -> Iterator[Found]:
        for match in _NOT_BUT.finditer(text):
            families = [
                "姓" in self._words.parts(side) or self._known.is_family(side)
                for side in match.groups()
            ]
            is_told = any(families) or _SPEAKS_OF_NAMES.search(text, 0, match.start())
            if is_told and all(
                len(side) > 1
                and side not in self._words.never
                and (is_family or not self._words.is_common(side))
                for side, is_family in zip(match.groups(), families, strict=True)
            ):
                yield from (_person(*match.span(side)) for side in (1, 2))

        for match in _NOT_BUT_IN_HIRAGANA.finditer(text):
            if any(map(self._known.is_reading, match.groups())):
                yield from (_person(*match.span(side)) for side in (1, 2))

    def _changed(self, text: str) -> Iterator[Found]:
        for match in _CHANGED.finditer(text):
            is_listed = self._known.is_family(match[1]) or self._known.is_reading(match[1])
            if is_listed and match[1] not in self._words.never:
                yield _person(*match.span(1))


def renamed(text: str, known: KnownNames) -> Iterator[Found]:
    """Yield both names of 高橋改め林です."""
    for match in _RENAMED.finditer(text):
        if known.is_family(match[1]) and known.is_family(match[2]):
            yield from (_person(*match.span(part)) for part in (1, 2))


def _person(start: int, end: int) -> Found:
    return Found(start, end, "PERSON")
