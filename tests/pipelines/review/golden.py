"""Pictures that somebody looked at, kept beside the tests; a change nobody saw fails.

    python -m tests.pipelines.review.golden        draws them anew: look at each one that git shows

Kept are the pages of the document for homes at the edges and every sample picture on a telephone
and on a page, small enough for git and large enough to read.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image

from pipelines.review.pdf import project
from pipelines.review.pictures.render import png_of
from pipelines.review.review_room import facts_of_month, press_of
from tests.pipelines.review.edge_homes import EDGES
from tests.pipelines.review.pictures.drawn import FONTS as FONTS_OF_PICTURES
from tests.pipelines.review.pictures.drawn import PEN
from tests.pipelines.review.pictures.samples import PICTURES
from tests.pipelines.review.small_home import FONTS, desk

FOLDER = Path(__file__).parent / "golden"
MONTH = date(2024, 3, 1)
WIDTHS = (340, 720)
# Dots an inch of a page, and of a picture drawn for 96: figures can still be read.
PAGE_DOTS, PICTURE_SCALE = 48, 0.75
# Edges of letters come out a little different on another processor; a digit that changes moves the
# mean of its block of pixels by more than this (of 255).
BLOCK, SAME = 8, 4.0


def pages(name: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the review of a home at an edge, as PNG by file name."""
    home = EDGES[name](folder / name)
    facts, _ = facts_of_month(home, desk(), MONTH)
    files: Any = project(facts, press_of(desk()))
    made = typst.compile(
        files, font_paths=[FONTS], ignore_system_fonts=True, format="png", ppi=PAGE_DOTS
    )
    for number, page in enumerate(made if isinstance(made, list) else [made], start=1):
        yield f"page-{name}-{number}.png", bytes(page)


def picture(name: str, width: int) -> tuple[str, bytes]:
    """Return a sample picture as PNG, with its file name."""
    drawn = png_of(PICTURES[name](PEN, width), FONTS_OF_PICTURES.folder, PICTURE_SCALE)
    return f"picture-{name}-{width}.png", drawn


def is_same(one: bytes, other: bytes) -> bool:
    """Tell whether two PNGs look the same: no block of pixels differs visibly."""
    if one == other:
        return True
    first, second = pixels(one).astype(float), pixels(other).astype(float)
    if first.shape != second.shape:
        return False
    return largest_difference(first, second) < SAME


def largest_difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest mean difference of a block of pixels, 0 to 255."""
    apart = np.abs(one - other).mean(axis=2)
    down, across = (-(-size // BLOCK) for size in apart.shape)
    whole = np.zeros((down * BLOCK, across * BLOCK))
    whole[: apart.shape[0], : apart.shape[1]] = apart
    return float(whole.reshape(down, BLOCK, across, BLOCK).mean(axis=(1, 3)).max())


def pixels(png: bytes) -> np.ndarray:
    """Return the pixels of a PNG, rows by columns by red, green and blue."""
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"))


def main() -> None:
    """Draw all golden pictures anew and take away those that are drawn no more."""
    FOLDER.mkdir(exist_ok=True)
    drawn = [picture(name, width) for name in PICTURES for width in WIDTHS]
    with tempfile.TemporaryDirectory() as folder:
        for name in EDGES:
            drawn += pages(name, Path(folder))
    for name, png in drawn:
        path = FOLDER / name
        # One that looks the same stays: git shows only what is to be looked at.
        if not path.exists() or not is_same(path.read_bytes(), png):
            path.write_bytes(png)
            print(path)
    for left in FOLDER.glob("*.png"):
        if left.name not in dict(drawn):
            left.unlink()


if __name__ == "__main__":
    main()
