"""Pages and pictures look as they did when somebody looked at them last."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from tests.pipelines.review.edge_homes import EDGES
from tests.pipelines.review.golden import FOLDER, WIDTHS, is_same, pages, picture, pixels
from tests.pipelines.review.pictures.samples import PICTURES


def told(changed: list[Path]) -> str:
    places = ", ".join(str(one) for one in changed)
    return f"look at {places}; if it is right: python -m tests.pipelines.review.golden"


def changed(drawn: dict[str, bytes], folder: Path) -> list[Path]:
    """Write the pictures that do not look like the golden ones, and return their paths."""
    found = []
    for name, png in drawn.items():
        golden = FOLDER / name
        if not golden.exists() or not is_same(golden.read_bytes(), png):
            (folder / name).write_bytes(png)
            found.append(folder / name)
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("name", EDGES)
def test_the_pages_of_a_home_look_as_before(name: str, tmp_path: Path) -> None:
    drawn = dict(pages(name, tmp_path))
    assert not changed(drawn, tmp_path), told(changed(drawn, tmp_path))
    assert {one.name for one in FOLDER.glob(f"page-{name}-?.png")} == set(drawn)


@pytest.mark.heavy
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_before(name: str, width: int, tmp_path: Path) -> None:
    drawn = dict([picture(name, width)])
    assert not changed(drawn, tmp_path), told(changed(drawn, tmp_path))


def packed(image: np.ndarray, kind: int = 0, filtered: np.ndarray | None = None) -> bytes:
    """Return a PNG of grey pixels, its lines filtered as told."""
    lines = image if filtered is None else filtered
    rows = b"".join(bytes([kind, *line.tolist()]) for line in lines)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", image.shape[1], image.shape[0], 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(struct.pack(">I", len(data)) + name + data + b"crc!" for name, data in parts)
    return b"\x89PNG\r\n\x1a\n" + body


GREY = np.array([[10, 20, 40], [30, 35, 250]], np.uint8)


@pytest.mark.parametrize(
    ("kind", "filtered"),
    [
        (0, GREY),
        (1, np.array([[10, 10, 20], [30, 5, 215]], np.uint8)),
        (2, np.array([[10, 20, 40], [20, 15, 210]], np.uint8)),
        (3, np.array([[10, 15, 30], [25, 10, 213]], np.uint8)),
        (4, np.array([[10, 10, 20], [20, 5, 210]], np.uint8)),
    ],
)
def test_every_filter_of_png_is_read(kind: int, filtered: np.ndarray) -> None:
    assert pixels(packed(GREY, kind, filtered))[:, :, 0].tolist() == GREY.tolist()


def test_a_digit_is_a_change_and_a_soft_edge_is_none() -> None:
    paper = np.full((40, 40), 255, np.uint8)
    soft, digit = paper.copy(), paper.copy()
    soft[10:14, 10] = 240
    digit[10:15, 10:12] = 60
    assert is_same(packed(paper), packed(soft))
    assert not is_same(packed(paper), packed(digit))
    assert not is_same(packed(paper), packed(paper[:20]))
