"""`voc serve` as a whole: one real schedule, with bad input, a failed night and a kill -9.

What it tells people arrives at a receiver on this machine.
"""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from flows.home import Home, init_home
from flows.notify_desk import URLS_VARIABLE
from tests.flows.serving import Serving, quiet_environment, voc, wait_for
from tests.pipelines.notices.sinks import WebSink

# These words must never reach Prefect's files or any log; the address of the receiver neither.
WORDS = ("二重請求", "配送遅延", "ログイン不能")
SECRET = "TIiajkdnlazkcOXrIdevi7"
NIGHT_SECONDS = 150.0


@pytest.fixture
def serving(tmp_path: Path, web: WebSink) -> Iterator[Serving]:
    """A home with four contacts in the inbox; nothing of it is left running afterwards."""
    home, _ = init_home(tmp_path / "home")
    settings = home.folder / "voc.toml"
    text = settings.read_text("utf-8").replace("[notify]\n", "[notify]\nis_on = true\n")
    settings.write_text(text, "utf-8")
    rows = [f"A{n},2026-11-10 10:00,{word}で困っています。" for n, word in enumerate(WORDS)]
    # Of a month that is over: its review has been due since long.
    _drop(home, "first.csv", [f"A9,2026-10-05 10:00,{WORDS[0]}で困りました。", *rows])
    environ = quiet_environment(tmp_path / "prefect")
    address = f"ops = json://127.0.0.1:{web.port}/ops?+X-Token={SECRET}"
    made = Serving(home.folder, environ | {URLS_VARIABLE: address})
    yield made
    made.end_all()


def _drop(home: Home, name: str, rows: list[str]) -> None:
    path = home.folder / "inbox" / "table" / name
    path.write_text("\n".join(["contact_id,received_at,text", *rows]) + "\n", "utf-8")
    # Old enough not to be taken for a file that is still growing.
    os.utime(path, (1_700_000_000, 1_700_000_000))


def _scheduled(serving: Serving) -> list[str]:
    return [run["id"] for run in serving.runs("COMPLETED") if run["auto_scheduled"]]


@pytest.mark.heavy
def test_schedule_survives_bad_input_a_failed_night_and_kill_9(
    serving: Serving, web: WebSink
) -> None:
    serving.start()
    _first_night(serving)
    # The schedule is of minutes: what needs no second night of it is done while it is waited for.
    _missed_review(serving)
    _failed_night(serving)
    _second_night(serving)
    cut_off = _kill_during_a_night(serving)
    serving.start()
    _schedule_goes_on(serving, cut_off)
    _shows_what_was_done(serving)
    _ends_in_order(serving)
    _holds_no_words(serving)
    _told(web)


def _first_night(serving: Serving) -> None:
    found = serving.deployment()
    assert found["entrypoint"] == "flows.nightly.nightly"
    assert found["parameters"] == {"home": str(serving.home)}
    assert found["global_concurrency_limit"]["limit"] == 1
    assert found["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert [one["schedule"]["timezone"] for one in found["schedules"]] == ["Asia/Tokyo"]
    second = voc(serving.environ, "serve", "--home", str(serving.home))
    assert "at work" in second.communicate(timeout=60)[1]
    assert second.returncode == 4

    first = wait_for("first night", lambda: _scheduled(serving), NIGHT_SECONDS)[0]
    assert "problems 0" in serving.state(first)[1]
    assert (serving.home / "published.duckdb").exists()
    assert serving.outside() == set()


def _second_night(serving: Serving) -> None:
    _drop(init_home(serving.home)[0], "second.csv", [f",2026-11-11 10:00,{WORDS[0]}。"])
    sign = "problems 1 (rows_rejected: 1)"
    wait_for(
        "second night",
        lambda: [one for one in _scheduled(serving) if sign in serving.state(one)[1]],
        NIGHT_SECONDS,
    )


def _missed_review(serving: Serving) -> None:
    """Its day has passed: the first night that holds the month asks for it."""
    written = serving.home / "reports"
    wait_for("review", lambda: list(written.glob("*/review.html")), NIGHT_SECONDS)
    [monthly] = serving.ask(
        "/deployments/filter", {"deployments": {"name": {"any_": ["every-month"]}}}
    )
    assert monthly["entrypoint"] == "flows.monthly_review.monthly_review"
    asked = {
        "flow_runs": {
            "deployment_id": {"any_": [monthly["id"]]}, "state": {"type": {"any_": ["SCHEDULED"]}},
        },
        "sort": "EXPECTED_START_TIME_ASC",
    }  # fmt: skip
    coming = serving.ask("/flow_runs/filter", asked)
    # 07:00 in Japan.
    assert coming and {run["expected_start_time"][11:16] for run in coming} == {"22:00"}
    assert serving.log().count("room review done") == 1


def _shows_what_was_done(serving: Serving) -> None:
    found = serving.ask("/artifacts/filter", {"limit": 200})
    assert {"nightly-rooms", "nightly-problems", "monthly-review", "monthly-review-files"} <= {
        one["key"] for one in found
    }
    tables = [one["data"] for one in found if one["key"] == "nightly-problems"]
    assert any("rows_rejected" in table for table in tables)


def _told(web: WebSink) -> None:
    titles = [one["title"] for one in web.told("/ops")]
    for sign in (
        "確かめていただきたいことが1件",
        "月次レビューができました",
        "夜間処理が止まりました",
    ):
        assert sum(sign in title for title in titles) == 1


def _failed_night(serving: Serving) -> None:
    with FileLock(serving.home / ".running.lock", timeout=30):
        run = serving.start_night()
        wait_for("failed night", lambda: serving.state(run)[0] == "FAILED", 60)
    assert "Busy" in serving.state(run)[1]
    assert "scheduled night failed" in serving.log()


def _kill_during_a_night(serving: Serving) -> str:
    """Kill the supervisor alone: all others must follow by themselves."""
    run = serving.start_night()
    wait_for("night at work", lambda: serving.state(run)[0] in ("PENDING", "RUNNING"), 60)
    assert serving.process is not None
    serving.process.kill()
    serving.process.communicate()
    wait_for("end of all", lambda: not serving.processes(), 60)
    return run


def _schedule_goes_on(serving: Serving, cut_off: str) -> None:
    before = len(_scheduled(serving))
    wait_for("sweep", lambda: serving.state(cut_off)[0] == "CRASHED", 60)
    wait_for("night after", lambda: len(_scheduled(serving)) > before, NIGHT_SECONDS)
    assert len(serving.deployment()["schedules"]) == 1


def _ends_in_order(serving: Serving) -> None:
    assert serving.process is not None
    serving.process.terminate()
    serving.process.communicate(timeout=90)
    assert serving.process.returncode == 0
    assert serving.processes() == []
    database = Path(serving.environ["PREFECT_HOME"]) / "prefect.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as con:
        assert con.execute("select paused from deployment").fetchall() == [(0,)] * 3
        assert con.execute("select active from deployment_schedule").fetchall() == [(1,)] * 3
    con.close()


def _holds_no_words(serving: Serving) -> None:
    looked = [*Path(serving.environ["PREFECT_HOME"]).rglob("*"), *serving.home.glob("logs/*")]
    files = [path for path in looked if path.is_file()]
    assert {"prefect.db", "voc.log", "prefect-server.log"} <= {path.name for path in files}
    holders = [*files, *serving.home.glob("work.duckdb*")]
    assert [path for path in holders if SECRET.encode() in path.read_bytes()] == []
    for word in WORDS:
        signs = (word.encode(), word.encode("unicode_escape"), word.encode("utf-16-le"))
        assert [path for path in files for sign in signs if sign in path.read_bytes()] == []
