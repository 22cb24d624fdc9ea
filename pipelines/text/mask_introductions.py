"""Names told by where they stand: answers to "お名前は", 〜と申します, signatures, readings.

Sudachi's reading of a sentence often misses a name (コンドウイサム is one unknown word to it, 平野
a plain). Here the place says that a name must come, and the dictionary is only asked whether the
words there can be one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from pipelines.text.mask_rules import NameRules, PiiType
from pipelines.text.tokenise import Token, Tokeniser

Found = tuple[int, int, PiiType]

# With the compatibility forms and the planes beyond, in which 宮﨑 and 𠮷田 are written.
_KANJI = "一-鿿々ヶ\uf900-\ufaff\U00020000-\U0003ffff"
_NAME_PART = f"(?:[{_KANJI}]{{1,4}}[ぁ-ん]{{0,2}}[{_KANJI}]?|[ァ-ヺー]{{2,12}}|[ぁ-ん]{{2,8}}?)"
_WORD = f"[{_KANJI}]{{1,7}}[ぁ-ん]{{0,3}}|[ァ-ヺー]{{2,14}}|[ぁ-ん]{{2,10}}"
# 香水と申しますか only looks for a word.
HEDGE = r"(?!と(?:申し|いい|言い)(?:ますか|ましょうか)|というか|と言うか)"
_ENDS = (
    HEDGE + r"(?=です|でございます|でして|と申|ともうし|とい[いう]|と言[いう]|って(?:いい|言い)"
    r"|になります|だ[よけが。]|や[。で])"
)
_STOPS = r"(?=[。、,.\s]|$)"
_OPENING = r"(?:(?:はい|ええ|えー+と?|えっと|あ[ー、]?|あの[ーう]?|うん|もしもし)[、。ー ]*)*"
_SURE_ENDS = HEDGE + r"(?=と申し?|ともうし|と名乗|とい[いう]者|と言[いう]者|といいます|と言います)"
_KATAKANA = re.compile("[ァ-ヺー]+")
_HIRAGANA = re.compile("[ぁ-ん]+")
_HAS_KANJI = re.compile(f"[{_KANJI}]")
_LINE = re.compile(r"^[ 　>]*(\S.{0,14}?)[ 　]*$", re.MULTILINE)
_READING = re.compile(r" ?[(「『\[【]([ァ-ヺーぁ-ん]{2,8}[ 　・]?[ァ-ヺーぁ-ん]{0,10})[)」』\]】]")
# 名前は田島下は修です: both parts told by their labels, with or without a comma.
_BOTH_PARTS = re.compile(
    rf"(?:名前|苗字|名字|姓|上)[はが]、?({_NAME_PART}?)[、 ]?"
    rf"下(?:の名前)?[はが]、?({_NAME_PART}){_ENDS}"
)
_ANSWER = re.compile(
    rf"(?:^{_OPENING}|(?<=[。、 ])|(?<=です)|(?<=ます)|名前[はが])({_WORD}){_ENDS}"
)
_SPACED_ANSWER = re.compile(
    rf"(?:^{_OPENING}|(?<=[。、])|名前[はが])({_NAME_PART}[ 　・]{_NAME_PART})(?:{_ENDS}|{_STOPS})"
)
_BARE_ANSWER = re.compile(rf"(?:^{_OPENING}|(?<=[。、 ]))({_WORD}){_STOPS}")
_OPENING_NAME = re.compile(rf"{_OPENING}([ァ-ヺー]{{5,12}})(?=です[。、が け]|と申|です$|ですけ)")
# A line that says only who writes, or starts so: 岡田学です。
_OPENING_LINE = re.compile(
    rf"^{_OPENING}([{_KANJI}]{{3,6}})(?=です(?:[。、 ]|$)|でございます|と申)", re.MULTILINE
)
_SURE = re.compile(rf"([{_KANJI}]{{1,8}}|[ァ-ヺー]{{2,14}}){_SURE_ENDS}")
# Somebody who greets, writes again, or belongs to a firm says who it is: 総務部の平野です.
_GREETING = re.compile(
    r"(?:(?:お世話|いつも|利用|先日|先ほど|以前|昨日|ご無沙汰)[^。\n]{0,16}?(?:ます|した|た|の|、)"
    r"|(?:会社|[部課係店室局会院社堂]|センター|事務所|担当|窓口|サポート|チーム)の?[、 ]?)"
    rf"([{_KANJI}]{{1,6}}|[ァ-ヺー]{{2,12}})(?=です|でございます)"
)
_SIGNED_BY = re.compile(
    rf"(?:会社|[部課係店室局会院社堂当長])[ 　]([{_KANJI}]{{1,4}}(?:[ 　][{_KANJI}ぁ-ん]{{1,4}})?)$"
)
_FROM_FIRM = re.compile(
    rf"(?:株式会社|有限会社|合同会社|法人)[^。\n、 ]{{0,15}}[の、 ]([{_KANJI}]{{1,6}})"
    r"(?=です|でございます|と申)"
)
# Behind a department nothing but its member says でございます: 総務部、林学 is no forestry.
_OF_DEPARTMENT = re.compile(rf"[部課係室局][、 ]([{_KANJI}]{{2,6}})(?=でございます|と申)")
# 岡本文様でございますね: Sudachi reads 文様, a pattern.
_ADDRESSED = re.compile(rf"([{_KANJI}]{{2,6}})様(?=で(?:ござ|いらっ|すね)|、)")
_IN_CHARGE = re.compile(
    rf"(?:^|[。、 はの])([{_KANJI}]{{1,5}})(?=が(?:承|うけたまわ|担当|対応|お受け|ご案内))"
)
_CLOSING_LINES = 6


class IntroductionFinder:
    """Finds names by their place in a turn."""

    def __init__(self, rules: NameRules, tokeniser: Tokeniser) -> None:
        self._tokeniser = tokeniser
        self._one_character = frozenset(rules.one_character_names)
        self._not_persons = rules.suffixes_not_persons
        self._never = frozenset(rules.not_names) | frozenset(rules.relatives)

    def find(self, text: str, tokens: Sequence[Token], asked: bool) -> Iterator[Found]:
        """Yield names told by their place; `asked` tells that the turn before asked for one."""
        words = _Words(tokens)
        for match in _BOTH_PARTS.finditer(text):
            yield from (_person(*match.span(part)) for part in (1, 2))
        if asked:
            yield from self._answers(text, words)
        else:
            yield from self._unasked(text)
        for match in chain(
            _SURE.finditer(text),
            _GREETING.finditer(text),
            _FROM_FIRM.finditer(text),
            _ADDRESSED.finditer(text),
        ):
            yield from self._latest_name(text, *match.span(1), words)
        for match in _OF_DEPARTMENT.finditer(text):
            if match[1] not in self._never and self._splits(match[1]):
                yield _person(*match.span(1))
        for match in _IN_CHARGE.finditer(text):
            if self._may_be_name(match[1]):
                yield _person(*match.span(1))
        if "\n" in text:
            yield from self._signature(text)

    def readings(self, text: str, names: Iterable[Found]) -> Iterator[Found]:
        """Yield what stands in brackets behind a name in kana: 野口洋(ノグチ ヒロシ)."""
        for _, end, _ in names:
            reading = _READING.match(text, end)
            if reading:
                yield _person(*reading.span(1))

    def family_names(self, name: str) -> Iterator[str]:
        """Yield what may be the family name of a full name written without a space."""
        return (name[:at] for at in range(2, len(name)) if self._splits_at(name, at))

    def _answers(self, text: str, words: "_Words") -> Iterator[Found]:
        for match in _SPACED_ANSWER.finditer(text):
            left, right = re.split("[ 　・]", match[1])
            # エンドウ ケンタ: a pea and a restaurant to the dictionary, a name in this place.
            in_katakana = _KATAKANA.fullmatch(left) and _KATAKANA.fullmatch(right)
            allowed = [self._may_be_part(part) for part in (left, right)]
            if all(allowed) or (in_katakana and not {left, right} & self._never):
                yield _person(*match.span(1))
        for match in _BARE_ANSWER.finditer(text):
            if self._splits(match[1]) and self._may_be_name(match[1]):
                yield _person(*match.span(1))
        for match in _ANSWER.finditer(text):
            word = match[1]
            if self._is_answer(word) or self._is_strange_katakana(word, match.start(1), words):
                yield _person(*match.span(1))

    def _unasked(self, text: str) -> Iterator[Found]:
        """Yield a full name that opens a turn or a line: ミヤザキアスカです."""
        for line in _OPENING_LINE.finditer(text):
            is_place = line[1].endswith(self._not_persons) or line[1] in self._never
            if not is_place and any(self.family_names(line[1])):
                yield _person(*line.span(1))
        match = _OPENING_NAME.match(text)
        if match and not self._tokeniser.is_known(match[1]) and match[1] not in self._never:
            families = (match[1][:at] for at in range(2, len(match[1]) - 1))
            if any(
                "名" in self._parts(match[1][len(family) :])
                and ("姓" in self._parts(family) or not self._tokeniser.is_known(family))
                for family in families
            ):
                yield _person(*match.span(1))

    def _is_answer(self, word: str) -> bool:
        # マツモトキヨシ is a shop to the dictionary, but shops do not answer this question.
        if not _KATAKANA.fullmatch(word) or word in self._never or len(word) < 4:
            # 太田学 is a college to the dictionary.
            in_two = any(self._splits_at(word, at) for at in range(2, len(word)))
            return self._may_be_name(word) or (in_two and word not in self._never)
        return not self._tokeniser.is_known(word) or any(
            "名" in self._parts(word[at:]) for at in range(2, len(word) - 1)
        )

    def _latest_name(self, text: str, start: int, end: int, words: "_Words") -> Iterator[Found]:
        """Yield the longest name that ends at `end` and starts where a word does."""
        for begin in range(start, end):
            if begin != start and begin not in words.starts:
                continue
            word = text[begin:end]
            if len(word) == 1 and word not in self._one_character:
                return
            if self._may_be_name(word) or self._is_strange_katakana(word, begin, words):
                yield _person(begin, end)
                return

    def _signature(self, text: str) -> Iterator[Found]:
        lines = [match for match in _LINE.finditer(text) if match[1].strip()]
        body_end = max(text.rfind("。"), text.rfind("、"))
        for match in lines[-_CLOSING_LINES:]:
            parts = re.split("[ 　・]", match[1])
            is_name = self._may_be_name(match[1]) or (
                len(parts) == 2 and "姓" in self._parts(parts[0]) and self._may_be_part(parts[1])
            )
            if match.start() <= body_end or match[1] in self._never:
                continue
            signed = _SIGNED_BY.search(match[1])
            if is_name:
                yield _person(*match.span(1))
            elif signed and signed[1] not in self._never and self._splits(signed[1]):
                yield _person(match.start(1) + signed.start(1), match.start(1) + signed.end(1))

    def _may_be_name(self, word: str) -> bool:
        """Whether the dictionary allows a family name, or a family and a given name."""
        if word in self._never or (_HIRAGANA.fullmatch(word) and len(word) < 3):
            return False
        if "姓" in self._parts(word):
            return _HAS_KANJI.search(word) is not None or not self._is_plain(word)
        if self._tokeniser.is_known(word):
            return "名" in self._parts(word) and len(word) > 1 and not _KATAKANA.fullmatch(word)
        return self._splits(word)

    def _splits(self, word: str) -> bool:
        word = re.sub("[ 　]", "", word)
        return "姓" in self._parts(word) or any(
            self._splits_at(word, at) for at in range(1, len(word))
        )

    def _splits_at(self, word: str, at: int) -> bool:
        family, given = word[:at], word[at:]
        return "姓" in self._parts(family) and "名" in self._parts(given)

    def _may_be_part(self, word: str) -> bool:
        return word not in self._never and (
            bool(self._parts(word) & {"姓", "名"}) or not self._tokeniser.is_known(word)
        )

    def _is_strange_katakana(self, word: str, start: int, words: "_Words") -> bool:
        """Whether katakana is no word, nor put together from words: コンドウイサム."""
        if not _KATAKANA.fullmatch(word) or len(word) < 3 or word in self._never:
            return False
        inside = words.between(start, start + len(word))
        return not all(
            self._tokeniser.is_known(piece) and not self._parts(piece) & {"姓", "名"}
            for piece in inside or [word]
        ) and not (len(inside) == 1 and self._tokeniser.is_known(word))

    def _is_plain(self, word: str) -> bool:
        return self._tokeniser.is_known(word) and not self._parts(word)

    def _parts(self, word: str) -> frozenset[str]:
        return self._tokeniser.name_parts(word)


class _Words:
    """Where the words of a turn start, looked up only when a rule asks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._starts: frozenset[int] | None = None

    @property
    def starts(self) -> frozenset[int]:
        if self._starts is None:
            self._starts = frozenset(token.start for token in self._tokens)
        return self._starts

    def between(self, start: int, end: int) -> list[str]:
        return [t.surface for t in self._tokens if start <= t.start and t.end <= end]


def _person(start: int, end: int) -> Found:
    return start, end, "PERSON"
