"""A review is told once with its place, by the run that wrote it or else by a night."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.due_review import newest_over
from flows.home import Home, init_home, open_home
from flows.night_walk import locked, now
from flows.notices import review_link, review_told
from pipelines.review.frozen import FROZEN
from pipelines.review.shown_room import SHOWN
from tests.flows.test_notices import switch_on, titles, told_night, write_urls
from tests.pipelines.notices.sinks import WebSink


@pytest.fixture
def home(tmp_path: Path, web: WebSink) -> Home:
    """A home that tells one target."""
    made, _ = init_home(tmp_path / "home")
    switch_on(made)
    write_urls(made, f"ops = json://127.0.0.1:{web.port}/ops")
    return open_home(made.folder)


def _written_review(home: Home, month: date) -> Path:
    page = home.folder / "reports" / f"{month:%Y-%m}" / "review.html"
    page.parent.mkdir(parents=True)
    page.touch()
    (page.parent / FROZEN).touch()
    shown = f'{{"month": "{month}", "run_id": "nightly-20261101", "themes": []}}'
    (page.parent / SHOWN).write_text(shown, "utf-8")
    return page


def test_a_review_is_told_once_with_its_place(home: Home, web: WebSink) -> None:
    page = _written_review(home, date(2026, 10, 1))
    with locked(home):
        for _ in range(2):
            review_told(home, date(2026, 10, 1), page)
    [told] = web.told("/ops")
    assert told["title"] == "【voc】2026年10月の月次レビューができました"
    assert review_link(home, date(2026, 10, 1)) == str(page)
    assert str(page) in told["message"]


def test_a_review_that_could_not_be_told_is_told_by_a_night_once(home: Home, web: WebSink) -> None:
    month = newest_over(now())
    page, urls = _written_review(home, month), home.folder / "notify.urls"
    urls.rename(home.folder / "away")
    with locked(home):
        review_told(home, month, page)
    assert web.posted == []
    (home.folder / "away").rename(urls)
    for _ in range(2):
        assert told_night(home) == []
    assert titles(web, "ops") == [f"【voc】{month.year}年{month.month}月の月次レビューができました"]


@pytest.mark.parametrize("spoilt", ["old", "unfinished", "broken"])
def test_a_night_tells_of_no_old_unfinished_or_broken_review(
    home: Home, web: WebSink, spoilt: str
) -> None:
    page = _written_review(home, newest_over(now()))
    if spoilt == "old":
        before = (now() - timedelta(days=9)).timestamp()
        os.utime(page, (before, before))
    elif spoilt == "unfinished":
        page.with_name(FROZEN).unlink()
    else:
        page.with_name(SHOWN).write_text("{", "utf-8")
    assert told_night(home) == []
    assert web.posted == []
