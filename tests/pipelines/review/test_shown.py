"""What a review showed is known to the next night, and to a database made anew."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.night import Night
from pipelines.review.review_room import review
from pipelines.review.shown_room import SHOWN, Shown, take_up_reviews
from tests.pipelines.review.small_home import Named, calls, desk, publish
from tests.pipelines.room_night import night_of, work_database
from warehouse.connect import open_published
from warehouse.statements import Connection

THEMES = [Named("t1", "配達が遅い"), Named("t2", "つながらない"), Named("t3", "値上げ")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    said = (
        calls(3, "2024-02-01", "t2") + calls(5, "2024-03-01", "t1") + calls(2, "2024-03-02", "t2")
    )
    return publish(tmp_path / "home", said, THEMES)


def written(home: Path, month: date) -> Path:
    with open_published(home) as con:
        return review(con, desk(home), month)


def shown(con: Connection) -> list[tuple[object, ...]]:
    found = con.execute("select month, theme_id, place from core.review_theme order by all")
    return found.fetchall()


def test_the_themes_of_each_page_are_taken_up_once(home: Path, tmp_path: Path) -> None:
    february, march = date(2024, 2, 1), date(2024, 3, 1)
    written(home, february)
    path = written(home, march)
    taken = Shown.model_validate_json((path.parent / SHOWN).read_text())
    assert taken == Shown(month=march, run_id="nightly-20240331", themes=["t1", "t2"])
    with work_database(tmp_path) as con:
        night = night_of(con, date(2024, 4, 1))
        for _ in range(2):
            take_up_reviews(night, home / "reports")
        expected = [(february, "t2", 1), (march, "t1", 1), (march, "t2", 2)]
        assert shown(con) == expected
        written_rows = "select count_written from core.run_stage where stage = 'reviews'"
        assert con.execute(written_rows).fetchall() == [(2,)]
        # The same month again is the same review.
        written(home, march)
        take_up_reviews(night, home / "reports")
        assert shown(con) == expected


def test_a_broken_record_is_told_and_a_copy_elsewhere_left_alone(
    home: Path, tmp_path: Path
) -> None:
    record = written(home, date(2024, 3, 1)).with_name(SHOWN)
    for folder, text in (("2024-02", "{"), ("old", record.read_text())):
        (home / "reports" / folder).mkdir()
        (home / "reports" / folder / SHOWN).write_text(text)
    with work_database(tmp_path) as con:
        night = Night(con, night_of(con, date(2024, 4, 1)).run, datetime(2024, 4, 2, tzinfo=UTC))
        take_up_reviews(night, home / "reports")
        assert [(one.key, one.values) for one in night.problems] == [
            ("review_shown_broken", {"file": "2024-02/themes.json"})
        ]
        assert {row[0] for row in shown(con)} == {date(2024, 3, 1)}
        # A review that was taken away is not counted any more.
        record.unlink()
        take_up_reviews(night, home / "reports")
        assert shown(con) == []
