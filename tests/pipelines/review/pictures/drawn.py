"""What stands in a drawn picture: its texts and the parts they cover, read from the SVG."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import altair as alt

from pipelines.review.fonts import Fonts
from pipelines.review.look import read_look, read_words
from pipelines.review.pictures.pen import ABOVE, BELOW, Pen
from pipelines.review.pictures.placer import Spot
from pipelines.review.pictures.render import svg_of

CONFIG = Path(__file__).resolve().parents[4] / "config"
FONTS = Fonts(CONFIG / "fonts")
LOOK = read_look([CONFIG / "review"])
WORDS = read_words([CONFIG / "review"])
PEN = Pen(LOOK.colours, WORDS, FONTS)
SVG = "{http://www.w3.org/2000/svg}"
MOVED = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
# Letters drawn beside each other may touch by this much and still read as two texts.
TOUCH = 0.5


@dataclass(frozen=True)
class Drawn:
    """One text of a picture and the part of it that the text covers."""

    text: str
    spot: Spot
    colour: str


def svg(chart: alt.TopLevelMixin) -> str:
    """Return the SVG of a chart."""
    return svg_of(chart, "説明", FONTS.folder)


def texts(drawing: str) -> list[Drawn]:
    """Return every text of an SVG with its place."""
    found: list[Drawn] = []
    _walk(ElementTree.fromstring(drawing), 0.0, 0.0, found)
    return found


def words(drawing: str) -> list[str]:
    """Return the texts alone."""
    return [one.text for one in texts(drawing)]


def overlapping(drawing: str) -> list[tuple[str, str]]:
    """Return pairs of texts that lie on each other."""
    drawn = texts(drawing)
    return [
        (one.text, other.text)
        for number, one in enumerate(drawn)
        for other in drawn[number + 1 :]
        if one.spot.meets(other.spot, -TOUCH)
    ]


def outside(drawing: str) -> list[str]:
    """Return texts that are cut off at the edge of the picture."""
    root = ElementTree.fromstring(drawing)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    area = Spot(-TOUCH, -TOUCH, width + TOUCH, height + TOUCH)
    return [one.text for one in texts(drawing) if not one.spot.lies_in(area)]


def _walk(node: ElementTree.Element, x: float, y: float, found: list[Drawn]) -> None:
    moved = MOVED.search(node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.tag == f"{SVG}text" and node.text:
        size_ = float(node.attrib["font-size"].removesuffix("px"))
        is_bold = node.get("font-weight") in ("bold", "700")
        width = FONTS.width(node.text, size_, bold=is_bold)
        left = (
            x - {"start": 0.0, "middle": width / 2, "end": width}[node.get("text-anchor", "start")]
        )
        spot = Spot(left, y - ABOVE * size_, left + width, y + BELOW * size_)
        found.append(Drawn(node.text, spot, node.get("fill", "")))
    for child in node:
        _walk(child, x, y, found)
