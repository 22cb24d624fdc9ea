"""Personal data that a rule can see: numbers, dates of birth, mail and postal addresses."""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.digits import DigitRun, digit_runs, fold_width
from pipelines.text.mask_rules import MaskRules, NumberRules, PiiType

Found = tuple[int, int, PiiType]

_NUMERAL = "[0-9〇零元一二三四五六七八九十百]"
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
# A mail address read aloud: letters by name, then アットマーク, then at least one ドット.
_SPOKEN_LETTERS = "[A-Za-z0-9ァ-ヺー_. ]"
_AT = re.compile(r"アット|あっとまーく|[(\[]at[)\]]|@")
_SPOKEN_EMAIL = re.compile(
    rf"{_SPOKEN_LETTERS}{{2,60}}(?:アットマーク|あっとまーく|アット|[(\[]at[)\]]|@){_SPOKEN_LETTERS}{{2,40}}?"
    rf"(?:ドット|どっと|\.){_SPOKEN_LETTERS}*[A-Za-zァ-ヺー]"
)
_YEAR = rf"(?:(?:明治|大正|昭和|平成|令和|西暦)?{_NUMERAL}{{1,5}}年の?)"
_DATE = re.compile(
    rf"{_YEAR}?{_NUMERAL}{{1,3}}月の?{_NUMERAL}{{1,3}}日"
    r"|(?<![0-9\-])(?:19|20)[0-9]{2}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9\-])"
    rf"|(?:明治|大正|昭和|平成|令和){_NUMERAL}{{1,3}}[./\-・]{_NUMERAL}{{1,3}}[./\-・]{_NUMERAL}{{1,3}}"
    r"|(?<![A-Za-z])[MTSHR][0-9]{1,2}[./\-年][0-9]{1,2}[./\-月][0-9]{1,2}日?"
)
_OLD_DATE = re.compile(r"明治|大正|昭和|(?:西暦)?19|一九|[MTS][0-9]")
_HAS_YEAR = re.compile(rf"{_YEAR}|(?:19|20)[0-9]{{2}}|[MTSHR][0-9]")
_BORN = re.compile(r" ?(?:生まれ|生れ|うまれ|生で)")
# Names of towns hold の (みどりの町) and が before 丘, but not the particles that end a phrase.
_TOWN_PART = r"(?:が[丘浜原崎]|[^\n、。,.0-9はがをにでとへも「」(){}\[\]?!])"
_PLACE = "[一-鿿々ヶァ-ヺーぁ-えか-がき-つてなぬ-のひ-ふほ-めや-ん]"
_NEXT_NUMBERS = (
    rf"(?:(?:丁目の?|番地の?|番の?|号室?|[-‐−ー―ノの、 ](?={_NUMERAL})|条|線|区)"
    rf"{_NUMERAL}*)*"
)
_NUMBER_TAIL = rf"{_NUMERAL}+{_NEXT_NUMBERS}"
_TWO_NUMBERS = rf"{_NUMERAL}+(?:丁目の?|番地?の?|[-‐−ー―ノの]){_NUMERAL}+{_NEXT_NUMBERS}"
_BUILDING = (
    r"(?:[ 、]?(?![^0-9]{0,4}(?:電話|郵便|番号|携帯|メール))"
    r"[^\n、。,.0-9はがをにでへも「」?! ]{2,14}?"
    r"[0-9〇零一二三四五六七八九]{2,5}(?:号室?)?|、[0-9〇一二三四五六七八九]{3,4}(?:号室|号|です))?"
)
_PUBLIC_DIGITS = 10
_MONEY = re.compile(" ?円")
_RANGE = re.compile("(?<=[0-9])[~〜](?=[0-9])")
_LUHN_DOUBLES = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class NumberFinder:
    """Finds numbers and addresses in one turn, given the turn before it."""

    def __init__(self, rules: MaskRules) -> None:
        self._rules = rules
        numbers = rules.numbers
        self._labels = _label_pattern(numbers)
        self._birth = re.compile("|".join(map(re.escape, rules.birthdate_labels)))
        self._goods = re.compile("|".join(map(re.escape, numbers.labels_of_goods)) or "(?!)")
        self._units = re.compile(" ?(?:" + "|".join(map(re.escape, numbers.units_after)) + ")")
        prefectures = "|".join(rules.address.prefectures)
        self._address = re.compile(
            rf"(?:{prefectures}){_TOWN_PART}{{1,30}}?{_NUMBER_TAIL}{_BUILDING}"
            # Without a prefecture one number is not enough: 市内で3回 is no address.
            rf"|{_PLACE}{{1,5}}(?:市|郡|区){_TOWN_PART}{{1,20}}?{_TWO_NUMBERS}{_BUILDING}"
            rf"|(?:[一-鿿]{{2,4}}の)?{_PLACE}{{1,6}}[町村台丘]{_TWO_NUMBERS}{_BUILDING}"
        )

    def find(self, text: str, previous: str) -> list[Found]:
        """Return the findings of a turn, the surest first; they may overlap."""
        folded = fold_width(text)
        found: list[Found] = [(*match.span(), "EMAIL") for match in _EMAIL.finditer(folded)]
        if _AT.search(folded):
            found += [_trimmed(folded, *m.span(), "EMAIL") for m in _SPOKEN_EMAIL.finditer(folded)]
        dates = list(_DATE.finditer(folded))
        found += [(*date.span(), "BIRTHDATE") for date in self._birthdates(folded, dates, previous)]
        found += [(*match.span(), "ADDRESS") for match in self._address.finditer(folded)]
        # A number next to a date or an address must not be read as one with it.
        rest = _blanked(folded, [date.span() for date in dates] + [f[:2] for f in found])
        return found + list(self._numbers(folded, rest, fold_width(previous)))

    def dates_beside(self, text: str, found: list[Found]) -> list[Found]:
        """Return whole dates next to a finding: in 三浦海斗、2001年9月9日 it is a birth date."""
        if not found:
            return []
        edges = {place for start, end, _ in found for place in (start, end)}
        return [
            (*date.span(), "BIRTHDATE")
            for date in _DATE.finditer(fold_width(text))
            if _HAS_YEAR.match(date.group()) and edges & set(_beside(*date.span()))
        ]

    def _birthdates(
        self, text: str, dates: list[re.Match[str]], previous: str
    ) -> Iterator[re.Match[str]]:
        asked = bool(self._birth.search(previous))
        for date in dates:
            before = text[max(0, date.start() - 12) : date.start()]
            if (
                asked
                or _OLD_DATE.match(date.group())
                or _BORN.match(text, date.end())
                or self._birth.search(before)
            ):
                yield date

    def _numbers(self, text: str, rest: str, previous: str) -> Iterator[Found]:
        asked = self._last_label(previous, 0, len(previous))
        for run in digit_runs(rest):
            type_ = self._type(text, run, asked)
            if type_:
                yield run.start, run.end, type_

    def _type(self, text: str, run: DigitRun, asked: PiiType | None) -> PiiType | None:
        rules = self._rules.numbers
        count = len(run.digits)
        # A member number may begin with 0570, too; a public number has ten digits and no letters.
        is_public = not run.prefix and count in (4, _PUBLIC_DIGITS)
        if count < 4 or (is_public and run.digits.startswith(rules.public_prefixes)):
            return None
        label = self._last_label(text, max(0, run.start - rules.label_reach), run.start)
        shape = _shape(run, text, rules.member_prefixes)
        if count <= 9 and _MONEY.match(text, run.end) and not run.prefix:
            return None
        if _RANGE.search(text, run.start, run.end) and self._units.match(text, run.end):
            return None
        if self._units.match(text, run.end) and count <= 9 and not run.prefix and not label:
            return None
        if shape in ("CARD", "PHONE"):
            return shape
        is_short = count < rules.shortest_unlabelled
        if is_short and self._goods.search(text, max(0, run.start - 8), run.start):
            return None
        for type_ in (label, asked):
            if type_ and count >= rules.shortest_labelled.get(type_, rules.shortest_unlabelled):
                return type_
        if shape:
            return shape
        return rules.unknown_number if count >= rules.shortest_unlabelled else None

    def _last_label(self, text: str, start: int, end: int) -> PiiType | None:
        last = None
        for match in self._labels.finditer(text, start, end):
            last = match.lastgroup
        return last  # type: ignore[return-value]


def _label_pattern(rules: NumberRules) -> re.Pattern[str]:
    named = (
        f"(?P<{type_}>" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"
        for type_, words in rules.labels.items()
    )
    return re.compile("|".join(named))


def _shape(run: DigitRun, text: str, member_prefixes: Sequence[str]) -> PiiType | None:
    """Tell the type of a number from its digits and grouping alone."""
    count, groups = len(run.digits), run.group_lengths
    if run.prefix:
        is_member = run.prefix.upper() in member_prefixes
        return ("MEMBER_ID" if is_member else "ORDER_ID") if count >= 6 else None
    if count in (14, 15, 16) and (groups[:4] == (4, 4, 4, 4) or _passes_luhn(run.digits)):
        return "CARD"
    if (text.startswith("+", run.start) and count >= 8) or (
        run.digits.startswith("0") and count in (10, 11)
    ):
        return "PHONE"
    if groups == (3, 4) and not run.digits.startswith("00"):
        return "POSTAL"
    return None


def _passes_luhn(digits: str) -> bool:
    """Check digit of payment cards (ISO/IEC 7812-1, annex B)."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_LUHN_DOUBLES[value] for value in values[1::2])) % 10 == 0


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _beside(start: int, end: int) -> tuple[int, ...]:
    return start, start - 1, start - 2, end, end + 1, end + 2


def _trimmed(text: str, start: int, end: int, type_: PiiType) -> Found:
    while start < end and text[start] == " ":
        start += 1
    return start, end, type_
