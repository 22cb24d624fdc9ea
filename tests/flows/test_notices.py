"""Notices of a home: off by default, told once, secrets nowhere, and no mistake stops a night."""

import os
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelled, Crashed

from flows.artifacts import problem_table, room_table, show_run
from flows.cli import main
from flows.crash_told import tell_crash, tell_cut_off
from flows.errors import Busy, RoomFailed, SettingsError
from flows.home import Home, init_home, open_home
from flows.messages import catalogue
from flows.night_walk import NIGHTLY, locked, now, today
from flows.nightly import nightly
from flows.notices import failure_told, problems_told
from flows.notify_desk import URLS_VARIABLE, look_at_targets, prepare, read_urls
from flows.prefect_env import OWNER, SERVED
from flows.status import look
from pipelines.errors import InputError
from pipelines.night import Night, Problem
from tests.pipelines.notices.raised import spike, store
from tests.pipelines.notices.sinks import WebSink
from warehouse.ledger import open_run

SECRET = "TIiajkdnlazkcOXrIdevi7"
YESTERDAY = today() - timedelta(days=1)
BAD_ROWS = [Problem("rows_rejected", {"file": "山田様.csv", "count": 2, "source": "table"})]


@pytest.fixture
def home(tmp_path: Path, web: WebSink) -> Home:
    """A home that tells two targets, one of them of alerts only."""
    made, _ = init_home(tmp_path / "home")
    switch_on(made, '[notify.targets.cs]\nevents = ["alerts"]\n')
    urls = [
        f"{name} = json://127.0.0.1:{web.port}/{name}?+X-Token={SECRET}" for name in ("ops", "cs")
    ]
    write_urls(made, "\n".join(urls))
    return open_home(made.folder)


def switch_on(home: Home, more: str = "") -> None:
    path = home.folder / "voc.toml"
    text = path.read_text("utf-8").replace("[notify]\n", "[notify]\nis_on = true\n")
    path.write_text(f"{text}\n{more}", "utf-8")


def write_urls(home: Home, text: str) -> None:
    path = home.folder / "notify.urls"
    path.write_text(text, "utf-8")
    path.chmod(0o600)


def titles(web: WebSink, target: str) -> list[str]:
    return [one["title"] for one in web.told(f"/{target}")]


def told_night(home: Home, day: date = YESTERDAY) -> list[Problem]:
    """Do what a night does about notices."""
    with locked(home):
        with home.open_work() as con:
            night = Night(con, open_run(con, NIGHTLY, day, now(), "{}"), now())
            prepare(night, home, os.environ)
        return night.problems + problems_told(home, NIGHTLY, day, night.problems)


def test_off_by_default_nothing_is_asked_or_written(tmp_path: Path) -> None:
    home, _ = init_home(tmp_path / "home")
    with home.open_work() as con:
        store(con, [spike(1, YESTERDAY)])
    assert told_night(home) == []
    with home.open_work() as con:
        assert con.sql("select count(*) from core.notice_alert").fetchall() == [(0,)]


def test_alerts_go_to_all_and_problems_to_those_who_asked(home: Home, web: WebSink) -> None:
    with home.open_work() as con:
        store(con, [spike(1, YESTERDAY)])
    assert told_night(home) == []
    with locked(home):
        assert problems_told(home, NIGHTLY, YESTERDAY, BAD_ROWS) == []
        assert problems_told(home, NIGHTLY, YESTERDAY, BAD_ROWS) == []

    alert = "【voc】急な増加: 解約時の違約金(T0001)"
    assert titles(web, "cs") == [alert]
    first, second = titles(web, "ops")
    assert first == alert
    assert "確かめていただきたいことが1件あります" in second
    assert "山田" not in str(web.posted[-1][1].decode("unicode_escape"))


def test_the_environment_comes_before_the_file(home: Home) -> None:
    given = {URLS_VARIABLE: "other = json://h\n"}
    assert list(read_urls(home, given)) == ["other"]
    assert list(read_urls(home, {})) == ["ops", "cs"]


@pytest.mark.parametrize(
    ("text", "key"),
    [(None, "notify_urls_missing"), ("no name", "notify_urls_line"),
     ("ops = json://127.0.0.1:PORT/", "notify_target_without_url")],
)  # fmt: skip
def test_a_mistake_in_the_targets_is_told_and_stops_no_night(
    home: Home, web: WebSink, text: str | None, key: str
) -> None:
    path = home.folder / "notify.urls"
    path.unlink()
    if text is not None:
        write_urls(home, text.replace("PORT", str(web.port)))
    assert [problem.key for problem in told_night(home)] == [key]


def test_a_target_that_is_down_is_told_and_gets_it_the_next_night(home: Home, web: WebSink) -> None:
    with home.open_work() as con:
        store(con, [spike(1, YESTERDAY)])
    web.status = 503
    assert told_night(home) == [Problem("notices_not_delivered", {"count": 2})]
    web.status, web.posted = 200, []
    assert told_night(home, today()) == []
    assert len(titles(web, "ops")) == len(titles(web, "cs")) == 1


def test_a_failed_room_is_told_without_the_words_of_its_error(home: Home, web: WebSink) -> None:
    with pytest.raises(RoomFailed), failure_told(home, NIGHTLY, os.environ), locked(home):
        raise RoomFailed("mask", KeyError("秘密の言葉"), [])

    [told] = web.told("/ops")
    assert told["title"] == "【voc】夜間処理が止まりました"
    assert "個人情報の伏せ字(KeyError)" in told["message"]
    assert "秘密" not in told["message"] and titles(web, "cs") == []


def test_a_mistake_of_a_user_is_told_in_words_and_a_busy_home_is_none(
    home: Home, web: WebSink
) -> None:
    for error in (Busy("busy", home="h"), SettingsError("home_missing", home="/srv/h")):
        with pytest.raises(type(error)), failure_told(home, "rediscover", os.environ):
            raise error
    [told] = web.told("/ops")
    assert told["title"] == "【voc】テーマの見直しが止まりました"
    assert catalogue("ja").text("home_missing", {"home": "/srv/h"}) in told["message"]


def test_a_failure_is_told_where_the_database_is_what_broke(home: Home, web: WebSink) -> None:
    home.work.write_bytes(b"no database")
    with pytest.raises(InputError), failure_told(home, NIGHTLY, os.environ):
        raise InputError("rules_not_toml", file="x.toml")
    assert titles(web, "ops") == ["【voc】夜間処理が止まりました"]


def test_a_failure_is_told_though_the_words_of_the_home_are_broken(
    home: Home, web: WebSink
) -> None:
    (home.folder / "rules" / "notify_words.toml").write_text("day = ", "utf-8")
    with pytest.raises(RoomFailed), failure_told(home, NIGHTLY, os.environ):
        raise RoomFailed("mask", KeyError(), [])
    assert titles(web, "ops") == ["【voc】夜間処理が止まりました"]
    assert [problem.key for problem in told_night(home)] == ["rules_not_toml"]


@pytest.mark.parametrize("broken", ["_why", "_queue", "_send_past_outbox", "send_notices"])
def test_what_goes_wrong_with_telling_never_hides_the_first_error(
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("秘密の言葉")

    monkeypatch.setattr(f"flows.notices.{broken}", breaks)
    if broken == "_send_past_outbox":
        monkeypatch.setattr("flows.notices._queue", breaks)
    with pytest.raises(RoomFailed) as first, failure_told(home, NIGHTLY, os.environ):
        raise RoomFailed("mask", KeyError(), [])
    assert first.value.room == "mask"
    assert "ZeroDivisionError" in caplog.text and "秘密" not in caplog.text


def test_a_run_that_was_cut_off_is_told_once(home: Home, web: WebSink) -> None:
    for _ in range(2):
        tell_cut_off(home.folder, "monthly review", "run-1")
    [told] = web.told("/ops")
    assert told["title"] == "【voc】月次レビューの作成が止まりました"
    assert "電源断" in told["message"]


@pytest.mark.parametrize(
    ("is_runner", "has_crashed", "count"), [(True, True, 1), (False, True, 0), (True, False, 0)]
)
def test_the_runner_tells_of_a_night_whose_process_died(
    home: Home,
    web: WebSink,
    monkeypatch: pytest.MonkeyPatch,
    is_runner: bool,
    has_crashed: bool,
    count: int,
) -> None:
    monkeypatch.setenv(SERVED, "1")
    monkeypatch.setenv(OWNER, str(os.getpid()) if is_runner else "1")
    run = FlowRun(id=uuid4(), flow_id=uuid4(), parameters={"home": str(home.folder)})
    tell_crash(nightly, run, Crashed() if has_crashed else Cancelled())
    assert titles(web, "ops") == ["【voc】夜間処理が止まりました"] * count


def test_no_file_but_their_own_holds_the_addresses(
    home: Home, web: WebSink, capfd: pytest.CaptureFixture[str]
) -> None:
    with home.open_work() as con:
        store(con, [spike(1, YESTERDAY)])
    web.status = 500
    told_night(home)
    assert main(["notify", "test", "--home", str(home.folder)]) == 3
    assert main(["notify", "list", "--home", str(home.folder)]) == 0
    assert main(["doctor", "--home", str(home.folder)]) in (0, 3)
    holders = [
        path.name
        for path in home.folder.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    out, err = capfd.readouterr()
    assert holders == ["notify.urls"]
    assert SECRET not in out + err


def test_the_test_says_what_arrived(
    home: Home, web: WebSink, capsys: pytest.CaptureFixture[str]
) -> None:
    write_urls(home, f"ops = json://127.0.0.1:{web.port}/ops\ncs = json://127.0.0.1:1/\n")
    assert main(["notify", "test", "--home", str(home.folder)]) == 3
    unreachable = catalogue("ja").text("notify_reason_unreachable")
    assert capsys.readouterr().out.splitlines() == [
        "ops(JSON): 受け付けられました",
        f"cs(JSON): 届きませんでした: {unreachable}",
    ]
    assert main(["notify", "test", "--target", "ops", "--home", str(home.folder)]) == 0
    assert titles(web, "ops") == ["【voc】お知らせの試験です"] * 2
    assert main(["notify", "test", "--target", "opps", "--home", str(home.folder)]) == 3
    assert "opps" in capsys.readouterr().err


def test_the_list_says_what_was_delivered_failed_and_passed_over(
    home: Home, web: WebSink, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["notify", "list", "--home", str(home.folder)]) == 0
    assert capsys.readouterr().out == catalogue("ja").text("notify_nothing") + "\n"
    with home.open_work() as con:
        store(con, [spike(1, YESTERDAY), spike(2, YESTERDAY - timedelta(days=30))])
    write_urls(home, f"ops = json://127.0.0.1:{web.port}/ops\ncs = json://127.0.0.1:1/\n")
    told_night(home)
    assert main(["notify", "list", "--home", str(home.folder)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split() == ["日時", "結果", "宛先", "種類", "番号", "件名"]
    assert sum("受け付けられました" in line for line in shown) == 1
    assert sum("送れていません(次に送ります): 相手につながりません" in line for line in shown) == 1
    assert shown[-1] == (
        "届いた 1 通、送れていない 1 通、届いたか分からない 0 通、見送り 0 通。"
        "古いため見送った増え方の知らせ 2 件。"
    )


def test_doctor_refuses_addresses_that_others_can_read(home: Home) -> None:
    assert list(look_at_targets(home, {})) == ["ops", "cs"]
    (home.folder / "notify.urls").chmod(0o644)
    with pytest.raises(SettingsError) as refused:
        look_at_targets(home, {})
    assert refused.value.key == "notify_urls_open"


def test_what_prefect_is_shown_are_counts_in_the_order_of_the_rooms(home: Home) -> None:
    found = [("publish", "table", 30, 30, 0, 0, 1.5), ("ingest", "row", 12, 10, 2, 0, 0.5)]
    assert room_table(found) == [
        {"処理": "取り込み", "単位": "行", "読んだ件数": 12, "書いた件数": 10, "除いた件数": 2,
         "前からある件数": 0, "秒": 0.5},
        {"処理": "公開ファイルの作成", "単位": "表", "読んだ件数": 30, "書いた件数": 30,
         "除いた件数": 0, "前からある件数": 0, "秒": 1.5},
    ]  # fmt: skip
    assert problem_table(BAD_ROWS * 2) == [{"種類": "rows_rejected", "件数": 2}]
    # Outside of Prefect nothing is shown and nothing fails.
    show_run(home, NIGHTLY, (YESTERDAY, YESTERDAY), BAD_ROWS)
    assert look(home).last_run is None
