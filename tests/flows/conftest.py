"""A server of nights (driver.py), and homes to run them in."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from flows.messages import catalogue
from tests.pipelines.notices.sinks import WebSink, web_sink

ROOT = Path(__file__).parents[2]
ALL_SOURCES = ", ".join(sorted(path.stem for path in (ROOT / "config/sources").glob("*.toml")))
VOC = Path(sys.executable).with_name("voc")
SETTINGS = {
    "[ingest]": "settle_seconds = 0\nlook_again_seconds = 0.2",
    "[birth]": "min_waiting = 40",
}


@dataclass(frozen=True)
class Told:
    """How a command ended: its exit code and what it said in both languages."""

    code: int
    ja: str
    en: str


class Nights:
    """Runs `voc` commands in processes of their own, forked from one that is warm."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.flows.driver", "--serve"],
            cwd=ROOT,
            env=plain_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def voc(self, *argv: str | Path, **fate: Any) -> Told:
        """Run a command to its end; `fate` as in driver.Request."""
        self.count += 1
        out = fate.pop("out", self.folder / f"words-{self.count}")
        answer = self._ask({"argv": [str(word) for word in argv], "out": str(out), **fate})
        words = [Path(f"{out}.{language}") for language in ("ja", "en")]
        ja, en = (path.read_text("utf-8") if path.exists() else "" for path in words)
        return Told(answer["code"], ja, en)

    def night(self, home: Path, day: date | str, *more: str, **fate: Any) -> Told:
        """Run one night."""
        return self.voc("run", "nightly", "--home", home, "--as-of", str(day), *more, **fate)

    def stopped_night(self, home: Path, day: date | str, point: str) -> int:
        """Begin a night that stands still at a point; returns the number of its process."""
        argv = ["run", "nightly", "--home", str(home), "--as-of", str(day)]
        return self._ask({"argv": argv, "out": str(self.folder / "stopped"), "stop": point})[
            "stopped"
        ]

    def go_on(self, pid: int) -> int:
        """Let a stopped night go on to its end; returns its exit code."""
        return self._ask({"go_on": pid})["code"]

    def close(self) -> None:
        """End the server, which has nothing left to do."""
        self.process.kill()
        self.process.communicate()

    def _ask(self, request: dict[str, Any]) -> dict[str, int]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, int]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the server of nights has died"
        answer: dict[str, int] = json.loads(line)
        return answer


def plain_environment(folder: Path) -> dict[str, str]:
    """This process's environment without what would steer `voc`, with one thread for all."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VOC_")}
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "NUMBA", "OPENBLAS", "MKL")}
    # Numba's other layers end a process that was forked after clustering.
    chosen = {"NUMBA_THREADING_LAYER": "workqueue", "PREFECT_HOME": str(folder / "prefect")}
    return kept | threads | chosen


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """The server of nights, one for the whole test session."""
    server = Nights(tmp_path_factory.mktemp("nights"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def empty_home(nights: Nights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home fresh from `voc init`, in which themes are born early; copy it, never run in it."""

    def make(home: Path) -> None:
        assert nights.voc("init", "--home", home).code == 0
        change_settings(home, SETTINGS)
        # The compiled user dictionary, which takes seconds to make.
        tried = copy_home(home, home.with_name("tried"))
        assert nights.night(tried, "2025-03-01").code == 0
        shutil.copytree(tried / "models", home / "models", dirs_exist_ok=True)

    return made_once("empty", tmp_path_factory, make)


def made_once(
    name: str, tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path], None]
) -> Path:
    """Return a home that the first process of this test session to ask for it makes for all."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "homes"
    shared.mkdir(exist_ok=True)
    with FileLock(shared / f"{name}.lock"):
        if not (shared / name).exists():
            make(shared / f"{name}.making" / name)
            (shared / f"{name}.making" / name).rename(shared / name)
    return shared / name


def line(language: str, kind: str, key: str, /, **values: object) -> str:
    """One message as the command prints it."""
    text = catalogue(language)
    return text.text(kind, {"message": text.text(key, values)})


def assert_told(told: Told, kind: str, key: str, /, **values: object) -> None:
    """The command said this, in both languages."""
    assert line("ja", kind, key, **values) in told.ja.splitlines()
    assert line("en", kind, key, **values) in told.en.splitlines()


def change_settings(home: Path, changes: dict[str, str]) -> None:
    """Add lines below headings of voc.toml."""
    path = home / "voc.toml"
    text = path.read_text("utf-8")
    for heading, lines in changes.items():
        text = text.replace(f"{heading}\n", f"{heading}\n{lines}\n")
    path.write_text(text, "utf-8")


def copy_home(origin: Path, target: Path) -> Path:
    """Copy a home with its symlink and the times of its files."""
    shutil.copytree(origin, target, symlinks=True)
    return target


@pytest.fixture
def home(empty_home: Path, tmp_path: Path) -> Path:
    """An empty home of this test's own."""
    return copy_home(empty_home, tmp_path / "home")


@pytest.fixture
def web() -> Iterator[WebSink]:
    """Whoever is told."""
    with web_sink() as sink:
        yield sink
