"""What a process started by `voc serve` does first: follow its parent, and join the home's log."""

import ctypes
import logging
import logging.handlers
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flows.cli_options import start_log
from flows.errors import USER_ERRORS, RoomFailed
from flows.messages import catalogue
from flows.prefect_env import OWNER, SERVED

PR_SET_PDEATHSIG = 1
# Loaded here, since loading between fork and exec is not safe.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

log = logging.getLogger("voc")


def follow(parent: int) -> None:
    """Die when the process numbered `parent` dies, even by kill -9; on Linux only.

    Elsewhere the next start ends the leftovers (prefect_env.end_orphans).
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # The parent died before it could be followed.
        os._exit(1)


@contextmanager
def served_night(home: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Do what the front door does for a run from a shell, when the schedule started this one.

    Errors are noted in the home's log and go on to Prefect, which marks the run as Failed.
    """
    if not environ.get(SERVED):
        yield
        return
    follow(int(environ[OWNER]))
    start_log(home)
    log.info("scheduled night begins pid=%d", os.getpid())
    try:
        yield
    except USER_ERRORS as error:
        words = catalogue("ja").text(error.key, error.values)
        log.error("scheduled night failed: %s", words)
        raise
    except RoomFailed as failed:
        log.error("scheduled night failed: %s\n%s", failed, "".join(failed.frames))
        raise
    log.info("scheduled night done")


def join_log(home: Path) -> None:
    """Write to logs/voc.log for months; nights rotate the file, so it is reopened when moved."""
    (home / "logs").mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.WatchedFileHandler(home / "logs" / "voc.log", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("voc")
    logger.setLevel(logging.INFO)
    logger.handlers[:] = [handler]
