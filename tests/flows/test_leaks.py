"""No planted personal data leaves the home: not by the marts, reports, logs or spoken words."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.leaks import (
    Leak,
    all_leaks,
    files_shown,
    leaks_anywhere,
    leaks_of_contacts,
    mart_columns,
    planted,
    published_texts,
    turns_published,
)
from tests.flows.conftest import Nights, copy_home
from tests.flows.planted_items import planted_contacts

pytestmark = pytest.mark.heavy

CONTACTS, MONTHS, SEED = 300, 6, 7


@pytest.fixture(scope="module")
def demo_home(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of six months after its night and its monthly page."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("leaks") / "home")
    size = ("--months", str(MONTHS), "--contacts", str(CONTACTS), "--seed", str(SEED))
    assert nights.voc("demo", "--home", home, *size).code == 0
    assert nights.night(home, "2026-03-31").code == 0
    return home


def _told(leaks: list[Leak]) -> list[tuple[str, str]]:
    return sorted((leak.place, leak.item.type) for leak in leaks)


def test_nothing_planted_is_published(demo_home: Path) -> None:
    items = planted(demo_home)
    reached = turns_published(demo_home)
    # The test means something only while personal data stands where voices are cut.
    by_type = Counter(item.type for item in items if (item.contact, item.turn) in reached)
    assert by_type["PERSON"] >= 50 and by_type["PHONE"] >= 20 and by_type["ADDRESS"] >= 5
    assert _told(all_leaks(demo_home)) == []


def test_nothing_planted_is_said_on_screen(demo_home: Path, nights: Nights) -> None:
    commands = (("status",), ("run", "nightly", "--as-of", "2026-03-31"), ("run", "monthly"))
    items = planted(demo_home)
    for command in commands:
        told = nights.voc(*command, "--home", demo_home)
        for words in (told.ja, told.en):
            assert _told(leaks_anywhere(items, words, " ".join(command))) == []
    assert list(demo_home.glob("reports/*/review.html"))
    assert _told(all_leaks(demo_home)) == []


def test_broken_rows_tell_nothing_of_what_they_hold(
    demo_home: Path, nights: Nights, tmp_path: Path
) -> None:
    home = copy_home(demo_home, tmp_path / "home")
    items = planted(home)
    name, phone = "ミヤザキアスカ", "090-0000-7777"
    rows = f'{{"contact_id": "x", "turns": "{name} {phone}"}}\n{name} {phone}\n'
    (home / "inbox" / "transcripts" / "broken.jsonl").write_text(rows, "utf-8")
    told = nights.night(home, "2026-03-31")
    logs = "".join(path.read_text("utf-8") for path in home.glob("logs/*.log"))
    for words in (told.ja, told.en, logs):
        assert name not in words and phone not in words
        assert _told(leaks_anywhere(items, words, "words")) == []


def test_five_hundred_items_of_all_types_stay_in_the_home(
    demo_home: Path, nights: Nights, tmp_path: Path
) -> None:
    home = copy_home(demo_home, tmp_path / "home")
    items, lines = zip(*planted_contacts(), strict=True)
    assert len(items) == 500 and len({item.type for item in items}) == 10
    broken = [line.replace('"turns"', '"turns', 1) for line in lines[:20]]
    inbox = home / "inbox" / "transcripts" / "planted.jsonl"
    inbox.write_text("\n".join([*lines, *broken]), "utf-8")
    words = []
    for command in (("run", "nightly", "--as-of", "2026-03-31"), ("run", "monthly"), ("status",)):
        told = nights.voc(*command, "--home", home)
        words += [told.ja, told.en]
    reached = {contact for contact, _ in turns_published(home)}
    # The test means something only while what was planted is published at all.
    assert sum(item.contact in reached for item in items) >= 400
    assert _told(leaks_of_contacts(items, published_texts(home))) == []
    places = [("words", "\n".join(words)), *mart_columns(home), *files_shown(home)]
    for place, text in places:
        assert _told(leaks_anywhere(items, text, place)) == []
