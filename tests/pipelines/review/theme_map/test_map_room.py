"""The theme map: every voice of the months shown, texts behind the gate, the same bytes later."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.review.look import MapLook
from pipelines.review.page import Press
from pipelines.review.theme_map.map_facts import ThemeMap
from pipelines.review.theme_map.map_room import made_theme_map, read_map, write_theme_map
from tests.pipelines.review.pictures.drawn import CONFIG, FONTS, LOOK, WORDS
from tests.pipelines.review.small_home import calls
from tests.pipelines.review.theme_map.map_home import SAID, map_home, source
from warehouse.connect import open_published
from warehouse.vectors import vectors_path

MONTH = date(2024, 3, 1)
pytestmark = pytest.mark.heavy
PRESS = Press(LOOK, WORDS, (CONFIG / "review",), FONTS)


def read(home: Path, look: MapLook = LOOK.map, least_customers: int = 5) -> ThemeMap | None:
    with open_published(home) as con:
        return read_map(con, source(home), MONTH, look, least_customers)


def write(home: Path, folder: Path) -> Path | None:
    with open_published(home) as con:
        return write_theme_map(made_theme_map(con, source(home), MONTH, PRESS), folder)


def found(home: Path, look: MapLook = LOOK.map) -> ThemeMap:
    made = read(home, look)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return map_home(tmp_path_factory.mktemp("map"))


def test_every_voice_of_the_months_is_a_point_and_counts_are_of_all(home: Path) -> None:
    made = found(home)
    assert {one.voice_id for one in made.voices} == {one.name for one in SAID} - {"long-ago"}
    assert [(one.name, one.count_voices, one.count_customers) for one in made.themes] == [
        ("配達が遅れる", 12, 12),
        ("箱の破損", 3, 3),
    ]
    assert (made.count_all, made.first_on, made.last_on) == (
        16,
        date(2023, 4, 1),
        date(2024, 3, 31),
    )


def test_nobody_is_quoted_where_few_customers_speak(home: Path) -> None:
    text_of = {one.voice_id: one.text for one in found(home).voices}
    assert text_of["t-late-2024-03-10-0"] == "荷物がまだ届きません"
    assert text_of["t-rare-2024-03-11-0"] is None
    assert text_of["alone"] is None


def test_what_the_card_of_the_month_holds_back_the_map_does_too(tmp_path: Path) -> None:
    said = [
        *calls(5, "2023-11-10", "t-late", "指定した日に来ません"),
        *calls(4, "2024-03-10", "t-late", "荷物がまだ届きません"),
    ]
    texts = {one.text for one in found(map_home(tmp_path, said)).voices if not one.is_of_month}
    assert texts == {"指定した日に来ません"}
    assert {one.text for one in found(tmp_path).voices if one.is_of_month} == {None}


def test_of_too_many_voices_the_same_sample_is_shown(home: Path) -> None:
    few = LOOK.map.model_copy(update={"most_voices": 7})
    one, other = found(home, few), found(home, few)
    assert len(one.voices) == 7
    assert one.count_all == 16
    assert [voice.voice_id for voice in one.voices] == [voice.voice_id for voice in other.voices]


def test_a_long_voice_is_shortened(home: Path) -> None:
    short = LOOK.map.model_copy(update={"characters": 10})
    texts = {one.text for one in found(home, short).voices}
    assert texts == {"荷物がまだ届きません", "指定した日に来ません", None}


def test_places_are_kept_when_the_vectors_are_gone(tmp_path: Path) -> None:
    home = map_home(tmp_path)
    first = found(home)
    vectors_path(source(home).published[0]).unlink()
    assert found(home) == first
    other = replace(source(home), file_name="published-20240401-other.duckdb")
    with open_published(home) as con:
        assert read_map(con, other, MONTH, LOOK.map, 5) is None


def test_a_voice_without_a_vector_has_no_point_and_the_rest_is_kept(tmp_path: Path) -> None:
    home = map_home(tmp_path)
    path = vectors_path(source(home).published[0])
    with duckdb.connect(str(path)) as con:
        con.execute("delete from search.voice_text where voice_id = 'alone'")
    first = found(home)
    assert len(first.voices) == first.count_all - 1
    path.unlink()
    assert found(home) == first


def test_kept_places_that_are_broken_are_worked_out_again(tmp_path: Path) -> None:
    home = map_home(tmp_path)
    source(home).kept.write_bytes(b"broken")
    assert len(found(home).voices) == 16


def test_without_voices_nothing_is_written(tmp_path: Path) -> None:
    home = map_home(tmp_path / "home", calls(3, "2020-01-05", "t-late"))
    assert write(home, tmp_path / "out") is None
    assert not (tmp_path / "out").exists()


def test_a_map_that_is_made_no_more_is_taken_away(home: Path, tmp_path: Path) -> None:
    page = write(home, tmp_path)
    assert page is not None and page.exists()
    assert write_theme_map(None, tmp_path) is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_page_holds_what_was_read_and_no_network_is_asked(home: Path, tmp_path: Path) -> None:
    page = write(home, tmp_path)
    assert page is not None
    html = page.read_text("utf-8")
    voices = json.loads(_between(html, 'id="voices">'))
    assert len(voices["x"]) == len(voices["s"]) == 16
    assert set(voices["s"]) == {"", "荷物がまだ届きません", "指定した日に来ません"}
    assert sum(voices["m"]) == 12
    own = html[: html.index('id="drawing"')]
    assert not re.search(r'(?:src|href)="(?!data:|#)|url\((?!data:)', own)
    assert "default-src 'none'" in html
    assert "published-" in html
    assert (tmp_path / "pictures" / "theme_map.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_month_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    write(home, tmp_path / "one")
    write(home, tmp_path / "two")
    for name in ("theme_map.html", "pictures/theme_map.png"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_voice_cannot_close_the_script_that_holds_it(tmp_path: Path) -> None:
    said = calls(6, "2024-03-10", "t-late", "</script><script>alert(1)</script>& 困る")
    page = write(map_home(tmp_path / "home", said), tmp_path)
    assert page is not None
    html = page.read_text("utf-8")
    assert "alert(1)</script>" not in html
    assert json.loads(_between(html, 'id="voices">'))["s"][0].startswith("</script>")


def _between(html: str, mark: str) -> str:
    start = html.index(mark) + len(mark)
    return html[start : html.index("</script>", start)]
