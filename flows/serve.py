"""`voc serve`: a Prefect server of this machine, kept alive, with the nightly schedule."""

import logging
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from flows.child import Child
from flows.errors import Busy, SettingsError
from flows.home import Home
from flows.prefect_env import LOCAL, api_url, end_orphans, served_environment
from flows.served import join_log

START_SECONDS = 120
LOOK_SECONDS = 0.5
RUNNER_PATIENCE_SECONDS = 45.0
SERVER_PATIENCE_SECONDS = 15.0

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

log = logging.getLogger("voc")


def serve(home: Home, cron: str, port: int, ready: Callable[[], None]) -> None:
    """Keep server and schedule alive until SIGTERM, SIGINT or SIGHUP; calls `ready` once they are.

    Expects os.environ hardened. Raises Busy when this home is served already, SettingsError
    when the schedule or the port cannot be used or the server does not start.
    """
    check_cron(cron)
    with only_one(home), _stop_orders() as is_stopping:
        join_log(home.folder)
        ended = end_orphans(os.environ)
        require_free(port)
        log.info("serve begins pid=%d port=%d leftovers=%d", os.getpid(), port, ended)
        _keep(home, cron, port, ready, is_stopping)
    log.info("serve ended")


def server_command() -> list[str]:
    """Return the command line of the Prefect server; the rest stands in its environment."""
    return [sys.executable, "-m", "prefect", "server", "start"]


def runner_command(home: Path, cron: str) -> list[str]:
    """Return the command line of the process that waits for the schedule."""
    return [sys.executable, "-m", "flows.runner", str(home), cron]


def check_cron(cron: str) -> None:
    """Raise SettingsError when Prefect would not take the schedule."""
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValidationError:
        raise SettingsError("cron_unreadable", cron=cron) from None


def require_free(port: int) -> None:
    """Raise SettingsError when another program holds the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does; without it, a port closed a moment ago seems taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCAL, port))
        except OSError:
            raise SettingsError("port_taken", port=port) from None


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """Hold the lock of serving, which is not the night's; raises Busy when it is held."""
    lock = FileLock(home.folder / ".serving.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Busy("busy_serving", home=home.folder) from None
    try:
        yield
    finally:
        lock.release()


def is_healthy(port: int) -> bool:
    """Ask the server whether it answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{api_url(port)}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _keep(
    home: Home, cron: str, port: int, ready: Callable[[], None], is_stopping: Callable[[], bool]
) -> None:
    environ = served_environment(os.environ, home.folder, port)
    server = Child("server", server_command(), environ, home.folder)
    runner = Child("runner", runner_command(home.folder, cron), environ, home.folder)
    try:
        _first_start(server, port, is_stopping)
        log.info("serve ready port=%d cron=%s", port, cron)
        ready()
        while not is_stopping():
            server.tend()
            if runner.is_alive or is_healthy(port):
                runner.tend()
            time.sleep(LOOK_SECONDS)
    finally:
        # The runner first: it tells the server what becomes of a night at work.
        runner.end(RUNNER_PATIENCE_SECONDS)
        server.end(SERVER_PATIENCE_SECONDS)


def _first_start(server: Child, port: int, is_stopping: Callable[[], bool]) -> None:
    """Start the server; what fails now fails for ever, so it is told instead of tried again."""
    server.tend()
    until = time.monotonic() + START_SECONDS
    while not is_stopping() and not is_healthy(port):
        if not server.is_alive or time.monotonic() > until:
            raise SettingsError("server_not_started", file=server.output)
        time.sleep(LOOK_SECONDS)


@contextmanager
def _stop_orders() -> Iterator[Callable[[], bool]]:
    orders: list[int] = []

    def note(number: int, _: object) -> None:
        # An Event could deadlock here, when its own lock is held.
        orders.append(number)

    former = {number: signal.signal(number, note) for number in STOP_SIGNALS}
    try:
        yield lambda: bool(orders)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
