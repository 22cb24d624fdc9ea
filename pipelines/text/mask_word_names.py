"""Names that Sudachi reads, or words that stand where only a name can, before 様 and the like."""

import re
from collections.abc import Collection, Iterator, Sequence

from pipelines.text.mask_found import Found, any_of, starts_with
from pipelines.text.mask_introductions import HEDGE
from pipelines.text.mask_name_words import (
    HAS_KANJI,
    KANJI,
    KATAKANA,
    NEVER_SHAPED,
    NameWords,
)
from pipelines.text.mask_repeats import AS_PLACE
from pipelines.text.mask_roman_names import HAS_CAPITAL
from pipelines.text.mask_rules import NameRules
from pipelines.text.tokenise import Word

_KANJI_OR_KANA = re.compile("(?![ぁ-ゖ]$)[一-鿿々ヶァ-ヺーぁ-ゖ\u3099\u309a]+")
# 排|達中, 税|理士: what follows a lone character is the rest of a word that Sudachi does not know.
_LONE_KANJI = re.compile("[一-鿿]")
_SHORT_KANA = re.compile("[ぁ-ゖ]{2,4}|[ァ-ヺー]{2,6}")
_ROMAN_WORD = r"[A-Z][A-Za-z'\-]{1,15}"
_ROMAN_NAME = re.compile(
    rf"(?<![A-Za-z]){_ROMAN_WORD}(?:[ ・](?:{_ROMAN_WORD}|[A-Z]\.?)){{0,2}}[ ・]{_ROMAN_WORD}"
    r"(?= ?(?:です|でござ|と申|ともう|様|さま|さん|氏|と[い言][いう]|っ?て(?:言|い)い))"
    # Of things nobody says と申します, so one word is enough.
    rf"|(?<![A-Za-z])[A-Z][a-z]{{1,15}}(?= ?(?:と申しま(?!すか)|ともうしま))"
)
_ROMAN_LABELLED = re.compile(
    r"(?:名義|名前|氏名|ローマ字|スペル)[はがも]?[:： ]?([A-Z][A-Za-z]{1,15} [A-Z][A-Za-z]{1,15})"
)
_OPENINGS = ("感動詞", "補助記号", "空白", "記号")
_POLITE = re.compile("です|でご|と")
_IN_PLACE = re.compile("[都道府県市区町村郡]の?$")
_SURE_INTRODUCTION = re.compile(
    "と申|ともうし|と名乗|という[名苗]字|でございます|いいます|言います|って(?:言|いい)|っていうもん|いうもん|という者|です?けれ?ど|やけど|じゃが|ですー|でーす"
)
_NOUN_GOES_ON = re.compile(f"[{KANJI}ァ-ヺー]|し[てたまな]|する|され")
# 許さん and 直さん are verbs in dialects; of a person something is said.
_SAID_OF = re.compile("さん(?:[はがをにのもへ、。]|です|って|という|$)")
# A whole name after 名義は and the like, up to what ends it.
_AFTER_LABEL = re.compile(
    r"[はがも]?[:：、]? ?[「『]?((?:[ァ-ヺー]{2,8}(?:[ 　・]?[ァ-ヺー]{2,10})?)"
    r"|(?:[ぁ-ん]{2,6}[ 　][ぁ-ん]{2,6}?(?=です|と|で|、|。|$)))"
)
# 届け先は山口の実家です
_AT_HOME = re.compile("の(?:実家|本社|本店|店舗|家に|家です)")
# プランの名前は「あおい」です
_OF_THING = re.compile(
    r"(?:プラン|商品|コース|店|会社|モデル|色|部屋|犬|猫|ペット|品|品種|銘柄|アプリ|シリーズ|車)の(?:お?名前|カナ)?$"
)
_LONGEST_JOINT = 8
_NOUNS = ("名詞", "固有名詞")
_SHOP = "屋"
_SPACE = (" ", "　", "・")


class WordNameFinder:
    """Finds names by the words of a turn and what stands beside them."""

    def __init__(self, rules: NameRules, words: NameWords, places: Collection[str]) -> None:
        self._words = words
        # Prefectures are family names as well (宮崎, 福島); alone they are far more often places.
        self._places = frozenset(places)
        self._not_names = words.not_names
        self._honorific = starts_with(rules.honorifics)
        self._introduction = re.compile(HEDGE + starts_with(rules.introductions).pattern)
        self._not_person_after = starts_with(rules.suffixes_not_persons)
        self._title = starts_with((*rules.titles, *rules.honorifics))
        self._label = re.compile(
            f"(?:{any_of(rules.labels)})(?:[はがもの]|[はが]ですね)?[:：、]? ?[「『]?$"
        )
        self._label_anywhere = re.compile(any_of(rules.labels))
        # A label or a relative, and all that may stand between it and a name.
        self._reach = max(map(len, (*rules.labels, *rules.relatives, ""))) + _LONGEST_JOINT
        self._relative = re.compile(f"(?:{any_of(rules.relatives)})[のは]?、?$")

    def find(self, text: str, asked: bool) -> Iterator[Found]:
        """Yield names of a folded turn; `asked` tells that a name was asked for before."""
        if HAS_CAPITAL.search(text):
            for match in (*_ROMAN_NAME.finditer(text), *_ROMAN_LABELLED.finditer(text)):
                yield Found(*match.span(match.re.groups), "PERSON")
        for label in self._label_anywhere.finditer(text):
            named = _AFTER_LABEL.match(text, label.end())
            if (
                named
                and self._may_follow_label(named[1])
                and not _OF_THING.search(text, max(0, label.start() - 8), label.start())
            ):
                yield Found(*named.span(1), "PERSON")
        for start, end in self._words.sentences(text):
            yield from self._in_sentence(text, self._words.words(text, start, end), asked)

    def _in_sentence(self, text: str, words: Sequence[Word], asked: bool) -> Iterator[Found]:
        behind = 0
        for index, word in enumerate(words):
            if index < behind or not word.part_of_speech.startswith(_NOUNS):
                continue
            behind = self._name_end(text, words, index, asked)
            if behind > index:
                yield Found(word.start, words[behind - 1].end, "PERSON")

    def _may_follow_label(self, named: str) -> bool:
        parts = re.split("[ 　・]", named)
        if self._not_names & {named, *parts}:
            return False
        # Two words of katakana behind 名義は are a name, a pea and a forest though they be.
        return len(parts) > 1 or any(
            self._words.parts(p) or self._words.is_proper(p) for p in parts
        )

    def _name_end(self, text: str, words: Sequence[Word], index: int, asked: bool) -> int:
        """Return the index behind the name that starts at `index`, or `index` if none does."""
        word = words[index]
        if (
            word.surface in self._not_names
            or not _KANJI_OR_KANA.fullmatch(word.surface)
            or NEVER_SHAPED.fullmatch(word.surface)
        ):
            return index
        full_end = self._full_name_end(text, words, index)
        if full_end > index:
            return full_end
        return index + 1 if self._is_single_name(text, words, index, asked) else index

    def _full_name_end(self, text: str, words: Sequence[Word], index: int) -> int:
        family = words[index]
        if not self._may_be(family, "姓"):
            return index
        spaced = index + 1 < len(words) and words[index + 1].surface in _SPACE
        start = index + 2 if spaced else index + 1
        if start >= len(words):
            return index
        given = words[start]
        if _is_sound(family, given) or (
            words[index + 1].surface == "・" and HAS_KANJI.search(family.surface)
        ):
            return index
        sure = given.part_of_speech.startswith("固有名詞人名") or (
            family.part_of_speech.startswith("固有名詞人名")
            and (spaced or self._is_named_here(text, family.start, given.end))
            and given.part_of_speech.startswith(_NOUNS)
        )
        sayable = self._may_be(given, "名") or (sure and _SHORT_KANA.fullmatch(given.surface))
        if not sayable or not (sure or spaced):
            return index
        if len(family.surface) == 1 and not spaced and not self._is_short_family(family, given):
            return index
        whole = text[family.start : given.end]
        if whole in self._not_names or self._not_person_after.match(text, given.end):
            return index
        if not spaced and not family.part_of_speech.startswith("固有名詞人名"):
            return start + 1 if self._is_named_here(text, family.start, given.end) else index
        return start + 1

    def _is_short_family(self, family: Word, given: Word) -> bool:
        """Whether one character is believed to be a family name: 林美玲, but not 用石けん."""
        return family.surface in self._words.one_character or (
            "姓" in self._words.parts(family.surface)
            and HAS_KANJI.fullmatch(given.surface[-1:]) is not None
        )

    def _is_single_name(self, text: str, words: Sequence[Word], index: int, asked: bool) -> bool:
        word = words[index]
        if index and words[index - 1].surface + word.surface in self._not_names:
            return False
        if self._not_person_after.match(text, word.end):
            return False
        if self._honorific.match(text, word.end):
            return self._is_addressed(text, words, index)
        is_person = word.part_of_speech.startswith("固有名詞人名")
        is_family = is_person or self._may_be(word, "姓")
        if self._is_family_by_itself(text, words, index):
            return True
        # What is no family's name needs an introduction, whatever stands before it.
        if not is_family and not self._introduction.match(text, word.end):
            return False
        before = text[max(0, word.start - self._reach) : word.start]
        labelled = self._label.search(before) is not None
        if labelled and self._words.is_place(word.surface) and _AT_HOME.match(text, word.end):
            return False
        if labelled or (is_person and self._relative.search(before)):
            return is_family and not self._goes_on(text, word)
        if not self._introduction.match(text, word.end):
            return False
        at_start = index == 0 or words[index - 1].part_of_speech in _OPENINGS
        if self._is_unknown_katakana(word):
            return asked or (at_start and _POLITE.match(text, word.end) is not None)
        sure = is_person or asked or _SURE_INTRODUCTION.match(text, word.end) is not None
        return is_family and sure and (at_start or (is_person and word.surface not in self._places))

    def _is_addressed(self, text: str, words: Sequence[Word], index: int) -> bool:
        """Whether a word before 様, さん and the like is a name."""
        word = words[index]
        is_person = word.part_of_speech.startswith("固有名詞人名")
        # みどり光さん: half of a product's name, even where Sudachi reads a given name.
        if (not is_person or len(word.surface) == 1) and self._ends_a_compound(words, index):
            return False
        if (
            len(word.surface) == 1
            and word.surface not in self._words.one_character
            and text.startswith("さん", word.end)
            and not _SAID_OF.match(text, word.end)
        ):
            return False
        if is_person or self._words.parts(word.surface) or self._is_unknown_katakana(word):
            return True
        # 林学様: forestry to the dictionary, but only persons are called 様.
        is_polite = text.startswith("様", word.end) and HAS_KANJI.search(word.surface)
        return bool(is_polite) and self._words.splits(word.surface)

    def _is_family_by_itself(self, text: str, words: Sequence[Word], index: int) -> bool:
        """Whether Sudachi's reading alone is believed: a family name in kanji that ends a noun."""
        word = words[index]
        # A name in kana alone (ギア, ミラー are in Sudachi as names) needs something that says so.
        if (
            len(word.surface) < 2
            or word.part_of_speech not in ("固有名詞人名姓", "固有名詞人名")
            or not HAS_KANJI.search(word.surface)
            or (index and _LONE_KANJI.fullmatch(words[index - 1].surface))
            or self._goes_on(text, word)
            # 山本屋 and the like are names to Sudachi, as 土屋 is.
            or (len(word.surface) > 2 and word.surface.endswith(_SHOP))
            or word.surface in self._places
        ):
            return False
        # 長野の工場: most family names are places too, and の and the like tell which.
        is_place_here = AS_PLACE.match(text, word.end) or _IN_PLACE.search(text, 0, word.start)
        return not (is_place_here and self._words.is_place(word.surface))

    def _goes_on(self, text: str, word: Word) -> bool:
        """Whether another noun follows, as in 田中精肉店, that is neither a title nor a verb."""
        return (
            _NOUN_GOES_ON.match(text, word.end) is not None
            and self._title.match(text, word.end) is None
        )

    def _ends_a_compound(self, words: Sequence[Word], index: int) -> bool:
        """Whether a plain noun stands right before: in みどり光様 光 is half a product's name."""
        before = words[index - 1] if index else None
        return (
            before is not None
            and (before.part_of_speech.startswith(_NOUNS) or before.part_of_speech == "接頭辞")
            and not self._may_be(before, "姓")
            and not self._label_anywhere.fullmatch(before.surface)
        )

    def _is_named_here(self, text: str, start: int, end: int) -> bool:
        return bool(
            self._honorific.match(text, end)
            or self._introduction.match(text, end)
            or self._label.search(text[:start])
        )

    def _may_be(self, word: Word, part: str) -> bool:
        if part == "姓" and word.surface in self._not_names:
            return False
        return word.part_of_speech.startswith("固有名詞人名") or part in (
            self._words.parts(word.surface)
        )

    def _is_unknown_katakana(self, word: Word) -> bool:
        surface = word.surface
        if not KATAKANA.fullmatch(surface) or not 2 <= len(surface) <= 6:
            return False
        return not self._words.is_known(surface)


def _is_sound(family: Word, given: Word) -> bool:
    """ギュルギュル and the like: half a sound is a name to Sudachi."""
    return family.surface == given.surface and KATAKANA.fullmatch(given.surface) is not None
