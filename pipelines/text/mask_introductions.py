"""Names told by where they stand: answers to "お名前は", 〜と申します, signatures, readings.

Sudachi's reading of a sentence often misses a name (コンドウイサム is one unknown word to it, 平野
a plain). Here the place says that a name must come, and the dictionary is only asked whether the
words there can be one.
"""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.mask_found import Found, any_of
from pipelines.text.mask_name_words import KANJI, KATAKANA, NameWords
from pipelines.text.mask_rules import NameRules
from pipelines.text.mask_signatures import signed_names
from pipelines.text.tokenise import Word

_NAME_PART = (
    f"(?:[{KANJI}]{{1,4}}|[{KANJI}]{{1,3}}[ぁ-んノケツ]{{1,2}}[{KANJI}]|[ァ-ヺー]{{2,12}}"
    f"|[ぁ-ん]{{2,8}}?)"
)
_WORD = f"[{KANJI}]{{1,7}}[ぁ-ん]{{0,3}}|[ァ-ヺー]{{2,14}}|[ぁ-ん]{{2,10}}"
# 香水と申しますか only looks for a word.
HEDGE = r"(?!と(?:申し|いい|言い)(?:ますか|ましょうか)|というか|と言うか)"
_ENDS = (
    HEDGE + r"(?=[)」』]|です|でございます|でして|と申"
    r"|ともうし|とい[いう]|と言[いう]|っ?て(?:いい|言い)|いいます"
    r"|になります|だ[よけが。]|じゃ[がけ。]|や[。でけね]|っす|でーす|なんで?す|なんやけど|なんだけど"
    r"|で(?:[、。]|[0-9一二三四五六七八九十]{1,3}[名人]))"
)
_STOPS = r"(?=[。、,.\s]|$)"
_OPENING = (
    r"(?:(?:はい|ええ|えー+と?|えっと|あ(?![ぁ-ん])[ー、]?|あの[ーう]?|うん|もしもし|ですね)"
    r"[、。ー ]*)*"
)
_SURE_ENDS = (
    HEDGE + r"(?=と(?:言|い)うん(?:です(?!か)|や|だ)|と申し?|ともうし|と名乗|とい[いう]者"
    r"|と言[いう]者|といいます|と言います)"
)
# 名前は田島下は修です: both parts told by their labels, with or without a comma.
_BOTH_PARTS = re.compile(
    rf"(?:名前|苗字|名字|みょうじ|姓|上)[はが]、?({_NAME_PART}?)[、 ]?"
    rf"(?:下(?:の名前)?|名前|なまえ|名)[はが]、?({_NAME_PART})(?:{_ENDS}|{_STOPS})"
)
_HALF = re.compile(
    rf"(?:(?:下の名前|名字|苗字|みょうじ|旧姓|新姓|姓)(?:の漢字)?[はが](?:ですね)?、?(?:(?:ひらがな|カタカナ|漢字)で、?)?"
    r"|(?:旧姓|新姓)[の: ]?)"
    rf"({_NAME_PART})(?:{_ENDS}|{_STOPS})"
)
# 名前は林学ですけど, but not お店の名前は...
_OWN_NAME = re.compile(
    rf"(?:^|[、。\s]|わたくしの|わたしの|私の|本人の)名前[はが](?:ですね)?、?({_WORD}){_ENDS}"
)
_ANSWER = re.compile(
    rf"(?:^{_OPENING}|(?<=[。、 ])|(?<=です)|(?<=ます)|名前[はが](?:ですね)?、?)({_WORD}){_ENDS}"
)
_SPACED_ANSWER = re.compile(
    rf"(?:^{_OPENING}|(?<=[。、])|名前[はが])({_NAME_PART}[ 　・]{_NAME_PART})(?:{_ENDS}|{_STOPS})"
)
_BARE_ANSWER = re.compile(rf"(?:^{_OPENING}|(?<=[。、 ]))({_WORD}){_STOPS}")
_OPENING_NAME = re.compile(rf"{_OPENING}([ァ-ヺー]{{5,12}})(?=です[。、が け]|と申|です$|ですけ)")
# A line that says only who writes, or starts so: 岡田学です。
_OPENING_LINE = re.compile(
    rf"^{_OPENING}([{KANJI}]{{3,6}})(?=です(?:[。、 ]|$)|でございます|と申)", re.MULTILINE
)
# わし、東山じゃが / 私、佐藤ですけど: who says "I" goes on with the name.
_FIRST_PERSON = re.compile(
    r"(?:^|[。、\s])(?:わたくし|わたし|あたし|私|俺|おれ|僕|ぼく|わし|わい|おら|おいら|うち|こちら"
    r"|じぶん|自分)[、 ]?"
    rf"([{KANJI}]{{1,5}}|[ァ-ヺー]{{2,10}}){HEDGE}(?=です|でございます|だ[がけどよ。ど]|じゃ[がけ。]|や[。でけ]|たい|と申|と言|とい[いう])"
)
_SAYS_I = re.compile(
    "(?:たくし|わたし|あたし|私|俺|おれ|僕|ぼく|わし|わい|おら|おいら|うち|こちら|じぶん|自分)"
    rf"[、 ]?[{KANJI}ァ-ヺー]"
)
# 山梨の古屋だけど; and 架空町99、越智です behind an address.
_FROM_PLACE = re.compile(
    rf"([{KANJI}]{{2,5}})の([{KANJI}]{{1,4}})(?=だけど|だが|ですけ|ですが|と申|じゃが|やけど|です[。、]|です$)"
)
_BEHIND_NUMBER = re.compile(
    r"(?:[0-9〇一二三四五六七八九]|丁目|番地?|号室?)[、の ]{1,2}"
    rf"([{KANJI}]{{1,4}})(?=です|と申|でござ|ですけ)"
)
# 大和田方, 遠山宛ての荷物
_CARE_OF = re.compile(rf"([{KANJI}]{{2,4}})(?=(?:様?方|宛て?|あて)(?:[、。\s]|$|[にへの]))")
_CARE_OF_THEN = re.compile(rf"方[、 ]([{KANJI}]{{1,4}})(?=です|と申|。|$)", re.MULTILINE)
# おおたに しょうたです
_OPENING_HIRAGANA = re.compile(
    rf"^{_OPENING}([ぁ-ん]{{2,6}}[ 　][ぁ-ん]{{2,6}}?)(?=です(?:[。、]|けど|$)|と申|と言|とい)",
    re.MULTILINE,
)
# 久我山 翠と申します, wherever it stands.
_SPACED_SURE = re.compile(rf"([{KANJI}]{{1,4}}[ 　][{KANJI}]{{1,3}})(?=と申|ともうし|でございます)")
# 王 小芳です: written in two, only a name looks so.
_OPENING_SPACED = re.compile(
    rf"^{_OPENING}([{KANJI}]{{1,3}}[ 　][{KANJI}]{{1,3}})(?=です|と申|でござ|、)", re.MULTILINE
)
_SURE = re.compile(rf"([{KANJI}]{{1,8}}|[ァ-ヺー]{{2,14}}){_SURE_ENDS}")
# Somebody who greets, writes again, or belongs to a firm says who it is: 総務部の平野です.
_GREETING = re.compile(
    r"(?:(?:代わ|替わ|変わ)りまして、?|(?:お世話|いつも|利用|先日|先ほど|以前|昨日|ご無沙汰|失礼)"
    r"[^。!?\n]{0,16}?(?:ます|した|た|の|、)"
    r"|(?:会社|[部課係店室局会院社堂所]|センター|事務所|担当|窓口|サポート|チーム|主任|係長|課長"
    r"|部長|店長)の?[、 ]?)"
    rf"([{KANJI}]{{1,6}}|[ァ-ヺー]{{2,12}})(?=です|でございます)"
)
_FROM_FIRM = re.compile(
    rf"(?:株式会社|有限会社|合同会社|法人)[^。\n、 ]{{0,15}}[の、 ]([{KANJI}]{{1,6}})"
    r"(?=です|でございます|と申)"
)
# Behind a department nothing but its member says でございます: 総務部、林学 is no forestry.
_OF_DEPARTMENT = re.compile(rf"[部課係室局][、 ]([{KANJI}]{{2,6}})(?=でございます|と申)")
# 岡本文様でございますね: Sudachi reads 文様, a pattern.
_ADDRESSED = re.compile(rf"([{KANJI}]{{2,6}})様(?=で(?:ござ|いらっ|すね)|、)")
_IN_CHARGE = re.compile(
    rf"(?:^|[。、 はの私])([{KANJI}]{{1,5}})(?=が(?:承|うけたまわ|担当|対応|お受け|ご案内|伺))"
)
_PARTS = r"[ァ-ヺー]{2,10}(?:[ 　・][ァ-ヺー]{1,10}){1,3}"
_KATAKANA_PARTS = re.compile(
    rf"(?<![ァ-ヺー])({_PARTS})"
    rf"(?={HEDGE} ?(?:様|さま|さん|氏|と申|ともうし|といいま|と言いま|という(?:者|名前)"
    r"|の名前で|名義))"
)
_OPENING_PARTS = re.compile(
    rf"(?:^|[。、はがで]){_OPENING}({_PARTS}){HEDGE}(?=です(?:[。、が]|けど|$)|でございます)",
    re.MULTILINE,
)


class IntroductionFinder:
    """Finds names by their place in a turn."""

    def __init__(self, rules: NameRules, words: NameWords) -> None:
        self._words = words
        self._not_persons = rules.suffixes_not_persons
        self._of_role = re.compile(
            rf"(?:{any_of(rules.roles)})の([{KANJI}]{{1,5}}|[ァ-ヺー]{{2,10}})"
            r"(?=[にがはをと、]|より|から|です|でござ|さん|様)"
        )
        # What is cheap to look for stands behind each pattern.
        self._works = (
            (_IN_CHARGE, re.compile("が(?:承|うけ|担|対|お受|ご案|伺)")),
            (self._of_role, re.compile(rf"の[{KANJI}ァ-ヺー]")),
            (_FIRST_PERSON, _SAYS_I),
        )

    def find(self, text: str, asked: bool, told: bool) -> Iterator[Found]:
        """Yield names told by their place.

        `asked` tells that a name was asked for before, `told` what `tells_somebody` says.
        """
        if asked:
            yield from self._answers(text)
        elif told:
            yield from self._unasked(text)
        yield from self._parts_told(text)
        if " " in text or "　" in text or "・" in text:
            yield from self._told_in_katakana(text)
        for pattern in self._patterns(text, told):
            for match in pattern.finditer(text):
                yield from self._latest_name(text, *match.span(1))
        yield from self._told_by_work(text, told)
        if "方" in text or "宛" in text or "あて" in text:
            yield from self._sent_to(text)
        if told:
            yield from self._told_by_place(text)
        if " " in text or "　" in text:
            yield from self._told_in_two(text)
        if "\n" in text:
            yield from signed_names(text, self._words)

    def family_names(self, name: str) -> Iterator[str]:
        """Yield what may be the family name of a full name written without a space."""
        return (name[:at] for at in range(2, len(name)) if self._words.splits_at(name, at))

    def _patterns(self, text: str, told: bool) -> Iterator[re.Pattern[str]]:
        """Yield the patterns whose ending stands in the text at all: most turns have none."""
        if told:
            if "と" in text:
                yield _SURE
            yield _GREETING
            if "会社" in text or "法人" in text:
                yield _FROM_FIRM
        if "様" in text:
            yield _ADDRESSED

    def _parts_told(self, text: str) -> Iterator[Found]:
        if not ("名" in text or "苗字" in text or "姓" in text or "みょうじ" in text):
            return
        for match in _BOTH_PARTS.finditer(text):
            yield from (_person(*match.span(part)) for part in (1, 2))
        for match in _HALF.finditer(text):
            if self._words.may_be_part(match[1]):
                yield _person(*match.span(1))
        for match in _OWN_NAME.finditer(text):
            if self._is_answer(match[1]):
                yield _person(*match.span(1))

    def _told_in_katakana(self, text: str) -> Iterator[Found]:
        """Yield foreign and katakana names in parts: グエン ティ ラン, マイケル・ジョンソン."""
        for match in (*_KATAKANA_PARTS.finditer(text), *_OPENING_PARTS.finditer(text)):
            parts = re.split("[ 　・]", match[1])
            if not all(map(self._words.is_plain, parts)) and not set(parts) & self._words.never:
                yield _person(*match.span(1))

    def _told_by_place(self, text: str) -> Iterator[Found]:
        for match in _FROM_PLACE.finditer(text):
            is_place = self._words.is_place(match[1]) or match[1][-1] in "都道府県市区町村"
            if is_place and match[2] not in self._words.never and self._is_sure_family(match[2]):
                yield _person(*match.span(2))
        for match in _BEHIND_NUMBER.finditer(text):
            if self._is_sure_family(match[1]) or self._words.is_family_and_place(match[1]):
                yield _person(*match.span(1))

    def _told_in_two(self, text: str) -> Iterator[Found]:
        for match in (*_OPENING_SPACED.finditer(text), *_SPACED_SURE.finditer(text)):
            family, given = re.split("[ 　]", match[1])
            is_family = "姓" in self._words.parts(family) and not self._words.is_plain(given)
            if is_family or "名" in self._words.parts(given):
                yield _person(*match.span(1))
        for match in _OPENING_HIRAGANA.finditer(text):
            parts = re.split("[ 　]", match[1])
            # あさか is a town, too; but so written it is half of a name.
            plain = [self._words.is_plain(part) for part in parts]
            if not any(plain) or (any(map(self._words.parts, parts)) and not all(plain)):
                yield _person(*match.span(1))

    def _sent_to(self, text: str) -> Iterator[Found]:
        for match in _CARE_OF.finditer(text):
            if self._words.may_be_name(match[1]):
                yield _person(*match.span(1))
        for match in _CARE_OF_THEN.finditer(text):
            if self._words.may_be_name(match[1]):
                yield _person(*match.span(1))

    def _is_sure_family(self, word: str) -> bool:
        if len(word) == 1:
            return word in self._words.one_character
        return "姓" in self._words.parts(word) and not self._words.is_place(word)

    def _told_by_work(self, text: str, told: bool) -> Iterator[Found]:
        for match in _OF_DEPARTMENT.finditer(text) if told else ():
            if match[1] not in self._words.never and self._words.splits(match[1]):
                yield _person(*match.span(1))
        for pattern, may_tell in self._works if told else self._works[:2]:
            for match in pattern.finditer(text) if may_tell.search(text) else ():
                if self._is_somebody(match[1]):
                    yield _person(*match.span(1))

    def _answers(self, text: str) -> Iterator[Found]:
        for match in _SPACED_ANSWER.finditer(text):
            left, right = re.split("[ 　・]", match[1])
            # エンドウ ケンタ: a pea and a restaurant to the dictionary, a name in this place.
            in_katakana = KATAKANA.fullmatch(left) and KATAKANA.fullmatch(right)
            allowed = [self._words.may_be_part(part) for part in (left, right)]
            if all(allowed) or (in_katakana and not {left, right} & self._words.never):
                yield _person(*match.span(1))
        for match in _BARE_ANSWER.finditer(text):
            if self._words.splits(match[1]) and self._words.may_be_name(match[1]):
                yield _person(*match.span(1))
        for match in _ANSWER.finditer(text):
            word = match[1]
            if self._is_answer(word) or self._is_strange(text, *match.span(1)):
                yield _person(*match.span(1))

    def _unasked(self, text: str) -> Iterator[Found]:
        """Yield a full name that opens a turn or a line: ミヤザキアスカです."""
        for line in _OPENING_LINE.finditer(text):
            is_place = line[1].endswith(self._not_persons) or line[1] in self._words.never
            if not is_place and any(self.family_names(line[1])):
                yield _person(*line.span(1))
        match = _OPENING_NAME.match(text)
        if match and not self._words.is_known(match[1]) and match[1] not in self._words.never:
            families = (match[1][:at] for at in range(2, len(match[1]) - 1))
            if any(
                "名" in self._words.parts(match[1][len(family) :])
                and ("姓" in self._words.parts(family) or not self._words.is_known(family))
                for family in families
            ):
                yield _person(*match.span(1))

    def _is_answer(self, word: str) -> bool:
        never = self._words.never
        if not KATAKANA.fullmatch(word) or word in never or len(word) < 4:
            # 太田学 is a college to the dictionary.
            in_two = any(
                self._words.splits_at(word, at)
                for at in range(1, len(word))
                if at > 1 or word[0] in self._words.one_character
            )
            return self._is_somebody(word) or (in_two and word not in never)
        # マツモトキヨシ is a shop to the dictionary, but shops do not answer this question.
        return self._words.is_proper(word)

    def _is_somebody(self, word: str) -> bool:
        return self._words.may_be_name(word) or self._words.may_be_called(word)

    def _latest_name(self, text: str, start: int, end: int) -> Iterator[Found]:
        """Yield the longest name that ends at `end` and starts where a word does."""
        for begin in range(start, end):
            word = text[begin:end]
            if len(word) == 1 and word not in self._words.one_character:
                return
            may_be = self._words.may_be_name(word)
            # The words of the sentence are asked for last: they cost more than all the rest.
            if (
                (may_be or KATAKANA.fullmatch(word))
                and (begin == start or self._starts_word(text, start, begin, end))
                and (may_be or self._is_strange(text, begin, end))
            ):
                yield _person(begin, end)
                return

    def _starts_word(self, text: str, start: int, begin: int, end: int) -> bool:
        return any(word.start == begin for word in self._words.around(text, start, end))

    def _is_strange(self, text: str, start: int, end: int) -> bool:
        if not KATAKANA.fullmatch(text, start, end):
            return False
        inside: Sequence[Word] = self._words.around(text, start, end)
        pieces = [word.surface for word in inside if start <= word.start and word.end <= end]
        return self._words.is_strange_katakana(text[start:end], pieces)


def _person(start: int, end: int) -> Found:
    return Found(start, end, "PERSON")
