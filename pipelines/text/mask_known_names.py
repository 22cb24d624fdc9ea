"""Names from a list, believed only where a name is due: introductions, before 様, 〜名義.

Sudachi reads 上野です as a place and さとうです as sugar. Lists of what people are called decide
where the place in the sentence allows a name, and nowhere else.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from pipelines.text.mask_found import Found
from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_name_words import HAS_KANJI, KANJI, NameWords

_OPENING = (
    r"(?:(?:はい|ええ|えー+と?|えっと|あ[ー、]?|あの[ーう]?|うん|もしもし|すみません|すいません)"
    r"[、。ー ]*)*"
)
_TELLS = (
    "でございます|と申|ともうし|って?と?(?:言|い)います|と(?:言|い)います|(?:と|って)(?:言|い)うん|です?けれ?ど|ですが"
    "|なんです[がけ]|だけど|やけど|じゃが|ですー|でーす"
)
_START = rf"(?:^|[。!、\n] ?){_OPENING}"
_WORD = rf"[{KANJI}]{{1,4}}|[ァ-ヺー]{{2,7}}|[ぁ-ん]{{3,7}}?"
# 上野です at the start of a turn or a sentence.
_OPENS = re.compile(rf"{_START}({_WORD})(?=です(?:[。、! ]|$)|{_TELLS})", re.MULTILINE)
_TELLING = re.compile(_TELLS)
_SAYS = re.compile(
    rf"(?:([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,7}})|(?:^|[^ぁ-ん]|はい|えっと|えーと)([ぁ-ん]{{2,7}}?))(?=と申しま|ともうしま)"
)
_OF_FIRM = re.compile(
    rf"の([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,7}})(?=でございます|と申)"
    rf"|(?:ほう|方)の([{KANJI}]{{1,4}})(?=です)"
    rf"|(?<![{KANJI}])([{KANJI}]{{1,4}})(?=が(?:承り|うけたまわり|担当いた|対応いた))"
)
# 山口という人に, 中野に代わって, 石田名義; and, for what is no prefecture, 上野から電話が.
_SPOKEN_OF = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{1,4}})(?=(?:と|って)(?:いう|いった)?(?:人|方|者|かた|男|女|やつ|奴|担当|オペレーター|社員|スタッフ)"
    r"|に(?:代わ|替わ|お?繋|おつな|つない|取り次|伝え|お伝え|確認し|引き継|改姓)|より折|名義|宛て?[のに]|(?<=[一-鿿]{2})本人|という名前"
    r"|で(?:予約|登録|注文|契約|申し?込)|[部課係店所会社]長|主任|君(?![主臨])|氏)"
)
_RELATED_TO = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{2,4}})(?=の(?:妻|夫|家内|嫁|息子|娘|代理|家族|おばあちゃん|おじいちゃん))"
    rf"|(?:以上|私|わたくし|わたし)、?([{KANJI}]{{1,4}})(?=でした|、)"
    rf"|(?:電話|連絡|注文|契約|申し?込[みん]|話|対応|担当|受付)(?:した|だ|してくれた)?(?:の|人|方|者)は([{KANJI}]{{1,4}})(?=です|だ)"
    rf"|[0-9〇]、([{KANJI}]{{1,4}})(?=。?$)"
    rf"|(?:窓口|責任者|担当者?|受付|店長|上司|係)は([{KANJI}]{{1,4}})(?=[、。]|$|です|でし|と)"
)
# What a text with one of these must hold; few do, and to look for it is cheap.
_MAY_RELATE = re.compile(
    "[の以私わ0-9〇人方者口当付長司係](?:(?<=の)[妻夫家嫁息娘代お]|(?<=以)上|(?<=私)|(?<=わ)た"
    "|(?<=[0-9〇])、|(?<=[の人方者口当付長司係])は)"
)
_MAY_BE_SPOKEN_OF = re.compile(
    "と(?:いう|いった)?[人方者か男女や奴担オ社ス]|って(?:いう|いった)?[人方者か男女や奴担オ社ス]|という名"
    "|に[代替お繋つ取伝確引改]|より折|名義|宛|本人|で[予登注契申]|長|主任|君|氏"
)
_MAY_BE_OF_FIRM = re.compile("でござ|と申|ほうの|方の|が承|がうけ|が担当い|が対応い")
_MAY_TELL_GIVEN = re.compile("と(?:申|もうし|いいま|言いま)|名前")
_SPOKEN_OF_IN_KANA = re.compile(
    r"([ァ-ヺー]{3,7})(?=(?:と|って)(?:いう|いった)?(?:人|方|者)|で(?:予約|登録|注文)し|名義|という名前)"
)
_HEARD_FROM = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{1,4}})(?=(?:より|から)(?:の(?:引き継|連絡|電話|伝言|紹介)|折|ご?連絡|お?電話(?!し)|説明|案内)|まで(?:ご?連絡|お?電話))"
)
_ADDRESSED = re.compile(
    r"([ァ-ヺー]{2,7})(?=様|さま|さん)"
    rf"|(?:(?<![{KANJI}])|(?<=昨日|今日|先日|前回|先週|今朝|本日|担当))([{KANJI}]{{1,4}})(?=様|さま|さん(?!か)|はん(?:[にがはのとて、。]|や))"
    r"|(?:^|[^ぁ-ん]|[のはがにをと])([ぁ-ん]{3,7}?)(?=さん(?:[はがをにのもと、。]|です|って|$)|様|さま)"
)
_WITH_READING = re.compile(rf"(?<![{KANJI}])([{KANJI}]{{1,4}})[(「]([ぁ-んァ-ヺー]{{2,7}})[)」]")
# 高橋鼓湖呂様: a family name, and whatever parents thought of.
_WHOLE = re.compile(rf"(?<![{KANJI}])([{KANJI}]{{3,6}})(?=と申|ともうし|様|さま|さん)")
_MAY_BE_WHOLE = re.compile("様|さま|さん|と申|ともうし")
_WHOLE_OPENS = re.compile(
    rf"{_START}([{KANJI}]{{3,6}})(?=です(?:[。、! ]|$)|{_TELLS})", re.MULTILINE
)
_RUN = re.compile(rf"[{KANJI}]{{3,}}")
_LONGEST_RUN = 6
_SPACED = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{1,4}})[ 　]([{KANJI}]{{1,3}}?)"
    rf"(?=様|殿|氏|宛|名義|方|[^{KANJI}ァ-ヺー]|$)"
)
# ハルコと申します, 名前はひなたです: a given name alone.
_GIVEN_ONLY = re.compile(
    rf"(?:{_START}|名前[はが])([ァ-ヺー]{{2,6}}|[ぁ-ん]{{2,6}}?)(?=と申|ともうし|といいます|と言います)"
    r"|名前[はが]([ァ-ヺー]{2,6}|[ぁ-ん]{2,6}?)(?=です|で、)",
    re.MULTILINE,
)
_AFTER_WHOLE = re.compile("です|と申|とい|様|、[0-9〇]")
_ANCHOR = r"(?:^|[、。\s「(はがの])"
_HIRAGANA = re.compile(
    rf"{_ANCHOR}{_OPENING}([ぁ-ん]{{2,5}}[ 　]?[ぁ-ん]{{2,5}}?)"
    r"(?=です(?:[。、! ]|けど|が|$)|と申|様|さま|さん|」|、|。|$)",
    re.MULTILINE,
)
_KATAKANA = re.compile(rf"{_START}([ァ-ヺー]{{4,9}})(?=です(?:[。、! ]|$)|{_TELLS})", re.MULTILINE)
# 東です tells a direction, but 東さん a person.
_NAMES_AS_WELL = frozenset(["東", "西", "南", "北", "金", "王", "根本"])
_NO_NAME_HOLDS = re.compile("[様殿氏]")
_LONGEST_GIVEN = 3


class KnownNameFinder:
    """Finds listed names in one turn."""

    def __init__(
        self, known: KnownNames, words: NameWords, relatives: str, places: Collection[str]
    ) -> None:
        self._words = words
        self._known = known
        self._places = frozenset(places)
        # Calls repeat few runs of kanji often.
        self._is_whole_by_itself = lru_cache(maxsize=20_000)(self._explains_run)
        self._related = re.compile(
            rf"(?:{relatives})の([{KANJI}]{{2}}|[ぁ-ん]{{3,6}}?)(?=です|が|は|に(?!つ)|名義|の(?:名|契約|携帯))"
        )

    def find(self, text: str, told: bool) -> Iterator[Found]:
        """Yield listed names in places of names; a longer find may hold a shorter one.

        `told` is what `tells_somebody` says of the text.
        """
        if "です" in text or "で" in text or "と" in text or "だ" in text or "じゃ" in text:
            yield from self._introduced(text, told)
        for match in _SPOKEN_OF.finditer(text) if _MAY_BE_SPOKEN_OF.search(text) else ():
            if self._known.is_family(match[1]) and match[1] not in self._words.never:
                yield _person(*match.span(1))
        for match in _SPOKEN_OF_IN_KANA.finditer(text):
            if self._known.is_reading(match[1]):
                yield _person(*match.span(1))
        is_heard = "から" in text or "より" in text or "まで" in text
        heard = _HEARD_FROM.finditer(text) if is_heard else ()
        related = _RELATED_TO.finditer(text) if _MAY_RELATE.search(text) else ()
        for match in (*heard, *related):
            part = match.lastindex or 1
            is_family = self._known.is_family(match[part]) and match[part] not in self._words.never
            if is_family and match[part] not in self._places:
                yield _person(*match.span(part))
        if "様" in text or "さん" in text or "さま" in text or "はん" in text:
            yield from self._addressed(text)
        for match in _WITH_READING.finditer(text) if "(" in text or "「" in text else ():
            if self._known.is_family(match[1]) or (
                len(match[1]) > 1 and self._known.is_reading(match[2])
            ):
                yield from (_person(*match.span(part)) for part in (1, 2))
        yield from self._whole(text, told)
        for match in self._related.finditer(text) if "の" in text else ():
            if (
                self._known.is_given(match[1])
                or self._is_given_in_kanji(match[1])
                or self._is_read_as_given(text, *match.span(1))
            ):
                yield _person(*match.span(1))

    def _introduced(self, text: str, told: bool) -> Iterator[Found]:
        for match in _OPENS.finditer(text):
            is_told = _TELLING.match(text, match.end()) is not None
            if self._may_open(match[1], is_told):
                yield _person(*match.span(1))
        says = _SAYS.finditer(text) if "申しま" in text or "ともうしま" in text else ()
        of_firm = _OF_FIRM.finditer(text) if _MAY_BE_OF_FIRM.search(text) else ()
        for match in (*says, *of_firm):
            part = match.lastindex or 1
            if self._known.is_family(match[part]) or self._known.is_reading(match[part], 2):
                yield _person(*match.span(part))
        for match in _GIVEN_ONLY.finditer(text) if _MAY_TELL_GIVEN.search(text) else ():
            part = match.lastindex or 1
            if self._known.is_given(match[part]):
                yield _person(*match.span(part))
        for match in _KATAKANA.finditer(text) if told else ():
            if self._known.splits_reading(match[1]) and not self._words.is_known(match[1]):
                yield _person(*match.span(1))

    def _is_given_in_kanji(self, word: str) -> bool:
        if not HAS_KANJI.search(word) or word in self._words.never:
            return False
        is_name = "名" in self._words.parts(word) and not self._words.is_common(word)
        return is_name or not self._words.is_known(word)

    def _is_read_as_given(self, text: str, start: int, end: int) -> bool:
        """Whether a word that can be a given name is read as a proper noun here: 弟の隼人が."""
        return "名" in self._words.parts(text[start:end]) and any(
            (word.start, word.end) == (start, end) and word.part_of_speech.startswith("固有名詞")
            for word in self._words.around(text, start, end)
        )

    def _may_open(self, word: str, told: bool) -> bool:
        if "ぁ" <= word[0] <= "ヺ":
            return self._known.is_reading(word)
        # 千葉です and 東です tell a place and a direction as well.
        is_sure = told or not (word in self._places or word in self._words.not_names)
        return self._known.is_family(word) and is_sure

    def _addressed(self, text: str) -> Iterator[Found]:
        for match in _ADDRESSED.finditer(text):
            katakana, kanji, hiragana = match.groups()
            if katakana and self._known.is_reading(katakana, 2):
                yield _person(*match.span(1))
            elif (
                kanji
                and self._known.is_family(kanji)
                and self._may_be_addressed(kanji, text, match.end(2))
            ):
                yield _person(*match.span(2))
            elif hiragana and self._known.is_reading(hiragana):
                yield _person(*match.span(3))

    def _may_be_addressed(self, word: str, text: str, end: int) -> bool:
        # The king of a tale is 王様, a customer 王さん.
        is_king = word == "王" and text.startswith("様", end)
        return not is_king and (word not in self._words.never or word in _NAMES_AS_WELL)

    def _whole(self, text: str, told: bool) -> Iterator[Found]:
        for match in _WHOLE.finditer(text) if _MAY_BE_WHOLE.search(text) else ():
            if self._family_of(match[1]):
                yield _person(*match.span(1))
        for match in _WHOLE_OPENS.finditer(text) if told else ():
            family = self._family_of(match[1])
            if family and not self._words.is_plain(match[1][len(family) :]):
                yield _person(*match.span(1))
        for match in _RUN.finditer(text):
            if len(match.group()) <= _LONGEST_RUN and self._is_whole_by_itself(match.group()):
                yield _person(*match.span())
        for match in _SPACED.finditer(text) if " " in text or "　" in text else ():
            is_sure = not self._words.is_plain(match[2]) or _AFTER_WHOLE.match(text, match.end())
            if self._known.is_family(match[1]) and is_sure and not self._words.is_firm(match[2]):
                yield _person(*match.span())
        for match in _HIRAGANA.finditer(text):
            if self._known.splits_reading(match[1]):
                yield _person(*match.span(1))

    def _explains_run(self, run: str) -> bool:
        """Whether kanji that no word explains is a family name and a given one: 伊藤維之の件."""
        family = self._family_of(run)
        given = run[len(family) :]
        return (
            family != ""
            and not _NO_NAME_HOLDS.search(run)
            and not self._words.is_common(family)
            and not self._words.is_place(family)
            and not any(map(self._words.is_firm, (given[:1], given[:2])))
            and not self._words.is_plain(given)
        )

    def _family_of(self, run: str) -> str:
        """Return the listed family name that a run of kanji begins with, or nothing."""
        if self._words.is_known(run) or self._words.is_firm(run) or run in self._words.never:
            return ""
        for length in range(min(4, len(run) - 1), 1, -1):
            if self._known.is_family(run[:length]) and len(run) - length <= _LONGEST_GIVEN:
                return run[:length]
        return ""


def _person(start: int, end: int) -> Found:
    return Found(start, end, "PERSON")
