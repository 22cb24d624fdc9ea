"""Prefect's settings, set before it is imported: quiet, local, patient, and without telemetry."""

import contextlib
import os
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path

import psutil

# Reasons stand in docs/prefect.md; every one of these was paid for with a failed night.
HARDENED = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
    # Prefect prints tracebacks with the words of an error; our own log tells what failed.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
    "HF_HUB_OFFLINE": "1",
}

LOCAL = "127.0.0.1"

# Written into the environment of everything a run starts, so that leftovers can be told apart.
OWNER = "VOC_RUN_PROCESS"
# Written into the environment of everything that `voc serve` starts.
SERVED = "VOC_SERVED"
LEFTOVER_SIGNS = ("PREFECT__SERVER_EPHEMERAL", SERVED)
SECONDS_TO_END = 10


def harden(environ: MutableMapping[str, str], home: Path) -> None:
    """Set what is not set; Prefect's own files go into the home unless PREFECT_HOME says where."""
    for name, value in HARDENED.items():
        environ.setdefault(name, value)
    environ.setdefault("PREFECT_HOME", str(home.resolve() / "prefect"))
    # A company's proxy cannot reach this machine's own server.
    for name in ("NO_PROXY", "no_proxy"):
        known = [host for host in environ.get(name, "").split(",") if host]
        environ[name] = ",".join(known if LOCAL in known else [*known, LOCAL])


def api_url(port: int) -> str:
    """Return the address of the API of this machine's server."""
    return f"http://{LOCAL}:{port}/api"


def served_environment(environ: Mapping[str, str], home: Path, port: int) -> dict[str, str]:
    """Return the environment of everything that `voc serve` starts: server, runner and nights."""
    served = dict(environ)
    harden(served, home)
    return served | {
        "PREFECT_API_URL": api_url(port),
        "PREFECT_SERVER_API_HOST": LOCAL,
        "PREFECT_SERVER_API_PORT": str(port),
        # With the port alone, the pages would still call 4200.
        "PREFECT_SERVER_UI_API_URL": api_url(port),
        # A folder named flows where `voc serve` was started must not hide our package.
        "PYTHONSAFEPATH": "1",
        SERVED: "1",
        OWNER: str(os.getpid()),
    }


def end_orphans(environ: MutableMapping[str, str]) -> int:
    """End what killed runs and a killed `voc serve` of this home left behind; returns how many.

    Touches only processes that carry the mark of a temporary server or of `voc serve`, this
    home's PREFECT_HOME and the number of an owner's process that is gone. Waits until they
    are gone, since they hold Prefect's database, the port and perhaps the lock of the home.
    """
    orphans = [process for process in psutil.process_iter() if _is_orphan(process, environ)]
    for process in orphans:
        _send(process.terminate)
    for process in psutil.wait_procs(orphans, timeout=SECONDS_TO_END)[1]:
        _send(process.kill)
    environ[OWNER] = str(os.getpid())
    return len(orphans)


def _send(order: Callable[[], None]) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        order()


def _is_orphan(process: psutil.Process, environ: Mapping[str, str]) -> bool:
    try:
        theirs = process.environ()
        is_ours = theirs.get("PREFECT_HOME") == environ["PREFECT_HOME"]
        if not is_ours or not any(theirs.get(sign) for sign in LEFTOVER_SIGNS):
            return False
        # Without an owner it is somebody else's server in the same PREFECT_HOME.
        owner = theirs.get(OWNER, "")
        is_marked = owner.isdecimal() and process.pid != os.getpid()
        return is_marked and _is_gone(int(owner), process)
    except psutil.Error:
        # Gone meanwhile, or another user's.
        return False


def _is_gone(owner: int, process: psutil.Process) -> bool:
    if not psutil.pid_exists(owner):
        return True
    # The number may have been given to another process since.
    return psutil.Process(owner).create_time() > process.create_time()
