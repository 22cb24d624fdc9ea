"""Names of persons: by how people introduce themselves and are addressed, and by Sudachi."""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.digits import fold_width
from pipelines.text.mask_introductions import HEDGE, IntroductionFinder
from pipelines.text.mask_rules import NameRules, PiiType
from pipelines.text.tokenise import Token, Tokeniser

Found = tuple[int, int, PiiType]

_KANJI_OR_KANA = re.compile("(?![ぁ-ゖ]$)[一-鿿々ヶァ-ヺーぁ-ゖ\u3099\u309a]+")
_KANJI = re.compile("[一-鿿々]")
# 排|達中, 税|理士: what follows a lone character is the rest of a word that Sudachi does not know.
_LONE_KANJI = re.compile("[一-鿿]")
_KATAKANA = re.compile("[ァ-ヺー]{2,}")
_SHORT_KANA = re.compile("[ぁ-ゖ]{2,4}|[ァ-ヺー]{2,6}")
_ROMAN_NAME = re.compile(
    r"[A-Z][A-Za-z]{1,15} [A-Z][A-Za-z]{1,15}(?= ?(?:です|と申|様|さん|といい))"
)
_OPENINGS = ("感動詞", "補助記号", "空白", "記号")
_AS_PLACE = re.compile("の|行き|産|まで|方面|支社|営業所|工場|空港|地方")
_SURE_INTRODUCTION = re.compile("と申|ともうし|と名乗|という[名苗]字|でございます")
# A whole name after 名義は and the like, up to what ends it.
_AFTER_LABEL = re.compile(
    r"[はがも]?[:：、]? ?[「『]?((?:[ァ-ヺー]{2,8}(?:[ 　・]?[ァ-ヺー]{2,10})?)"
    r"|(?:[ぁ-ん]{2,6}[ 　][ぁ-ん]{2,6}?(?=です|と|で|、|。|$)))"
)
# 二十八, 百名, 三軒 and 月木 are family names to Sudachi, too.
_NEVER_SHAPED = re.compile(
    "[〇一二三四五六七八九十百千]+[名軒錠箱個台枚本件回円点冊]?|[月火水木金土日]{2,}"
)
_NOUNS = ("名詞", "固有名詞")
_SPACE = (" ", "　", "・")


# Forms that the dictionary lacks: 髙橋, 宮﨑; one character for one.
_VARIANTS = str.maketrans("髙﨑𠮷濵德", "高崎吉浜徳")
_HAS_VARIANT = re.compile("[髙﨑𠮷濵德]")


def usual_forms(text: str) -> str:
    """Return `text` with rare forms of characters of names as dictionaries write them."""
    return text.translate(_VARIANTS) if _HAS_VARIANT.search(text) else text


class NameFinder:
    """Finds names in the turns of one contact."""

    def __init__(self, rules: NameRules, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._introductions = IntroductionFinder(rules, tokeniser)
        self._not_names = frozenset(rules.not_names)
        self._honorific = _starts_with(rules.honorifics)
        self._introduction = re.compile(HEDGE + _starts_with(rules.introductions).pattern)
        self._not_person_after = _starts_with(rules.suffixes_not_persons)
        self._label = re.compile("(?:" + _any_of(rules.labels) + ")[はがもの]?[:：、]? ?[「『]?$")
        self._label_anywhere = re.compile(_any_of(rules.labels))
        self._relative = re.compile("(?:" + _any_of(rules.relatives) + ")[のは]?、?$")
        self._question = re.compile(_any_of(rules.questions))

    def find(self, turns: Sequence[str], tokens: Sequence[Sequence[Token]]) -> list[list[Found]]:
        """Return the names in each turn; a name found once is found wherever it is repeated."""
        turns = [usual_forms(fold_width(turn)) for turn in turns]
        previous = ["", *turns][: len(turns)]
        found = [
            self._in_turn(turn, words, bool(self._question.search(before)))
            for turn, words, before in zip(turns, tokens, previous, strict=True)
        ]
        parts = {
            part
            for turn, names in zip(turns, found, strict=True)
            for start, end, _ in names
            for part in re.split("[ 　・]", turn[start:end])
        }
        # One character (森, 林) is too often a plain word to follow everywhere.
        addressed = {part for part in parts if len(part) > 1} - self._not_names
        known = self._known_names(addressed)
        return [
            names + _repeated(words, known) + self._addressed(turn, addressed)
            for turn, names, words in zip(turns, found, tokens, strict=True)
        ]

    def _addressed(self, text: str, names: set[str]) -> list[Found]:
        """Find known names before 様 and the like where Sudachi reads another word: 林文様."""
        found: list[Found] = []
        for name in sorted(names):
            start = text.find(name)
            while start >= 0:
                if self._honorific.match(text, start + len(name)):
                    found.append((start, start + len(name), "PERSON"))
                start = text.find(name, start + 1)
        return found

    def _in_turn(self, text: str, tokens: Sequence[Token], asked: bool) -> list[Found]:
        placed = list(self._introductions.find(text, tokens, asked))
        told = list(self._by_words(text, tokens, asked))
        # The place knows better than the words, but where both see one name the wider one holds.
        wider = [one for one in told if _holds_all_it_touches(one, placed)]
        names = wider + [one for one in placed if not _touched(one, wider)]
        names += [one for one in told if not _touched(one, names)]
        return names + list(self._introductions.readings(text, names))

    def _by_words(self, text: str, tokens: Sequence[Token], asked: bool) -> Iterator[Found]:
        for match in _ROMAN_NAME.finditer(text):
            yield *match.span(), "PERSON"
        for label in self._label_anywhere.finditer(text):
            named = _AFTER_LABEL.match(text, label.end())
            if named and self._may_follow_label(named[1]):
                yield *named.span(1), "PERSON"
        behind = 0
        for index, token in enumerate(tokens):
            if index < behind or not token.part_of_speech.startswith(_NOUNS):
                continue
            behind = self._name_end(text, tokens, index, asked)
            if behind > index:
                yield token.start, tokens[behind - 1].end, "PERSON"

    def _may_follow_label(self, named: str) -> bool:
        parts = re.split("[ 　・]", named)
        if self._not_names & {named, *parts}:
            return False
        known = [self._tokeniser.name_parts(part) & {"姓", "名"} for part in parts]
        return any(known) or not any(map(self._tokeniser.is_known, parts))

    def _name_end(self, text: str, tokens: Sequence[Token], index: int, asked: bool) -> int:
        """Return the index behind the name that starts at `index`, or `index` if none does."""
        token = tokens[index]
        if (
            token.surface in self._not_names
            or not _KANJI_OR_KANA.fullmatch(text, token.start, token.end)
            or _NEVER_SHAPED.fullmatch(token.surface)
        ):
            return index
        full_end = self._full_name_end(text, tokens, index)
        if full_end > index:
            return full_end
        return index + 1 if self._is_single_name(text, tokens, index, asked) else index

    def _full_name_end(self, text: str, tokens: Sequence[Token], index: int) -> int:
        family = tokens[index]
        if not self._may_be(family, "姓"):
            return index
        spaced = index + 1 < len(tokens) and tokens[index + 1].surface in _SPACE
        start = index + 2 if spaced else index + 1
        if start >= len(tokens):
            return index
        given = tokens[start]
        if self._is_sound(family, given) or (
            tokens[index + 1].surface == "・" and _KANJI.search(family.surface)
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
        whole = text[family.start : given.end]
        if whole in self._not_names or self._not_person_after.match(text, given.end):
            return index
        if not spaced and not family.part_of_speech.startswith("固有名詞人名"):
            return start + 1 if self._is_named_here(text, family.start, given.end) else index
        return start + 1

    def _is_sound(self, family: Token, given: Token) -> bool:
        """ギュルギュル and the like: half a sound is a name to Sudachi."""
        return family.surface == given.surface and _KATAKANA.fullmatch(given.surface) is not None

    def _is_single_name(self, text: str, tokens: Sequence[Token], index: int, asked: bool) -> bool:
        token = tokens[index]
        if index and tokens[index - 1].surface + token.surface in self._not_names:
            return False
        if self._not_person_after.match(text, token.end):
            return False
        is_person = token.part_of_speech.startswith("固有名詞人名")
        is_family = is_person or self._may_be(token, "姓")
        if self._honorific.match(text, token.end):
            if not is_person and self._ends_a_compound(tokens, index):
                return False
            return is_family or self._may_be(token, "名") or self._is_unknown_katakana(token)
        # A name in kana alone (ギア, ミラー are in Sudachi as names) needs something that says so.
        has_kanji = _KANJI.search(token.surface) is not None
        if (
            has_kanji
            and len(token.surface) > 1
            and not (index and _LONE_KANJI.fullmatch(tokens[index - 1].surface))
            and token.part_of_speech in ("固有名詞人名姓", "固有名詞人名")
            and not (
                # 長野の工場: most family names are places too, and の and the like tell which.
                _AS_PLACE.match(text, token.end)
                and "地名" in self._tokeniser.name_parts(token.surface)
            )
        ):
            return True
        introduced = self._introduction.match(text, token.end) is not None
        labelled = self._label.search(text[: token.start]) is not None
        related = self._relative.search(text[: token.start]) is not None
        if labelled or (related and is_person):
            return is_family or is_person
        if not introduced:
            return False
        at_start = index == 0 or tokens[index - 1].part_of_speech in _OPENINGS
        if self._is_unknown_katakana(token):
            return at_start or asked
        sure = is_person or asked or _SURE_INTRODUCTION.match(text, token.end) is not None
        return is_family and sure and (at_start or is_person)

    def _ends_a_compound(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a plain noun stands right before: in みどり光様 光 is half a product's name."""
        before = tokens[index - 1] if index else None
        return (
            before is not None
            and before.part_of_speech in ("名詞", "固有名詞", "接頭辞")
            and not self._may_be(before, "姓")
            and not self._label_anywhere.fullmatch(before.surface)
        )

    def _is_named_here(self, text: str, start: int, end: int) -> bool:
        return bool(
            self._honorific.match(text, end)
            or self._introduction.match(text, end)
            or self._label.search(text[:start])
        )

    def _may_be(self, token: Token, part: str) -> bool:
        if part == "姓" and token.surface in self._not_names:
            return False
        return token.part_of_speech.startswith("固有名詞人名") or part in (
            self._tokeniser.name_parts(token.surface)
        )

    def _is_unknown_katakana(self, token: Token) -> bool:
        if not _KATAKANA.fullmatch(token.surface) or len(token.surface) > 6:
            return False
        return not self._tokeniser.is_known(token.surface)

    def _known_names(self, parts: set[str]) -> set[str]:
        """Return found names and their family names that a repetition may be matched with."""
        known = {part for part in parts if not self._is_plain_word(part)}
        return known.union(*map(self._introductions.family_names, known))

    def _is_plain_word(self, part: str) -> bool:
        return not self._tokeniser.name_parts(part) and self._tokeniser.is_known(part)


def _repeated(tokens: Sequence[Token], known: set[str]) -> list[Found]:
    if not known:
        return []
    return [
        (token.start, token.end, "PERSON")
        for token in tokens
        if token.surface in known
        and (
            token.part_of_speech.startswith("固有名詞")
            or (token.part_of_speech == "名詞" and _KANJI.search(token.surface))
        )
    ]


def _touched(one: Found, others: list[Found]) -> list[Found]:
    return [other for other in others if one[0] < other[1] and other[0] < one[1]]


def _holds_all_it_touches(one: Found, others: list[Found]) -> bool:
    touched = _touched(one, others)
    return len(touched) == 1 and all(one[0] <= start and end <= one[1] for start, end, _ in touched)


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _starts_with(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(f" ?(?:{_any_of(words)})")
