"""A night killed at any moment, and run again, ends in what an uninterrupted one ends in."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest
from filelock import FileLock

from tests.flows.conftest import ROOT, VOC, Nights, copy_home, plain_environment
from tests.flows.contacts import contact, contacts, sayings, write_table, write_transcripts
from tests.flows.stored import differences, everything, leftovers, quarantine, work_tables

# Themes are founded on the Sunday before the first night, and again on the second one's.
HEARD, FIRST, SECOND = date(2025, 3, 2), date(2025, 3, 8), date(2025, 3, 9)
KILLED = -9
PUBLISHED = f"published-{SECOND:%Y%m%d}-nightly-{SECOND:%Y%m%d}.duckdb"
VECTORS = PUBLISHED.replace("published", "vectors")
ROOMS = (
    "mask", "extract", "collate", "tokenise", "sift", "embed", "vote", "curate", "assign",
    "discover", "name", "denominators", "measure", "bridge", "outages", "record", "watch",
    "foresee", "judge", "reviews", "notices",
)  # fmt: skip
# They commit now and then; the others once.
BATCHED = ("mask", "extract", "collate", "tokenise", "embed", "vote")


def _points() -> list[str]:
    """Every moment, in the order in which a night that goes on from each kill comes to them."""
    ingest = [
        "ingest/before-commit",
        # The broken file: its record is committed, the file is still in the inbox.
        "ingest/after-commit",
        "replace/broken.csv/before",
        "replace/broken.csv/after",
        # Then one file a commit.
        "ingest/before-commit",
        "ingest/after-commit",
        "ingest/before-commit#2",
        "replace/odd_rows.csv.rejects.jsonl/before",
        "replace/odd_rows.csv.rejects.jsonl/after",
        "ingest/before-final-commit",
        "ingest/left",
    ]
    rooms = [f"{room}/{moment}" for room in ROOMS for moment in _moments(room)]
    publish = [
        "publish/half-built",
        "publish/built",
        f"replace/{PUBLISHED}/before",
        f"replace/{PUBLISHED}/after",
        f"replace/{VECTORS}/before",
        f"replace/{VECTORS}/after",
        "replace/latest.json/before",
        "replace/latest.json/after",
        "replace/published.duckdb/before",
        "replace/published.duckdb/after",
        "publish/before-prune",
        "publish/after-prune",
        "publish/before-final-commit",
    ]
    return [*ingest, *rooms, *publish]


def _moments(room: str) -> tuple[str, ...]:
    # A kill once a room has committed needs no point of its own: the next room is killed before it
    # commits, and the run after that finds this room done.
    if room in BATCHED:
        return "before-commit", "after-commit", "before-final-commit"
    return ("before-final-commit",)


def _fill_second_inbox(home: Path) -> None:
    """New contacts, a correction, bad rows, a broken file and a known one; in several batches."""
    table = home / "inbox" / "table"
    write_table(table / "new.csv", contacts(range(4, 7), range(0, 24), SECOND, 1000))
    corrected = contact(3, HEARD, "訂正します。" + sayings()[9][3])
    odd = [{**contact(n, SECOND, "日付がおかしい"), "received_at": "きのう"} for n in (2000, 2001)]
    write_table(table / "odd_rows.csv", [corrected, *odd, contact(2002, SECOND, sayings()[9][0])])
    (table / "broken.csv").write_bytes("名前,本文\n山田,困っています\n".encode())
    shutil.copyfile(table / "first.csv", table / "first_again.csv")
    calls = contacts(range(4, 7), range(24, 32), SECOND, 3000)
    write_transcripts(home / "inbox" / "transcripts" / "calls_2.jsonl", calls)


@pytest.fixture(scope="module")
def waiting_home(
    nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A home with one finished night and the files of the next; copy it, never run in it."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("crash") / "waiting")
    first = contacts(range(0, 4), range(0, 18), HEARD)
    write_table(home / "inbox" / "table" / "first.csv", first)
    calls = contacts(range(0, 4), range(18, 24), HEARD, 500)
    write_transcripts(home / "inbox" / "transcripts" / "calls_1.jsonl", calls)
    told = nights.night(home, FIRST)
    assert (told.code, told.ja) == (0, "")
    _fill_second_inbox(home)
    return home


@pytest.fixture(scope="module")
def undisturbed(
    nights: Nights, waiting_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The home after an uninterrupted second night."""
    home = copy_home(waiting_home, tmp_path_factory.mktemp("crash") / "undisturbed")
    assert nights.night(home, SECOND).code == 3  # (files that a person must look at)
    tables = everything(home)
    assert len(tables["core.theme"]) > len(everything(waiting_home)["core.theme"]) > 0
    assert len(tables["raw.reject"]) == 2
    return home


def _assert_same(home: Path, undisturbed: Path) -> None:
    assert differences(everything(undisturbed), everything(home)) == []
    assert quarantine(home) == quarantine(undisturbed)
    assert leftovers(home) == []
    assert sorted(os.listdir(home / "published")) == sorted(os.listdir(undisturbed / "published"))
    assert sorted(os.listdir(home / "inbox/table")) == sorted(
        os.listdir(undisturbed / "inbox/table")
    )
    with FileLock(home / ".running.lock", timeout=0):
        pass


class _Reader:
    """An analyst's process that reads the published file all the time."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.flows.published_reader", str(home)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "reading\n"

    def end(self) -> dict[str, object]:
        words, _ = self.process.communicate(timeout=60)
        report: dict[str, object] = json.loads(words)
        return report


@pytest.fixture
def reader(waiting_home: Path, tmp_path: Path) -> Iterator[tuple[Path, _Reader]]:
    """A copy of the waiting home, and an analyst at work in it."""
    home = copy_home(waiting_home, tmp_path / "home")
    analyst = _Reader(home)
    yield home, analyst
    if analyst.process.poll() is None:
        analyst.process.kill()
        analyst.process.communicate()


@pytest.mark.heavy
def test_killed_at_every_moment_in_turn(
    nights: Nights, reader: tuple[Path, _Reader], undisturbed: Path
) -> None:
    home, analyst = reader
    survived = [
        point for point in _points() if nights.night(home, SECOND, kill=point).code != KILLED
    ]
    assert survived == []
    assert nights.night(home, SECOND).code in (0, 3)
    _assert_same(home, undisturbed)
    read = analyst.end()
    assert read["errors"] == []
    assert int(str(read["reads"])) > len(_points())
    before_and_after = 2
    assert isinstance(read["seen"], list) and len(read["seen"]) == before_and_after


SINGLE = (
    "ingest/before-commit#3",
    "mask/after-commit",
    "discover/left",
    "replace/latest.json/after",
    "publish/left",
)


@pytest.mark.heavy
@pytest.mark.parametrize("point", SINGLE)
def test_killed_once(
    nights: Nights, waiting_home: Path, undisturbed: Path, tmp_path: Path, point: str
) -> None:
    home = copy_home(waiting_home, tmp_path / "home")
    assert nights.night(home, SECOND, kill=point).code == KILLED
    assert nights.night(home, SECOND).code in (0, 3)
    _assert_same(home, undisturbed)


@pytest.mark.parametrize(
    "point", ["replace/customer.key/before", "migrate/0001_runs", "migrate/0003_voices"]
)
def test_init_killed_once(nights: Nights, empty_home: Path, tmp_path: Path, point: str) -> None:
    home = tmp_path / "home"
    assert nights.voc("init", "--home", home, kill=point).code == KILLED
    assert nights.voc("init", "--home", home).code == 0
    assert len((home / "customer.key").read_text("ascii").strip()) == 64
    assert leftovers(home) == []
    assert differences(work_tables(empty_home), work_tables(home)) == []


def _killed_when_log_says(home: Path, words: str) -> None:
    """Start the real command and kill it, and nothing else, once its log holds some words."""
    log = home / "logs" / "voc.log"
    done_before = log.stat().st_size
    night = subprocess.Popen(
        [VOC, "run", "nightly", "--home", home, "--as-of", str(SECOND)],
        env=_own_prefect(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    look_again = threading.Event()
    while words.encode() not in log.read_bytes()[done_before:]:
        assert night.poll() is None, "the night ended before it came so far"
        look_again.wait(0.005)
    night.kill()
    assert night.wait() == KILLED


def _own_prefect(home: Path) -> dict[str, str]:
    environment = plain_environment(home)
    del environment["PREFECT_HOME"]
    return environment


def _servers_of(home: Path) -> list[int]:
    """Processes, other than runs of `voc`, that work with the Prefect folder of a home."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("PREFECT_HOME") == str(home.resolve() / "prefect"):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


@pytest.mark.heavy
def test_the_real_command_killed_once(nights: Nights, waiting_home: Path, tmp_path: Path) -> None:
    home = copy_home(waiting_home, tmp_path / "home")
    # A birth would compile the clustering in every start.
    settings = home / "voc.toml"
    settings.write_text(settings.read_text("utf-8").replace("= 40\n", "= 100000\n"), "utf-8")
    reference = copy_home(home, tmp_path / "reference")
    assert nights.night(reference, SECOND).code == 3

    _killed_when_log_says(home, "room assign begins")
    assert _servers_of(home) != []  # (Prefect's server outlives its run)
    night = subprocess.run(
        [VOC, "run", "nightly", "--home", home, "--as-of", str(SECOND)],
        env=_own_prefect(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert night.returncode == 0, night.stderr
    assert "Traceback" not in night.stderr and "room mask" not in night.stderr
    assert _servers_of(home) == []
    _assert_same(home, reference)
