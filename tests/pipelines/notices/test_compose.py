"""Messages as they are read: Japanese, counts and names of themes, and nothing else by default."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from flows.data_files import config_folder
from pipelines.errors import InputError
from pipelines.notices.compose import (
    Failure,
    Problems,
    ReviewReady,
    alert_notice,
    failure_notice,
    problem_notice,
    review_notice,
    trial_message,
)
from pipelines.notices.notify_words import SAMPLES, parse_notify_words
from tests.pipelines.notices.raised import DAY, GRAVE, SPIKE, head, spike

SHIPPED = (config_folder() / "notify_words.toml").read_text("utf-8")


def test_alerts_say_what_rose_by_how_much_with_whom_and_where_to_look() -> None:
    notice = alert_notice(head("みどり通販"), "sodan", [GRAVE, SPIKE], {})

    assert notice.title == "【みどり通販】至急の声: 発火・火災 ほか1件"
    assert notice.body.splitlines() == [
        "お客様の声に、ふだんと違う動きがありました。",
        "",
        "■ 至急の声: 発火・火災",
        "11月21日に2件、お客様2人",
        "詳しく: voc sql \"from mart.fast_lane where received_on = '2026-11-21'\"",
        "",
        "■ 急な増加: 解約時の違約金(T0019)",
        "11月18日から11月21日までに34件(ふだんの見込み 12.1件の約2.8倍)、お客様29人",
        "目立つところ: シニア・Bプラン・電話",
        "詳しく: voc themes show T0019",
        "",
        "これまでのお知らせ: voc notify list",
        "",
        f"照合番号 {notice.notice_id}(同じ番号のお知らせは、同じものです)",
    ]
    assert (notice.event, notice.about_on) == ("alerts", DAY)


def test_one_alert_stands_alone_in_its_title_and_quotes_are_shown_when_given() -> None:
    quotes = {SPIKE.alert_id: ["[氏名1]ですが、違約金が高すぎます"]}
    notice = alert_notice(head(), "sodan", [SPIKE], quotes)

    assert notice.title == "【voc】急な増加: 解約時の違約金(T0019)"
    assert "「[氏名1]ですが、違約金が高すぎます」" in notice.body.splitlines()
    assert "「" not in alert_notice(head(), "sodan", [SPIKE], {}).body


def test_of_next_to_nothing_expected_no_multiple_is_told() -> None:
    for expected in (0.0, 0.03):
        rare = replace(SPIKE, expected=expected)
        assert (
            "11月18日から11月21日までに34件、お客様29人"
            in alert_notice(head(), "sodan", [rare], {}).body.splitlines()
        )


def test_the_same_message_has_the_same_key_and_another_target_another() -> None:
    first = alert_notice(head(), "a", [SPIKE, GRAVE], {})
    again = alert_notice(head(), "a", [GRAVE, SPIKE], {})
    keys = {alert_notice(head(), target, [SPIKE], {}).notice_id for target in ("a", "b")}

    assert first.notice_id == again.notice_id
    assert len(keys | {first.notice_id}) == 3


def test_problems_are_counted_by_kind_without_names_of_files() -> None:
    kinds = ("rows_rejected", "file_quarantined", "rows_rejected", "something_new")
    notice = problem_notice(head(), "ops", Problems("nightly-2026-11-21", DAY, kinds))

    assert notice.title == (
        "【voc】夜間処理は終わりました。確かめていただきたいことが4件あります(11月21日分)"
    )
    assert "・読めない行のあったファイル: 2件" in notice.body
    assert "・そのほか(something_new): 1件" in notice.body


def test_a_failure_says_where_it_stopped_and_a_crash_that_it_was_cut_off() -> None:
    failed = Failure("r", "nightly", DAY, "2026-11-22 02:11", room="声の切り出し", error="KeyError")
    told = failure_notice(head(), "ops", failed)
    crashed = Failure("r", "monthly review", DAY, "2026-12-01 07:03", is_cut_off=True)

    assert told.title == "【voc】夜間処理が止まりました"
    assert "2026-11-22 02:11、夜間処理が最後まで終わりませんでした。" in told.body
    assert "止まったところ: 声の切り出し(KeyError)" in told.body
    cut_off = failure_notice(head(), "ops", crashed)
    assert cut_off.title == "【voc】月次レビューの作成が止まりました"
    assert "電源断" in cut_off.body


def test_a_review_is_told_with_its_place_once_for_each_file_it_was_made_of() -> None:
    link = "https://intra.example.jp/voc/2026-10/review.html"
    ready = ReviewReady("nightly-20261101", date(2026, 11, 2), date(2026, 10, 1), link)
    notice = review_notice(head(), "yakuin", ready)

    assert notice.title == "【voc】2026年10月の月次レビューができました"
    assert link in notice.body.splitlines()
    later = ReviewReady("nightly-20261101", date(2026, 11, 9), date(2026, 10, 1), link)
    assert review_notice(head(), "yakuin", later).notice_id == notice.notice_id


def _lines(found: dict[str, Any], above: str = "") -> dict[str, str]:
    """Return every text of the words by its place."""
    flat: dict[str, str] = {}
    for key, value in found.items():
        place = f"{above}{key}"
        flat |= _lines(value, f"{place}.") if isinstance(value, dict) else {place: value}
    return flat


def test_every_text_is_given_all_that_it_may_hold() -> None:
    found = tomllib.loads(SHIPPED)
    assert set(SAMPLES) <= set(_lines(found))
    for place, sample in SAMPLES.items():
        *above, key = place.split(".")
        table = found[above[0]] if above else found
        table[key] = "".join(f"{{{name}}}" for name in sample)
    # A basic string of TOML reads as one of JSON; keys with a space are quoted the same way.
    made = parse_notify_words(_toml(_lines(found)))
    full = replace(head(), words=made)
    quotes = {SPIKE.alert_id: ["声"]}
    slow = replace(SPIKE, alert_kind="slow_rise", teams=("相談室",))
    assert alert_notice(full, "a", [slow, GRAVE, SPIKE], quotes).title.startswith("voc")
    assert alert_notice(full, "a", [SPIKE], {}).body
    assert problem_notice(full, "a", Problems("r", DAY, ("rows_rejected", "new"))).body
    failed = Failure("r", "nightly", DAY, "02:11", room="r", error="E", message="m")
    assert failure_notice(full, "a", failed).body
    assert review_notice(full, "a", ReviewReady("r", DAY, DAY, "/x")).body
    assert trial_message(full)[0] == "voc"


def _toml(lines: dict[str, str]) -> str:
    return "\n".join(
        ".".join(json.dumps(part) for part in place.split(".")) + f" = {json.dumps(text)}"
        for place, text in lines.items()
    )


def test_days_may_be_written_with_two_figures() -> None:
    words = parse_notify_words(SHIPPED.replace("{month}月{day}日", "{month:02d}/{day:02d}"))
    body = alert_notice(replace(head(), words=words), "a", [SPIKE], {}).body
    assert "11/18から11/21までに" in body


@pytest.mark.parametrize(
    ("before", "after", "setting"),
    [
        ("{sender}】{kind}: {what}\"", "{sneder}】\"", "alerts.title_one"),
        ("link = \"{link}\"", "link = \"{\"", "review.link"),
        ("約{ratio}倍)", "約{ratio:.1f}倍)", "alerts.rise"),
        ("約{ratio}倍)", "約{ratio!r}倍)", "alerts.rise"),
        ("約{ratio}倍)", "約{ratio[0]}倍)", "alerts.rise"),
        ("約{ratio}倍)", "約{ratio:{size}}倍)", "alerts.rise"),
        ("約{ratio}倍)", "約{}倍)", "alerts.rise"),
        ("intro = \"{at}、", "intro = \"{room}、", "failure.intro"),
        ("昨年の", "{when}昨年の", "alerts.seasonal"),
        ("電話\"", "電話}\"", "alerts.channels.call"),
        ("intro = \"お客様の声に", "intor = \"お客様の声に", "alerts.intro"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_filled_are_refused_with_their_place(
    before: str, after: str, setting: str
) -> None:
    assert before in SHIPPED
    with pytest.raises(InputError) as refused:
        parse_notify_words(SHIPPED.replace(before, after, 1))
    assert refused.value.values == {"file": "notify_words.toml", "setting": setting}


def test_a_slow_rise_goes_on_and_counts_no_customers() -> None:
    # Its size leaves the fullest weeks out, its customers do not.
    body = alert_notice(head(), "a", [replace(SPIKE, alert_kind="slow_rise")], {}).body
    assert "■ じわじわ増加: 解約時の違約金(T0019)" in body
    assert (
        "11月18日から11月21日までの間、ふだんの約2.8倍が続いています(34件、ふだんの見込み 12.1件)"
        in body.splitlines()
    )


def test_many_alerts_keep_their_order() -> None:
    body = alert_notice(head(), "a", [spike(3), spike(1)], {}).body
    assert body.index("T0003") < body.index("T0001")
