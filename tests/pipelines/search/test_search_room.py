"""Searches in a few named rows, with exact answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipelines.search.asked import Filters, Known
from pipelines.search.search_room import (
    Matching,
    PublishedEncoder,
    known_names,
    narrow,
    near_themes,
    near_voices,
    published_encoder,
)
from tests.pipelines.search.small_search import ENCODER, Said, publish
from warehouse.connect import open_published
from warehouse.statements import Connection
from warehouse.vectors import attach_vectors

EAST, NORTH = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
VECTORS = {"late": (1.0, 0.0), "bill": (0.0, 1.0), "both": (0.6, 0.8), "unsaid": (0.8, 0.6)}
THEMES = {"T0001": (1.0, 0.0), "T0002": (0.0, 1.0), "T0003": (0.6, 0.8)}
VOICES = [
    Said("a", "late", "2024-03-01", "T0001", product="光回線", masked="[氏名1]です。届かない"),
    Said("b", "late", "2024-03-09", "T0001", "mail", "スマホ", masked="届かない"),
    Said("c", "late", "2024-03-05", "T0001", "mail", None, masked="届かない!"),
    Said("d", "bill", "2024-03-02", "T0002", "chat", "スマホ", masked="請求が違う"),
    Said("e", "both", "2024-03-03", None, None, "スマホ", masked="届かないのに請求された"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("search") / "home", VOICES, VECTORS, THEMES)


@contextmanager
def opened(home: Path) -> Iterator[Connection]:
    """Open the published file with its vectors."""
    with open_published(home) as con:
        attach_vectors(con)
        yield con


def test_equal_statements_are_one_line_with_the_newest_voice(home: Path) -> None:
    with opened(home) as con:
        assert narrow(con, Filters()) == Matching(5, 3, date(2024, 3, 1), date(2024, 3, 9))
        found = near_voices(con, EAST, 10)
    assert [(one.similarity, one.count_voices, one.text) for one in found] == [
        (1.0, 3, "届かない"),
        (pytest.approx(0.6, abs=0.003), 1, "届かないのに請求された"),
        (0.0, 1, "請求が違う"),
    ]
    first = found[0]
    assert (first.voice_id, first.contact_id, first.received_on) == ("b", "b", date(2024, 3, 9))
    assert (first.channel, first.product) == ("mail", "スマホ")
    assert (first.theme_id, first.theme_name) == ("T0001", "「T0001」")


def test_themes_are_ranked_by_their_centre_and_silent_ones_left_out(home: Path) -> None:
    with opened(home) as con:
        narrow(con, Filters())
        found = near_themes(con, np.array([0.8, 0.6], dtype=np.float32), 10)
    assert [
        (one.similarity, one.theme_id, one.count_voices, one.count_contacts, one.last_heard_on)
        for one in found
    ] == [
        (0.8, "T0001", 3, 3, date(2024, 3, 9)),
        (0.6, "T0002", 1, 1, date(2024, 3, 2)),
    ]
    assert (found[0].theme_name, found[0].category_name) == ("「T0001」", "分類")


@pytest.mark.parametrize(
    ("filters", "voices", "themes"),
    [
        (Filters(since=date(2024, 3, 3)), [("b", 2), ("e", 1)], [("T0001", 2)]),
        (Filters(until=date(2024, 3, 1)), [("a", 1)], [("T0001", 1)]),
        (Filters(products=("光回線",)), [("a", 1)], [("T0001", 1)]),
        (
            Filters(products=("光回線", "スマホ")),
            [("b", 2), ("e", 1), ("d", 1)],
            [("T0001", 2), ("T0002", 1)],
        ),
        (Filters(channels=("chat",)), [("d", 1)], [("T0002", 1)]),
        (Filters(theme_ids=("T0002",)), [("d", 1)], [("T0002", 1)]),
        (Filters(since=date(2024, 3, 4), channels=("chat",)), [], []),
    ],
)
def test_filters_choose_voices_and_counts_alike(
    home: Path, filters: Filters, voices: list[tuple[str, int]], themes: list[tuple[str, int]]
) -> None:
    with opened(home) as con:
        matching = narrow(con, filters)
        found = near_voices(con, EAST, 10)
        assert [(one.voice_id, one.count_voices) for one in found] == voices
        near = near_themes(con, EAST, 10)
        assert [(one.theme_id, one.count_voices) for one in near] == themes
    assert matching.count_voices == sum(count for _, count in voices)
    assert matching.count_texts == len(voices)


def test_no_more_than_asked_for(home: Path) -> None:
    with opened(home) as con:
        narrow(con, Filters())
        assert [one.voice_id for one in near_voices(con, NORTH, 2)] == ["d", "e"]
        assert [one.theme_id for one in near_themes(con, NORTH, 1)] == ["T0002"]


def test_names_known_and_the_encoder(home: Path) -> None:
    with opened(home) as con:
        assert known_names(con, "product") == [Known("スマホ", "スマホ"), Known("光回線", "光回線")]
        assert [one.value for one in known_names(con, "channel")] == ["call", "chat", "mail"]
        assert known_names(con, "theme")[0] == Known("T0001", "「T0001」")
        assert published_encoder(con) == PublishedEncoder(ENCODER, "use")


def test_a_file_without_voices_has_nothing_near(tmp_path: Path) -> None:
    with opened(publish(tmp_path / "home", [], {})) as con:
        assert narrow(con, Filters()) == Matching(0, 0, None, None)
        assert near_voices(con, EAST, 3) == []
        assert near_themes(con, EAST, 3) == []
