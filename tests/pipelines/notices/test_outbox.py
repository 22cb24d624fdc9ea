"""The outbox on a database: each message once, whatever breaks, and old ones passed over."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.night import Night
from pipelines.notices.notice import Notice, Outcome, Raised
from pipelines.notices.notify_settings import NotifySettings, TargetSettings
from pipelines.notices.outbox import Delivered, deliver
from pipelines.notices.prepare_room import NoticeDesk, prepare_notices
from tests.flows.conftest import ROOT
from tests.pipelines.notices.raised import GRAVE, SPIKE, head, spike, store
from tests.pipelines.notices.sinks import WebSink, web_sink
from tests.pipelines.room_night import NOW, close, night_of, work_database
from warehouse.connect import open_work
from warehouse.statements import Connection

# Japan's date of NOW.
TODAY = date(2024, 4, 1)
NEWEST_ON = TODAY - timedelta(days=7)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


class Targets:
    """Receivers in memory; those of `down` take nothing."""

    def __init__(self, *down: str) -> None:
        self.down, self.taken = set(down), list[tuple[str, str]]()

    def send(self, target: str, title: str, body: str) -> Outcome:
        if target in self.down:
            return Outcome("due", "unreachable")
        self.taken.append((target, title))
        return Outcome("delivered")


def prepare(con: Connection, *targets: str, **settings: object) -> Night:
    night = night_of(con, YESTERDAY)
    desk = NoticeDesk(NotifySettings.model_validate(settings), targets, head())
    prepare_notices(night, desk)
    close(night)
    return night


def send(con: Connection, targets: Targets) -> Delivered:
    return deliver(con, targets.send, NEWEST_ON, lambda: NOW)


def states(con: Connection) -> list[tuple[str, str, str | None]]:
    return con.sql("select target, state, reason from core.notice order by 1, 2").fetchall()


def new(*numbers: int) -> list[Raised]:
    return [spike(number, YESTERDAY) for number in numbers]


def test_each_alert_is_told_once_to_each_target(con: Connection) -> None:
    store(con, new(1, 2))
    prepare(con, "a", "b")
    targets = Targets()
    assert send(con, targets) == Delivered(delivered=2)
    title = "【voc】急な増加: 解約時の違約金(T0001) ほか1件"
    assert sorted(targets.taken) == [("a", title), ("b", title)]

    prepare(con, "a", "b")
    assert send(con, targets) == Delivered()
    assert len(targets.taken) == 2
    delivered = con.sql("select count(*) from core.notice where delivered_at is not null")
    assert delivered.fetchall() == [(2,)]


def test_years_loaded_at_once_send_only_what_is_new(con: Connection) -> None:
    first = YESTERDAY - timedelta(days=499)
    store(con, [spike(number, first + timedelta(days=number)) for number in range(500)])
    prepare(con, "a")

    targets = Targets()
    assert send(con, targets) == Delivered(delivered=1)
    assert targets.taken == [("a", "【voc】急な増加: 解約時の違約金(T0493) ほか6件")]
    counts = "select count_read, count_written, count_rejected from core.run_stage"
    assert con.sql(f"{counts} where stage = 'notices'").fetchall() == [(500, 7, 493)]
    reasons = "select reason, count_rows from core.run_stage_reason where stage = 'notices'"
    assert con.sql(reasons).fetchall() == [("too_old", 493)]


def test_many_alerts_make_several_messages_with_the_gravest_first(con: Connection) -> None:
    grave = Raised(**(GRAVE.__dict__ | {"raised_on": YESTERDAY, "since_on": YESTERDAY}))
    store(con, [*new(1, 2, 3, 4), grave])
    prepare(con, "a", alerts_per_message=2)
    targets = Targets()
    assert send(con, targets) == Delivered(delivered=3)
    assert "【voc】至急の声: 発火・火災 ほか1件" in [title for _, title in targets.taken]


def test_a_target_that_is_down_hides_no_other_and_gets_all_the_next_night(con: Connection) -> None:
    store(con, new(1, 2, 3))
    prepare(con, "a", "b", alerts_per_message=1)
    targets = Targets("a")
    assert send(con, targets) == Delivered(delivered=3, due=3)
    tries = "select sum(count_tries)::int from core.notice where target = 'a'"
    assert con.sql(tries).fetchall() == [(1,)]

    targets.down.clear()
    assert send(con, targets) == Delivered(delivered=3)
    assert sorted(target for target, _ in targets.taken) == ["a"] * 3 + ["b"] * 3


def test_what_stayed_due_for_too_long_is_passed_over(con: Connection) -> None:
    store(con, new(1))
    prepare(con, "a")
    assert send(con, Targets("a")) == Delivered(due=1)
    later = deliver(con, Targets().send, TODAY, lambda: NOW)
    assert later == Delivered(passed_over=1)
    assert states(con) == [("a", "passed_over", "unreachable")]


def test_a_target_is_told_the_kinds_that_it_asked_for(con: Connection) -> None:
    grave = Raised(**(GRAVE.__dict__ | {"raised_on": YESTERDAY, "since_on": YESTERDAY}))
    store(con, [*new(1), grave])
    asked = {
        "all": {"alert_kinds": ["spike", "fast_lane"]},
        "grave": {"alert_kinds": ["fast_lane"]},
        "ops": {"events": ["failure"]},
        "birth": {"alert_kinds": ["new_theme"]},
    }
    prepare(con, *asked, targets=asked)
    told = "select target, list(alert_id order by alert_id) from core.notice_alert group by 1"
    one = new(1)[0].alert_id
    assert dict(con.sql(told).fetchall()) == {
        "all": [one, grave.alert_id], "grave": [grave.alert_id],
    }  # fmt: skip
    assert TargetSettings().events == ("alerts", "problems", "failure", "review")


def test_quotes_are_masked_words_of_alerts_that_enough_customers_stand_behind(
    con: Connection,
) -> None:
    few = Raised(**(new(2)[0].__dict__ | {"count_customers": 4}))
    store(con, [*new(1), few])
    con.execute("update core.alert set voice_ids = ['v' || theme_id, 'v' || theme_id]")
    con.execute("create or replace view mart.voice as select 'v' || theme_id as voice_id, "
                "'[氏名1]の違約金' as text, false as is_copy from core.alert")  # fmt: skip
    prepare(con, "a", quotes=2)
    [(body,)] = con.sql("select body from core.notice").fetchall()
    assert body.count("「[氏名1]の違約金」") == 1
    assert body.index("T0001") < body.index("「[氏名1]") < body.index("T0002")


KILLED = """
import os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from pydantic import SecretStr
from pipelines.notices import outbox
from pipelines.notices.post import sender_to
from warehouse.connect import open_work
folder, port, moment = sys.argv[1:]
real = sender_to({"a": SecretStr(f"json://127.0.0.1:{port}/")})

def send(*message):
    if moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    real(*message)
    os.kill(os.getpid(), signal.SIGKILL)

now = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
with open_work(Path(folder) / "work.duckdb") as con:
    outbox.deliver(con, send, date(2024, 3, 25), lambda: now)
"""


@pytest.fixture
def web() -> Iterator[WebSink]:
    with web_sink() as sink:
        yield sink


@pytest.mark.heavy
@pytest.mark.parametrize(("moment", "arrived"), [("before", 0), ("after", 1)])
def test_killed_around_sending_nothing_is_ever_sent_twice(
    tmp_path: Path, web: WebSink, moment: str, arrived: int
) -> None:
    with work_database(tmp_path) as con:
        store(con, new(1))
        prepare(con, "a")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(web.port), moment],
        cwd=ROOT, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert len(web.posted) == arrived

    targets = Targets()
    with open_work(tmp_path / "work.duckdb") as con:
        assert send(con, targets) == Delivered(unsure=1)
        assert send(con, targets) == Delivered()
        assert states(con) == [("a", "unsure", "cut_off")]
    assert targets.taken == [] and len(web.posted) == arrived


def test_an_answer_that_never_came_is_not_asked_for_again(con: Connection) -> None:
    store(con, new(1))
    prepare(con, "a")
    asked: list[str] = []

    def mute(target: str, title: str, body: str) -> Outcome:
        asked.append(title)
        return Outcome("unsure", "no_answer")

    assert deliver(con, mute, NEWEST_ON, lambda: NOW) == Delivered(unsure=1)
    assert deliver(con, mute, NEWEST_ON, lambda: NOW) == Delivered()
    assert len(asked) == 1


def test_the_key_of_a_message_is_what_the_outbox_knows_it_by(con: Connection) -> None:
    store(con, [Raised(**(SPIKE.__dict__ | {"raised_on": YESTERDAY, "since_on": YESTERDAY}))])
    prepare(con, "a")
    [row] = con.sql(
        "select notice_id, target, event, about_on, title, body from core.notice"
    ).fetchall()
    notice = Notice(*row)
    assert f"照合番号 {notice.notice_id}(" in notice.body
