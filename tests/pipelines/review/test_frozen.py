"""A closed month is read from the file frozen for it, whatever is published later."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.facts import Facts
from pipelines.review.frozen import freeze
from pipelines.review.page import render
from pipelines.review.review_room import facts_of_month, press_of, review
from tests.pipelines.review.small_home import Named, calls, desk, publish
from warehouse.publish import replace_text

MARCH = date(2024, 3, 1)
THEMES = [Named("t", "配達が遅れる")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return publish(tmp_path / "h", calls(6, "2024-03-05", "t"), THEMES)


def later_night(home: Path) -> Path:
    """Publish a later night that knows more of March."""
    more = calls(3, "2024-03-08", "t") + calls(4, "2024-04-02", "t")
    return publish(home, more, [Named("t2", "別")], until="2024-04-02")


def facts_of(home: Path, *, is_anew: bool = False) -> Facts:
    return facts_of_month(home, desk(), MARCH, is_anew=is_anew)[0]


def page_of(home: Path, *, is_anew: bool = False) -> str:
    return render(facts_of(home, is_anew=is_anew), press_of(desk()), {})


def test_a_later_night_changes_nothing_and_anew_does(home: Path) -> None:
    first = page_of(home)
    later_night(home)
    assert page_of(home) == first
    again = facts_of(home)
    assert again.now.count_contacts == 6 and again.origin.is_frozen
    page = page_of(home, is_anew=True)
    assert "2024年4月2日までの公開ファイルから作り直したものです" in page
    # The new file is frozen now: the same from here on.
    anew = facts_of(home)
    assert anew.now.count_contacts == 9 and anew.origin.is_anew
    assert page_of(home) == page


def test_the_file_is_linked_not_copied_and_outlives_its_name(home: Path) -> None:
    first = facts_of(home)
    kept = home / "reports" / "2024-03" / "published.duckdb"
    original = (home / "published.duckdb").resolve()
    assert kept.samefile(original)
    later_night(home)
    original.unlink()
    assert facts_of(home) == first
    assert freeze(home, MARCH).record.file == original.name


def test_the_file_of_the_last_day_of_the_month_goes_before_the_newest(home: Path) -> None:
    later_night(home)
    found = facts_of(home)
    assert found.origin.file_name == "published-20240331-nightly-20240331.duckdb"
    assert found.now.count_contacts == 6


def test_without_a_file_of_the_last_day_the_newest_is_frozen(home: Path) -> None:
    (home / "published.duckdb").resolve().unlink()
    later_night(home)
    assert facts_of(home).origin.data_until == date(2024, 4, 2)


def test_where_no_link_can_be_made_the_file_is_copied(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(18, "cross-device link")

    monkeypatch.setattr("pipelines.review.frozen.os.link", refused)
    facts_of(home)
    kept = home / "reports" / "2024-03" / "published.duckdb"
    assert not kept.samefile(home / "published.duckdb")
    assert kept.read_bytes() == (home / "published.duckdb").read_bytes()


def test_anew_with_the_same_file_is_not_anew(home: Path) -> None:
    first = facts_of(home)
    assert facts_of(home, is_anew=True) == first


def test_an_unfinished_month_is_never_frozen(home: Path) -> None:
    later_night(home)
    april, chosen = facts_of_month(home, desk(), date(2024, 4, 1))
    assert not april.origin.is_frozen and not chosen.is_frozen
    assert not (home / "reports" / "2024-04").exists()


class KilledError(Exception):
    """The process ends here."""


@pytest.mark.parametrize("place", range(4))
def test_killed_at_any_point_file_and_record_are_a_pair(
    home: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    freeze(home, MARCH)
    later_night(home)
    original = {path.name: path for path in (home / "published").glob("published-*.duckdb")}
    steps = iter(range(10))

    def killed(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def step(*values: object) -> object:
            if next(steps) == place:
                raise KilledError(name)
            return real(*values)

        return step

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.review.frozen.replace_text", killed("record", replace_text))
        patched.setattr("pipelines.review.frozen.os.replace", killed("move", os.replace))
        with pytest.raises(KilledError):
            freeze(home, MARCH, is_anew=True)
    found = freeze(home, MARCH)
    assert found.path.samefile(original[found.record.file])
    assert found.record.is_anew == ("0402" in found.record.file)
    again = freeze(home, MARCH, is_anew=True)
    assert again.record.file.startswith("published-20240402") and again.record.is_anew
    assert again.path.samefile(original[again.record.file])


@pytest.mark.heavy
def test_a_review_killed_while_made_anew_counts_as_not_finished(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = review(home, desk(), MARCH).page
    later_night(home)

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.review.review_room.freeze", killed)
        with pytest.raises(KilledError):
            review(home, desk(), MARCH, is_anew=True)
    assert not page.exists()
    assert review(home, desk(), MARCH, is_anew=True).page == page and page.exists()


@pytest.mark.heavy
def test_a_broken_template_leaves_the_review_as_it_was(home: Path, tmp_path: Path) -> None:
    folder = review(home, desk(), MARCH).folder
    first = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "review.html.j2").write_text("{{ 5 | n }}", "utf-8")
    with pytest.raises(InputError):
        review(home, desk(tmp_path / "own"), MARCH)
    assert first == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
