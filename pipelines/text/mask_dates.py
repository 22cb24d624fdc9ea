"""Dates of birth, told from other dates by what is said around them."""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.digits import value_of_number
from pipelines.text.mask_found import Found, any_of

_NUMERAL = "[0-9〇零元一二三四五六七八九十百千]"
_ERA = "(?:明治|大正|昭和|平成|令和|西暦)"
_GAP = "[の、]? ?"
_YEAR = rf"(?:(?:{_ERA}{_GAP})?{_NUMERAL}{{1,7}}年{_GAP})"
_MONTH, _DAY = rf"{_NUMERAL}{{1,3}}月", rf"{_NUMERAL}{{1,3}}日"
_ERA_LETTER = r"(?<![A-Za-z0-9])[MTSHR]"
_DATE = re.compile(
    rf"{_YEAR}?{_MONTH}{_GAP}{_DAY}"
    r"|(?<![0-9\-])(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9\-])"
    rf"|{_ERA}{_NUMERAL}{{1,3}}[./\-・]{_NUMERAL}{{1,3}}[./\-・]{_NUMERAL}{{1,3}}"
    r"|(?<![0-9])'[0-9]{2}[/.][0-9]{1,2}[/.][0-9]{1,2}(?![0-9])"
    # Without a day, or with the year alone, only where a birth follows: 昭和29年3月生まれ.
    rf"|{_YEAR}{_MONTH}(?=の?(?:生|うまれ))|{_ERA}{_NUMERAL}{{1,3}}年(?=の?早?(?:生まれ|うまれ))"
    rf"|(?<![一-鿿])[昭平大令]{_NUMERAL}{{1,3}}[./\-・年]{_NUMERAL}{{1,3}}[./\-・月]{_NUMERAL}{{1,3}}日?"
    rf"|{_ERA_LETTER}[0-9]{{1,2}}[./\-年][0-9]{{1,2}}[./\-月][0-9]{{1,2}}日?"
)
_MAY_HOLD_DATE = re.compile(
    r"月[^\n]{0,8}日|[月年]の?早?[生う]|[0-9][-/.][0-9]{1,2}[-/.][0-9]"
    rf"|[和正治成][0-9]|[昭平大令]{_NUMERAL}"
)
# Read aloud: ゴーハチネンノ、ロクガツ、トオカ; only where a date of birth was asked for.
_COUNTED = "(?:せん|[ひびぴ]ゃく|じゅう|いち|に|さん|よん|し|ご|ろく|なな|しち|はち|はっ|きゅう|く)"
_FIRST_FIVE = "イチ|ニ|サン|ヨン|シ|ゴ"
_COUNTED_KATAKANA = (
    rf"(?:セン|[ヒビピ]ャク|ジュ[ウー]|{_FIRST_FIVE}|ロク|ナナ|シチ|ハ[チッ]|キュ[ウー]|ク)"
)
_SAID_NUMBER = (
    f"{_COUNTED}{{1,10}}|{_COUNTED_KATAKANA}{{1,10}}"
    "|[ァ-ヺー]{1,8}?|[ぁ-んー]{1,8}?|[0-9]{1,4}|[〇一二三四五六七八九十百元]{1,5}"
)
_JOINT = "[、 ]?"
_DAY_SAID = (
    r"(?:[ァ-ヺー]{1,8}?(?:ニチ|カ)|ツイタチ|ついたち|[ぁ-んー]{1,8}?(?:にち|か)"
    r"|[0-9一二三四五六七八九十]{1,3}日)"
)
_ERA_SAID = (
    "明治|大正|昭和|平成|令和|ショウワ|タイショウ|ヘイセイ|レイワ"
    "|しょうわ|たいしょう|へいせい|れいわ"
)
_SAID_DATE = re.compile(
    rf"(?!は(?:{_ERA_SAID}))(?:(?:{_ERA_SAID}){_JOINT}[のノ]?)?"
    rf"(?:{_SAID_NUMBER})(?:ネン|ねん|年)[ノの]?{_JOINT}(?:{_SAID_NUMBER})(?:ガツ|がつ|月)[ノの]?{_JOINT}"
    rf"{_DAY_SAID}"
)
# はち月の、にじゅうごにち and 十一月の二十三: no year, no day, only where a birth is spoken of.
_SAID_DAY = re.compile(
    rf"(?<![ぁ-んァ-ヺ年])(?:{_COUNTED}{{1,3}}|{_COUNTED_KATAKANA}{{1,3}}"
    r"|[0-9一二三四五六七八九十]{1,2})"
    rf"(?:ガツ|がつ|月)[ノの]?{_JOINT}(?:{_DAY_SAID}|[0-9一二三四五六七八九十]{{1,3}}(?![0-9日月年]))"
)
_FEAST = re.compile(
    r"(?:(?:お?誕生日|生まれ)[はが、]{0,2}|^)"
    r"(元日|元旦|大晦日|クリスマス(?:・?イブ)?|ひな祭り|七夕)(?=です|生まれ|$)"
)
# 誕生日が7/7: so short only right behind its label.
_SHORT = re.compile(
    r"(?:誕生日|生年月日|バースデー)[はがも: ]{0,2}([01]?[0-9][/.][0-3]?[0-9])(?![0-9/.])"
)
# A bare row of eight digits as an answer: 19740312.
_ROW = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])")
_OLD_DATE = re.compile(r"明治|大正?|昭和?|(?:西暦)?19|一九|[MTS][0-9]")
_HAS_YEAR = re.compile(rf"{_YEAR}|[昭平大令]|(?:19|20)[0-9]{{2}}|[MTSHR][0-9]")
_RELATED = "(?:私の|娘の|息子の|母の|父の|主人の|妻の)?"
_BORN = re.compile(
    r" ?(?:[のに]?早?生まれ|[のに]?生れ|[のに]?うまれ|[のに]誕生し|生(?![産活地徒放中])"
    rf"|[はが]{_RELATED}(?:お?誕生日|生年月日))"
)
# A stamp, a purchase: 平成5年6月7日購入 is no birth, however old.
_OTHER_EVENT = re.compile(r" ?(?:に|の)?(?:購入|契約|注文|発売|製造|建て|竣工|開業|創業|発行|締結)")
_FOUNDED = re.compile(
    "(?:設立|創立|創業|開業|開店|契約|購入|建築|竣工|結婚|入社|入居|発売|製造|取得)(?:年月)?[日年]?[はがの]?$"
)
# 昭和五十一年の, and the day in the next turn.
_YEAR_TOLD = re.compile(rf"({_ERA}[の、]?{_NUMERAL}{{1,3}}年)[の、は]{{0,2}}$")
_LABEL_REACH = 12


class BirthdateFinder:
    """Finds dates of birth in one turn, given what was said before it."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._birth = re.compile(any_of(labels))

    def dates(self, text: str) -> list[re.Match[str]]:
        """Return every date of a folded text, whosever it is."""
        return list(_DATE.finditer(text)) if _MAY_HOLD_DATE.search(text) else []

    def find(self, text: str, dates: Sequence[re.Match[str]], before: str) -> Iterator[Found]:
        """Yield those of the dates that are somebody's birth, and those read aloud when asked."""
        asked = self._birth.search(before) is not None
        year = _YEAR_TOLD.search(text) if asked else None
        if year:
            yield Found(*year.span(1), "BIRTHDATE")
        asked = asked or (before.endswith("年の") and _YEAR_TOLD.search(before) is not None)
        labelled = asked or self._birth.search(text) is not None
        if labelled or "まれ" in text:
            yield from (Found(*short.span(1), "BIRTHDATE") for short in _SHORT.finditer(text))
            for said in (*_SAID_DATE.finditer(text), *_ROW.finditer(text)):
                if labelled or _BORN.match(text, said.end()):
                    yield Found(*said.span(), "BIRTHDATE")
            days = (*_SAID_DAY.finditer(text), *_FEAST.finditer(text)) if labelled else ()
            yield from (Found(*day.span(day.re.groups), "BIRTHDATE") for day in days)
        for date in dates:
            label_start = max(0, date.start() - _LABEL_REACH)
            if (
                asked
                or (_OLD_DATE.match(date.group()) and not _is_other(text, date))
                or _BORN.match(text, date.end())
                or self._birth.search(text, label_start, date.start())
            ):
                yield Found(*date.span(), "BIRTHDATE")

    def beside(self, dates: Sequence[re.Match[str]], found: Sequence[Found]) -> Iterator[Found]:
        """Yield whole dates next to a finding: in 三浦海斗、2001年9月9日 it is a birth date."""
        edges = {place for start, end, *_ in found for place in (start, end)}
        for date in dates:
            if _HAS_YEAR.match(date.group()) and edges & set(_around(*date.span())):
                yield Found(*date.span(), "BIRTHDATE")


def _is_other(text: str, date: re.Match[str]) -> bool:
    start = max(0, date.start() - _LABEL_REACH)
    is_told_before = _FOUNDED.search(text, start, date.start())
    return bool(is_told_before or _OTHER_EVENT.match(text, date.end()))


def value_of_date(written: str) -> str:
    """Return what two writings of one date share: its digits, 元年 as 1."""
    return value_of_number(written.replace("元", "一"))


def _around(start: int, end: int) -> tuple[int, ...]:
    return start, start - 1, start - 2, end, end + 1, end + 2
