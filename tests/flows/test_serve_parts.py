"""The parts of `voc serve`; the real schedule is in test_serve.py."""

import os
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from flows.child import Child, pause_seconds
from flows.errors import Busy, RoomFailed, SettingsError
from flows.home import init_home
from flows.messages import LANGUAGES, catalogue
from flows.nightly import summary
from flows.prefect_env import OWNER, SERVED, end_orphans, harden, served_environment
from flows.serve import check_cron, is_healthy, only_one, require_free, runner_command
from flows.served import served_night
from pipelines.night import Problem
from tests.flows.serving import wait_for

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_served_environment_is_local_quiet_and_without_telemetry(tmp_path: Path) -> None:
    served = served_environment({"PREFECT_API_URL": "https://elsewhere"}, tmp_path, 5123)

    api = "http://127.0.0.1:5123/api"
    assert served["PREFECT_API_URL"] == served["PREFECT_SERVER_UI_API_URL"] == api
    assert (served["PREFECT_SERVER_API_HOST"], served["PREFECT_SERVER_API_PORT"]) == (
        "127.0.0.1",
        "5123",
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
            sys.executable,
            "-c",
            "import os, time; from pathlib import Path; from flows.child import Child;"
            f"child = Child('test', {SLEEP!r}, dict(os.environ), Path({str(tmp_path)!r}));"
            "child.tend(); print(child.process.pid, flush=True); time.sleep(600)",
        ],
        stdout=subprocess.PIPE,
        text=True,
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
        "nobody's": ours,
    }
    started = {name: subprocess.Popen(SLEEP, env=mark) for name, mark in marks.items()}
    try:
        assert end_orphans({"PREFECT_HOME": str(tmp_path)}) == 1
        # No wait for it: all are gone when the function returns.
        assert [name for name, one in started.items() if one.poll() is None] == [
            "owned",
            "another home's",
            "unmarked",
            "nobody's",
        ]
    finally:
        for process in started.values():
            process.kill()
            process.wait()


def test_a_night_tells_prefect_which_days_and_how_many_problems() -> None:
    days = [date(2026, 11, 20), date(2026, 11, 21)]
    problems = [Problem("rows_rejected", {}), Problem("file_empty", {}), Problem("file_empty", {})]

    assert summary(days, []) == "2026-11-20 - 2026-11-21, problems 0"
    assert summary(days[:1], problems) == (
        "2026-11-20 - 2026-11-20, problems 3 (file_empty: 2, rows_rejected: 1)"
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [(Busy("busy", home="H"), "H"), (RoomFailed("mask", KeyError("秘密"), ["line 7"]), "line 7")],
)
def test_a_scheduled_night_notes_its_error_without_its_words(
    tmp_path: Path, error: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Following would tie the test run itself to its parent.
    followed: list[int] = []
    monkeypatch.setattr("flows.served.follow", followed.append)
    environ = {SERVED: "1", OWNER: "4711"}

    with pytest.raises(type(error)), served_night(tmp_path, environ):
        raise error

    noted = (tmp_path / "logs" / "voc.log").read_text("utf-8")
    assert "scheduled night failed" in noted and told in noted
    assert followed == [4711]
    assert "秘密" not in noted and "night done" not in noted


def test_a_night_from_a_shell_is_left_as_it_is(tmp_path: Path) -> None:
    with served_night(tmp_path, {}):
        pass

    assert list(tmp_path.iterdir()) == []
