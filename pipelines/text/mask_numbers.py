"""Numbers that belong to a person: told from prices and goods by label, shape and surroundings."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from pipelines.text.digits import DigitRun, digit_runs, may_hold_number
from pipelines.text.mask_addresses import AddressFinder
from pipelines.text.mask_codes import CodeFinder
from pipelines.text.mask_dates import BirthdateFinder, value_of_date
from pipelines.text.mask_dictation import DictationFinder
from pipelines.text.mask_found import REMEMBERED_TURNS, Found, any_of, blanked
from pipelines.text.mask_labels import Labels
from pipelines.text.mask_mails import mails
from pipelines.text.mask_rules import MaskRules, PiiType
from pipelines.text.mask_secrets import SecretFinder

_PUBLIC_DIGITS = 10
# お誕生日は、11月3日です、何年でしょうか、昭和47年です: so long the rest of a date may come.
_LONGEST_BIRTH_TURNS = 4
_GROUPS_OF_PHONE = 3
_LAST_GROUP_OF_PHONE = (3, 4)
_CODED: tuple[PiiType, ...] = ("ORDER_ID", "MEMBER_ID", "ACCOUNT")
# 番号は12345です: fewer than elsewhere, though nobody knows of what.
_LEAST_CALLED = 5
_LAST_FOUR = 4
_LONGEST_QUANTITY = 9
_GOODS_REACH = 12
_MONEY = re.compile(" ?円")
# カードは2019年に作った, カードに1500ポイント: no label makes these a person's.
_SURELY_COUNTED = re.compile(" ?(?:年|ポイント|個(?![人別])|枚|%|回(?!線))")
_RANGE = re.compile("(?<=[0-9])[~〜](?=[0-9])")
_HEXADECIMAL = re.compile(r"(?<![A-Za-z0-9])0[xX]$")
# 20250101版のカタログ
_WRITTEN_DAY = re.compile("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_POSTAL_DIGITS = 7
_LUHN_DOUBLES = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
# 090-0000-1234、あ、ちがった、1235です: the last digits again.
_CORRECTED = re.compile("違|ちが|間違|まちが|じゃな|ではな|訂正|いや")
_CORRECTION_REACH = 14


class _Asked(NamedTuple):
    """What the turn before asks for: a birth (or leaves one open), an address, a house, a PIN."""

    birth: bool
    birth_goes_on: bool
    where: bool
    building: bool
    secret: bool


_NOTHING_ASKED = _Asked(False, False, False, False, False)


class _Told(NamedTuple):
    """What a turn tells besides numbers: at once, and whether it can hold a number at all."""

    may_hold_number: bool
    births: tuple[Found, ...] = ()
    addresses: tuple[Found, ...] = ()
    mails: tuple[Found, ...] = ()
    codes: tuple[Found, ...] = ()
    secrets: tuple[Found, ...] = ()


# One for all turns that tell nothing: what is remembered is walked by the garbage collector.
_TELL_NOTHING = {holds: _Told(holds) for holds in (False, True)}


class NumberFinder:
    """Finds numbers, dates of birth, mail and postal addresses in the turns of one contact."""

    def __init__(self, rules: MaskRules) -> None:
        self._rules = rules.numbers
        self._labels = Labels(rules.numbers)
        self._codes = CodeFinder(self._labels)
        self._births = BirthdateFinder(rules.birthdate_labels)
        self._addresses = AddressFinder(rules.address)
        self._public_labels = re.compile(
            f"(?:{any_of(rules.numbers.public_labels)})[はがのにを、:： ]{{0,2}}$"
        )
        questions = (rules.address.questions, rules.address.building_questions)
        secrets = rules.numbers.secret_labels
        self._secrets = SecretFinder(secrets, rules.numbers.units_after)
        self._dictation = DictationFinder(rules, self._labels, self._secrets)
        self._any_question = re.compile(any_of(chain(rules.birthdate_labels, secrets, *questions)))
        # Agents say the same turns in call after call.
        remembered = lru_cache(maxsize=REMEMBERED_TURNS)
        self._dates = remembered(self._births.dates)
        self._asks = remembered(self._what_is_asked)
        self._told = remembered(self._read_told)
        self._label_asked = remembered(self._labels.last)
        self._goods = re.compile(any_of(rules.numbers.labels_of_goods))
        self._goods_codes = re.compile(any_of(rules.numbers.codes_of_goods))
        self._units = re.compile(" ?(?:" + any_of(rules.numbers.units_after) + ")")

    def find(self, turns: Sequence[str], before: Sequence[str]) -> list[list[Found]]:
        """Return the findings of each folded turn, the surest first; they may overlap.

        `before` holds for each turn what was last said before it.
        """
        dates = [self._dates(turn) for turn in turns]
        told = self._dictation.find(turns, before)
        found: list[list[Found]] = []
        is_address_open = False
        last: PiiType | None = None
        birth_told = _LONGEST_BIRTH_TURNS
        for turn, said, days, dictated in zip(turns, before, dates, told, strict=True):
            asked = self._asks(said)
            if birth_told < _LONGEST_BIRTH_TURNS and not asked.birth:
                asked = asked._replace(birth=self._births.asks_rest(said))
            tells = self._told(turn, asked)
            births, addresses = tells.births, tells.addresses
            if birth_told < _LONGEST_BIRTH_TURNS:
                births = (*births, *self._births.corrected(turn))
            birth_told = 0 if births or asked.birth else birth_told + 1
            if is_address_open and not addresses:
                addresses = tuple(self._addresses.goes_on(turn))
            is_address_open = bool(addresses) or (is_address_open and len(turn) <= _GOODS_REACH)
            sure = [*tells.mails, *births, *addresses, *dictated, *tells.codes, *tells.secrets]
            numbers = (
                list(self._numbers(turn, days, sure, said, last)) if tells.may_hold_number else []
            )
            found.append(sure + numbers)
            last = next((one.type for one in [*numbers, *sure] if one.type != "EMAIL"), last)
        return self._with_repeated_births(dates, found)

    def _read_told(self, turn: str, asked: _Asked) -> _Told:
        days = self._dates(turn)
        found = (
            tuple(self._births.find(turn, days, asked.birth, asked.birth_goes_on)),
            tuple(self._addresses.find(turn, asked.where, asked.building)),
            tuple(mails(turn)),
            tuple(self._codes.find(turn)),
            tuple(self._secrets.find(turn, asked.secret)),
        )
        holds_number = may_hold_number(turn)
        return _Told(holds_number, *found) if any(found) else _TELL_NOTHING[holds_number]

    def _what_is_asked(self, said: str) -> _Asked:
        if not (self._any_question.search(said) or said.endswith("の")):
            return _NOTHING_ASKED
        return _Asked(
            self._births.asks(said),
            self._births.is_open(said),
            self._addresses.asks(said),
            self._addresses.asks_building(said),
            self._secrets.asks(said),
        )

    def dates_beside(self, turn: str, found: Sequence[Found]) -> list[Found]:
        """Return whole dates next to a finding: in 三浦海斗、2001年9月9日 it is a birth date."""
        return list(self._births.beside(self._dates(turn), found)) if found else []

    def _with_repeated_births(
        self, dates: Sequence[Sequence[re.Match[str]]], found: list[list[Found]]
    ) -> list[list[Found]]:
        """Add dates that somebody repeats after they were told as a date of birth."""
        known = {
            value_of_date(date.group())
            for days, here in zip(dates, found, strict=True)
            for date in days
            if Found(*date.span(), "BIRTHDATE") in here
        }
        if not known:
            return found
        return [
            [Found(*d.span(), "BIRTHDATE") for d in days if value_of_date(d.group()) in known]
            + here
            for days, here in zip(dates, found, strict=True)
        ]

    def _numbers(
        self,
        text: str,
        days: Sequence[re.Match[str]],
        sure: Sequence[Found],
        before: str,
        last: PiiType | None,
    ) -> Iterator[Found]:
        # A number next to a date or an address must not be read as one with it.
        rest = blanked(text, [*(day.span() for day in days), *(one[:2] for one in sure)])
        asked = self._label_asked(before)
        last = next((one.type for one in sure if one.type != "EMAIL"), last)
        for run in digit_runs(rest):
            type_ = (
                "POSTAL"
                if _is_beside_address(run, sure)
                else self._type(text, run, asked) or _corrected(text, run, last)
            )
            if type_:
                last = type_
                yield Found(run.start, run.end, type_)

    def _type(self, text: str, run: DigitRun, asked: PiiType | None) -> PiiType | None:
        rules, count = self._rules, len(run.digits)
        if count < 4 or self._is_public(text, run) or self._is_quantity(text, run):
            return None
        shape = shape_of(run, text, rules.member_prefixes)
        named = self._labels.naming(text, run.start)
        # 会員番号0455120098 is a member's, 問い合わせ番号03-0000-1234 to be called.
        if named and not (shape == "PHONE" and _is_grouped_as_phone(run)):
            return named
        label = self._labels.beside(text, run.start, run.end)
        if shape == "PHONE" and len(run.group_lengths) == 1 and label != "PHONE":
            # No telephone begins with 00: 申込番号が届いてて、0000771122.
            if label in _CODED and run.digits.startswith("00"):
                return label
            if self._is_of_goods(text, run) and not label:
                return None
        if shape in ("CARD", "PHONE"):
            return shape
        if self._is_of_goods(text, run) and not label:
            return None
        for type_ in (label, asked):
            if type_ and count >= self._least(type_, text, run.start):
                return type_
        if shape:
            return shape
        if run.group_lengths == (8,) and _WRITTEN_DAY.fullmatch(run.digits):
            return None
        is_called = self._labels.is_called_number(text, run.start)
        least = _LEAST_CALLED if is_called else rules.shortest_unlabelled
        return rules.unknown_number if count >= least else None

    def _least(self, type_: PiiType, text: str, start: int) -> int:
        if self._labels.tells_last_four(text, start):
            return _LAST_FOUR
        return self._rules.shortest_labelled.get(type_, self._rules.shortest_unlabelled)

    def _is_public(self, text: str, run: DigitRun) -> bool:
        if self._public_labels.search(text, 0, run.start):
            return True
        # A member number may begin with 0570, too; a public number has ten digits and no letters.
        return (
            not run.prefix
            and len(run.digits) in (4, _PUBLIC_DIGITS)
            and run.digits.startswith(self._rules.public_prefixes)
        )

    def _is_quantity(self, text: str, run: DigitRun) -> bool:
        """Whether a unit follows: 12345km, 1234567円, 30000~40000個."""
        unit = self._units.match(text, run.end)
        if unit and _RANGE.search(text, run.start, run.end):
            return True
        if run.prefix or len(run.digits) > _LONGEST_QUANTITY:
            return False
        if _MONEY.match(text, run.end):
            return True
        if _SURELY_COUNTED.match(text, run.end):
            return True
        return unit is not None and not self._labels.beside(text, run.start, run.end)

    def _is_of_goods(self, text: str, run: DigitRun) -> bool:
        start = max(0, run.start - _GOODS_REACH)
        if _HEXADECIMAL.search(text, start, run.start) or _HEXADECIMAL.search(
            text, start, run.start + 2
        ):
            return True
        if self._goods_codes.search(text, start, run.start + len(run.prefix)):
            return True
        is_short = len(run.digits) < self._rules.shortest_unlabelled
        return is_short and self._goods.search(text, max(0, run.start - 8), run.start) is not None


def shape_of(run: DigitRun, text: str, member_prefixes: Sequence[str]) -> PiiType | None:
    """Tell the type of a number from its digits and grouping alone."""
    count, groups = len(run.digits), run.group_lengths
    if run.prefix:
        is_member = run.prefix.upper() in member_prefixes
        return ("MEMBER_ID" if is_member else "ORDER_ID") if count >= 6 else None
    if count in (14, 15, 16) and (groups[:4] == (4, 4, 4, 4) or _passes_luhn(run.digits)):
        return "CARD"
    is_abroad = text.startswith("+", run.start) and count >= 8
    # 81-3-0000-7890: the code of Japan without a sign.
    is_japanese = run.digits.startswith("81") and groups[:1] == (2,) and len(groups) == 4
    if is_abroad or is_japanese or (run.digits.startswith("0") and count in (10, 11)):
        return "PHONE"
    if groups == (3, 4) and not run.digits.startswith("00"):
        return "POSTAL"
    return None


def _is_grouped_as_phone(run: DigitRun) -> bool:
    lengths = run.group_lengths
    return len(lengths) == _GROUPS_OF_PHONE and lengths[-1] in _LAST_GROUP_OF_PHONE


def _is_beside_address(run: DigitRun, sure: Sequence[Found]) -> bool:
    """Whether seven digits stand right before or behind an address: 9993311、山口県..."""
    return len(run.digits) == _POSTAL_DIGITS and any(
        one.type == "ADDRESS" and (0 <= one.start - run.end <= 3 or 0 <= run.start - one.end <= 3)
        for one in sure
    )


def _corrected(text: str, run: DigitRun, last: PiiType | None) -> PiiType | None:
    """Tell the type of the last digits of a number said again: あ、ちがった、1235です."""
    if last is None or len(run.digits) < 3:
        return None
    before = text[max(0, run.start - _CORRECTION_REACH) : run.start]
    return last if _CORRECTED.search(before) else None


def _passes_luhn(digits: str) -> bool:
    """Check digit of payment cards (ISO/IEC 7812-1, annex B)."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_LUHN_DOUBLES[value] for value in values[1::2])) % 10 == 0
