"""What the dictionary says of words as names, and where in a text a closer look is worth it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.text.mask_found import any_of
from pipelines.text.mask_rules import NameRules
from pipelines.text.tokenise import Tokeniser, Word

# With the compatibility forms and the planes beyond, in which 宮﨑 and 𠮷田 are written.
KANJI = "一-鿿々ヶ\uf900-\ufaff\U00020000-\U0003ffff"
KATAKANA = re.compile("[ァ-ヺー]+")
HAS_KANJI = re.compile(f"[{KANJI}]")
_HIRAGANA = re.compile("[ぁ-ん]+")
# Forms that the dictionary lacks: 髙橋, 宮﨑; one character for one.
_RARE = "髙﨑𠮷濵德邉邊齋齊廣澤瀨冨櫻國眞惠條"
_VARIANTS = str.maketrans(_RARE, "高崎吉浜徳辺辺斎斉広沢瀬富桜国真恵条")
# 𠮷 lies beyond the plane that a set of characters is quick in.
_HAS_VARIANT = re.compile(f"[{_RARE.replace('𠮷', '')}]")
_SENTENCE = re.compile("[^。!?\n]+[。!?\n]*")
_SENTENCE_END = re.compile("[。!?\n]+")
_SENTENCE_MARKS = "。!?\n"
_RUNS = re.compile("[一-鿿々ヶ]{2,}")
_SPACED = re.compile(f"[{KANJI}][ 　][{KANJI}]|[ァ-ヺー]{{2}}[ 　・][ァ-ヺー]{{2}}")
# 二十八, 百名, 三軒 and 月木 are family names to Sudachi, too.
NEVER_SHAPED = re.compile(
    "[〇一二三四五六七八九十百千]+(?:[名軒錠箱個台枚本件回円点冊色]|丁目|番地)?|[月火水木金土日]{2,}"
)
_SAYS_SO = re.compile("[ぁ-ん]{2}(?:っ?て|と)(?:いい|言い)ます")
# Longer runs are looked at without asking the dictionary about every part of them.
_LONGEST_ASKED = 12
_LONGEST_NAME = 5
_REMEMBERED = 50_000


# A word that may be a name, and right behind it what tells that it is somebody's.
_TOLD = re.compile(
    rf"[{KANJI}ァ-ヺー](?:で[すごしけー]|と[申もい言名]|だ|じゃ|や|たい|なん|っ|い[いう]|言)"
)


def tells_somebody(text: str) -> bool:
    """Whether です, と申します or the like stands behind kanji or katakana anywhere in a text."""
    return _TOLD.search(text) is not None


def usual_forms(text: str) -> str:
    """Return `text` with rare forms of characters of names as dictionaries write them."""
    is_rare = _HAS_VARIANT.search(text) or "𠮷" in text
    return text.translate(_VARIANTS) if is_rare else text


class NameWords:
    """Answers about words as names; remembers them, as calls repeat few words often."""

    def __init__(self, rules: NameRules, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._not_persons = rules.suffixes_not_persons
        self.one_character = frozenset(rules.one_character_names)
        self.one_character_given = frozenset(rules.one_character_given)
        self.famous_places = frozenset(rules.famous_places)
        self.not_names = frozenset(rules.not_names)
        self.never = self.not_names | frozenset(rules.relatives)
        # Words alone are looked for quickly; what may stand before 「です」 is another pattern.
        self._marks = _marks(rules)
        self._may_follow = (*rules.titles, *rules.honorifics, *rules.introductions)
        # With a character that no text holds, as a set must not be empty.
        single = "".join(map(re.escape, rules.one_character_names))
        told = any_of(rules.introductions)
        self._told = re.compile(f"(?:[{single}\ue000]|(?<=[ァ-ヺー])[ァ-ヺー]) ?(?:{told})")
        # Asked again and again for the same few words.
        self._proper = lru_cache(maxsize=20_000)(tokeniser.is_proper)
        self._runs: dict[str, bool] = {}
        # Several rules ask for the words of one sentence, one after the other.
        self.words = lru_cache(maxsize=512)(tokeniser.words)

    def sentences(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the sentences in which a name may stand; three in four hold none for sure."""
        for sentence in _SENTENCE.finditer(text):
            words = sentence.group()
            if (
                any(map(self._may_hold_name, _RUNS.findall(words)))
                or self._marks.search(words)
                or self._told.search(words)
                or ("います" in words and _SAYS_SO.search(words))
                or ((" " in words or "　" in words or "・" in words) and _SPACED.search(words))
            ):
                yield sentence.span()

    def around(self, text: str, start: int, end: int) -> list[Word]:
        """Return the words of the sentence that holds text[start:end]."""
        first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_MARKS) + 1
        last = _SENTENCE_END.search(text, end)
        return self.words(text, first, last.end() if last else len(text))

    def _may_hold_name(self, run: str) -> bool:
        known = self._runs.get(run)
        if known is None:
            if len(self._runs) >= _REMEMBERED:
                self._runs.clear()
            known = self._runs[run] = len(run) > _LONGEST_ASKED or self._holds_name(run)
        return known

    def _holds_name(self, run: str) -> bool:
        # 大丈夫 holds the family 丈夫, but is one word.
        return not self.is_plain(run) and any(
            self._is_name_within(run, start, end)
            for start in range(len(run) - 1)
            for end in range(start + 2, min(len(run), start + _LONGEST_NAME) + 1)
        )

    def _is_name_within(self, run: str, start: int, end: int) -> bool:
        """Whether run[start:end] is a family name, or a given one behind a short one: 林真澄."""
        parts = self.parts(run[start:end])
        if "姓" in parts and run[start:end] not in self.not_names:
            return self._may_end_name(run, start, end)
        return "名" in parts and start > 0 and run[start - 1] in self.one_character

    def _may_end_name(self, run: str, start: int, end: int) -> bool:
        """Whether a family name at run[start:end] ends it, or a title or a given name follows."""
        if NEVER_SHAPED.fullmatch(run, start, end):
            return False
        return (
            # 立川志らく: a given name may begin with one character.
            end >= len(run) - 1
            or run.startswith(self._may_follow, end)
            or any(
                "名" in self.parts(run[begin:stop])
                for stop in range(end + 1, len(run) + 1)
                for begin in (start, end)
            )
        )

    def parts(self, word: str) -> frozenset[str]:
        """Return which of 姓 and 名 the dictionary allows a word to be."""
        return self._tokeniser.name_parts(word) & _NAME_PARTS

    def is_place(self, word: str) -> bool:
        """Whether the dictionary holds a word as the name of a place."""
        return "地名" in self._tokeniser.name_parts(word)

    def is_common(self, word: str) -> bool:
        """Whether a word is a common noun, whatever else it is."""
        return not self._proper(word)

    def is_sure_name(self, word: str) -> bool:
        """Whether a word in kanji is a family name, or one and a given name, and nothing common."""
        return word not in self.never and not self.is_common(word) and self.splits(word)

    def is_family_and_place(self, word: str) -> bool:
        """Whether a word names a family and a place, as most family names do."""
        return "姓" in self.parts(word) and self.is_place(word) and word not in self.never

    def may_be_called(self, word: str) -> bool:
        """Whether a proper noun is a family's name or a place's, and so may be a family's."""
        return (
            not (word in self.never or word in self.famous_places or self.is_firm(word))
            and ("姓" in self.parts(word) or self.is_place(word))
            and not self.is_common(word)
        )

    def is_known(self, word: str) -> bool:
        """Whether the dictionary holds a word at all."""
        return self._tokeniser.is_known(word)

    def is_firm(self, word: str) -> bool:
        """Whether a word ends as names of firms, shops and places do."""
        return word.endswith(self._not_persons)

    def is_proper(self, word: str) -> bool:
        """Whether a word is unknown or known as a proper noun only, whatever it names."""
        return self._proper(word)

    def is_plain(self, word: str) -> bool:
        """Whether a word is known and no name."""
        return self.is_known(word) and not self.parts(word)

    def may_be_name(self, word: str) -> bool:
        """Whether the dictionary allows a family name, or a family and a given name."""
        if word in self.never or (_HIRAGANA.fullmatch(word) and len(word) < 3):
            return False
        if "姓" in self.parts(word):
            return True
        if self.is_known(word):
            return "名" in self.parts(word) and len(word) > 1 and not KATAKANA.fullmatch(word)
        return self.splits(word)

    def may_be_part(self, word: str) -> bool:
        """Whether a word can be half of a name that is written in two."""
        return word not in self.never and (
            bool(self.parts(word)) or self.is_place(word) or not self.is_known(word)
        )

    def splits(self, word: str) -> bool:
        """Whether a word is a family name, or one with a given name behind it."""
        word = re.sub("[ 　]", "", word)
        return "姓" in self.parts(word) or any(
            self.splits_at(word, at) for at in range(1, len(word))
        )

    def splits_at(self, word: str, at: int) -> bool:
        """Whether a family name ends at `at` and a given name follows."""
        return "姓" in self.parts(word[:at]) and "名" in self.parts(word[at:])

    def is_strange_katakana(self, word: str, inside: Sequence[str]) -> bool:
        """Whether katakana is no word, nor put together from words: コンドウイサム."""
        if not KATAKANA.fullmatch(word) or len(word) < 3 or word in self.never:
            return False
        return not all(
            self.is_known(piece) and not self.parts(piece) for piece in inside or [word]
        ) and not (len(inside) == 1 and self.is_known(word))


def _marks(rules: NameRules) -> re.Pattern[str]:
    """Return the pattern of words beside which a name may stand in a sentence.

    Every alternative begins with a character, which makes the search a quick one. Where a
    particle follows 名前 or 母 no name does, and お客様 is nobody's.
    """
    labels = (re.escape(label) + "(?![をでにへと者])" for label in rules.labels)
    relatives = (re.escape(word) + "(?![がをにもとでへや])" for word in rules.relatives)
    titles = (re.escape(title) + f"(?<![客人]{title})" for title in rules.honorifics)
    return re.compile("|".join((*labels, *relatives, *titles, "と申")))


_NAME_PARTS = frozenset({"姓", "名"})
