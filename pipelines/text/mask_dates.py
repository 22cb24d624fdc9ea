"""Dates of birth, told from other dates by what is said around them."""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.digits import value_of_number
from pipelines.text.mask_found import Found, any_of

_NUMERAL = "[0-9〇零元一二三四五六七八九十百千]"
_ERA = "(?:明治|大正|昭和|平成|令和|西暦)"
# 平成の、ええと、7年
_GAP = r"[の、]{0,2} ?(?:(?:えー?っ?と|ええと|えーと|えー|あー|あの|んー|たしか|確か)[、ー ]*)?"
_YEAR = rf"(?:(?:{_ERA}{_GAP})?{_NUMERAL}{{1,7}}年{_GAP})"
_MONTH, _DAY = rf"{_NUMERAL}{{1,3}}月", rf"{_NUMERAL}{{1,3}}日"
_ERA_LETTER = r"(?<![A-Za-z0-9])[MTSHR]"
_DATE = re.compile(
    rf"{_YEAR}?{_MONTH}{_GAP}{_DAY}|{_YEAR}(?:元日|元旦|大晦日)"
    r"|(?<![0-9\-])(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9\-])"
    rf"|{_ERA}{_NUMERAL}{{1,3}}[./\-・]{_NUMERAL}{{1,3}}[./\-・]{_NUMERAL}{{1,3}}"
    r"|(?<![0-9])'[0-9]{2}[/.][0-9]{1,2}[/.][0-9]{1,2}(?![0-9])"
    # Without a day, or with the year alone, only where a birth follows: 昭和29年3月生まれ.
    rf"|{_YEAR}{_MONTH}(?=の?(?:生|うまれ))|{_ERA}{_NUMERAL}{{1,3}}年(?=の?早?(?:生まれ|うまれ))"
    rf"|(?<![一-鿿])[昭平大令]{_NUMERAL}{{1,3}}[./\-・年]{_NUMERAL}{{1,3}}[./\-・月]{_NUMERAL}{{1,3}}日?"
    rf"|{_ERA_LETTER}[0-9]{{1,2}}[./\-年][0-9]{{1,2}}[./\-月][0-9]{{1,2}}日?"
)
# A set of characters comes first: where none of them stands, nothing is tried.
_MAY_HOLD_DATE = re.compile(
    r"[月年0-9和正治成昭平大令](?:(?<=月)[^\n]{0,8}日|(?<=[月年])の?早?[生う]|(?<=年)の?(?:元[日旦]|大晦)"
    r"|(?<=[0-9])[-/.][0-9]{1,2}[-/.][0-9]"
    rf"|(?<=[和正治成])[0-9]|(?<=[昭平大令]){_NUMERAL})"
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
# 登録の誕生日が間違っていて、5月の30日なんです: farther off where something is put right.
_CORRECTION_REACH = 26
_CORRECTS = re.compile(
    "じゃな|では?な[くい]|違[いうっ]|ちが[いうっ]|間違|まちが|いえ|いや|訂正|正しく|もとい|変更|直して|直したい"
)
_OTHER_CALENDAR = re.compile("西暦|和暦|元号|つまり|すなわち")
# 2月2日って言いましたけど2月12日の間違いです
_IS_RIGHT = re.compile("[のが](?:間違|まちが|誤り|正し|正解)")
_BORN_BEFORE = re.compile("[生う]まれ[でのは]?、?$")
# One piece of a date as an answer: 三十二年です, 九月二日, 13日です
_PIECE = (
    rf"(?:{_ERA}{_GAP})?{_NUMERAL}{{1,4}}年(?:{_GAP}{_MONTH}(?:{_GAP}{_DAY})?)?"
    rf"|{_MONTH}(?:{_GAP}{_NUMERAL}{{1,3}}日?)?|{_DAY}|(?:0[1-9]|1[0-2])[0-3][0-9]"
)
_PIECE_ENDS = r"(?=です|でござ|になります|でした|の?生まれ|の?(?:[、。\n]|$))"
_ANSWER = re.compile(
    rf"(?:(?:はい|ええと?|えー+っ?と?|えっと|あ|あの|すみません)[、。ー ]*)*({_PIECE}){_PIECE_ENDS}"
)
_CORRECTED = re.compile(
    rf"({_PIECE})(?=じゃな|では?な)|(?:じゃなくて|ではなく|違[いっ][^、。]{{0,6}}[、。]|いえ|いや|正しくは|訂正)"
    rf"[、 ]?({_PIECE})(?=です|の|で|、|。|$)"
)
_ASKS_REST = re.compile(
    "何年|何月|何日|昭和|平成|大正|令和|なん[ねがに]|月日|日にち|西暦|和暦|元号|年号|[年月日]は?(?:、|$)|[年月日][はも](?:お|ご|いつ|何|わ)"
)


# The day of something else is asked for: お届けは何日がよろしいですか.
_ASKS_OTHER = re.compile("届|配|工事|予約|来店|訪問|購入|契約|注文|希望|振込|引き落と|支払|発送")


class BirthdateFinder:
    """Finds dates of birth in one turn, given what was said before it."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._birth = re.compile(any_of(labels))
        # 生まれは昭和三十二年です, 生年月日は昭和8年の、えーと、...
        self._year = re.compile(
            rf"(?:{any_of(labels)})[はがもに、: ]{{0,3}}"
            rf"({_ERA}{_GAP}{_NUMERAL}{{1,3}}年|(?:19|20)[0-9]{{2}}年|[一二][〇九][〇一二三四五六七八九]{{2}}年)"
            rf"(?!{_GAP}{_MONTH})"
        )

    def dates(self, text: str) -> tuple[re.Match[str], ...]:
        """Return every date of a folded text, whosever it is."""
        return tuple(_DATE.finditer(text)) if _MAY_HOLD_DATE.search(text) else ()

    def asks(self, said: str) -> bool:
        """Whether a turn speaks of a date of birth."""
        return self._birth.search(said) is not None

    def is_open(self, said: str) -> bool:
        """Whether a turn ends with a year whose day is still to come: 昭和五十一年の."""
        return said.endswith("年の") and _YEAR_TOLD.search(said) is not None

    def asks_rest(self, said: str) -> bool:
        """Whether a turn asks for another piece of a date: 何年でしょうか, お月日もお願いします."""
        return _ASKS_REST.search(said) is not None and not _ASKS_OTHER.search(said)

    def corrected(self, text: str) -> Iterator[Found]:
        """Yield pieces of a date of birth told before that are put right: 3日じゃなくて13日です."""
        for match in _CORRECTED.finditer(text):
            yield Found(*match.span(match.lastindex or 1), "BIRTHDATE")

    def find(
        self, text: str, dates: Sequence[re.Match[str]], asked: bool, is_open: bool
    ) -> Iterator[Found]:
        """Yield those of the dates that are somebody's birth, and those read aloud when asked.

        `asked` and `is_open` are what `asks` and `is_open` say of the turn before.
        """
        year = _YEAR_TOLD.search(text) if asked else None
        if year:
            yield Found(*year.span(1), "BIRTHDATE")
        asked = asked or is_open
        labelled = asked or self.asks(text)
        yield from self._pieces(text, dates, asked, labelled)
        if labelled or "まれ" in text:
            yield from (Found(*short.span(1), "BIRTHDATE") for short in _SHORT.finditer(text))
            for said in (*_SAID_DATE.finditer(text), *_ROW.finditer(text)):
                if labelled or _BORN.match(text, said.end()):
                    yield Found(*said.span(), "BIRTHDATE")
            days = (*_SAID_DAY.finditer(text), *_FEAST.finditer(text)) if labelled else ()
            yield from (Found(*day.span(day.re.groups), "BIRTHDATE") for day in days)
        told = [asked or self._is_birth(text, date) for date in dates]
        for index, date in enumerate(dates):
            near = [other for other in (index - 1, index + 1) if 0 <= other < len(dates)]
            if told[index] or any(told[o] and _is_same(text, date, dates[o]) for o in near):
                yield Found(*date.span(), "BIRTHDATE")

    def _is_birth(self, text: str, date: re.Match[str]) -> bool:
        is_old = _OLD_DATE.match(date.group()) or _BORN_BEFORE.search(text, 0, date.start())
        return bool(
            (is_old and not _is_other(text, date))
            or _BORN.match(text, date.end())
            or self._is_labelled(text, date.start())
        )

    def _is_labelled(self, text: str, at: int) -> bool:
        """Whether a label stands near before a date, or farther off what was wrong about it."""
        if self._birth.search(text, max(0, at - _LABEL_REACH), at):
            return True
        label = self._birth.search(text, max(0, at - _CORRECTION_REACH), at)
        return label is not None and _CORRECTS.search(text, label.end(), at) is not None

    def _pieces(
        self, text: str, dates: Sequence[re.Match[str]], asked: bool, labelled: bool
    ) -> Iterator[Found]:
        """Yield years and days that stand alone: 昭和47年です, where a birth was asked for."""
        answer = _ANSWER.match(text) if asked else None
        years = self._year.finditer(text) if labelled else ()
        for match in (*((answer,) if answer else ()), *years):
            start, end = match.span(1)
            if not any(date.start() < end and start < date.end() for date in dates):
                yield Found(start, end, "BIRTHDATE")

    def beside(self, dates: Sequence[re.Match[str]], found: Sequence[Found]) -> Iterator[Found]:
        """Yield whole dates next to a finding: in 三浦海斗、2001年9月9日 it is a birth date."""
        edges = {place for start, end, *_ in found for place in (start, end)}
        for date in dates:
            if _HAS_YEAR.match(date.group()) and edges & set(_around(*date.span())):
                yield Found(*date.span(), "BIRTHDATE")


def _is_same(text: str, date: re.Match[str], birth: re.Match[str]) -> bool:
    """Whether a date puts a date of birth beside it right, or tells it by the other calendar."""
    left, right = sorted((date, birth), key=lambda one: one.start())
    return (
        _CORRECTS.search(text, left.end(), right.start()) is not None
        or _OTHER_CALENDAR.search(text, left.end(), right.start()) is not None
        or _IS_RIGHT.match(text, right.end()) is not None
    )


def _is_other(text: str, date: re.Match[str]) -> bool:
    start = max(0, date.start() - _LABEL_REACH)
    is_told_before = _FOUNDED.search(text, start, date.start())
    return bool(is_told_before or _OTHER_EVENT.match(text, date.end()))


def value_of_date(written: str) -> str:
    """Return what two writings of one date share: its digits, 元年 as 1."""
    return value_of_number(written.replace("元", "一"))


def _around(start: int, end: int) -> tuple[int, ...]:
    return start, start - 1, start - 2, end, end + 1, end + 2
