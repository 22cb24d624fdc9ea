"""`voc search` with the real encoder, on nights of its own."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.flows.conftest import Nights, Told, assert_told, copy_home
from tests.flows.contacts import contact, contacts, sayings, write_table
from tests.flows.stored import ask, every_column

# A Sunday: themes are born on it.
DAY = date(2025, 3, 9)
QUERY = "どこにも書かれていない問い合わせ"


@pytest.fixture(scope="module")
def searched(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after a night with four issues, each said in twenty ways; one of them said thrice."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("searched") / "home")
    rows = contacts(range(0, 4), range(0, 20), DAY)
    again = [contact(900 + number, DAY, sayings()[0][1]) for number in range(2)]
    personal = contact(990, DAY, "090-1234-5678の回線が朝から止まったままです。")
    write_table(home / "inbox" / "table" / "a.csv", [*rows, *again, personal])
    assert nights.night(home, DAY).code == 0
    return home


def _rows(told: Told) -> list[dict[str, str]]:
    assert told.code == 0 and told.ja == told.en
    return list(csv.DictReader(io.StringIO(told.ja)))


@pytest.mark.heavy
def test_the_same_words_are_nearest_and_counted(nights: Nights, searched: Path) -> None:
    asked = (sayings()[0][1], "--limit", "3", "--format", "csv")
    first, *others = _rows(nights.voc("search", "--home", searched, *asked))
    assert (first["similarity"], first["count_voices"]) == ("1.0", "3")
    assert first["received_on"] == str(DAY)
    assert all(float(other["similarity"]) < 1 for other in others) and len(others) == 2


@pytest.mark.heavy
def test_other_words_for_an_issue_find_it(nights: Nights, searched: Path) -> None:
    issue_of = {f"C{number:05d}": number // 20 for number in range(80)}
    issue_of |= {"C00900": 0, "C00901": 0}
    contact_of = dict(ask(searched, "select contact_id, source_contact_id from core.contact"))
    is_right = []
    for issue in range(4):
        for query in sayings()[issue][20:23]:
            argv = ("search", "--home", searched, query, "--limit", "1", "--format", "csv")
            [row] = _rows(nights.voc(*argv))
            is_right.append(issue_of[contact_of[row["contact_id"]]] == issue)
    # By chance 3 of 12 would be.
    assert sum(is_right) >= 8


@pytest.mark.heavy
def test_nothing_is_written_and_nothing_personal_is_shown(nights: Nights, searched: Path) -> None:
    before, rows = _files(searched), every_column(searched)
    for form in ("table", "csv", "json", "md"):
        argv = (QUERY, "--limit", "200", "--format", form)
        told = nights.voc("search", "--home", searched, *argv)
        assert told.code == 0
        assert "[電話" in told.ja and "090" not in told.ja and "1234" not in told.ja
        assert QUERY not in told.ja
    assert (_files(searched), every_column(searched)) == (before, rows)
    said = [path for path in _files(searched) if QUERY.encode() in Path(path).read_bytes()]
    assert said == []
    # What is embedded never held it: the vectors of masked statements are all there are.
    assert ask(searched, "select count(*) from core.text where text like '%1234%'") == [(0,)]


def _files(home: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock")
    }


@pytest.mark.heavy
def test_a_search_does_not_wait_for_a_night(nights: Nights, searched: Path, tmp_path: Path) -> None:
    home = copy_home(searched, tmp_path / "home")
    write_table(home / "inbox" / "table" / "b.csv", contacts([0], range(20, 24), DAY, 500))
    pid = nights.stopped_night(home, DAY, "embed/before-commit")
    asked = ("search", "--home", home, sayings()[0][20], "--limit", "1", "--format", "csv")
    [during] = _rows(nights.voc(*asked))
    assert float(during["similarity"]) < 1
    assert nights.go_on(pid) == 0
    [after] = _rows(nights.voc(*asked))
    assert after["similarity"] == "1.0"


@pytest.mark.heavy
def test_a_file_of_an_earlier_version_gets_its_vectors_by_the_next_night(
    nights: Nights, searched: Path, tmp_path: Path
) -> None:
    home = copy_home(searched, tmp_path / "home")
    [vectors] = (home / "published").glob("vectors-*")
    vectors.unlink()
    name = (home / "published.duckdb").resolve().name
    told = nights.voc("search", "--home", home, "届かない")
    assert told.code == 3
    assert_told(told, "error_line", "no_vectors", file=name)
    assert nights.night(home, DAY).code == 0
    assert nights.voc("search", "--home", home, "届かない").code == 0


@pytest.mark.heavy
def test_a_home_without_a_night_has_nothing_to_search(nights: Nights, home: Path) -> None:
    told = nights.voc("search", "--home", home, "届かない")
    assert told.code == 3
    assert_told(told, "error_line", "nothing_published", home=str(home))
