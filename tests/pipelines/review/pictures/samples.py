"""Small and awkward inputs for every picture: long names, one theme, many, none."""

from collections.abc import Callable
from datetime import date, timedelta

import altair as alt

from pipelines.review.months import earlier
from pipelines.review.pictures.coming import Coming, Entry, coming
from pipelines.review.pictures.effects import Effect, Effects, effects
from pipelines.review.pictures.heat import Heat, HeatTheme, Week, heat
from pipelines.review.pictures.ignored import Ignored, Neglect, ignored
from pipelines.review.pictures.lineage import Lineage, Node, Ribbon, lineage
from pipelines.review.pictures.pen import Pen
from pipelines.review.pictures.periods import Count, Mark, Span
from pipelines.review.pictures.quadrant import Place, Quadrant, quadrant
from pipelines.review.pictures.shares import Share, Shares, shares
from pipelines.review.pictures.spark import Spark, spark
from pipelines.review.pictures.trend import Trend, trend
from pipelines.review.pictures.waterfall import Step, Waterfall, waterfall

MONTH = date(2026, 3, 1)
LONG = (
    "引き落とし口座を変更したのに、古い口座から請求され続けているという、"
    "法人契約のお客様からの不満「再発」(2)です"
)
NAMES = ("退会後の請求", "電話がつながらない", LONG, "Wi-Fiルーターの再起動")
Draw = Callable[[Pen, float], alt.TopLevelMixin]


def months(counts: list[int], *, is_complete: bool = True) -> tuple[Count, ...]:
    """Return months up to MONTH with these counts."""
    first = len(counts) - 1
    return tuple(
        Count(earlier(MONTH, first - place), count, is_complete or place < first)
        for place, count in enumerate(counts)
    )


SEASONS = tuple(Span(date(y, 3, 1), date(y, 4, 30), "新生活") for y in (2024, 2025, 2026))
MARKS = (
    Mark(date(2025, 2, 1), "自動音声案内の導入", "event"),
    Mark(date(2025, 3, 10), "配送会社と時間帯枠の運用の変更", "measure"),
    Mark(date(2025, 10, 1), "辞書の更新", "counting"),
)
WAVES = [
    3,
    5,
    4,
    6,
    8,
    30,
    14,
    4,
    3,
    5,
    3,
    4,
    5,
    121,
    8,
    7,
    4,
    31,
    20,
    6,
    3,
    5,
    4,
    3,
    4,
    8,
    5,
    6,
    7,
    35,
]
ENTRY = Entry(
    "退会後の請求", date(2026, 4, 15), date(2026, 4, 29), date(2026, 5, 15), date(2026, 6, 16),
    23.1, 12.0, 36.0, 6.4, "high",
)  # fmt: skip
LATE = Entry(
    LONG, date(2026, 3, 25), date(2026, 4, 8), date(2026, 4, 20), date(2026, 5, 10),
    8000.0, 6100.0, 10200.0, 2200.0, "low", "新生活",
)  # fmt: skip
FAR = Entry(
    "冷凍品が溶ける", date(2026, 8, 14), date(2026, 8, 28), date(2026, 9, 20), date(2026, 11, 30),
    80.0, 61.0, 102.0, 22.0, "medium", "お盆",
)  # fmt: skip


def _weeks(counts: list[int]) -> tuple[Week, ...]:
    last = date(2026, 3, 30)
    first = len(counts) - 1
    return tuple(
        Week(last - timedelta(weeks=first - place), count, place < first)
        for place, count in enumerate(counts)
    )


def _places() -> tuple[Place, ...]:
    return tuple(
        Place(
            f"{NAMES[number % 4]}{number}",
            ("シニア", "法人", "子育て世帯")[number % 3],
            0.001 * (1 + number * 7 % 90),
            0.3 * (1 + number * 11 % 60),
            5 + number,
            "focus" if number % 3 == 0 else "own" if number % 3 == 1 else "rest",
        )
        for number in range(60)
    )


PICTURES: dict[str, Draw] = {
    "trend": lambda pen, width: trend(Trend(months(WAVES), SEASONS, MARKS), pen, width),
    "trend_unfinished": lambda pen, width: trend(
        Trend(months(WAVES, is_complete=False), SEASONS), pen, width
    ),
    "trend_of_one_month": lambda pen, width: trend(Trend(months([7]), SEASONS, MARKS), pen, width),
    "trend_of_zeros": lambda pen, width: trend(Trend(months([0, 0, 12345, 0])), pen, width),
    "spark": lambda pen, width: spark(Spark(months(WAVES)), pen),
    "shares": lambda pen, width: shares(
        Shares(
            tuple(
                Share(one.month, None if one.count == 4 else one.count / 200)
                for one in months(WAVES)
            ),
            MARKS,
        ),
        pen,
        width,
    ),
    "waterfall": lambda pen, width: waterfall(
        Waterfall(
            604,
            822,
            "2026年2月",
            "2026年3月",
            tuple(Step(name, change) for name, change in zip(NAMES, (27, 22, -9, -5), strict=True)),
        ),
        pen,
        width,
    ),
    "waterfall_of_nothing_left": lambda pen, width: waterfall(
        Waterfall(10, 10, "2026年2月", "2026年3月", (Step("返金", 3), Step(LONG, -3))), pen, width
    ),
    "coming": lambda pen, width: coming(
        Coming(
            date(2026, 4, 1),
            date(2026, 9, 30),
            (ENTRY, LATE, FAR),
            (*SEASONS, Span(date(2026, 4, 29), date(2026, 5, 5), "ゴールデンウィーク")),
            (date(2026, 4, 29), date(2026, 5, 3), date(2026, 9, 21)),
        ),
        pen,
        width,
    ),
    "ignored": lambda pen, width: ignored(
        Ignored(
            date(2026, 3, 31),
            (
                Neglect(LONG, months(WAVES), 29, 13, 1408),
                Neglect("返金がない", months(WAVES[:9]), 9, 0, 3, (date(2025, 6, 1),)),
            ),
        ),
        pen,
        width,
    ),
    "effects": lambda pen, width: effects(
        Effects(
            (
                Effect("配送", LONG, date(2025, 4, 1), -0.42, -0.55, -0.25, -0.3, "helped"),
                Effect(LONG, "案内の改善", date(2025, 4, 1), 0.03, -0.53, 1.25, -0.3, "unclear"),
                Effect("請求", "受付時間", date(2025, 4, 1), 0.32, 0.15, 0.65, None, "worse"),
                Effect("返金", "窓口", date(2026, 3, 1), None, None, None, None, "too_early"),
            )
        ),
        pen,
        width,
    ),
    "heat": lambda pen, width: heat(
        Heat(
            tuple(HeatTheme(name, _weeks([n * 7 % 11 for n in range(130)])) for name in NAMES),
            (SEASONS[2], Span(date(2025, 12, 29), date(2026, 1, 3), "年末年始")),
        ),
        pen,
        width,
    ),
    "quadrant": lambda pen, width: quadrant(Quadrant(_places()), pen, width),
    "lineage": lambda pen, width: lineage(
        Lineage(
            (Node("T1", "認証ができない"), Node("T2", LONG), Node("T9", "箱の破損")),
            (Node("T1", "認証ができない"), Node("T3", "ログインできない"), Node("T4", LONG)),
            (
                Ribbon("T1", "T1", 60),
                Ribbon("T1", "T3", 159),
                Ribbon("T2", "T4", 5),
                Ribbon("T9", "T4", 2),
            ),
        ),
        pen,
        width,
    ),
}

EMPTY: dict[str, Draw] = {
    "trend": lambda pen, width: trend(Trend(()), pen, width),
    "trend_never_heard": lambda pen, width: trend(Trend(months([0, 0])), pen, width),
    "shares": lambda pen, width: shares(Shares(()), pen, width),
    "waterfall": lambda pen, width: waterfall(Waterfall(5, 5, "前", "今", ()), pen, width),
    "coming": lambda pen, width: coming(Coming(MONTH, MONTH, ()), pen, width),
    "ignored": lambda pen, width: ignored(Ignored(MONTH, ()), pen, width),
    "effects": lambda pen, width: effects(Effects(()), pen, width),
    "heat": lambda pen, width: heat(Heat(()), pen, width),
    "quadrant": lambda pen, width: quadrant(Quadrant(()), pen, width),
    "lineage": lambda pen, width: lineage(Lineage((), (), ()), pen, width),
}
