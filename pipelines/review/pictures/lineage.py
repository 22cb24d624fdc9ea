"""Ribbons from the themes before to the themes after, where some were split or merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi

import altair as alt

from pipelines.review.figures import number
from pipelines.review.pictures.layers import (
    Box,
    Text,
    bands,
    boxes,
    nothing,
    picture,
    texts,
)
from pipelines.review.pictures.pen import LINE, SMALL, TEXT, Pen, mixed
from pipelines.review.pictures.rows import middle_line
from pipelines.review.pictures.scales import Scale

TOP, NODE, GAP = 24.0, 7.0, 8.0
# So high are all voices of a side together, at most; a node has room for its name all the same.
VOICES_HEIGHT, LEAST_NODE = 260.0, 3.0
STEPS = 16


@dataclass(frozen=True)
class Node:
    """A theme on one side; `key` is told apart from others of the same name."""

    key: str
    name: str


@dataclass(frozen=True)
class Ribbon:
    """Voices that were in one theme before and are in another after."""

    before: str
    after: str
    count_voices: int


@dataclass(frozen=True)
class Lineage:
    """Themes before and after, and the voices they have in common."""

    before: tuple[Node, ...]
    after: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class _Standing:
    """A node where it stands: the top and height of its bar and the middle of its label."""

    node: Node
    top: float
    height: float
    middle: float
    count: int


def lineage(given: Lineage, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw ribbons as high as voices are many, families of themes one below the other."""
    if not given.ribbons:
        return nothing(pen, width)
    given = _sorted(given)
    scale = VOICES_HEIGHT / max(VOICES_HEIGHT / 2, sum(one.count_voices for one in given.ribbons))
    sides = _sides(given, scale)
    room = width * (0.3 if width > 500 else 0.36)
    x = Scale(0, 1, room + NODE, width - room - NODE)
    bottom = max(one.middle + LINE / 2 for side in sides for one in side)
    shapes, fills = _shapes(given, sides, scale, x, pen)
    return picture(
        pen,
        width,
        bottom + 4,
        bands(shapes, fills),
        boxes(_bars(sides, x, pen)),
        texts(_names(sides, room, width, pen) + _heads(width, pen)),
    )


def _sorted(given: Lineage) -> Lineage:
    """Return the families in order of their size, so that ribbons of different ones never cross."""
    family = _families(given)
    size: dict[str, int] = {}
    for ribbon in given.ribbons:
        key = family["<" + ribbon.before]
        size[key] = size.get(key, 0) + ribbon.count_voices
    counts = {("<" + one.key): 0 for one in given.before} | {
        (">" + one.key): 0 for one in given.after
    }
    for ribbon in given.ribbons:
        counts["<" + ribbon.before] += ribbon.count_voices
        counts[">" + ribbon.after] += ribbon.count_voices

    def place(mark: str, node: Node) -> tuple[int, str, int, str]:
        key = mark + node.key
        return (-size[family[key]], family[key], -counts[key], node.key)

    known = set(family)
    before = sorted((n for n in given.before if "<" + n.key in known), key=lambda n: place("<", n))
    after = sorted((n for n in given.after if ">" + n.key in known), key=lambda n: place(">", n))
    order = {node.key: spot for spot, node in enumerate(after)}
    first = {node.key: spot for spot, node in enumerate(before)}
    ribbons = sorted(given.ribbons, key=lambda one: (first[one.before], order[one.after]))
    return Lineage(tuple(before), tuple(after), tuple(ribbons))


def _families(given: Lineage) -> dict[str, str]:
    """Return for each theme that has a ribbon the least key of all themes tied to it."""
    family: dict[str, str] = {}
    for ribbon in given.ribbons:
        family.setdefault("<" + ribbon.before, "<" + ribbon.before)
        family.setdefault(">" + ribbon.after, ">" + ribbon.after)
    changed = True
    while changed:
        changed = False
        for ribbon in given.ribbons:
            ends = ("<" + ribbon.before, ">" + ribbon.after)
            least = min(family[end] for end in ends)
            changed = changed or any(family[end] != least for end in ends)
            family |= dict.fromkeys(ends, least)
    return family


def _sides(given: Lineage, scale: float) -> tuple[list[_Standing], list[_Standing]]:
    """Stack both sides; each family begins at the same height on both."""
    family = _families(given)
    before, after = [], []
    top = TOP
    for name in dict.fromkeys(family["<" + node.key] for node in given.before):
        lefts = [node for node in given.before if family["<" + node.key] == name]
        rights = [node for node in given.after if family[">" + node.key] == name]
        left_counts = {
            n.key: sum(r.count_voices for r in given.ribbons if r.before == n.key) for n in lefts
        }
        right_counts = {
            n.key: sum(r.count_voices for r in given.ribbons if r.after == n.key) for n in rights
        }
        heights = [
            sum(max(LINE, counts[n.key] * scale) + 2 for n in nodes)
            for nodes, counts in ((lefts, left_counts), (rights, right_counts))
        ]
        tallest = max(heights)
        before += _stack(lefts, left_counts, scale, top + (tallest - heights[0]) / 2)
        after += _stack(rights, right_counts, scale, top + (tallest - heights[1]) / 2)
        top += tallest + GAP
    return before, after


def _stack(
    nodes: Sequence[Node], counts: dict[str, int], scale: float, top: float
) -> list[_Standing]:
    found = []
    for node in nodes:
        height = max(LEAST_NODE, counts[node.key] * scale)
        room = max(LINE, counts[node.key] * scale)
        middle = top + room / 2
        found.append(_Standing(node, middle - height / 2, height, middle, counts[node.key]))
        top += room + 2
    return found


def _shapes(
    given: Lineage, sides: tuple[list[_Standing], list[_Standing]], scale: float, x: Scale, pen: Pen
) -> tuple[list[list[tuple[float, float, float]]], list[str]]:
    lefts = {one.node.key: one for one in sides[0]}
    rights = {one.node.key: one for one in sides[1]}
    used: dict[tuple[str, str], float] = {}
    shapes, fills = [], []
    for number_, one in enumerate(given.ribbons):
        height = one.count_voices * scale
        from_, to = used.get(("<", one.before), 0.0), used.get((">", one.after), 0.0)
        start, end = lefts[one.before].top + from_, rights[one.after].top + to
        used["<", one.before], used[">", one.after] = from_ + height, to + height
        shapes.append(_ribbon(start, end, max(height, 1.0), x))
        shade = mixed(pen.colours.paper, pen.colours.accent, 0.25 if number_ % 2 else 0.36)
        fills.append(shade)
    return shapes, fills


def _ribbon(start: float, end: float, height: float, x: Scale) -> list[tuple[float, float, float]]:
    points = []
    for step in range(STEPS + 1):
        part = step / STEPS
        top = start + (end - start) * (1 - cos(pi * part)) / 2
        points.append((x.at(part), top, top + height))
    return points


def _bars(sides: tuple[list[_Standing], list[_Standing]], x: Scale, pen: Pen) -> list[Box]:
    colour = pen.colours.bar_now
    return [
        *(Box(x.start - NODE, one.top, x.start, one.top + one.height, colour) for one in sides[0]),
        *(Box(x.end, one.top, x.end + NODE, one.top + one.height, colour) for one in sides[1]),
    ]


def _names(
    sides: tuple[list[_Standing], list[_Standing]], room: float, width: float, pen: Pen
) -> list[Text]:
    found = []
    for side, edge, sign, align in (
        (sides[0], room - 6, -1, "right"),
        (sides[1], width - room + 6, 1, "left"),
    ):
        for one in side:
            count = pen.words("picture.voices", count=number(one.count))
            counted = pen.width(count, SMALL) + 5
            name = pen.fitted(one.node.name, room - 8 - counted, TEXT)
            y = middle_line(one.middle, TEXT)
            muted, ink = pen.colours.muted, pen.colours.ink
            named = edge + sign * (counted if sign < 0 else 0)
            behind = edge if sign < 0 else edge + pen.width(name, TEXT) + 5
            found.append(Text(named, y, name, ink, TEXT, align=align))
            found.append(Text(behind, y, count, muted, SMALL, align=align))
    return found


def _heads(width: float, pen: Pen) -> list[Text]:
    muted = pen.colours.muted
    return [
        Text(0, 12, pen.words("picture.lineage_before"), muted, SMALL),
        Text(width, 12, pen.words("picture.lineage_after"), muted, SMALL, align="right"),
    ]
