"""Fictional customers and their personal data, in ranges that belong to nobody."""

from dataclasses import dataclass
from datetime import date
from random import Random

from pipelines.demo.names import (
    BUILDINGS,
    CITIES,
    COMPANIES,
    DEPARTMENTS,
    FEMALE_NAMES,
    MALE_NAMES,
    SURNAMES,
    TOWNS,
)

KANJI_DIGITS = "〇一二三四五六七八九"
SPOKEN_DIGITS = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")
FULL_WIDTH = str.maketrans("0123456789-", "0123456789-")
AREA_CODES = ("03", "06", "011", "022", "045", "048", "052", "075", "078", "082", "086", "092")
BIRTH_YEARS = {
    "シニア": (1940, 1960),
    "現役世代": (1966, 1988),
    "子育て世帯": (1979, 1995),
    "学生": (2002, 2006),
    "単身若年": (1995, 2003),
    "法人": (1966, 1995),
}


@dataclass(frozen=True)
class Person:
    """One fictional customer; the texts are the written forms."""

    customer_id: str
    segment: str
    region: str
    is_female: bool
    surname: str
    given: str
    surname_kana: str
    given_kana: str
    phone: str
    email: str
    postal: str
    address: str
    member_id: str
    birthdate: date
    company: str
    department: str


def make_person(number: int, segment: str, region: str, rng: Random) -> Person:
    """Make the customer with this number; phones, mails and addresses are fictional ranges.

    Phones carry 0000 or 000 in the middle, mails are at example domains, postal codes start
    with 999 and towns do not exist (README of the corpus).
    """
    surname, surname_kana, surname_latin = rng.choice(SURNAMES)
    is_female = rng.random() < (0.4 if segment == "法人" else 0.55)
    given, given_kana, given_latin = rng.choice(FEMALE_NAMES if is_female else MALE_NAMES)
    is_company = segment == "法人"
    return Person(
        customer_id=f"CU{number:07d}",
        segment=segment,
        region=region,
        is_female=is_female,
        surname=surname,
        given=given,
        surname_kana=surname_kana,
        given_kana=given_kana,
        phone=_phone(segment, rng),
        email=_email(surname_latin, given_latin, is_company, rng),
        postal=f"999-{rng.randrange(10_000):04d}",
        address=_address(region, rng),
        member_id=rng.choice((f"M100{rng.randrange(100_000):05d}", f"MID-{_digits(8, rng)}")),
        birthdate=_birthdate(segment, rng),
        company=rng.choice(COMPANIES) if is_company else "",
        department=rng.choice(DEPARTMENTS) if is_company else "",
    )


def order_id(received_on: date, rng: Random) -> str:
    """Make an order id dated up to six weeks before the contact."""
    ordered = date.fromordinal(received_on.toordinal() - rng.randrange(2, 40))
    return f"MD-{ordered:%Y%m%d}-{rng.randrange(10_000):04d}"


def spoken_number(written: str, rng: Random) -> str:
    """Write a number the way a recogniser or an agent writes what was said."""
    style = rng.choices(
        ("plain", "kanji", "bare", "full_width", "spoken", "spaced"), (40, 18, 16, 12, 6, 8)
    )[0]
    if style == "kanji":
        return "の".join(_kanji(part) for part in written.split("-"))
    if style == "bare":
        return written.replace("-", "")
    if style == "full_width":
        return written.translate(FULL_WIDTH)
    if style == "spoken":
        parts = written.split("-")
        return "の".join("".join(SPOKEN_DIGITS[int(d)] for d in part) for part in parts)
    return written.replace("-", " ") if style == "spaced" else written


def spoken_id(written: str, rng: Random) -> str:
    """Write an id with letters: as it is, or with its digits in kanji."""
    if rng.random() < 0.75:
        return written
    letters, _, rest = written.partition("-")
    spoken = "の".join(_kanji(part) for part in rest.split("-") if part)
    return f"{letters}の{spoken}" if spoken else _kanji(written)


def spoken_address(written: str, rng: Random) -> str:
    """Write an address as said: 9-99-9 becomes 九の九十九の九 or 9の99の9 now and then."""
    return written.replace("-", "の") if rng.random() < 0.4 else written


def spoken_birthdate(day: date, rng: Random) -> str:
    """Write a birth date in one of the usual ways (era or western year)."""
    style = rng.random()
    if style < 0.35:
        return f"{day.year}年{day.month}月{day.day}日"
    era, start = ("昭和", 1925) if day.year < 1989 else ("平成", 1988)
    if style < 0.7 or day.year >= 2019:
        return f"{era}{day.year - start}年{day.month}月{day.day}日"
    numbers = [kanji_number(n) for n in (day.year - start, day.month, day.day)]
    return f"{era}{numbers[0]}年{numbers[1]}月{numbers[2]}日"


def kanji_number(number: int) -> str:
    """Write 1..9999 in kanji as it is spoken (26 -> 二十六)."""
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十")):
        count, number = divmod(number, unit)
        text += (KANJI_DIGITS[count] if count > 1 else "") + name if count else ""
    return text + (KANJI_DIGITS[number] if number else "")


def _kanji(written: str) -> str:
    return "".join(KANJI_DIGITS[int(c)] if c.isdigit() else c for c in written)


def _digits(count: int, rng: Random) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _phone(segment: str, rng: Random) -> str:
    if rng.random() < (0.45 if segment in ("シニア", "法人") else 0.12):
        area = rng.choice(AREA_CODES)
        return f"{area}-{'0000' if len(area) == 2 else '000'}-{_digits(4, rng)}"
    return f"{rng.choice(('090', '080', '070'))}-0000-{_digits(4, rng)}"


def _email(surname: str, given: str, is_company: bool, rng: Random) -> str:
    domain = (
        "example.co.jp"
        if is_company
        else rng.choice(("example.com", "example.net", "example.org", "mail.example.com"))
    )
    local = rng.choice(
        (
            f"{surname}.{given}",
            f"{given[0]}.{surname}",
            f"{surname}{_digits(2, rng)}",
            f"{given}{_digits(4, rng)}",
            f"{given}_{surname}",
        )
    )
    return f"{surname if is_company and rng.random() < 0.5 else local}@{domain}"


def _address(region: str, rng: Random) -> str:
    number = rng.choice(range(2, 10))
    block = f"{number}-{number}{number}" + (f"-{number}" if rng.random() < 0.7 else "")
    room = rng.choice((101, 102, 201, 203, 302, 305, 404, 508, 707, 808))
    building = f" {rng.choice(BUILDINGS)}{room}" if rng.random() < 0.45 else ""
    return f"{region}{rng.choice(CITIES[region])}{rng.choice(TOWNS)}{block}{building}"


def _birthdate(segment: str, rng: Random) -> date:
    first, last = BIRTH_YEARS[segment]
    return date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))
