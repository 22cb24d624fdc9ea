"""A name found once in a contact is found wherever it is said again."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipelines.text.mask_found import Found, starts_with
from pipelines.text.mask_introductions import IntroductionFinder
from pipelines.text.mask_name_words import HAS_KANJI, KATAKANA, NameWords
from pipelines.text.mask_rules import NameRules

# 上野の, 上野へ, 上野で: where a name that is a place as well means the place.
AS_PLACE = re.compile(
    "[のへやか着発便行産駅]|まで|方面|支社|営業所|工場|空港|地方|で(?!す|ござ)|に(?:も|は|行|住|あ)|"
    "から(?!の(?:引|連絡|電話|伝言|紹介)|連絡|電話|聞|伺|言わ|説明|案内|折|引)|じゃな|経由|周辺|近辺|"
    "付近|あたり|辺り|エリア|旅行|観光|温泉|在住"
)
_SHORTEST_SURE_KANA = 3


class RepeatFinder:
    """Finds known names again in the turns of one contact."""

    def __init__(
        self, rules: NameRules, words: NameWords, introductions: IntroductionFinder
    ) -> None:
        self._words = words
        self._introductions = introductions
        self._honorific = starts_with(rules.honorifics)
        self._not_person_after = starts_with(rules.suffixes_not_persons)

    def find(
        self,
        turns: Sequence[str],
        found: Sequence[Sequence[Found]],
        sure: Sequence[Sequence[Found]],
    ) -> Iterator[list[Found]]:
        """Yield for each turn the names said again; `sure` are those told by their place."""
        # One character (森, 林) is too often a plain word to follow everywhere.
        told = _parts(turns, found) - self._words.not_names
        told_surely = _parts(turns, sure) - self._words.not_names
        known = self._followed(told) | {
            part
            for part in told_surely
            if (KATAKANA.fullmatch(part) and len(part) >= _SHORTEST_SURE_KANA)
            or (HAS_KANJI.search(part) and not self._words.is_common(part))
        }
        names = sorted(told | known) if told else []
        for turn in turns:
            here = [name for name in names if name in turn]
            yield list(self._again(turn, here, told, known, told_surely)) if here else []

    def _again(
        self, text: str, names: Sequence[str], told: set[str], known: set[str], sure: set[str]
    ) -> Iterator[Found]:
        """Yield known names: before 様 whatever Sudachi reads, and where they stand as words."""
        for name in names:
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                if (name in told and self._honorific.match(text, end)) or (
                    name in known and self._stands_alone(text, start, end, name in sure)
                ):
                    yield Found(start, end, "PERSON")
                start = text.find(name, start + 1)

    def _stands_alone(self, text: str, start: int, end: int, is_sure: bool) -> bool:
        # Somebody called 上野 may speak of 上野の件; a reading alone is not believed so far.
        is_place = not is_sure and self._words.is_place(text[start:end])
        if is_place and AS_PLACE.match(text, end):
            return False
        words = self._words.around(text, start, end)
        inside = [word for word in words if start < word.end and word.start < end]
        if not inside or (inside[0].start, inside[-1].end) != (start, end):
            return False
        kind = inside[0].part_of_speech
        is_noun = kind.startswith("固有名詞") or (
            kind in ("名詞", "接頭辞", "接尾辞")
            and (is_sure or HAS_KANJI.search(text, start, end) is not None)
        )
        return is_noun and not self._not_person_after.match(text, end)

    def _followed(self, parts: set[str]) -> set[str]:
        """Return found names and their family names that a repetition may be matched with."""
        known = {
            part
            for part in parts
            if self._words.parts(part)
            or not (self._words.is_plain(part) or self._words.is_place(part))
        }
        return known.union(*map(self._introductions.family_names, known))


def _parts(turns: Sequence[str], found: Sequence[Iterable[Found]]) -> set[str]:
    return {
        part
        for turn, names in zip(turns, found, strict=True)
        for name in names
        for part in re.split("[ 　・]", turn[name.start : name.end])
        if len(part) > 1
    }
