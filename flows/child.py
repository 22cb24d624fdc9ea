"""A child process that is kept alive: started, started again when it dies, ended in the end."""

import logging
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import psutil

from flows.served import follow

LONGEST_PAUSE_SECONDS = 60.0
# A child that lived this long starts over with short pauses.
STEADY_SECONDS = 600.0
OUTPUT_BYTES = 1_000_000

log = logging.getLogger("voc")


def pause_seconds(deaths: int) -> float:
    """Return how long to wait before the next start: 1, 2, 4 ... up to 60 seconds."""
    return min(2.0 ** (deaths - 1), LONGEST_PAUSE_SECONDS)


@dataclass
class Child:
    """One process of `voc serve`; its own output goes to a file of at most about 1 MB."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = field(default=0.0)
    due: float = field(default=0.0)

    @property
    def output(self) -> Path:
        """File of what the process prints."""
        return self.folder / "logs" / f"prefect-{self.name}.log"

    @property
    def is_alive(self) -> bool:
        """True while the process runs."""
        return self.process is not None and self.process.poll() is None

    def tend(self) -> None:
        """Start the process when it is due, and note its death."""
        if self.process is not None and not self.is_alive:
            self._bury(self.process)
        if self.process is None and time.monotonic() >= self.due:
            self._start()

    def _start(self) -> None:
        parent = os.getpid()
        with self._open_output() as output:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environ),
                # Prefect reads settings files of the folder it is started in.
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C must reach the supervisor alone, which ends its children in order.
                start_new_session=True,
                preexec_fn=lambda: follow(parent),
            )
        self.started = time.monotonic()
        log.info("serve %s started pid=%d", self.name, self.process.pid)

    def _open_output(self) -> BinaryIO:
        is_full = self.output.exists() and self.output.stat().st_size > OUTPUT_BYTES
        return self.output.open("wb" if is_full else "ab")

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        lived = time.monotonic() - self.started
        self.deaths = 1 if lived >= STEADY_SECONDS else self.deaths + 1
        pause = pause_seconds(self.deaths)
        self.due = time.monotonic() + pause
        self.process = None
        log.error(
            "serve %s died code=%d lived=%.0fs next start in %.0fs",
            self.name,
            process.returncode,
            lived,
            pause,
        )

    def end(self, patience_seconds: float) -> None:
        """End the process and all below it, by force after some patience."""
        if self.process is None:
            return
        below = _descendants(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            log.error("serve %s did not end in %.0fs", self.name, patience_seconds)
            self.process.kill()
            self.process.wait()
        for process in below:
            if process.is_running():
                process.kill()
        log.info("serve %s ended", self.name)
        self.process = None


def _descendants(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
