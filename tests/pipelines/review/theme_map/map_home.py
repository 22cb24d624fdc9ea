"""A small home with a published file and vectors beside it: one direction for each theme."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.review.theme_map.map_room import MapSource
from tests.pipelines.review.small_home import Call, Named, calls, publish
from tests.pipelines.review.vectors import give_vectors
from warehouse.connect import published_path

THEMES = [Named("t-late", "配達が遅れる"), Named("t-rare", "箱の破損")]
SAID = [
    *calls(8, "2024-03-10", "t-late", "荷物がまだ届きません"),
    *calls(4, "2023-11-10", "t-late", "指定した日に来ません"),
    *calls(3, "2024-03-11", "t-rare", "箱がつぶれていました"),
    Call("alone", "2024-03-12", None, "まったく別の話です"),
    Call("long-ago", "2022-01-05", "t-late", "昔の話です"),
]


def map_home(folder: Path, said: Sequence[Call] = SAID) -> Path:
    """Publish contacts as the night of 2024-03-31, with vectors of what they said."""
    home = publish(folder, said, THEMES)
    give_vectors(home, said)
    return home


def source(home: Path) -> MapSource:
    """Return where the map of the home is made from."""
    published = published_path(home).resolve()
    return MapSource(published.name, (published,), home / "theme_map.parquet")
