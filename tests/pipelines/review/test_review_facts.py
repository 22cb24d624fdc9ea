"""The facts of a review are what the published file says, each number at the place it names."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.review.facts import Facts
from pipelines.review.look import read_look, read_words
from pipelines.review.read_facts import read_facts
from pipelines.review.read_months import Source
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.looked_up import looked_up, numbers
from tests.pipelines.review.small_home import Call, Named, calls, desk, publish
from warehouse.connect import open_published

NARROW = "[sizes]\nleast_customers = 1\n"


def facts_of(home: Path, month: date | None = None, *folders: Path) -> Facts:
    own = desk(*folders)
    with open_published(home) as con:
        source = Source("file", False, False, own.reject_words)
        return read_facts(con, source, read_look(own.folders), read_words(own.folders), month)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_home(tmp_path_factory.mktemp("full") / "home")


@pytest.fixture(scope="module")
def facts(home: Path) -> Facts:
    return facts_of(home)


def test_every_number_stands_where_it_says(home: Path, facts: Facts) -> None:
    found = list({(one.mart, one.key): one for one in numbers(facts)}.values())
    with open_published(home) as con:
        for one in found:
            if one.value is not None:
                assert looked_up(con, one.mart, one.key) == pytest.approx(one.value), one
    assert sum(one.value is not None for one in found) >= 150
    # Nearly every table that the review reads is among them.
    assert {one.mart for one in found} >= {
        "alert", "contact", "fast_lane", "measure", "run_health", "run_reason", "season_backtest",
        "season_list", "season_score", "theme_age", "theme_by_month", "theme_by_segment",
        "theme_compared_by_month", "theme_lineage", "theme_rate_by_month", "theme_same_season",
        "theme_trust", "unexplained_by_month", "voice",
    }  # fmt: skip


def test_names_quotes_and_days_stand_in_the_file(home: Path, facts: Facts) -> None:
    with open_published(home) as con:
        for theme in facts.themes:
            assert con.execute(
                "select theme_name, category_name, born_on, first_seen_on from mart.theme "
                "where theme_id = $id",
                {"id": theme.theme_id},
            ).fetchall() == [(theme.name, theme.category, theme.born_on, theme.first_heard_on)]
            for quote in theme.quotes:
                assert con.execute(
                    "select theme_id, received_on, channel, product, segment, text "
                    "from mart.voice where voice_id = $id",
                    {"id": quote.voice_id},
                ).fetchall() == [
                    (theme.theme_id, quote.received_on, quote.channel, quote.product,
                     quote.segment, quote.text)
                ]  # fmt: skip
    assert sum(len(theme.quotes) for theme in facts.themes) == 9


def test_themes_are_ranked_and_their_months_are_those_of_the_axis(facts: Facts) -> None:
    assert [(one.theme_id, one.rank) for one in facts.themes] == [
        ("t-late", 1), ("t-bill", 2), ("t-heat", 3),
    ]  # fmt: skip
    late = facts.theme("t-late")
    assert facts.axis[0] == date(2022, 3, 1) and facts.axis[-1] == date(2024, 3, 1)
    assert [one.month for one in late.by_month] == list(facts.axis)
    counted = {f"{one.month:%Y-%m}": one.count_contacts for one in late.by_month}
    assert {month: count for month, count in counted.items() if count} == {
        "2022-03": 6, "2023-03": 8, "2024-01": 3, "2024-02": 4, "2024-03": 30,
    }  # fmt: skip


def test_comparisons_tell_a_rise_and_what_chance_may_have_done(facts: Facts) -> None:
    late, bill = facts.theme("t-late"), facts.theme("t-bill")
    month = late.on_month_before
    assert (month.before.value, month.step, month.verdict) == (4, 26, "up")
    # Of the 8 of March 2023, 6 fell on days that answer to days of this March.
    assert late.on_year_before.verdict == "up" and late.on_year_before.before.value == 6
    assert bill.on_year_before.verdict == "unclear"
    # The dictionary changed in between, and what that did is not known.
    assert late.on_two_years_before.verdict == "unknown"
    assert late.on_two_years_before.reason == "not_comparable"
    assert facts.theme("t-heat").on_month_before.before.value == 0


def test_the_waterfall_adds_up_to_all_voices(facts: Facts) -> None:
    found = facts.waterfall
    assert found is not None
    assert found.before.count + sum(one.step for one in found.steps) == found.now.count
    assert [(one.kind, one.theme_id, one.step) for one in found.steps] == [
        ("theme", "t-late", 26), ("theme", "t-heat", 7), ("theme", "t-bill", -9),
        ("unexplained", None, 5),
    ]  # fmt: skip
    assert (found.days_before, found.days_now) == (29, 31)


def test_a_part_of_a_theme_is_no_news_and_its_rise_is_told_once(facts: Facts) -> None:
    # The hot charger came out of the bills in a new clustering: its line says so.
    assert facts.changes.new == () and facts.changes.count_new == 0
    assert [(one.theme_id, one.product) for one in facts.changes.rising] == [("t-late", "定期便")]
    assert [(one.theme_id, one.other_theme_id) for one in facts.lineage] == [("t-heat", "t-bill")]


def test_sections_hold_what_the_marts_say(facts: Facts) -> None:
    [coming] = facts.ahead.entries
    assert (coming.theme_id, coming.segment, coming.is_late) == ("t-bill", "個人", False)
    assert [one.outcome for one in facts.ahead.judged] == ["miss", "hit"]
    [measure] = facts.measures
    assert (measure.owner, measure.verdict, measure.effect.value) == ("経理", "helped", -0.42)
    assert facts.theme("t-bill").owners == ("経理",)
    assert facts.theme("t-late").owners == () and facts.theme("t-late").is_quotable is True
    assert facts.trust.stability and facts.trust.stability.names == ("請求額が違う",)
    # One voice has two flags, and counts once in the total.
    flags = {one.flag: one.now.count for one in facts.fast_lane.flags}
    assert flags == {"safety": 7, "legal": 1, "harassment": 0}
    assert (facts.fast_lane.total.now.count, facts.fast_lane.total.grave.count) == (7, 1)
    worst = facts.ignored[0]
    assert (worst.theme_id, worst.count_measures.value, worst.last_acted_on) == (
        "t-late", 0, None,
    )  # fmt: skip
    seasons = facts.theme("t-late").seasons
    assert [(one.from_on, one.until_on, one.labels) for one in seasons] == [
        (date(2024, 3, 4), date(2024, 3, 17), ("新生活",)),
        (date(2024, 7, 1), date(2024, 7, 7), ()),
    ]  # fmt: skip


def test_quotes_are_shown_only_where_enough_customers_spoke(tmp_path: Path) -> None:
    few = [*calls(4, "2024-03-05", "t-few", "四人の声"), *calls(1, "2024-02-05", "t-few")]
    home = publish(tmp_path / "h", few, [Named("t-few", "少ない人")])
    gated = facts_of(home).theme("t-few")
    assert (gated.quotes, gated.quote_gate) == ((), "too_few")
    (tmp_path / "look.toml").write_text(NARROW, "utf-8")
    shown = facts_of(home, None, tmp_path).theme("t-few")
    assert [one.text for one in shown.quotes] == ["四人の声"]
    assert shown.quote_gate == "shown"


def test_three_quotes_are_of_three_customers(tmp_path: Path) -> None:
    said = [
        Call(f"q-{number}", "2024-03-05", "t", text, "K" if number < 3 else f"K{number}")
        for number, text in enumerate(
            ["一つ目の話です", "別の件でした", "さらに違う", "他人の声", "もう一人", "五人目", "六"]
        )
    ]
    theme = facts_of(publish(tmp_path / "h", said, [Named("t", "名前")])).theme("t")
    assert len(theme.quotes) == 3
    assert sum(quote.voice_id in ("q-0", "q-1", "q-2") for quote in theme.quotes) <= 1


def test_parts_of_few_customers_are_not_told(facts: Facts) -> None:
    assert all(one.customers.count >= 5 for one in facts.where)


def test_what_comes_after_the_month_is_not_in_its_facts(tmp_path: Path) -> None:
    later = [Call("x", "2024-04-02", "t-later", "四月の声"), *calls(9, "2024-04-03", "t-late")]
    themes = [Named("t-late", "遅れる"), Named("t-later", "四月", born_on="2024-04-30")]
    home = publish(tmp_path / "h", calls(6, "2024-03-05", "t-late") + later, themes, "2024-04-30")
    found = facts_of(home, date(2024, 3, 1))
    assert [one.theme_id for one in found.themes] == ["t-late"]
    assert found.now.count_contacts == 6 and "四月" not in str(found.sentences)


def test_first_month_of_history_compares_nothing_and_calls_nothing_new(tmp_path: Path) -> None:
    themes = [Named("t-late", "配達が遅れる", born_on="2024-03-31")]
    found = facts_of(publish(tmp_path / "h", calls(6, "2024-03-05", "t-late"), themes))
    assert found.changes.new == () and found.waterfall is None
    assert found.theme("t-late").on_month_before.reason in ("no_record", "unfinished")
    assert {"ahead", "score", "measures", "waterfall"} <= set(found.missing)
    assert "1年分" in found.missing["ahead"]


def headline(facts: Facts, key: str) -> tuple[float | None, float | None]:
    [found] = [one for one in facts.headlines if one.key == key]
    return found.month_before.value, found.year_before.value


def test_a_month_in_which_the_record_begins_is_no_base(tmp_path: Path) -> None:
    themes = [Named("t", "遅れる")]
    now = [*calls(30, "2024-03-05", "t"), *calls(6, "2024-02-20", "t")]
    flag = """
    insert into core.voice_flag by name
    select voice_id, 1 as flag_number, 'legal' as flag, 'law' as category, '法' as category_name,
        1 as severity, 1 as turn_number, 0 as start_offset, 2 as end_offset, '訴え' as masked
    from core.voice
    """
    part = facts_of(publish(tmp_path / "part", now, themes, more=flag))
    assert part.sentences[0].text.startswith("応対は30件で、最も")
    assert headline(part, "contacts") == (None, None) == headline(part, "urgent")
    assert part.waterfall is None
    assert part.missing["waterfall"].startswith("前月は記録が月の途中から")
    assert (part.fast_lane.total.month_before.value, part.fast_lane.total.usual_a_month) == (
        None, None,
    )  # fmt: skip
    # With one contact on the first day the month is whole.
    first = Call("first", "2024-02-01", "t")
    whole = facts_of(publish(tmp_path / "whole", [first, *now], themes, more=flag))
    assert whole.sentences[0].text.startswith("応対は30件で、前月より23件多く、")
    assert headline(whole, "contacts") == (7, None) == headline(whole, "urgent")
    assert whole.waterfall is not None
    assert (whole.fast_lane.total.month_before.value, whole.fast_lane.total.usual_a_month) == (7, 7)


@pytest.mark.parametrize(
    ("kind", "day", "until", "is_break"),
    [
        ("source", "2024-03-01", None, True),
        ("copies", "2024-02-10", None, True),
        ("outage", "2024-02-10", "2024-02-12", True),
        # Both months lie behind it, or it says nothing of the number of contacts.
        ("source", "2024-02-01", None, False),
        ("encoder", "2024-03-01", None, False),
        ("event", "2024-03-01", None, False),
    ],
)
def test_contacts_counted_otherwise_are_not_compared(
    tmp_path: Path, kind: str, day: str, until: str | None, is_break: bool
) -> None:
    said = [Call("first", "2024-02-01", "t"), *calls(30, "2024-03-05", "t")]
    ends = f"'{until}'" if until else "null"
    marker = f"""
    insert into core.marker by name
    select 'm' as marker_id, '{day}'::date as marked_on, {ends}::date as until_on,
        '{kind}' as marker_kind, 'all' as scope, '数え方' as description, 'r' as run_id
    """
    found = facts_of(publish(tmp_path / "h", said, [Named("t", "遅れる")], more=marker))
    told = "応対は30件で、最も" if is_break else "応対は30件で、前月より29件多く、"
    assert found.sentences[0].text.startswith(told)
    assert headline(found, "contacts") == (None if is_break else 1, None)


def test_a_new_theme_is_told_with_its_first_day(tmp_path: Path) -> None:
    said = [*calls(6, "2024-02-05", "t-late"), *calls(5, "2024-03-09", "t-new", "赤がほしい")]
    themes = [Named("t-late", "遅れる"), Named("t-new", "新色がない", born_on="2024-03-31")]
    found = facts_of(publish(tmp_path / "h", said, themes))
    [new] = found.changes.new
    assert (new.theme_id, new.first_heard_on) == ("t-new", date(2024, 3, 9))
    assert "「新色がない」が5件" in found.sentences[1].text
    assert "t-new" in found.cards


def test_a_warning_of_an_unfinished_month_is_late_by_what_is_known(tmp_path: Path) -> None:
    home = full_home(tmp_path / "h")
    # One more night, in the middle of a month whose list still warns until the 12th.
    publish(home, calls(3, "2024-04-02", "t-bill"), until="2024-04-05")
    april = facts_of(home, date(2024, 4, 1))
    assert not april.is_complete
    assert [one.is_late for one in april.ahead.entries] == [False]
    assert "4月12日まで" in april.sentences[-1].text


def test_what_grows_for_a_year_is_told_while_it_goes_on(tmp_path: Path) -> None:
    counts = {"t-slow": (3, 6, 6), "t-summer": (3, 3, 40), "t-same": (3, 3, 3)}
    found = []
    for theme, (before, now, july) in counts.items():
        for month in [f"{2022 + n // 12}-{n % 12 + 1:02}" for n in range(3, 27)]:
            count = july if month == "2023-07" else now if month >= "2023-04" else before
            found += [
                Call(f"{theme}-{month}-{n}", f"{month}-{n % 27 + 1:02}", theme)
                for n in range(count)
            ]
    # Every March, for its own reason.
    for month, count in (("2023-03", 60), ("2024-02", 4), ("2024-03", 60)):
        found += [
            Call(f"t-march-{month}-{n}", f"{month}-{n % 27 + 1:02}", "t-march")
            for n in range(count)
        ]
    themes = [Named(one, one, born_on="2022-04-30") for one in (*counts, "t-march")]
    changes = facts_of(publish(tmp_path / "home", found, themes)).changes
    [slow] = changes.rising
    assert (slow.theme_id, slow.kind, slow.is_together) == ("t-slow", "year", False)
    assert (slow.size.value, slow.expected.value) == (72, 36)
    assert slow.size.key == "t-slow|2023-04/2024-03|year_before|count_contacts_alike"
    assert [one.theme_id for one in changes.usual] == ["t-march"]
    assert changes.fading == ()


def test_the_score_tells_what_one_year_and_two_foretold_apart(facts: Facts) -> None:
    assert [
        (one.known_from, one.count_hits.value, one.count_misses.value) for one in facts.ahead.scores
    ] == [("one_year", 1, 1), ("all", 1, 1)]


def test_the_unexplained_share_is_of_the_voices_that_were_compared(facts: Facts) -> None:
    chain = dict(facts.trust.chain)
    compared = chain["voices"].count - chain["set_aside"].count
    assert facts.trust.compared.value == compared
    assert facts.trust.share.value == pytest.approx(chain["unexplained"].count / compared)
    assert facts.trust.unexplained[-1] == facts.trust.share.value
