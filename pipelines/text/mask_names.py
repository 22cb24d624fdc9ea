"""Names of persons: by how people introduce themselves and are addressed, and by Sudachi."""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.digits import fold_width
from pipelines.text.mask_introductions import IntroductionFinder
from pipelines.text.mask_rules import NameRules, PiiType
from pipelines.text.tokenise import Token, Tokeniser

Found = tuple[int, int, PiiType]

_KANJI_OR_KANA = re.compile("(?![ぁ-ゖ]$)[一-鿿々ヶァ-ヺーぁ-ゖ\u3099\u309a]+")
_KANJI = re.compile("[一-鿿々]")
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
# 二十八, 百名 and 三軒 are family names to Sudachi, too.
_COUNTED = re.compile("[〇一二三四五六七八九十百千]+[名軒錠箱個台枚本件回円品点色冊]?")
_NOUNS = ("名詞", "固有名詞")
_SPACE = (" ", "　", "・")


class NameFinder:
    """Finds names in the turns of one contact."""

    def __init__(self, rules: NameRules, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._introductions = IntroductionFinder(rules, tokeniser)
        self._not_names = frozenset(rules.not_names)
        self._honorific = _starts_with(rules.honorifics)
        self._introduction = _starts_with(rules.introductions)
        self._not_person_after = _starts_with(rules.suffixes_not_persons)
        self._label = re.compile("(?:" + _any_of(rules.labels) + ")[はがもの]?[:：、]? ?[「『]?$")
        self._label_anywhere = re.compile(_any_of(rules.labels))
        self._relative = re.compile("(?:" + _any_of(rules.relatives) + ")[のは]?、?$")
        self._question = re.compile(_any_of(rules.questions))

    def find(self, turns: Sequence[str], tokens: Sequence[Sequence[Token]]) -> list[list[Found]]:
        """Return the names in each turn; a name found once is found wherever it is repeated."""
        turns = [fold_width(turn) for turn in turns]
        previous = ["", *turns][: len(turns)]
        found = [
            self._in_turn(turn, words, bool(self._question.search(before)))
            for turn, words, before in zip(turns, tokens, previous, strict=True)
        ]
        known = self._known_names(turns, found)
        return [names + _repeated(words, known) for names, words in zip(found, tokens, strict=True)]

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
            if named:
                yield *named.span(1), "PERSON"
        index = 0
        while index < len(tokens):
            end_index = self._name_end(text, tokens, index, asked)
            if end_index > index:
                yield tokens[index].start, tokens[end_index - 1].end, "PERSON"
            index = max(end_index, index + 1)

    def _name_end(self, text: str, tokens: Sequence[Token], index: int, asked: bool) -> int:
        """Return the index behind the name that starts at `index`, or `index` if none does."""
        token = tokens[index]
        if token.surface in self._not_names or not _KANJI_OR_KANA.fullmatch(
            text, token.start, token.end
        ):
            return index
        if not token.part_of_speech.startswith(_NOUNS):
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
        if _COUNTED.fullmatch(token.surface):
            return False
        # A name in kana alone (ギア, ミラー are in Sudachi as names) needs something that says so.
        has_kanji = _KANJI.search(token.surface) is not None
        if (
            has_kanji
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

    def _known_names(self, turns: Sequence[str], found: list[list[Found]]) -> set[str]:
        """Return found names and their family names that a repetition may be matched with."""
        known: set[str] = set()
        for turn, names in zip(turns, found, strict=True):
            for start, end, _ in names:
                for part in re.split("[ 　・]", turn[start:end]):
                    # One character (森, 林) is too often a plain word to follow everywhere.
                    if len(part) > 1 and not self._is_plain_word(part):
                        known.add(part)
                        known.update(self._introductions.family_names(part))
        return known

    def _is_plain_word(self, part: str) -> bool:
        return not self._tokeniser.name_parts(part) and self._tokeniser.is_known(part)


def _repeated(tokens: Sequence[Token], known: set[str]) -> list[Found]:
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
