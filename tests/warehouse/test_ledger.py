from datetime import UTC, date, datetime

import pytest

from warehouse.ledger import (
    Run,
    fail_run,
    finish_run,
    has_unpublished,
    is_recorded,
    last_done,
    open_run,
    stage,
)
from warehouse.statements import Connection

DAY = date(2024, 3, 31)
NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
LATER = datetime(2024, 4, 1, 3, 0, tzinfo=UTC)


def a_run(con: Connection) -> Run:
    return open_run(con, "nightly", DAY, NOW, "{}")


def stages(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "select run_id, stage, count_read, count_written, count_rejected, count_known "
        "from core.run_stage order by all"
    ).fetchall()


def test_counts_add_up_over_checkpoints(con: Connection) -> None:
    with stage(con, a_run(con), "ingest", "row") as counts:
        counts.wrote(5)
        counts.reject("bad_date", 2)
        counts.checkpoint()
        counts.wrote(1)
        counts.reject("bad_date")
        counts.recognise("same_row", 4)
    assert stages(con) == [("nightly-20240331", "ingest", 9, 6, 3, 4)]
    reasons = con.execute(
        "select outcome, reason, count_rows from core.run_stage_reason order by 1"
    )
    assert reasons.fetchall() == [("known", "same_row", 4), ("rejected", "bad_date", 3)]


def test_a_room_that_fails_loses_only_what_came_after_the_checkpoint(con: Connection) -> None:
    with pytest.raises(ZeroDivisionError), stage(con, a_run(con), "mask", "contact") as counts:
        counts.wrote(3)
        counts.checkpoint()
        counts.wrote(100)
        raise ZeroDivisionError
    assert stages(con) == [("nightly-20240331", "mask", 3, 3, 0, 0)]


def test_an_unfinished_run_goes_on_under_its_own_name(con: Connection) -> None:
    first = a_run(con)
    assert a_run(con).run_id == first.run_id == "nightly-20240331"
    assert last_done(con, "nightly") is None


def test_a_finished_day_again_leaves_no_trace_unless_something_is_new(con: Connection) -> None:
    finish_run(con, a_run(con), NOW)
    again = a_run(con)
    assert again.is_repeat
    with stage(con, again, "ingest", "row"):
        pass
    assert not is_recorded(con, again)
    with stage(con, again, "mask", "contact") as counts:
        counts.wrote(1)
    assert is_recorded(con, again)
    assert stages(con) == [("nightly-20240331-2", "mask", 1, 1, 0, 0)]


def test_an_empty_night_of_a_new_day_is_recorded(con: Connection) -> None:
    with stage(con, a_run(con), "ingest", "row"):
        pass
    assert stages(con) == [("nightly-20240331", "ingest", 0, 0, 0, 0)]


def test_last_done_is_the_newest_finished_day(con: Connection) -> None:
    finish_run(con, a_run(con), NOW)
    later = open_run(con, "nightly", date(2024, 4, 2), NOW, "{}")
    assert last_done(con, "nightly") == DAY
    finish_run(con, later, NOW)
    assert last_done(con, "nightly") == date(2024, 4, 2)


def runs(con: Connection) -> list[tuple[object, ...]]:
    return con.execute(
        "select run_id, status, settings::text from core.run order by run_id"
    ).fetchall()


def test_a_repeat_that_fails_is_recorded_and_goes_on_under_its_own_name(con: Connection) -> None:
    finish_run(con, a_run(con), NOW)
    fail_run(con, a_run(con), NOW, "ingest: ValueError")
    assert [run[:2] for run in runs(con)] == [
        ("nightly-20240331", "done"),
        ("nightly-20240331-2", "failed"),
    ]
    assert a_run(con).run_id == "nightly-20240331-2"


def test_a_resumed_run_is_stored_with_the_settings_it_goes_on_with(con: Connection) -> None:
    a_run(con)
    open_run(con, "nightly", DAY, NOW, '{"mode": "A"}')
    assert runs(con) == [("nightly-20240331", "running", '{"mode": "A"}')]


def test_a_run_finished_after_the_last_publishing_is_unpublished(con: Connection) -> None:
    assert not has_unpublished(con)
    first = a_run(con)
    with stage(con, first, "publish", "table") as counts:
        counts.wrote(10)
        finish_run(con, first, NOW)
    assert not has_unpublished(con)
    finish_run(con, open_run(con, "nightly", date(2024, 3, 1), NOW, "{}"), LATER)
    assert has_unpublished(con)
    last = open_run(con, "nightly", date(2024, 4, 2), NOW, "{}")
    with stage(con, last, "publish", "table") as counts:
        counts.wrote(10)
        finish_run(con, last, LATER)
    assert not has_unpublished(con)
