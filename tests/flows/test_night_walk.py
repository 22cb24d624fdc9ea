"""The walk from day to day: what is published, refused, waited for and told, room by room."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from flows import night_walk, nightly
from flows.backfill import backfill
from flows.errors import Busy, SettingsError
from flows.home import Home, init_home
from flows.house import Tools
from flows.night_walk import close_unpublished, locked, open_night, refuse_future, should_publish
from pipelines.ingest.inbox import InboxFile, list_files, tell_strangers
from pipelines.ingest.source import SourceSpec
from pipelines.night import Night, Problem
from pipelines.review import publish_room
from pipelines.review.publish_room import PublishSettings
from tests.pipelines.test_one_thread import blas_threads
from warehouse.connect import open_published
from warehouse.ledger import Run, stage

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made, _ = init_home(tmp_path / "home")
    return made


def publish(home: Home, run: Run) -> None:
    """Go through room publish, with nothing in the marts."""
    with home.open_work() as con:
        night = Night(con, run, datetime.now(UTC))
        publish_room.publish(night, home.folder, PublishSettings(), "use")


def work_in(home: Home, run: Run) -> None:
    """Leave a trace of a room that found something."""
    with home.open_work() as con, stage(con, run, "mask", "contact") as counts:
        counts.wrote(1)


def test_every_room_works_on_one_thread_of_blas(home: Home) -> None:
    found: set[int] = set()

    def work(night: Night) -> None:
        found.update(blas_threads())

    run = open_night(home, "nightly", date(2024, 3, 5))
    with threadpool_limits(4, user_api="blas"):
        night_walk.work_in("mask", work, home, run)
    assert found == {1}


def test_a_repeat_without_news_is_not_published(home: Home) -> None:
    publish(home, open_night(home, "nightly", date(2024, 3, 5)))
    assert not should_publish(home, open_night(home, "nightly", date(2024, 3, 5)))


def test_news_of_an_earlier_day_is_published_although_the_last_day_has_none(home: Home) -> None:
    # voc run backfill over days done before, with a late file that concerns the first of them.
    publish(home, open_night(home, "nightly", date(2024, 3, 5)))
    again = open_night(home, "nightly", date(2024, 3, 4))
    work_in(home, again)
    close_unpublished(home, again)
    last = open_night(home, "nightly", date(2024, 3, 5))
    assert last.is_repeat
    assert should_publish(home, last)
    publish(home, last)
    assert not should_publish(home, open_night(home, "nightly", date(2024, 3, 5)))


def test_a_file_made_again_tells_of_its_own_run(home: Home) -> None:
    publish(home, open_night(home, "nightly", date(2024, 3, 5)))
    (home.folder / "published.duckdb").resolve().unlink()
    again = open_night(home, "nightly", date(2024, 3, 5))
    assert again.is_repeat and should_publish(home, again)
    publish(home, again)
    with open_published(home.folder) as con:
        found = con.execute("select run_id, status, stage from mart.run_health order by 1")
        assert found.fetchall() == [
            ("nightly-20240305", "done", "publish"),
            ("nightly-20240305-2", "done", "publish"),
        ]
    assert not should_publish(home, open_night(home, "nightly", date(2024, 3, 5)))


def test_a_day_that_has_not_begun_is_refused(home: Home) -> None:
    today = (datetime.now(UTC) + timedelta(hours=9)).date()
    refuse_future(today)
    later = today + timedelta(days=2)
    with pytest.raises(SettingsError) as refused:
        nightly.nightly.fn(str(home.folder), later)
    assert (refused.value.key, refused.value.values["day"]) == ("day_in_future", later)
    with pytest.raises(SettingsError) as refused:
        backfill.fn(str(home.folder), today, later)
    assert refused.value.key == "day_in_future"


def test_a_night_waits_for_a_short_look_and_not_for_another_night(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As `voc status` holds it.
    look = FileLock(home.lock, thread_local=False)
    look.acquire()
    threading.Timer(0.3, look.release).start()
    with locked(home):
        pass
    monkeypatch.setattr("flows.night_walk.LOCK_PATIENCE_SECONDS", 0.1)
    with FileLock(home.lock), pytest.raises(Busy), locked(home):
        raise AssertionError("two at once")


def test_the_same_problem_of_many_days_is_told_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray, growing = Problem("inbox_unknown_source", {"file": "x"}), Problem("file_growing", {})
    told = {1: [stray, growing], 2: [stray], 3: [stray]}
    monkeypatch.setattr(
        nightly, "catch_up", lambda days, *_: [one for day in days for one in told[day.day]]
    )
    monkeypatch.setattr(nightly, "last_night", lambda day, *_: told[day.day])
    days = [date(2024, 3, day) for day in (1, 2, 3)]
    assert nightly.walk("nightly", days, Tools(home)) == [stray, growing]


@pytest.fixture
def night(home: Home) -> Iterator[Night]:
    with home.open_work() as con:
        yield Night(con, Run("r", "nightly", date(2024, 3, 1), NOW, "{}", is_repeat=False), NOW)


def test_a_night_of_one_source_does_not_call_the_others_strangers(home: Home, night: Night) -> None:
    for source in ("table", "transcripts", "unheard_of"):
        folder = home.folder / "inbox" / source
        folder.mkdir(exist_ok=True)
        (folder / "a.jsonl").write_text("{}\n", "utf-8")
    door = Tools(home, ("table",)).door({})
    tell_strangers(night, door.inbox, door.known_sources)
    assert [problem.values["file"] for problem in night.problems] == ["unheard_of"]


def test_a_file_taken_away_while_the_inbox_is_listed_is_no_problem(
    home: Home, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home.folder / "inbox" / "table"
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("x\n", "utf-8")
    look = InboxFile.look

    def taken_away(path: Path) -> InboxFile:
        if path.name == "a.csv":
            path.unlink()
        return look(path)

    monkeypatch.setattr(InboxFile, "look", taken_away)
    found = list_files(night, folder, SourceSpec(name="table"))
    assert [file.path.name for file in found] == ["b.csv"]
