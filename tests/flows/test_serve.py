"""`voc serve`: its parts, and one real schedule with a failed night and a kill -9."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from flows.child import Child, pause_seconds
from flows.errors import Busy, SettingsError
from flows.home import Home, init_home
from flows.messages import LANGUAGES, catalogue
from flows.prefect_env import OWNER, SERVED, end_orphans, harden, served_environment
from flows.serve import check_cron, is_healthy, only_one, require_free, runner_command
from tests.flows.serving import Serving, quiet_environment, voc, wait_for

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_served_environment_is_local_quiet_and_without_telemetry(tmp_path: Path) -> None:
    served = served_environment({"PREFECT_API_URL": "https://elsewhere"}, tmp_path, 5123)

    api = "http://127.0.0.1:5123/api"
    assert served["PREFECT_API_URL"] == served["PREFECT_SERVER_UI_API_URL"] == api
    assert (served["PREFECT_SERVER_API_HOST"], served["PREFECT_SERVER_API_PORT"]) == (
        "127.0.0.1", "5123",
    )
    assert served["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert served["DO_NOT_TRACK"] == "1"
    assert served["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert served["PREFECT_LOGGING_TO_API_ENABLED"] == "false"
    assert served[OWNER] == str(os.getpid())


def test_hardening_keeps_what_is_set_and_goes_round_a_proxy(tmp_path: Path) -> None:
    environ = {"PREFECT_HOME": "/elsewhere", "NO_PROXY": "intra.example"}

    harden(environ, tmp_path)
    harden(environ, tmp_path)

    assert environ["PREFECT_HOME"] == "/elsewhere"
    assert environ["NO_PROXY"] == "intra.example,127.0.0.1"
    assert environ["no_proxy"] == "127.0.0.1"


def test_prefect_knows_every_setting_by_that_name(tmp_path: Path) -> None:
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings

    known = set(_get_settings_fields(Settings))
    given = {name for name in served_environment({}, tmp_path, 5123) if name.startswith("PREFECT_")}

    assert given <= known


def test_runner_is_given_home_and_schedule_as_they_are() -> None:
    command = runner_command(Path("/a home"), "0 2 * * *")

    assert command[1:] == ["-m", "flows.runner", "/a home", "0 2 * * *"]


def test_pauses_between_starts_grow_up_to_a_minute() -> None:
    assert [pause_seconds(deaths) for deaths in (1, 2, 3, 6, 7, 500)] == [1, 2, 4, 32, 60, 60]


@pytest.mark.parametrize("cron", ["0 2 * *", "every night", "61 * * * *", ""])
def test_schedule_that_is_no_cron_line_is_told(cron: str) -> None:
    with pytest.raises(SettingsError) as told:
        check_cron(cron)

    assert told.value.exit_code == 3
    assert all(cron in catalogue(one).text(told.value.key, told.value.values) for one in LANGUAGES)


def test_port_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError) as told:
            require_free(port)

    assert told.value.values == {"port": port}
    assert not is_healthy(port)
    require_free(port)


def test_second_serve_of_a_home_is_busy_while_a_night_may_run(tmp_path: Path) -> None:
    home, _ = init_home(tmp_path / "home")

    with only_one(home):
        with FileLock(home.lock, timeout=0):
            pass
        with pytest.raises(Busy), only_one(home):
            raise AssertionError("two at once")

    with only_one(home):
        pass


def _child(folder: Path, command: list[str]) -> Child:
    (folder / "logs").mkdir(exist_ok=True)
    return Child("test", command, dict(os.environ), folder)


def test_child_is_started_again_when_it_dies(tmp_path: Path) -> None:
    child = _child(tmp_path, SLEEP)
    child.tend()
    assert child.process is not None
    first = child.process.pid
    try:
        child.process.kill()
        child.process.wait()
        child.tend()
        assert child.process is None
        wait_for("second start", lambda: (child.tend(), child.is_alive)[1], 10)
        assert child.process.pid != first
        assert child.deaths == 1
    finally:
        child.end(10)
    assert child.process is None


def test_child_that_will_not_end_is_killed_with_all_below_it(tmp_path: Path) -> None:
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"print(subprocess.Popen({SLEEP!r}).pid, flush=True); time.sleep(600)"
    )
    child = _child(tmp_path, [sys.executable, "-c", stubborn])
    child.tend()
    below = int(wait_for("grandchild", lambda: child.output.read_text(), 20))

    child.end(0.2)

    assert child.process is None
    wait_for("end", lambda: not _is_running(below), 10)


def _is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux only")
def test_child_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    parent = subprocess.Popen(
        [
            sys.executable, "-c",
            "import os, time; from pathlib import Path; from flows.child import Child;"
            f"child = Child('test', {SLEEP!r}, dict(os.environ), Path({str(tmp_path)!r}));"
            "child.tend(); print(child.process.pid, flush=True); time.sleep(600)",
        ],
        stdout=subprocess.PIPE, text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _is_running(child)
        parent.kill()
    wait_for("end of the child", lambda: not _is_running(child), 10)


def test_leftovers_are_ended_and_what_has_an_owner_is_not(tmp_path: Path) -> None:
    ours = {"PREFECT_HOME": str(tmp_path), SERVED: "1"}
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    marks = {
        "left over": ours | {OWNER: str(gone.pid)},
        "owned": ours | {OWNER: str(os.getppid())},
        "another home's": ours | {OWNER: str(gone.pid), "PREFECT_HOME": "/elsewhere"},
        "unmarked": {"PREFECT_HOME": str(tmp_path), OWNER: str(gone.pid)},
    }
    started = {name: subprocess.Popen(SLEEP, env=mark) for name, mark in marks.items()}
    try:
        assert end_orphans({"PREFECT_HOME": str(tmp_path)}) == 1
        # No wait for it: all are gone when the function returns.
        assert [name for name, one in started.items() if one.poll() is None] == [
            "owned", "another home's", "unmarked",
        ]
    finally:
        for process in started.values():
            process.kill()
            process.wait()


# One real schedule. The words must never reach Prefect's files or any log.

WORDS = ("二重請求", "配送遅延", "ログイン不能")
NIGHT_SECONDS = 150.0


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """A home with three contacts in the inbox; nothing of it is left running afterwards."""
    home, _ = init_home(tmp_path / "home")
    rows = [f"A{n},2026-11-10 10:00,{word}で困っています。" for n, word in enumerate(WORDS)]
    _drop(home, "first.csv", rows)
    made = Serving(home.folder, quiet_environment(tmp_path / "prefect"))
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
def test_schedule_survives_bad_input_a_failed_night_and_kill_9(serving: Serving) -> None:
    serving.start()
    _two_nights(serving)
    _failed_night(serving)
    cut_off = _kill_during_a_night(serving)
    serving.start()
    _schedule_goes_on(serving, cut_off)
    _ends_in_order(serving)
    _holds_no_words(serving)


def _two_nights(serving: Serving) -> None:
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
    _drop(init_home(serving.home)[0], "second.csv", [f",2026-11-11 10:00,{WORDS[0]}。"])
    done = wait_for("second night", lambda: _scheduled(serving)[1:], NIGHT_SECONDS)
    assert "problems 1 (rows_rejected: 1)" in serving.state(done[0])[1]


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
        assert con.execute("select paused from deployment").fetchall() == [(0,)]
        assert con.execute("select active from deployment_schedule").fetchall() == [(1,)]
    con.close()


def _holds_no_words(serving: Serving) -> None:
    looked = [*Path(serving.environ["PREFECT_HOME"]).rglob("*"), *serving.home.glob("logs/*")]
    files = [path for path in looked if path.is_file()]
    assert {"prefect.db", "voc.log", "prefect-server.log"} <= {path.name for path in files}
    for word in WORDS:
        signs = (word.encode(), word.encode("unicode_escape"), word.encode("utf-16-le"))
        assert [path for path in files for sign in signs if sign in path.read_bytes()] == []


