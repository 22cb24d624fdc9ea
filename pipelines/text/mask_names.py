"""Names of persons in a contact, by where they stand, by what they are, and by repetition."""

import re
from collections.abc import Collection, Iterable, Sequence

from pipelines.text.mask_found import Found, any_of, touches
from pipelines.text.mask_introductions import IntroductionFinder
from pipelines.text.mask_known_names import KnownNameFinder
from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_name_words import NameWords
from pipelines.text.mask_repeats import RepeatFinder
from pipelines.text.mask_rules import ListedNames, NameRules
from pipelines.text.mask_spellings import SpellingFinder, renamed
from pipelines.text.mask_word_names import WordNameFinder
from pipelines.text.tokenise import Tokeniser


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
        self._lists = KnownNames(listed, rules.one_character_names)
        self._introductions = IntroductionFinder(rules, words)
        self._known = KnownNameFinder(self._lists, words, any_of(rules.relatives), places)
        self._spellings = SpellingFinder(words, self._lists)
        self._words = WordNameFinder(rules, words, places)
        self._repeats = RepeatFinder(rules, words, self._introductions)
        self._question = re.compile(any_of(rules.questions))
        # ヤマト運輸さん; 屋 and 村 end names of persons, too.
        self._firms = tuple(word for word in rules.suffixes_not_persons if len(word) > 1)

    def find(self, turns: Sequence[str], before: Sequence[str]) -> list[list[Found]]:
        """Return the names in each folded turn; a name found once is found where it is repeated.

        `before` holds for each turn what was last said before it.
        """
        placed, found = [], []
        for turn, said in zip(turns, before, strict=True):
            asked = self._question.search(said) is not None
            placed.append(self._placed(turn, asked))
            found.append(self._in_turn(turn, placed[-1], asked))
        again = self._repeats.find(turns, found, placed)
        return [names + more for names, more in zip(found, again, strict=True)]

    def _in_turn(self, text: str, placed: list[Found], asked: bool) -> list[Found]:
        told = list(self._words.find(text, asked))
        if not placed and not told:
            return []
        # The place knows better than the words, but where both see one name the wider one holds.
        wider = [one for one in told if _holds_all_it_touches(one, placed)]
        names = wider + [one for one in placed if not any(touches(one, other) for other in wider)]
        names += [one for one in told if not any(touches(one, other) for other in names)]
        names += self._spellings.readings(text, names)
        return [one for one in names if not text[one.start : one.end].endswith(self._firms)]

    def _placed(self, text: str, asked: bool) -> list[Found]:
        """Return names told by where they stand; of those that overlap the longest."""
        return _widest(
            (
                *self._introductions.find(text, asked),
                *self._known.find(text),
                *self._spellings.find(text),
                *(renamed(text, self._lists) if "改め" in text else ()),
            )
        )


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
