"""No planted personal data leaves the home: not by the marts, reports, logs or spoken words."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from benchmarks.leaks import (
    Item,
    Leak,
    all_leaks,
    leaks_anywhere,
    leaks_of_contacts,
    planted,
    published_texts,
    turns_published,
)
from benchmarks.leaks_shown import files_shown, mart_columns
from flows.artifacts import show_review, show_run
from flows.home import open_home
from pipelines.night import Problem
from tests.flows.conftest import Nights, change_settings, copy_home
from tests.flows.planted_items import planted_contacts
from tests.flows.test_notices import told_night
from tests.pipelines.notices.raised import spike, store
from tests.pipelines.notices.sinks import WebSink, web_sink
from tests.pipelines.review.looked_up import looked_up
from tests.pipelines.review.printed import numbers
from tests.pipelines.review.reading import read
from tests.pipelines.review.test_pdf import writings
from tests.pipelines.review.test_workbook import opened, rows
from warehouse import open_published
from warehouse.connect import open_published_file

pytestmark = pytest.mark.heavy

CONTACTS, MONTHS, SEED = 300, 6, 7
REPORT = ("report", "theme")
# Alerts of that spring are old by the clock; told with as many words of customers as may be.
NOTICES = "is_on = true\nnewest_days = 9000\nquotes = 3\nquotes_from_customers = 2"
COMMANDS = (
    ("run", "nightly", "--as-of", "2026-03-31"),
    ("run", "monthly"),
    ("status",),
    ("notify", "list"),
    ("ahead",),
    ("themes", "list"),
    ("report", "--compare", "2026-02", "2026-03"),
)


DAY = date(2026, 3, 31)
ALERT_OF_PLANTED = """
update core.alert
set voice_ids = (
    select list(voice_id order by voice_id) from mart.voice
    where source_contact_id like 'PLANT-PERSON-%' or source_contact_id like 'PLANT-PHONE-%'
)
where theme_id = 'T9999'
"""


@dataclass(frozen=True)
class Planted:
    """A home in which personal items were planted, what it said on screen, and whom it told."""

    home: Path
    items: list[Item]
    words: list[str]
    sink: WebSink


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


@pytest.fixture(scope="module")
def planted_home(
    demo_home: Path, nights: Nights, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Planted]:
    """The demo with five hundred personal items, after a night that tells everyone everything."""
    home = copy_home(demo_home, tmp_path_factory.mktemp("planted") / "home")
    # A month that was frozen before would never hear of them.
    shutil.rmtree(home / "reports", ignore_errors=True)
    items, lines = zip(*planted_contacts(), strict=True)
    broken = [line.replace('"turns"', '"turns', 1) for line in lines[:20]]
    inbox = home / "inbox" / "transcripts" / "planted.jsonl"
    inbox.write_text("\n".join([*lines, *broken]), "utf-8")
    change_settings(home, {"[notify]": NOTICES})
    with web_sink() as sink:
        urls = home / "notify.urls"
        urls.write_text(f"ops = json://127.0.0.1:{sink.port}/ops\n", "utf-8")
        urls.chmod(0o600)
        words = [word for command in COMMANDS for word in _said(nights, home, command)]
        words += [w for one in _largest_themes(home) for w in _said(nights, home, (*REPORT, one))]
        yield Planted(home, list(items), words, sink)


def _said(nights: Nights, home: Path, command: tuple[str, ...]) -> list[str]:
    told = nights.voc(*command, "--home", home)
    # The night tells of the lines that are broken with an exit code of its own.
    assert told.code in (0, 3), told.ja
    return [told.ja, told.en]


def _largest_themes(home: Path) -> list[str]:
    sql = (
        "select theme_id from mart.theme_by_month where month = '2026-03-01' order by count_voices"
    )
    with open_published(home) as con:
        return [theme for (theme,) in con.execute(f"{sql} desc limit 3").fetchall()]


def test_five_hundred_items_of_all_types_stay_in_the_home(planted_home: Planted) -> None:
    home, items = planted_home.home, planted_home.items
    assert len(items) == 500 and len({item.type for item in items}) == 10
    reached = {contact for contact, _ in turns_published(home)}
    # The test means something only while what was planted is published at all.
    assert sum(item.contact in reached for item in items) >= 400
    assert _told(leaks_of_contacts(items, published_texts(home))) == []
    places = [("words", "\n".join(planted_home.words)), *mart_columns(home), *files_shown(home)]
    for place, text in places:
        assert _told(leaks_anywhere(items, text, place)) == []


def test_every_kind_of_output_was_searched_and_quotes_those_who_were_planted(
    planted_home: Planted,
) -> None:
    shown = {place for place, _ in files_shown(planted_home.home)}
    for name in (
        "review.html", "review.pdf/numbers.json", "review.pdf/xmp", "review.xlsx/docProps/core.xml",
        "review.xlsx/xl/sharedStrings.xml", "theme_map.html", "theme_map.parquet", "themes.json",
        "published.json", "published.duckdb/mart.voice.text", "pictures/theme_map.png",
        "pictures/waterfall.svg",
    ):  # fmt: skip
        assert f"reports/2026-03/{name}" in shown, name
    assert "reports/compare/2026-02_2026-03.html" in shown
    assert sum(place.startswith("reports/themes/") for place in shown) == 3
    # Words of those who were planted are shown, masked: on the map, and as quotes of a page.
    texts = dict(files_shown(planted_home.home))
    said = _said_by_planted(planted_home.home)
    mapped = texts["reports/2026-03/theme_map.html"]
    assert sum(json.dumps(text, ensure_ascii=False) in mapped for text in said.values()) >= 50
    pages = [text for place, text in texts.items() if place.endswith(".html")]
    assert sum(voice in page.splitlines() for page in pages for voice in said) >= 3


def _said_by_planted(home: Path) -> dict[str, str]:
    sql = "select voice_id, text from mart.voice where source_contact_id like 'PLANT-%'"
    with open_published(home) as con:
        return dict(con.execute(sql).fetchall())


def test_nobody_outside_is_told_what_was_planted(planted_home: Planted) -> None:
    home = open_home(planted_home.home)
    with home.open_work() as con:
        store(con, [replace(spike(9999, DAY), count_customers=500)])
        con.execute(ALERT_OF_PLANTED)
    assert told_night(home, DAY) == []
    posted = [body.decode("utf-8") for _, body in planted_home.sink.posted]
    told = planted_home.sink.told("/ops")
    titles = " ".join(one["title"] for one in told)
    assert "確かめていただきたいこと" in titles and "急な増加" in titles, titles
    # The words of three of them are in it.
    assert sum(line.startswith("「") for one in told for line in one["message"].split("\n")) >= 3
    for text in [*posted, *(value for one in told for value in one.values())]:
        assert _told(leaks_anywhere(planted_home.items, str(text), "notice")) == []


def test_prefect_shows_nothing_that_was_planted(
    planted_home: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("flows.artifacts.FlowRunContext.get", lambda: "a run")
    for name in ("create_table_artifact", "create_link_artifact"):
        monkeypatch.setattr(f"flows.artifacts.{name}", lambda *a, **k: shown.append(f"{a} {k}"))
    home, month = open_home(planted_home.home), date(2026, 3, 1)
    names = [item.text for item in planted_home.items if item.type == "PERSON"]
    problems = [Problem("rows_rejected", {"file": f"{name}.csv", "count": 2}) for name in names]
    show_run(home, "nightly", (DAY, DAY), problems)
    show_review(home, month, home.folder / "reports" / "2026-03")
    assert len(shown) == 4
    assert _told(leaks_anywhere(planted_home.items, "\n".join(shown), "artifact")) == []


def test_numbers_of_a_night_of_real_rooms_stand_in_its_file(planted_home: Planted) -> None:
    # Small homes have rows that we wrote; these rows the night made.
    folder = planted_home.home / "reports" / "2026-03"
    page = read((folder / "review.html").read_text("utf-8")).traced
    book = opened((folder / "review.xlsx").read_bytes())
    told = [(one.mart, one.key, one.value) for one in page]
    told += [
        (table.removeprefix("mart."), key, book[sheet][cell].value)
        for sheet, cell, _, table, key in rows(book["出典と定義"], "シート")
    ]
    printed = numbers(PdfReader(folder / "review.pdf"))
    with open_published_file(folder / "published.duckdb") as con:
        for mart, key, value in told:
            assert looked_up(con, mart, key) == pytest.approx(value), (mart, key)
        for one in printed:
            found = looked_up(con, one["mart"], one["key"])
            assert found is not None and one["text"] in writings(found), one
    assert len(page) >= 100 and len(told) - len(page) >= 100 and len(printed) >= 100
