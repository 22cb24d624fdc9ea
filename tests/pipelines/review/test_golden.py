"""Pages and pictures look as they did when somebody looked at them last."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.pipelines.review.edge_homes import EDGES
from tests.pipelines.review.golden import FOLDER, WIDTHS, is_same, pages, picture
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


def packed(image: np.ndarray) -> bytes:
    """Return a PNG of grey pixels."""
    file = BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def test_a_digit_is_a_change_and_a_soft_edge_is_none() -> None:
    paper = np.full((40, 40), 255, np.uint8)
    soft, digit = paper.copy(), paper.copy()
    soft[10:14, 10] = 240
    digit[10:15, 10:12] = 60
    assert is_same(packed(paper), packed(soft))
    assert not is_same(packed(paper), packed(digit))
    assert not is_same(packed(paper), packed(paper[:20]))
