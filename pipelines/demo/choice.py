"""Which statements fit whom and when: season, product, person and channel must not contradict."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from pipelines.demo.corpus import Corpus, Statement

# What a statement leans on: it is told only in these months.
SEASON_WORDS: tuple[tuple[str, frozenset[int]], ...] = (
    ("お盆|盆の|盆で|盆休|盆に", frozenset({8, 9})),
    ("年末|年始|正月|年明け|年の瀬|大晦日", frozenset({12, 1, 2})),
    ("連休|ゴールデンウィーク", frozenset({5, 6, 9})),
    ("台風|落雷|雷", frozenset({7, 8, 9, 10})),
    ("ブラックフライデー", frozenset({11, 12})),
    ("お?中元", frozenset({6, 7, 8})),
    ("お?歳暮|おせち|クリスマス", frozenset({11, 12, 1})),
    ("母の日", frozenset({5, 6})),
    ("父の日", frozenset({6, 7})),
    ("夏|暑|猛暑|熱帯|梅雨", frozenset({6, 7, 8, 9})),
    ("節句|雛|桜|入学|卒業|新生活|進学|四月の頭", frozenset({3, 4, 5})),
    ("雪|真冬|寒", frozenset({11, 12, 1, 2, 3})),
    ("敬老", frozenset({9, 10})),
    ("確定申告", frozenset({2, 3})),
    ("七夕|花火", frozenset({7, 8})),
)
PRODUCT_WORDS: tuple[tuple[str, str], ...] = (
    ("みどり光", "光(?!景|っ|沢)|工事|ONU|プロバイダ|ルーター"),
    ("みどりモバイル", "スマホ|携帯|SIM|モバイル|ギガ|機種|SMS"),
    ("定期便", "定期|お試し|青汁|コース|初回"),
    (
        "みどり通販",
        "注文|商品|買[っいう]|購入|カタログ|お茶|歳暮|中元|おせち|ギフト|発送|ワンピ|通販",
    ),
)
# A gift or a box of the regular delivery is ordered like anything else of the mail order.
ALSO_SPOKEN_OF = {
    "みどり通販ギフト": "みどり通販",
    "定期便": "みどり通販",
    "みどりポイント": "みどり通販",
}
MALE_WORDS = re.compile("わし|俺|僕|家内|女房|[うの]ちの嫁|妻")
FEMALE_WORDS = re.compile("主人|かしら|主婦|ですの|のよ。|旦那|わたくし")
PRIVATE_WORDS = re.compile(
    "孫|娘|息子|主人|妻|家内|子ども|母|父|年金|家族|引っ越|祖母|赤ちゃん|家計|夫"
)
TRADE_WORDS = re.compile("弊社|社員|経費|御中|取引先|貴社|当社|部署|店舗に|患者")
REGISTERS: dict[str, dict[str, float]] = {
    "シニア": {"elderly": 6, "polite": 2, "flat": 1.2, "angry": 1},
    "現役世代": {"flat": 3, "angry": 3, "polite": 2, "young": 0.3},
    "子育て世帯": {"flat": 3, "polite": 3, "angry": 2, "young": 0.5},
    "学生": {"young": 6, "flat": 2, "polite": 0.7},
    "単身若年": {"young": 4, "flat": 2.5, "angry": 1, "polite": 0.7},
    "法人": {"business": 6, "polite": 2, "flat": 1},
}


class Situation(NamedTuple):
    """Who speaks, where and when: what the choice of a statement depends on."""

    channel: str
    segment: str
    product: str
    is_female: bool
    day: date
    is_repeat: bool
    mark_style: str


class Repertoire:
    """The statements of the corpus, asked for by theme or kind and situation."""

    def __init__(self, corpus: Corpus) -> None:
        self._of_theme: dict[str, list[Statement]] = {}
        for statement in corpus.statements:
            self._of_theme.setdefault(statement.theme_id or "", []).append(statement)
        self._of_kind: dict[tuple[str, str], list[Statement]] = {}
        for statement in corpus.others:
            self._of_kind.setdefault((statement.kind, statement.channel), []).append(statement)
        self._pools: dict[tuple[object, ...], list[Statement]] = {}

    def pool(self, theme_id: str, situation: Situation) -> list[Statement]:
        """Statements of a theme that fit; a test is skipped where fewer than four would stay."""
        key = (theme_id, *situation[:4], situation.day.month)
        if key not in self._pools:
            self._pools[key] = self._narrowed(self._of_theme[theme_id], situation)
        return self._pools[key]

    def other(self, kind: str, situation: Situation, rng: Random) -> Statement:
        """Draw a statement without a theme."""
        own = self._of_kind.get((kind, situation.channel), [])
        pool = own if len(own) >= 6 else self._of_kind[kind, "call"]
        return rng.choice([s for s in pool if in_season(s.text, situation.day)] or pool)

    def choose(
        self, pool: Sequence[Statement], segment: str, count: int, rng: Random
    ) -> list[Statement]:
        """Draw up to `count` statements in one tone of voice, weighted by the segment."""
        weights = [REGISTERS[segment].get(s.register, 0.2) for s in pool]
        first = rng.choices(pool, weights)[0]
        tone = tone_of(first)
        rest = [s for s in pool if s is not first and tone_of(s) == tone]
        return [first, *rng.sample(rest, min(count - 1, len(rest)))]

    def _narrowed(self, own: list[Statement], situation: Situation) -> list[Statement]:
        tests: tuple[Callable[[Statement], bool], ...] = (
            lambda s: _channel_fits(s, situation),
            lambda s: s.register in REGISTERS[situation.segment],
            lambda s: _person_fits(s.text, situation),
            lambda s: in_season(s.text, situation.day),
            lambda s: _product_fits(s.text, situation.product),
        )
        pool = own
        for test in tests:
            narrower = [s for s in pool if test(s)]
            pool = narrower if len(narrower) >= 4 else pool
        return pool


def leans_on_season(text: str) -> bool:
    """Whether a text names a season, so that its months must stay as they are."""
    return any(re.search(words, text) for words, _ in SEASON_WORDS)


def tone_of(statement: Statement) -> str:
    """Group the registers that one speaker mixes."""
    return statement.register if statement.register in ("elderly", "business", "young") else "plain"


def in_season(text: str, day: date) -> bool:
    """Whether a text may be said on a day, by the seasons it names."""
    return all(day.month in months for words, months in SEASON_WORDS if re.search(words, text))


def _channel_fits(statement: Statement, situation: Situation) -> bool:
    if statement.channel == situation.channel:
        return True
    return situation.channel == "mail" and (statement.channel, statement.register) == (
        "chat",
        "polite",
    )


def _person_fits(text: str, situation: Situation) -> bool:
    if situation.segment == "法人":
        return not PRIVATE_WORDS.search(text)
    other = MALE_WORDS if situation.is_female else FEMALE_WORDS
    return not TRADE_WORDS.search(text) and not other.search(text)


def _product_fits(text: str, product: str) -> bool:
    named = {name for name, words in PRODUCT_WORDS if re.search(words, text)}
    return (
        not named
        or product == "みどりアプリ"
        or bool(named & {product, ALSO_SPOKEN_OF.get(product, product)})
    )
