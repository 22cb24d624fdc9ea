"""Names of no list, where only a name can stand: places (舞鶴といいます), given names alone.

Sudachi knows 舞鶴 and 丸亀 as places only, and most of such words are names of families, too. Who
opens a call with one, has it before a title, or is somebody's wife under it, tells a name.
"""

import re
from collections.abc import Callable, Collection, Iterator

from pipelines.text.mask_found import Asked, Found
from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_name_words import KANJI, NameWords

_OPENING = (
    r"(?:(?:はい|ええ|えー+っ?と?|えっと|ええと|あの[ーう]?|あ[ー、]?|うん|どうも|もしもし[ーぃ]?|すみません|すいません"
    r"|私|わたくし|わたし|こちら)[、。ー ]*)*"
)
_NUMERALS = "一二三四五六七八九十"
_FAMILY = rf"([{KANJI}]{{2,4}})"
_GIVEN = rf"[{KANJI}]{{1,3}}|[ぁ-ん]{{2,5}}?|[ァ-ヺー]{{2,6}}"
_TELLS = (
    r"です?けれ?ど|ですが|なんです[がけ]|なんですけ|でございます|と申|ともう|っ?て(?:いい|言い|いう|言う)|と(?:いい|言い|言う|いう(?:もん|者))"
    r"|いいます|言います|やけど|やねん|だけど|じゃけ|じゃが|だがね|ですたい|ばい[、。]|っす|でーす|ですー"
)
# 佐渡ですけど, 今治です、 as the first words; 坂出、契約者本人です / 五島、四名です
_OPENING_WORDS = re.compile(_OPENING)
_FAMILY_HERE = re.compile(_FAMILY)
_TELLS_WHO = re.compile(
    rf"(?:、 ?)?(?:{_TELLS})|、(?:契約者|本人|会員|予約|[一二三四五六七八九0-9]+名)[^。]{{0,8}}です"
)
_IS_ALL = re.compile(r"です(?:[。、! ]|$)")
_SAID_TO_BE_FAMILY = re.compile(r"(?:です)?、[^。]{0,20}(?:名字|苗字|姓)(?:です|が|。|$)")
_GIVEN_HERE = re.compile(rf"({_GIVEN})(?=です(?:[。、! ]|$)|ですけど)")
_GIVEN_TOLD = re.compile(
    rf"({_GIVEN})(?=っす|っ?て(?:いい|言い)ます|と(?:いい|言い|申し)ます(?!か))"
)
_PLACE_ASKED = re.compile(
    r"どちら(?!様|さま)|どこ|場所|店舗|地域|エリア|住ま|住所|駅|県|届け先|行き先|方面|空港|会場|支店"
)
# 垂水の家内です, 優斗の母ですけど
_KIN_OF = re.compile(
    r"(?<![^、。 はい])([一-鿿々]{2,4}|[ぁ-ん]{3,5}|[ァ-ヺー]{2,6})"
    r"の(?:家内|妻|夫|主人|母|父|息子|娘|祖母|祖父|姉|兄|弟|妹|嫁|孫|家の者|家族|保護者|代理|身内)"
    r"(?=です|でござ|だけど|やけど|と申)"
)
_IS_KIN = re.compile(
    "の(?:家|[妻夫母父娘姉兄弟妹嫁孫]|主人|息子|祖|保護者|代理|身内)[^、。]{0,2}(?:[でとだ]|やけ)"
)
# 角の雲仙ですけど, 五〇三号室の桑名です
_OF_HOUSE = re.compile(rf"の{_FAMILY}(?=です|だけど|じゃけど|やけど|と申|でござ)")
_HOUSES = (
    "丁目", "番地", "号室", "角", "隣", "向かい", "先ほど", "さきほど", "さっき", "昨日", "前回",
    "保護者", "本人", "団地", "マンション", "アパート", "階", "代理", "契約者", "会員",
)  # fmt: skip
# The title is looked for first: words before it are many, titles few.
_TITLE = re.compile(
    r"さん(?=[はがをにのもとへ、。]|で[すし]|って|という|から|より|指名|$)|様(?=[、。はのがに]|で|$)"
    r"|先生|店長|部長|課長|主任"
)
_BEFORE_TITLE = re.compile(rf"(?<![{KANJI}ァ-ヺー])([{KANJI}]{{2,3}}|[ァ-ヺー]{{2,5}})$")
_LONGEST_TITLED = 5
_STARTS = re.compile("です|でご|と申|言|いい|という|って|けど|っす|ばい|じゃ|ます|ねん|がね")
_START_REACH = 24
_TITLED_KIN = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{2,3}}|[ァ-ヺー]{{2,6}})(?=お?(?:ばあ|じい)(?:ちゃん|さん)|お[じば]さん)"
)
_MAY_BE_AUNT = re.compile("ばあ(?:ちゃん|さん)|じい(?:ちゃん|さん)|お[じば]さん")
_CALLED_SO = re.compile(rf"(?<![{KANJI}]){_FAMILY}(?=という(?:人|方|者|女性|男性|名前|名字|苗字))")
# よろしくお願いします。津和野
_SIGNS = re.compile(rf"(?:ます|です|ました|ません|ください)[。!]?(?<=[。!])[ 　\n]*{_FAMILY}(?=$)")
_NAME_IS = re.compile(
    r"名前[はが](?:、|たしか|確か|えーと|ええと|えっと)+"
    rf"([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,7}})(?=です|だっ|だと|で[、。]|さん|と)"
)
# 苗字だけでいいですか、赤穂です。
_ABOUT_NAMES = re.compile(rf"(?:名字|苗字|姓|名前)[^。、]{{0,12}}[、。]{_FAMILY}(?=です)")
# 漢字は下関 綾です
_WRITTEN_SO = re.compile(rf"漢字[はが]、?([{KANJI}]{{1,4}}[ 　][{KANJI}]{{1,3}})")
# 下の名前だけ変わって、愛莉から愛梨になりました
_RENAMED = re.compile(
    rf"(?:名前|名字|苗字|姓)[^。]{{0,10}}?(?<![{KANJI}])([{KANJI}]{{1,4}})から([{KANJI}]{{1,4}})に(?:なり|変わ|かわ|変更)"
)


class UnlistedNameFinder:
    """Finds names in one turn by places that are a name's alone."""

    def __init__(
        self, known: KnownNames, words: NameWords, relatives: str, places: Collection[str]
    ) -> None:
        self._known = known
        self._words = words
        self._prefectures = frozenset(places)
        self._places = self._prefectures | words.famous_places
        self._kin = re.compile(relatives)
        short = rf"(?:{relatives})(?:さ?ん)?"
        self._of_kin = (
            # 長男の蓮のスマホ, 娘の結衣が, 婚約者の愛と
            re.compile(
                rf"{short}の({_GIVEN})"
                r"(?=です|でござ|[がはもをと]|に(?![つ関対])|の(?!方|分|ほう|人|家)|、|っていう|という|名義|さん|くん|君|ちゃん|$)"
            ),
            # 兄浩一が契約者です, 母、文江の口座
            re.compile(
                rf"{short}、?([{KANJI}]{{2,3}})"
                r"(?=の(?:契約|口座|件|名義|携帯|保険|予約|年金|荷物)|が(?:契約|申し?込|電話|予約))"
            ),
            # うちの孫、ひなたいうんですけど / 息子は悠真といいます
            re.compile(
                rf"{short}(?:は|が|、)、?({_GIVEN})"
                r"(?=(?:っ?て|と)?(?:いう|言う|いい|言い)(?:ん|ま|もん|の|子|名))"
            ),
        )
        kin_or_children = rf"(?:{relatives}|子ども|子供|双子|兄弟|姉妹)"
        self._two = re.compile(
            rf"{kin_or_children}(?:の名前)?[はがの]、?({_GIVEN})と({_GIVEN})(?=の[二2]人|です|で[、。])"
        )
        self._ours = re.compile(rf"うちの([{KANJI}]{{2,3}})(?=[がはもにを]|の(?!方))")

    def asks_place(self, said: str) -> bool:
        """Whether a turn asks for a place, so that a place answers it."""
        return _PLACE_ASKED.search(said) is not None

    def find(self, text: str, asked: Asked, told: bool) -> Iterator[Found]:
        """Yield names by what stands around them.

        `asked` tells what was said before, `told` what `tells_somebody` says of the text.
        """
        if _MAY_BE_AUNT.search(text):
            yield from _persons(_TITLED_KIN, text, self._is_given)
        if "という" in text:
            yield from _persons(_CALLED_SO, text, self._is_family)
        for title in _TITLE.finditer(text):
            at = title.start()
            before = _BEFORE_TITLE.search(text, max(0, at - _LONGEST_TITLED), at)
            if before and self._is_titled(before[1]):
                yield Found(*before.span(1), "PERSON")
        if "の" in text:
            yield from self._told_of(text, told)
        if "名" in text or "字" in text:
            yield from self._about_names(text)
        if self._kin.search(text) or "子ども" in text or "子供" in text or "兄弟" in text:
            yield from self._kin_named(text)
        if _STARTS.search(text, 0, _START_REACH):
            yield from self._at_start(text, asked)
        if "一" <= text[-1:] <= "鿿":
            yield from _persons(_SIGNS, text, self._is_family)

    def _told_of(self, text: str, told: bool) -> Iterator[Found]:
        if _IS_KIN.search(text):
            yield from _persons(_KIN_OF, text, self._has_kin)
        for match in _OF_HOUSE.finditer(text) if told else ():
            is_near = text.endswith(_HOUSES, 0, match.start())
            if is_near and self._is_told_family(match[1]):
                yield Found(*match.span(1), "PERSON")
        if "うちの" in text:
            yield from _persons(self._ours, text, self._is_sure_given)

    def _about_names(self, text: str) -> Iterator[Found]:
        yield from _persons(_NAME_IS, text, self._has_kin)
        yield from _persons(_ABOUT_NAMES, text, self._is_family)
        yield from _persons(_WRITTEN_SO, text, lambda _: True)
        yield from self._pairs(_RENAMED, text, self._words.may_be_part)

    def _at_start(self, text: str, asked: Asked) -> Iterator[Found]:
        """Yield who opens a turn with a name; where a place was asked for, a place is told."""
        opening = _OPENING_WORDS.match(text)
        at = opening.end() if opening else 0
        match = _FAMILY_HERE.match(text, at)
        if match and self._opens(text, match, asked):
            yield Found(*match.span(1), "PERSON")
        given = _GIVEN_HERE.match(text, at)
        if given and self._is_sure_given(given[1]):
            yield Found(*given.span(1), "PERSON")
        given = _GIVEN_TOLD.match(text, at)
        if given and self._is_given(given[1]):
            yield Found(*given.span(1), "PERSON")

    def _opens(self, text: str, match: re.Match[str], asked: Asked) -> bool:
        word, end = match[1], match.end()
        if _SAID_TO_BE_FAMILY.match(text, end):
            return self._may_be_any(word)
        if _TELLS_WHO.match(text, end):
            is_name = self._is_told_family(word)
        elif _IS_ALL.match(text, end) or text.startswith(f"です{word}", end):
            # 赤穂です may answer anything that was asked; as the first words it is who calls.
            is_name = self._is_also_family(word) if asked.anything else self._is_family(word)
        else:
            return False
        return is_name and not asked.place

    def _kin_named(self, text: str) -> Iterator[Found]:
        for pattern in self._of_kin:
            yield from _persons(pattern, text, self._is_given)
        yield from self._pairs(self._two, text, self._is_given)

    def _pairs(
        self, pattern: re.Pattern[str], text: str, holds: Callable[[str], bool]
    ) -> Iterator[Found]:
        for match in pattern.finditer(text):
            if holds(match[1]) and holds(match[2]):
                yield from (Found(*match.span(part), "PERSON") for part in (1, 2))

    def _is_family(self, word: str) -> bool:
        """Whether a word is the name of a family or a place, and neither common nor famous."""
        return word not in self._places and self._words.may_be_called(word)

    def _is_told_family(self, word: str) -> bool:
        is_listed = self._known.is_family(word) and word not in self._words.never
        return (is_listed and word not in self._prefectures) or self._is_family(word)

    def _is_also_family(self, word: str) -> bool:
        return self._is_family(word) and "姓" in self._words.parts(word)

    def _may_be_any(self, word: str) -> bool:
        return word not in self._words.never and (
            self._words.is_place(word) or self._words.may_be_name(word)
        )

    def _is_titled(self, word: str) -> bool:
        return self._known.is_given(word) if word[0] <= "ヿ" else self._is_family(word)

    def _is_given(self, word: str) -> bool:
        """Whether a word is a given name behind a relative: 葵, 結衣, ひなた; 優斗, too."""
        if word in self._words.never:
            return False
        if word[0] <= "ヿ":
            return self._known.is_given(word)
        if len(word) == 1:
            return word in self._words.one_character_given
        return self._is_sure_given(word) or self._is_strange(word)

    def _is_strange(self, word: str) -> bool:
        """Whether kanji is in no dictionary, nor put together from what is: 優斗, 莉々愛."""
        return (
            len(word) in (2, 3)
            and word[0] not in _NUMERALS
            and not self._words.is_known(word)
            and (len(word) == 2 or not any(map(self._words.is_plain, (word[:2], word[1:]))))
        )

    def _is_sure_given(self, word: str) -> bool:
        if (
            word in self._words.never
            or len(word) == 1
            or (word[0] in _NUMERALS and word[-1] in "歳才人番年月日")
        ):
            return False
        if word[0] <= "ヿ":
            return self._known.is_given(word) and self._words.is_proper(word)
        return "名" in self._words.parts(word) and not self._words.is_common(word)

    def _has_kin(self, word: str) -> bool:
        is_told = "姓" in self._words.parts(word) and word not in self._words.never
        return (
            (is_told and word not in self._places) or self._is_family(word) or self._is_given(word)
        )


def _persons(pattern: re.Pattern[str], text: str, holds: Callable[[str], bool]) -> Iterator[Found]:
    for match in pattern.finditer(text):
        if holds(match[1]):
            yield Found(*match.span(1), "PERSON")
