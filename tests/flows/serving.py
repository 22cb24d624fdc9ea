"""A real `voc serve` for tests: started, asked through its API, killed, and cleaned up after."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

import psutil

LOOK_SECONDS = 0.1
BUSY_SECONDS = 60.0
Found = TypeVar("Found")


def free_port() -> int:
    """Return a port that no program holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, look: Callable[[], Found | None], seconds: float) -> Found:
    """Look again and again until something is found; fails when time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(LOOK_SECONDS)
    raise AssertionError(f"no {what} within {seconds:.0f} seconds")


def voc(environ: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start a `voc` command."""
    return subprocess.Popen(
        [sys.executable, "-c", "from flows.cli import command; command()", *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Serving:
    """One home with its `voc serve` on a free port."""

    def __init__(self, home: Path, environ: dict[str, str]) -> None:
        self.home = home
        self.port = free_port()
        self.environ = environ
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        self.process = voc(
            self.environ,
            "serve",
            "--home",
            str(self.home),
            "--cron",
            "* * * * *",
            "--port",
            str(self.port),
        )
        before = self.log().count("serve ready")
        wait_for("server", lambda: self.log().count("serve ready") > before, 120)

    def log(self) -> str:
        """Return the log of the home."""
        path = self.home / "logs" / "voc.log"
        return path.read_text("utf-8") if path.exists() else ""

    def ask(self, path: str, question: dict[str, Any]) -> Any:
        """Return the answer of Prefect's API, asked again while its database is busy (503)."""
        return wait_for("answer", lambda: self._try_to_ask(path, question), BUSY_SECONDS)[0]

    def _try_to_ask(self, path: str, question: dict[str, Any]) -> list[Any] | None:
        """Ask once; None when the server asks to come back later, as Prefect's own client does."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}",
            data=json.dumps(question).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return [json.load(answer)]
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
            return None

    def deployment(self) -> dict[str, Any]:
        """Return the deployment of the nights, once the runner has registered it."""
        nights = {"deployments": {"name": {"any_": ["every-night"]}}}
        [found] = wait_for("deployment", lambda: self.ask("/deployments/filter", nights), 60)
        return dict(found)

    def runs(self, state: str) -> list[dict[str, Any]]:
        """Return the flow runs in a state, oldest first."""
        found = self.ask("/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
        # The weekly rediscovery has runs of its own.
        ours = (None, self.deployment()["id"])
        return [run for run in found if run["state_type"] == state and run["deployment_id"] in ours]

    def start_night(self) -> str:
        """Ask for a night at once, as a person does on the pages; returns its id."""
        made = self.ask(f"/deployments/{self.deployment()['id']}/create_flow_run", {})
        return str(made["id"])

    def state(self, run_id: str) -> tuple[str, str]:
        """Return the state of a run and its message."""
        found = self.ask("/flow_runs/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
        return found[0]["state_type"], found[0]["state"]["message"] or ""

    def processes(self) -> list[psutil.Process]:
        """Return every living process that was given this home's Prefect folder."""
        return [one for one in psutil.process_iter() if self._is_ours(one)]

    def outside(self) -> set[str]:
        """Return the addresses beyond this machine that its processes are connected to now."""
        found = (one for process in self.processes() for one in process.net_connections("inet"))
        return {one.raddr.ip for one in found if one.raddr} - {"127.0.0.1"}

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return (
                process.environ().get("PREFECT_HOME") == self.environ["PREFECT_HOME"]
                and process.status() != psutil.STATUS_ZOMBIE
            )
        except psutil.Error:
            return False

    def end_all(self) -> None:
        """Leave nothing behind, whatever the test did."""
        for process in self.processes():
            process.kill()
        if self.process is not None:
            self.process.communicate()


def quiet_environment(prefect_home: Path) -> dict[str, str]:
    """Return this process's environment without anything of Prefect's but a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    return kept | {
        "PREFECT_HOME": str(prefect_home),
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "OMP_NUM_THREADS": "1",
        "VOC_LANG": "en",
    }
