"""Shift the dates, durations and amounts of a statement so that two tellings differ."""

import re
from datetime import date
from random import Random

from pipelines.demo.people import KANJI_DIGITS, kanji_number

KANJI_NUMBER = "[一二三四五六七八九十]{1,3}"
MONTH = re.compile(rf"(?<![\d一二三四五六七八九十])(1?\d|{KANJI_NUMBER})月(?!額|曜)")
DAY_OF_MONTH = re.compile(rf"(?<=月)([12]?\d|{KANJI_NUMBER})日")
SLASHED = re.compile(r"(?<![\d/])(1?\d)/([123]?\d)(?![\d/])")
WEEKDAY = re.compile(r"(?<![一-龥])([月火水木金])曜")
COUNTED = re.compile(
    rf"(?<![\d,.,一二三四五六七八九十百千万〇、月時/の第])([1-9]\d?|{KANJI_NUMBER})"
    r"(?=日目|日前|日間|日も|日経|日待|日たっ|日で|週間|か月|ヶ月|回目|回も|回電|分待|分も|分ほど"
    r"|分間|時間|件目|枚も|本も|日くらい|日ぐらい|年前|番目|人目)"
)
AMOUNT = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{3})+|[1-9]\d{2,4})(?=円|ポイント|pt)")


def shift_numbers(text: str, day: date, keeps_months: bool, rng: Random) -> str:
    """Return `text` with dates near `day` and other counts and amounts.

    All counts of a text move by the same step and all amounts by the same factor, so that
    what was more stays more; months stay when the statement leans on a season
    (`keeps_months`).
    """
    if not keeps_months:
        text = _shift_months(text, day, rng)
    step = rng.choice((-2, -1, 1, 2))
    text = DAY_OF_MONTH.sub(lambda m: _restyled(m[1], step, 1, 28) + "日", text)
    count_step = rng.choice((-1, 1, 1, 2, 3))
    text = COUNTED.sub(lambda m: _restyled(m[1], count_step, 2, 60), text)
    factor = rng.choice((0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.5, 1.8))
    text = AMOUNT.sub(lambda m: _scaled(m[1], factor), text)
    return WEEKDAY.sub(lambda m: rng.choice("月火水木金") + "曜", text)


def _shift_months(text: str, day: date, rng: Random) -> str:
    found = [value for m in MONTH.finditer(text) if (value := _value(m[1])) <= 12]
    found += [int(m[1]) for m in SLASHED.finditer(text) if int(m[1]) <= 12]
    if not found:
        return text
    # The last month named becomes the month of the contact or, early in it, the one before.
    latest = day.month if day.day > 15 or rng.random() < 0.3 else day.month - 1
    shift = latest - max(found)
    text = MONTH.sub(lambda m: _month(m[1], shift) + "月", text)
    return SLASHED.sub(lambda m: f"{_wrapped(int(m[1]), shift)}/{m[2]}", text)


def _month(written: str, shift: int) -> str:
    value = _value(written)
    return written if value > 12 else _styled(_wrapped(value, shift), written)


def _wrapped(month: int, shift: int) -> int:
    return (month + shift - 1) % 12 + 1


def _restyled(written: str, step: int, least: int, most: int) -> str:
    value = _value(written)
    if value == 1 or written == "十":
        # 一 is often an idiom (一回だけ) and 十 may be the 十分 of "enough".
        return written
    return _styled(min(most, max(least, value + step)), written)


def _styled(value: int, like: str) -> str:
    return str(value) if like.isdigit() else kanji_number(value)


def _value(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    high = (KANJI_DIGITS.index(tens) if tens in KANJI_DIGITS and tens else 1) * 10 if ten else 0
    return high + (KANJI_DIGITS.index(ones[-1]) if ones else 0)


def _scaled(written: str, factor: float) -> str:
    value = int(written.replace(",", ""))
    zeros = len(str(value)) - len(str(value).rstrip("0"))
    unit = 10 ** min(zeros, len(str(value)) - 2) if zeros else 1
    scaled = max(unit, round(value * factor / unit) * unit)
    return f"{scaled:,}" if "," in written else str(scaled)
