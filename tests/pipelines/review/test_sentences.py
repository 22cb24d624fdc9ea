"""The three sentences say what the numbers bear, and hedge what they do not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.facts import Facts, MonthCount
from pipelines.review.facts_sections import (
    Ahead,
    Changes,
    Coming,
    Fading,
    NewTheme,
    Raised,
    Usual,
)
from pipelines.review.facts_theme import Verdict
from pipelines.review.headlines import volume
from pipelines.review.look import Words, read_words
from pipelines.review.read_sections import usual_of
from pipelines.review.sentences import (
    Told,
    Volume,
    filled,
    three_sentences,
    usual_text,
)
from pipelines.review.traces import Number
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.small_home import CONFIG
from tests.pipelines.review.test_review_facts import facts_of

WORDS = read_words((CONFIG,))
NOTHING = Changes((), 0, (), (), ())
NO_LIST = Ahead(None, (), (), ())


def number(value: float | None, key: str = "x") -> Number:
    return Number(value, "alert", key)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return facts_of(full_home(tmp_path_factory.mktemp("full") / "home"))


def told_of(facts: Facts, **changed: object) -> Told:
    by_month = {one.month: one for one in facts.months}
    told = Told(
        volume(facts.now, by_month, 3.0), facts.themes, facts.changes, facts.ahead, facts.ignored, 5
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def sentence(kind: str, told: Told, words: Words = WORDS) -> str:
    [found] = [one for one in three_sentences(told, words) if one.kind == kind]
    return found.text


def all_of(now: int, month: Verdict, year: Verdict, *, is_complete: bool = True) -> Volume:
    return Volume(number(now), number(100), number(120), month, year, is_complete)


@pytest.mark.parametrize(
    ("month", "year", "start"),
    [
        (
            "up", "unclear",
            "応対は200件で、前月より100件多く、前年の同じ月との差は偶然のゆれの範囲にとどまり、",
        ),
        (
            "unclear", "up",
            "応対は200件で、前月との差は偶然のゆれの範囲にとどまり、前年の同じ月より80件増え、",
        ),
        (
            "unclear", "unclear",
            "応対は200件で、前月との差も前年の同じ月との差も偶然のゆれの範囲にとどまり、",
        ),
        ("down", "down", "応対は200件で、前月より100件少なく、前年の同じ月より80件減り、"),
        ("up", "unknown", "応対は200件で、前月より100件多く、"),
        ("unknown", "unknown", "応対は200件で、"),
    ],
)  # fmt: skip
def test_volume_tells_only_what_chance_does_not(
    facts: Facts, month: Verdict, year: Verdict, start: str
) -> None:
    text = sentence("volume", told_of(facts, volume=all_of(200, month, year)))
    assert text == start + "最も多いのは「配達が遅れる」の30件（応対の54.5%）でした。"


def month_of(at: date, contacts: int, *, is_whole: bool = True) -> MonthCount:
    return MonthCount(at, contacts, contacts, contacts, contacts, contacts, 1, True, 0, 0, is_whole)


def told_volume(
    facts: Facts, before: MonthCount, now: MonthCount, broken: tuple[date, ...] = ()
) -> str:
    found = volume(now, {one.month: one for one in (before, now)}, 3.0, broken)
    return sentence("volume", told_of(facts, volume=found)).split("最も")[0]


def test_more_a_day_and_fewer_in_all_is_told_as_neither(facts: Facts) -> None:
    january = month_of(date(2023, 1, 1), 10000)

    def february(contacts: int) -> str:
        return told_volume(facts, january, month_of(date(2023, 2, 1), contacts))

    assert february(9600) == "応対は9,600件で、前月と大きくは変わらず、"
    assert february(10000) == "応対は10,000件で、前月と大きくは変わらず、"
    assert february(10500) == "応対は10,500件で、前月より500件多く、"
    assert february(8000) == "応対は8,000件で、前月より2,000件少なく、"


def test_unclear_is_about_the_same_only_within_a_tenth(facts: Facts) -> None:
    year, now = month_of(date(2022, 3, 1), 15), date(2023, 3, 1)
    assert told_volume(facts, year, month_of(now, 16)) == (
        "応対は16件で、前年の同じ月とはほぼ同じ水準で、"
    )
    assert told_volume(facts, year, month_of(now, 30)) == (
        "応対は30件で、前年の同じ月との差は偶然のゆれの範囲にとどまり、"
    )


def test_a_part_of_a_month_and_one_counted_otherwise_are_no_base(facts: Facts) -> None:
    part = month_of(date(2023, 1, 1), 1000, is_whole=False)
    now = month_of(date(2023, 2, 1), 3000)
    assert told_volume(facts, part, now) == "応対は3,000件で、"
    whole = replace(part, is_whole=True)
    assert told_volume(facts, whole, now) == "応対は3,000件で、前月より2,000件多く、"
    assert told_volume(facts, whole, now, (whole.month,)) == "応対は3,000件で、"


def test_two_themes_are_named_where_chance_may_have_ordered_them(facts: Facts) -> None:
    late, bill, _ = facts.themes
    near = replace(bill, contacts=replace(bill.contacts, value=25))
    text = sentence("volume", told_of(facts, themes=(late, near)))
    assert text.endswith("多いのは「配達が遅れる」（30件）と「請求額が違う」（25件）でした。")


def test_half_a_month_is_not_compared(facts: Facts) -> None:
    told = told_of(
        facts, volume=all_of(9, "unknown", "unknown", is_complete=False), changes=NOTHING
    )
    assert sentence("volume", told).startswith("これまでの応対は9件で、最も多いのは")
    assert sentence("change", told) == "月の途中のため、ほかの月とはまだ比べていません。"


def test_a_month_without_contacts_says_so_and_tells_no_change(facts: Facts) -> None:
    found = three_sentences(told_of(facts, volume=all_of(0, "unknown", "unknown")), WORDS)
    assert [one.kind for one in found] == ["volume", "outlook"]
    assert found[0].text == "この月に受け付けた応対はありません。"


def raised(name: str, size: int, expected: float, **more: object) -> Raised:
    found = Raised(
        name, name, "spike", date(2024, 3, 9), date(2024, 3, 4), number(size), number(expected),
        number(size), None, None, None, False,
    )  # fmt: skip
    return replace(found, **more)  # type: ignore[arg-type]


def test_the_largest_rise_is_told_with_what_was_expected_and_who(facts: Facts) -> None:
    rising = (
        raised("小さい", 9, 2.0),
        raised("大きい", 40, 12.3, segment="法人", product="定期便"),
    )
    told = told_of(facts, changes=replace(NOTHING, rising=rising))
    assert sentence("change", told) == (
        "「大きい」が3月4日から見込みの12件に対して40件と増えています（とくに法人・定期便）。"
    )


def test_what_a_season_would_explain_goes_behind_and_is_hedged(facts: Facts) -> None:
    seasonal = raised("季節", 90, 10.0, is_seasonal=True)
    both = replace(NOTHING, rising=(seasonal, raised("本物", 5, 0.3)))
    assert sentence("change", told_of(facts, changes=both)) == (
        "「本物」が3月4日から見込みの0.3件に対して5件と増えています。"
    )
    alone = told_of(facts, changes=replace(NOTHING, rising=(seasonal,)))
    assert sentence("change", alone).endswith("季節の動きかもしれません。")
    back = told_of(facts, changes=replace(NOTHING, back=(raised("再発", 8, 0, kind="comeback"),)))
    assert (
        sentence("change", back)
        == "しばらく静かだった「再発」が、3月4日から8件とぶり返しています。"
    )


def test_a_new_theme_is_told_where_enough_customers_spoke(facts: Facts) -> None:
    def news(customers: int) -> Changes:
        new = NewTheme(
            "t-heat", "充電器が熱い", number(9), number(customers), date(2024, 3, 1),
            date(2024, 3, 20), is_checked=False,
        )  # fmt: skip
        return Changes((new,), 1, (), (), ())

    assert sentence("change", told_of(facts, changes=news(5))) == (
        "新しく「充電器が熱い」が9件寄せられましたが、1つの用件かどうかは、まだ確かではありません。"
    )
    checked = tuple(replace(one, is_quotable=True) for one in facts.themes)
    assert sentence("change", told_of(facts, changes=news(5), themes=checked)) == (
        "新しく「充電器が熱い」が9件寄せられました。"
    )
    # What was tested comes first; a new theme is told with it where it is no smaller.
    rise = raised("伸び", 9, 1.0, kind="quarter")
    both = replace(news(5), rising=(rise,))
    assert sentence("change", told_of(facts, changes=both, themes=checked)) == (
        "「伸び」がこの3か月で9件と、前年の同じ3か月の1件から増え、"
        "新しく「充電器が熱い」も9件寄せられています。"
    )
    larger = replace(both, rising=(replace(rise, size=number(10)),))
    assert sentence("change", told_of(facts, changes=larger)).endswith("1件から増えています。")
    assert sentence("change", told_of(facts, changes=news(4))) == (
        "前月や前年の同じ時期と比べて、偶然のゆれを超えて変わったテーマはありません。"
    )


def test_a_fall_is_told_where_nothing_rose(facts: Facts) -> None:
    fall = Fading("t-bill", "請求額が違う", "quarter", number(3), number(40))
    told = told_of(facts, changes=replace(NOTHING, fading=(fall,)))
    assert sentence("change", told) == (
        "「請求額が違う」はこの3か月で3件と、前年の同じ3か月の40件から減りました。"
    )
    year = replace(fall, span="year", is_together=True)
    told = told_of(facts, changes=replace(NOTHING, fading=(year,)))
    assert sentence("change", told) == (
        "「請求額が違う」は、分かれたテーマなどと合わせてこの1年で3件と、"
        "その前の1年の40件から減りました。"
    )


def test_what_took_a_year_goes_behind_what_is_news(facts: Facts) -> None:
    slow = raised("十年一日", 128, 49.0, kind="year")
    month = raised("この月", 15, 1.0, kind="season")
    both = told_of(facts, changes=replace(NOTHING, rising=(slow, month)))
    assert sentence("change", both) == (
        "「この月」がこの月15件と、前年の同じ時期の1件から増えています。"
    )
    alone = replace(NOTHING, rising=(slow,))
    assert sentence("change", told_of(facts, changes=alone)) == (
        "「十年一日」がこの1年で128件と、その前の1年の49件から増えています。"
    )
    # However large, it leaves room for what is new in the month.
    new = NewTheme(
        "t-heat", "熱い", number(9), number(9), date(2024, 3, 1), date(2024, 3, 20), False
    )
    with_new = replace(alone, new=(new,), count_new=1)
    assert sentence("change", told_of(facts, changes=with_new)).endswith(
        "増え、新しく「熱い」も9件寄せられています（1つの用件かどうかは未確認）。"
    )


def test_a_rise_of_every_year_is_told_as_the_season(facts: Facts) -> None:
    usual = replace(NOTHING, usual=(Usual("t-late", "配達"), Usual("t-bill", "請求")))
    assert sentence("change", told_of(facts, changes=usual)) == (
        "「配達」は前月より増えましたが、前年の同じ時期と大きくは変わらず、季節の動きと見られます。"
    )
    assert usual_text(usual.usual, WORDS).startswith("前月より増えた「配達」「請求」は、")
    assert usual_text((), WORDS) == ""


def test_the_outlook_warns_of_what_can_still_be_warned_of(facts: Facts) -> None:
    [entry] = facts.ahead.entries
    assert sentence("outlook", told_of(facts)) == (
        "「請求額が違う」が4月29日ごろから増え、ふだんの約3.7倍の12〜36件になる見込みのため、"
        "案内は4月12日までが目安です。"
    )

    def outlook(*entries: Coming) -> str:
        return sentence("outlook", told_of(facts, ahead=replace(NO_LIST, entries=entries)))

    low = replace(entry, sureness="low", expected=number(500))
    assert outlook(low).startswith("前年1年だけの記録からの見込みですが、")
    # Two years tell more than one, however large it is.
    assert outlook(low, entry) == sentence("outlook", told_of(facts))
    late = replace(entry, is_late=True)
    assert outlook(late) == (
        "「配達が遅れる」は対策の記録がないまま24か月続き、51人のお客様が声を寄せています。"
    )


def test_without_a_list_and_without_ignored_themes_nothing_is_foretold(facts: Facts) -> None:
    told = told_of(facts, ahead=NO_LIST, ignored=())
    assert (
        sentence("outlook", told) == "これから増える見込みのテーマは、いまの記録からは言えません。"
    )
    worst = replace(facts.ignored[0], count_measures=number(1))

    def waits(**measures: object) -> str:
        acted = replace(worst, **measures)  # type: ignore[arg-type]
        return sentence("outlook", told_of(facts, ahead=NO_LIST, ignored=(acted,)))

    assert waits(last_acted_on=date(2023, 1, 1), is_measure_planned=True) == (
        "「配達が遅れる」は最後の対策から24か月たち、その後も51人のお客様が声を寄せています。"
    )
    assert waits(is_measure_planned=True) == (
        "「配達が遅れる」への対策は予定されていますが、まだ始まっておらず、声は24か月続き、"
        "51人のお客様が寄せています。"
    )


def test_only_about_as_many_a_year_before_are_the_season(facts: Facts) -> None:
    late = facts.theme("t-late")

    def usual(before: int) -> list[str]:
        year = replace(late.on_year_before, before=number(before), verdict="unclear")
        return [one.theme_id for one in usual_of([replace(late, on_year_before=year)])]

    assert (late.contacts.value, late.on_month_before.verdict) == (30, "up")
    assert usual(21) == ["t-late"]
    assert usual(20) == []


def test_numbers_of_a_sentence_keep_their_place(facts: Facts) -> None:
    places = [part.number.key for one in facts.sentences for part in one.parts if part.number]
    assert "2024-03|count_contacts" in places and "a-late|size" in places
    assert "2024-03-25|t-bill|2024-04-29|low" in places


def test_a_company_that_names_an_unknown_placeholder_is_told(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[sentence]\ncontacts = "{nobody}件"\n', "utf-8")
    with pytest.raises(InputError) as refused:
        filled(read_words((CONFIG, tmp_path)), "contacts", count="1")
    assert refused.value.values["setting"] == "sentence.contacts"
