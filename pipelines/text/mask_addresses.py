"""Postal addresses: written whole, or told over several turns when somebody asks."""

import re
from collections.abc import Iterator

from pipelines.text.mask_found import Found, any_of
from pipelines.text.mask_rules import AddressRules

_NUMERAL = "[0-9〇零一二三四五六七八九十百千]"
# 八幡, 六本木, 三ツ沢, 三ノ輪: a numeral with more of a name behind it counts nothing,
_NAME_GOES_ON = (
    "(?:[一-鿿々ヶケヵツッつ]|[のノ][丸輪宮沢江谷関島鳥池橋坂部台町倉瀬割][^、。で]{0,4}?"
    rf"{_NUMERAL})"
)
# but 三番, 十条西 2 and the like do; 一番町, 二番丁 and 八丁堀 are towns again.
_COUNTED_BY = (
    rf"丁目|丁(?={_NUMERAL})|番地?(?![町丁館街組割場])|号(?![線車店館])"
    rf"|条[東西南北]?(?={_NUMERAL})|線[東西南北]?(?={_NUMERAL}|番)|地割|階|区(?![一-鿿々])"
)
_NUMBER = rf"{_NUMERAL}+(?:(?<=[0-9])|(?={_COUNTED_BY})|(?!{_NAME_GOES_ON}))"
# Names of towns hold の (みどりの町) and が before 丘, but not the particles that end a phrase,
# unless hiragana stands right behind the city: みなとみらい, はるひ野.
_TOWN_PART = (
    r"(?:が[丘浜原崎]|(?<=[市区町村])[ぁ-ん]{2,7}(?<![はがをにでとへもの])(?=[一-鿿0-9])"
    r"|(?!から|まで|[大小]人)[^\n、。,.0-9はがをにでとへも「」(){}\[\]?!・:])"
)
_PLACE = "[一-鿿々ヶァ-ヺーぁ-えか-がき-つてなぬ-のひ-ふほ-めや-ん]"
# の joins numbers and ends nothing: 八丁目の三番, but 八丁目の前田.
# Behind a comma a telephone number or a postal code may begin.
_HYPHEN = "[-‐‑‒–—―−─━ーノの]"
_JOINED = rf"(?:(?: ?{_HYPHEN} ?)(?={_NUMBER})|[、 ](?!0|〇|[0-9]{{3}}-[0-9]{{4}})(?={_NUMBER}))"
# 横浜市内で3回, 大人2人, 3-4日: what is counted is no house, but 千代田ビル and 月島 are.
_NO_COUNT = (
    rf"(?!{_NUMBER}|[泊時分回個年社店軒%]|人(?!形)|名(?!古屋|鉄)|月(?![島見寒])|日(?![本吉野東向])"
    r"|円(?!山)|台(?!東)|万(?![代世])|千(?![代歳住種鳥里葉早])|[かヶ]所)"
)
_NEXT_NUMBERS = (
    rf"(?:(?:丁目|丁(?={_NUMERAL})|地割|番地|番(?!館)|号室?"
    rf"|条[東西南北]?(?:[一-鿿]{{1,4}}?(?={_NUMERAL}+丁目))?|線[東西南北]?|区)"
    rf"(?:の(?={_NUMBER}))?(?:{_NUMBER}{_NO_COUNT})?|{_JOINED}{_NUMBER}{_NO_COUNT})*"
    rf"(?! ?{_HYPHEN} ?[0-9]){_NO_COUNT}"
)
# 架空町の、えっと14の7
_PAUSED = "(?:の?[、 ](?:えー?っ?と|ええと|えー|あの)[、 ]?| )?"
_NUMBER_TAIL = rf"{_NUMBER}{_NEXT_NUMBERS}"
_TWO_NUMBERS = (
    rf"{_NUMBER}(?:(?:丁目?|番地?)の?|条[東西南北]?| ?{_HYPHEN} ?){_NUMBER}{_NEXT_NUMBERS}"
)
# 三輪203: neither is 三 a room where a name goes on.
_ROOM_NUMBER = (
    r"(?:[0-9]{1,5}|[0-9〇零一二三四五六七八九十百]{1,5}"
    rf"(?:(?=号室?(?![一-鿿々])|階|[FＦ])|(?!{_NAME_GOES_ON})))(?:号室?|階|[FＦ])?(?![0-9時年月日回円個万千%])"
)
_ROOM = rf"(?:[A-Za-z][-‐−ー]?)?{_ROOM_NUMBER}"
_PLAIN_BUILDING = (
    r"(?:[ 、]?(?!と|じゃ|って|から|まで|だ|なの|なん|です|でし"
    r"|[^0-9]{0,4}(?:電話|郵便|番号|携帯|メール))"
    r"[^\n、。,.0-9はがをにでへも「」?! ]{2,14}?"
    rf"{_ROOM_NUMBER}(?![丁番条])"
    r"|、[0-9〇一二三四五六七八九]{3,4}(?:号室|号|です))?"
)
_OPENING = r"(?:(?:はい|ええと?|えっと|えー|あの|住所は|新しい住所は|建物は|部屋は)[、。ー ]*)*"
_ENDS = r"(?=です|でございます|になります|の?(?:$|[、。\n])|まで|に|へ)"
# Where an address was asked for, a town without numbers is one, and so is a building.
_TOWN_ANSWER = (
    rf"(?:{_PLACE}{{1,5}}[市郡区]|{_PLACE}{{1,6}}[町村])[^\n、。はがをにでへ0-9]{{1,20}}?"
)
_NUMBERS_ANSWER = (
    rf"{_NUMBER}(?:丁目|番地|番|号){_NEXT_NUMBERS}|(?:[一-鿿々ヶァ-ヺー]{{1,10}}?)?{_TWO_NUMBERS}"
)
_BUILDING_ANSWER = rf"[^\n、。はがをにで0-9]{{0,14}}?{_ROOM_NUMBER}"
_HAS_NUMERAL = re.compile(_NUMERAL)
_LABEL_AHEAD = re.compile(
    "[^0-9市区町村郡]{0,6}?(?:住所|[届送付宛]け?り?先|自宅|実家|会社|場所)[がはもの]"
)
# Behind one of these the numbers begin.
_HAS_TOWN = re.compile("[市区町村郡台丘]")


class AddressFinder:
    """Finds postal addresses in one turn, given what was said before it."""

    def __init__(self, rules: AddressRules) -> None:
        prefectures = "|".join(rules.prefectures)
        building = _building(rules)
        self._address = re.compile(
            rf"(?:{prefectures}){_TOWN_PART}{{1,12}}?[市区町村郡]{_TOWN_PART}{{0,24}}?"
            rf"{_PAUSED}{_NUMBER_TAIL}{building}"
            # Without a prefecture one number is not enough: 市内で3回 is no address.
            rf"|{_PLACE}{{1,5}}[市郡区]{_TOWN_PART}{{1,20}}?"
            rf"{_PAUSED}(?:{_TWO_NUMBERS}|{_NUMBER}番地){building}"
            # In Kyoto a house lies north or south of a crossing: 北入ル.
            rf"|{_PLACE}{{1,5}}[市区]{_TOWN_PART}{{1,16}}?(?:[上下入東西][ルる])"
            rf"{_TOWN_PART}{{0,10}}?{_NUMBER_TAIL}{building}"
            rf"|(?:[一-鿿]{{2,4}}の)?{_PLACE}{{1,6}}[町村台丘]{_TWO_NUMBERS}{building}"
        )
        self._asks_where = re.compile(any_of(rules.questions))
        self._asks_building = re.compile(any_of(rules.building_questions))
        self._town = re.compile(
            rf"{_OPENING}((?:{prefectures}){_TOWN_ANSWER}|{_TOWN_ANSWER}){_ENDS}"
        )
        self._rest = re.compile(rf"{_OPENING}((?:{_NUMBERS_ANSWER}){building}){_ENDS}")
        self._building = re.compile(rf"{_OPENING}({_BUILDING_ANSWER}){_ENDS}")

    def find(self, text: str, asked_where: bool, asked_building: bool) -> list[Found]:
        """Return the addresses of a folded turn, given what was asked for before."""
        if not _HAS_NUMERAL.search(text):
            return list(self._answers(text, asked_where, asked_building))
        written = self._address.finditer(text) if _HAS_TOWN.search(text) else ()
        found = [Found(_start(match), match.end(), "ADDRESS") for match in written]
        return found or list(self._answers(text, asked_where, asked_building))

    def asks(self, turn: str) -> bool:
        """Whether a turn asks where somebody lives."""
        return self._asks_where.search(turn) is not None

    def asks_building(self, turn: str) -> bool:
        """Whether a turn asks for a house or a room."""
        return self._asks_building.search(turn) is not None

    def goes_on(self, text: str) -> list[Found]:
        """Return the rest of an address whose first part was told in an earlier turn."""
        match = self._rest.match(text)
        return [Found(*match.span(1), "ADDRESS")] if match else []

    def _answers(self, text: str, asked_where: bool, asked_building: bool) -> Iterator[Found]:
        if asked_building:
            match = self._building.match(text)
        elif asked_where:
            match = self._town.match(text) or self._rest.match(text)
        else:
            return
        if match:
            yield Found(*match.span(1), "ADDRESS")


def _start(match: re.Match[str]) -> int:
    """Return where an address begins behind 住所が, 実家の and the like."""
    label = _LABEL_AHEAD.match(match.group())
    return match.start() + (label.end() if label else 0)


def _building(rules: AddressRules) -> str:
    """Return the pattern of what may follow the numbers: ひばりが丘ハイツA-203, 第二寮312."""
    named = (
        rf"(?:[ 、]|(?![のはがをにでへと]))[^\n、。,?!「」 0-9]{{0,10}}?"
        rf"(?:[0-9]{{1,3}}号)?(?:{any_of(rules.houses)})(?:[0-9]{{1,3}}号?棟)?"
        rf"[^\n、。,.0-9はがをにでへも「」?! の]{{0,8}}?"
        rf"(?:[ 　]?{_ROOM}|(?=[\n、。 のにへをはがでと]|$))"
    )
    return f"(?:{named}|{_PLAIN_BUILDING})"
