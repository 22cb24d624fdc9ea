"""The monthly review flow: the page lies in the home, and refusals are told in both languages."""

from datetime import date
from pathlib import Path

import pytest

from flows.errors import RoomFailed
from flows.home import Home, init_home
from flows.messages import LANGUAGES, catalogue
from flows.monthly_review import _all_written, desk_of, write_review
from pipelines.errors import InputError
from tests.pipelines.review.small_home import Call, Named, publish
from warehouse.errors import WarehouseError


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    home, _ = init_home(tmp_path / "home")
    return home


@pytest.fixture
def home(empty_home: Home) -> Home:
    publish(empty_home.folder, [Call("a", "2024-03-01", "t")], [Named("t", "配達が遅れる")])
    return empty_home


def test_page_is_written_into_the_reports_of_the_home(home: Home) -> None:
    path = write_review.fn(home, None)
    assert path == home.folder / "reports" / "2024-03" / "review.html"
    assert "配達が遅れる" in path.read_text("utf-8")


def test_desk_gives_words_to_every_reason_and_lets_the_home_override(home: Home) -> None:
    (home.folder / "review").mkdir()
    (home.folder / "review" / "words.toml").write_text('[loud]\nheading = "上位"\n', "utf-8")
    assert desk_of(home).reject_words["missing_id"] == catalogue("ja").texts["reject_missing_id"]
    assert ">上位</h2>" in write_review.fn(home, None).read_text("utf-8")


def test_unknown_month_is_told_in_both_languages(home: Home) -> None:
    with pytest.raises(InputError) as refused:
        write_review.fn(home, date(2020, 1, 1))
    for language in LANGUAGES:
        told = catalogue(language).text(refused.value.key, refused.value.values)
        assert "2020-01" in told and "2024-03" in told


def test_nothing_published_is_the_users_error(empty_home: Home) -> None:
    with pytest.raises(WarehouseError) as refused:
        write_review.fn(empty_home, None)
    assert refused.value.key == "nothing_published"


def test_a_bug_is_reported_without_its_words(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "田中さんの荷物"

    def broken(*_: object, **__: object) -> Path:
        raise ValueError(said)

    monkeypatch.setattr("flows.monthly_review.review", broken)
    with pytest.raises(RoomFailed) as failed:
        write_review.fn(home, None)
    assert failed.value.error_type == "ValueError"
    assert said not in str(failed.value) + "".join(failed.value.frames)


def test_a_month_that_fails_keeps_none_of_the_others_from_being_written(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    january, march = date(2024, 1, 1), date(2024, 3, 1)
    monkeypatch.setattr("flows.monthly_review.write_review", write_review.fn)
    with pytest.raises(InputError) as refused:
        _all_written(home, [date(2020, 1, 1), january, march], False)
    assert "2020-01" in catalogue("ja").text(refused.value.key, refused.value.values)
    assert (home.folder / "reports" / "2024-03" / "review.html").exists()


def test_people_are_told_of_a_review_though_nothing_can_be_shown_of_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError

    told = list[date]()
    monkeypatch.setattr("flows.monthly_review.write_review", write_review.fn)
    monkeypatch.setattr("flows.monthly_review.newest_over", lambda _: date(2024, 3, 1))
    monkeypatch.setattr("flows.monthly_review.show_review", broken)
    monkeypatch.setattr("flows.monthly_review.review_told", lambda _, month, __: told.append(month))
    with pytest.raises(OSError):
        _all_written(home, [None], False)
    assert told == [date(2024, 3, 1)]
