"""Names of persons in a contact, by where they stand, by what they are, and by repetition."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from pipelines.text.mask_found import REMEMBERED_TURNS, Asked, Found, any_of, touches
from pipelines.text.mask_introductions import IntroductionFinder
from pipelines.text.mask_known_names import KnownNameFinder
from pipelines.text.mask_mentions import MentionFinder
from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_name_words import NameWords, tells_somebody
from pipelines.text.mask_repeats import RepeatFinder
from pipelines.text.mask_roman_names import RomanNameFinder
from pipelines.text.mask_rules import ListedNames, NameRules
from pipelines.text.mask_spellings import SpellingFinder, renamed
from pipelines.text.mask_unlisted_names import UnlistedNameFinder
from pipelines.text.mask_word_names import WordNameFinder
from pipelines.text.tokenise import Tokeniser

# Only somebody named whole, as on a poster.
_SHORTEST_WHOLE = 4
# One for all turns that name nobody: what is remembered is walked by the garbage collector.
_NOBODY: tuple[tuple[Found, ...], tuple[Found, ...]] = ((), ())
_OLD_KANA = re.compile("を(?=です|でござ|と申|様)")


class NameFinder:
    """Finds names in the turns of one contact."""

    def __init__(
        self,
        rules: NameRules,
        listed: ListedNames,
        places: Collection[str],
        tokeniser: Tokeniser,
    ) -> None:
        words = NameWords(rules, tokeniser)
        self.lists = KnownNames(listed, rules.one_character_names)
        self._introductions = IntroductionFinder(rules, words)
        relatives = any_of(rules.relatives)
        self._known = KnownNameFinder(self.lists, words, relatives, places)
        kin = any_of((*rules.relatives, *rules.relatives_more))
        self._unlisted = UnlistedNameFinder(self.lists, words, kin, places)
        self._mentions = MentionFinder(self.lists, words, places)
        self.romans = RomanNameFinder(self.lists.readings, self.lists.given)
        self._spellings = SpellingFinder(words, self.lists)
        self._words = WordNameFinder(rules, words, places)
        self._repeats = RepeatFinder(rules, words, self._introductions)
        self._question = re.compile(any_of(rules.questions))
        # ヤマト運輸さん; 屋 and 村 end names of persons, too.
        # 鈴木のバイク: a brand, where nothing but the reading tells a name.
        self._sells = re.compile(f"の(?:{any_of(rules.brand_goods)})")
        self._works = re.compile(f"の(?:{any_of(rules.works)})")
        self._firms = tuple(word for word in rules.suffixes_not_persons if len(word) > 1)
        # Agents say the same turns in call after call.
        self._read_again = lru_cache(maxsize=REMEMBERED_TURNS)(self._read)
        self._kinds_of_asked: dict[Asked, Asked] = {}
        self._asks = lru_cache(maxsize=REMEMBERED_TURNS)(self._what_is_asked)

    def find(self, turns: Sequence[str], before: Sequence[str]) -> list[list[Found]]:
        """Return the names in each folded turn; a name found once is found where it is repeated.

        `before` holds for each turn what was last said before it.
        """
        placed, found = [], []
        for turn, said in zip(turns, before, strict=True):
            by_place, names = self._read_again(turn, self._asks(said))
            placed.append(by_place)
            found.append(names)
        again = self._repeats.find(turns, found, placed)
        return [[*names, *more] for names, more in zip(found, again, strict=True)]

    def _read(self, turn: str, asked: Asked) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
        """Return the names of a turn told by their place, and all that its words tell."""
        placed = self._placed(turn, asked)
        names = self._in_turn(turn, placed, asked.name)
        return (tuple(placed), tuple(names)) if placed or names else _NOBODY

    def _what_is_asked(self, said: str) -> Asked:
        asked = Asked(
            bool(said), self._question.search(said) is not None, self._unlisted.asks_place(said)
        )
        return self._kinds_of_asked.setdefault(asked, asked)

    def _in_turn(self, text: str, placed: list[Found], asked: bool) -> list[Found]:
        told = [self._without_title(text, one) for one in self._words.find(text, asked)]
        told = [one for one in told if not self._sells.match(text, one.end)]
        if not placed and not told:
            return []
        # The place knows better than the words, but where both see one name the wider one holds.
        wider = [one for one in told if _holds_all_it_touches(one, placed)]
        names = wider + [one for one in placed if not any(touches(one, other) for other in wider)]
        names += [one for one in told if not any(touches(one, other) for other in names)]
        names += self._spellings.readings(text, names)
        return [
            _with_old_kana(text, one)
            for one in names
            if not text[one.start : one.end].endswith(self._firms)
            and not self._is_author(text, one)
        ]

    def _without_title(self, text: str, name: Found) -> Found:
        """Return 竹之内 旬 of 竹之内 旬様, 百瀬 of 百瀬方."""
        word = text[name.start : name.end]
        is_title = word[-1] in "様殿" or (word[-1] == "方" and self.lists.is_family(word[:-1]))
        return name._replace(end=name.end - 1) if len(word) > 1 and is_title else name

    def _is_author(self, text: str, name: Found) -> bool:
        """Whether a concert or a film of a person is spoken of, who is no customer then."""
        is_whole = name.end - name.start >= _SHORTEST_WHOLE
        return is_whole and self._works.match(text, name.end) is not None

    def _placed(self, text: str, asked: Asked) -> list[Found]:
        """Return names told by where they stand; of those that overlap the longest."""
        told = tells_somebody(text)
        found = (
            *self._introductions.find(text, asked.name, told),
            *self._known.find(text, told),
            *self._mentions.find(text, asked.name, told),
            *self._unlisted.find(text, asked, told),
            *self.romans.find(text),
            *self._spellings.find(text),
            *(renamed(text, self.lists) if "改め" in text else ()),
        )
        return _widest(self._without_title(text, one) for one in found)


def _with_old_kana(text: str, name: Found) -> Found:
    """Return 伊達みさを of 伊達みさをです: no particle stands before です."""
    return name._replace(end=name.end + 1) if _OLD_KANA.match(text, name.end) else name


def _widest(found: Iterable[Found]) -> list[Found]:
    """Keep of findings that overlap the longest, and the first of equal ones."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if not any(touches(one, other) for other in kept):
            kept.append(one)
    return kept


def _holds_all_it_touches(one: Found, others: list[Found]) -> bool:
    touched = [other for other in others if touches(one, other)]
    return len(touched) == 1 and all(
        one.start <= other.start and other.end <= one.end for other in touched
    )
