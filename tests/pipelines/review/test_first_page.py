"""The first page besides its three sentences: what else moved, and how customers put it."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines.review.also import with_also
from pipelines.review.facts import Facts
from pipelines.review.facts_sections import NewTheme, Part, Raised, Sentence
from pipelines.review.facts_theme import Quote, ThemeFacts
from pipelines.review.look import read_look
from pipelines.review.page import render
from pipelines.review.pictures.shares import Share, Shares, shares
from pipelines.review.pictures.trend import Trend, trend
from pipelines.review.review_room import press_of
from pipelines.review.sentences import unchecked_text
from pipelines.review.traces import Number
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.pictures.drawn import PEN, svg, texts, words
from tests.pipelines.review.pictures.samples import months
from tests.pipelines.review.small_home import CONFIG, desk
from tests.pipelines.review.test_review_facts import facts_of
from tests.pipelines.review.test_sentences import (
    NOTHING,
    WORDS,
    number,
    raised,
    sentence,
    told_of,
)

SIZES = read_look((CONFIG,)).sizes


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of(full_home(tmp_path_factory.mktemp("full") / "home"))


def themes_of(facts: Facts, *names: str) -> tuple[ThemeFacts, ...]:
    first = facts.themes[0]
    return tuple(replace(first, theme_id=name, name=name, contacts=number(7)) for name in names)


def new(name: str, customers: int = 7) -> NewTheme:
    told = number(7), number(customers)
    return NewTheme(name, name, *told, date(2024, 3, 1), date(2024, 3, 20), is_checked=False)


def test_other_themes_that_moved_are_named_with_their_contacts_of_the_month(facts: Facts) -> None:
    rising = (raised("言った", 90, 1.0), raised("伸び", 50, 1.0, kind="slow_rise"))
    seasonal: Raised = raised("季節", 40, 1.0, is_seasonal=True)
    changes = replace(
        NOTHING,
        rising=(*rising, seasonal),
        new=(new("甲"), new("数人", customers=4), new("乙", customers=5), new("丙")),
        back=(raised("再発", 8, 0, kind="comeback"),),
    )
    themes = themes_of(facts, "言った", "伸び", "季節", "甲", "数人", "乙", "丙", "再発")
    said = (Sentence("volume", (Part("件数"),)), Sentence("change", (Part("「言った」が増え"),)))
    volume, change = with_also(said, changes, themes, SIZES.model_copy(update={"also": 2}), WORDS)
    assert volume.also == ()
    assert change.also_texts == (
        "ほかに増えているのは「伸び」7件（この月の件数）。",
        "ほかに新しいのは「甲」7件、「乙」7件。",
        "ほかにぶり返したのは「再発」7件（この月の件数）。",
    )
    counts = [part.number for line in change.also for part in line if part.number]
    assert counts == [Number(7, "alert", "x")] * 4


def test_without_others_there_is_no_line(facts: Facts) -> None:
    [change] = (one for one in facts.sentences if one.kind == "change")
    assert change.also == ()
    [none] = with_also([Sentence("change", ())], NOTHING, facts.themes, SIZES, WORDS)
    assert none.also == ()


def test_where_many_are_alike_none_is_said_to_stand_out(facts: Facts) -> None:
    first = facts.themes[0]
    even = tuple(replace(first, contacts=number(6 - place)) for place in range(4))
    assert sentence("volume", told_of(facts, themes=even)).endswith(
        "とびぬけて多いテーマはなく、最も多い「配達が遅れる」でも6件（応対の54.5%）でした。"
    )
    ahead = (replace(first, contacts=number(60)), *even[1:])
    assert "最も多いのは「配達が遅れる」の60件" in sentence("volume", told_of(facts, themes=ahead))


def test_a_theme_is_told_as_its_first_quote_that_stands_whole_in_a_line(facts: Facts) -> None:
    def quote(text: str) -> Quote:
        return Quote(text, date(2024, 3, 1), "call", None, None, text)

    long, short, fit, other = (
        "長" * 19,
        "困ります",
        "後席のベルトが戻りません",
        "箱が開いて届いていました",
    )
    theme = replace(facts.themes[0], quotes=tuple(quote(one) for one in (long, short, fit, other)))
    assert theme.told_as == fit
    assert replace(theme, quotes=(quote(long), quote(short))).told_as is None


def test_the_page_puts_a_voice_below_each_name(facts: Facts) -> None:
    page = render(facts, press_of(desk()), {})
    assert "<small>「指定した日に来ませんでした」</small>" in page
    assert "<small>「見積もりより高い額が引かれた」</small>" in page


def test_a_picture_of_few_months_says_since_when_there_is_a_record() -> None:
    said = "記録は2026年2月から"
    assert said in words(svg(trend(Trend(months([3, 4])), PEN, 340)))
    assert said not in words(svg(trend(Trend(months([3] * 12)), PEN, 340)))


def test_the_newest_share_stands_above_its_own_month() -> None:
    def place_of(*found: float | None) -> float:
        months_of = tuple(Share(date(2026, at, 1), one) for at, one in enumerate(found, start=1))
        drawn = texts(svg(shares(Shares(months_of), PEN, 340)))
        [label] = [one for one in drawn if one.text == "20.0%"]
        return label.spot.x2

    assert place_of(0.1, 0.2) > 335
    assert place_of(0.2, None, None, None) < 280


def test_new_themes_that_may_hold_several_issues_are_told_so() -> None:
    day = date(2024, 3, 1)
    doubtful, sure = (
        NewTheme("t-heat", "熱い", number(9), number(9), day, day, is_checked)
        for is_checked in (False, True)
    )
    assert unchecked_text((doubtful, doubtful), WORDS) == (
        "1つの用件かどうかは、まだ確かではありません。"
    )
    assert unchecked_text((doubtful, sure), WORDS) == (
        "うち1テーマは、1つの用件かどうかがまだ確かではありません。"
    )
    assert unchecked_text((sure,), WORDS) == unchecked_text((), WORDS) == ""


def test_what_was_silent_in_the_month_is_named_without_a_count(facts: Facts) -> None:
    late, bill, heat = facts.themes
    silent = replace(heat, contacts=replace(heat.contacts, value=0))

    def also(*themes: ThemeFacts) -> list[str]:
        rising = tuple(raised(one.theme_id, 9, 1.0, kind="quarter") for one in themes)
        said = (Sentence("change", (Part("なし"),)),)
        [told] = with_also(said, replace(NOTHING, rising=rising), themes, SIZES, WORDS)
        return ["".join(part.text for part in parts) for parts in told.also]

    assert also(late, bill) == [
        "ほかに増えているのは「配達が遅れる」30件、「請求額が違う」11件（この月の件数）。"
    ]
    assert also(late, silent) == [
        "ほかに増えているのは「充電器が熱い」、「配達が遅れる」30件（この月の件数）。"
    ]
    assert also(silent) == ["ほかに増えているのは「充電器が熱い」。"]
