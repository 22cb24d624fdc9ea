"""Listed names and their readings: what people are called, whatever else the word means."""

from collections.abc import Collection
from functools import lru_cache

from pipelines.text.mask_rules import ListedNames

_TO_HIRAGANA = {code: code - 96 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SHORTEST_READING = 3


class KnownNames:
    """The lists of `[known_names]`, asked for in kanji or in either kana."""

    def __init__(self, listed: ListedNames, one_character: Collection[str]) -> None:
        pairs = [entry.partition("/") for entry in listed.families.split()]
        several = {name for name, _, _ in pairs if len(name) > 1}
        self._families = frozenset(several) | frozenset(one_character)
        self.readings = frozenset(reading for _, _, reading in pairs if reading)
        self.given = frozenset(listed.given_readings.split())
        # Asked of the same few words in call after call.
        self.splits_reading = lru_cache(maxsize=20_000)(self._splits_reading)

    def is_family(self, word: str) -> bool:
        """Whether a word in kanji is a listed family name."""
        return word in self._families

    def is_reading(self, word: str, shortest: int = _SHORTEST_READING) -> bool:
        """Whether a word in kana is the reading of a listed family name."""
        return len(word) >= shortest and word.translate(_TO_HIRAGANA) in self.readings

    def is_given(self, word: str) -> bool:
        """Whether a word in kana is a listed given name."""
        return word.translate(_TO_HIRAGANA) in self.given

    def _splits_reading(self, word: str) -> bool:
        """Whether kana is a listed family name and something behind it: さとうはなこ."""
        said = word.translate(_TO_HIRAGANA)
        family, space, given = said.replace("　", " ").partition(" ")
        if space:
            return family in self.readings and (given in self.given or len(family) > 2)
        return any(
            said[:length] in self.readings and said[length:] in self.given
            for length in range(2, len(said) - 1)
        )
