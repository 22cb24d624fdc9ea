"""Prefect's settings, set before it is imported: quiet, local, patient, and without telemetry."""

import os
from collections.abc import MutableMapping
from pathlib import Path

import psutil

# Reasons stand in docs/prefect.md; every one of these was paid for with a failed night.
HARDENED = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
    # Prefect prints tracebacks with the words of an error; our own log tells what failed.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
    "HF_HUB_OFFLINE": "1",
}


# Written into the environment of everything a run starts, so that leftovers can be told apart.
OWNER = "VOC_RUN_PROCESS"


def harden(environ: MutableMapping[str, str], home: Path) -> None:
    """Set what is not set; Prefect's own files go into the home unless PREFECT_HOME says where."""
    for name, value in HARDENED.items():
        environ.setdefault(name, value)
    environ.setdefault("PREFECT_HOME", str(home.resolve() / "prefect"))


def end_orphans(environ: MutableMapping[str, str]) -> int:
    """End temporary Prefect servers of this home whose run was killed; returns how many.

    Touches only processes that carry the mark of a temporary server, this home's PREFECT_HOME
    and the number of a run's process that is gone.
    """
    ended = 0
    for process in psutil.process_iter():
        try:
            if _is_orphan(process, environ["PREFECT_HOME"]):
                process.terminate()
                ended += 1
        except psutil.Error:
            continue
    environ[OWNER] = str(os.getpid())
    return ended


def _is_orphan(process: psutil.Process, prefect_home: str) -> bool:
    theirs = process.environ()
    if not theirs.get("PREFECT__SERVER_EPHEMERAL") or theirs.get("PREFECT_HOME") != prefect_home:
        return False
    owner = int(theirs.get(OWNER) or 0)
    if owner == os.getpid() or not psutil.pid_exists(owner):
        return True
    # The number may have been given to another process since.
    return psutil.Process(owner).create_time() > process.create_time()
