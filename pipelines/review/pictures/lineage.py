"""Ribbons from the themes before to the themes after, where some were split or merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
COUNT_ROOM = 56.0


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
    """A node where it stands: top and height of its bar, middle of its label, lower end of both."""

    node: Node
    top: float
    height: float
    middle: float
    count: int
    lines: tuple[str, ...]
    bottom: float


def lineage(given: Lineage, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw ribbons as high as voices are many, families of themes one below the other."""
    if not given.ribbons:
        return nothing(pen, width)
    given = _sorted(given)
    scale = VOICES_HEIGHT / max(VOICES_HEIGHT / 2, sum(one.count_voices for one in given.ribbons))
    room = width * (0.3 if width > 500 else 0.38)
    names = {one.key: _lines(one.name, room, pen) for one in (*given.before, *given.after)}
    sides = _sides(given, scale, names)
    x = Scale(0, 1, room + NODE, width - room - NODE)
    bottom = max(one.bottom for side in sides for one in side)
    shapes, fills = _shapes(given, sides, scale, x, pen)
    return picture(
        pen,
        width,
        bottom + 10,
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


def _lines(name: str, room: float, pen: Pen) -> tuple[str, ...]:
    """Break a name so that the count still has room behind its last line."""
    return pen.lines(name, room - COUNT_ROOM, 2)


def _sides(
    given: Lineage, scale: float, names: dict[str, tuple[str, ...]]
) -> tuple[list[_Standing], list[_Standing]]:
    """Stack both sides; each family begins at the same height on both."""
    family = _families(given)
    before: list[_Standing] = []
    after: list[_Standing] = []
    top = TOP
    for name in dict.fromkeys(family["<" + node.key] for node in given.before):
        lefts = [node for node in given.before if family["<" + node.key] == name]
        rights = [node for node in given.after if family[">" + node.key] == name]
        left = _stack(lefts, _counts(given, lefts, "before"), scale, names)
        right = _stack(rights, _counts(given, rights, "after"), scale, names)
        tallest = max(left[-1].bottom, right[-1].bottom)
        before += _moved(left, top + (tallest - left[-1].bottom) / 2)
        after += _moved(right, top + (tallest - right[-1].bottom) / 2)
        top += tallest + GAP
    return before, after


def _counts(given: Lineage, nodes: Sequence[Node], side: str) -> dict[str, int]:
    return {
        node.key: sum(one.count_voices for one in given.ribbons if getattr(one, side) == node.key)
        for node in nodes
    }


def _stack(
    nodes: Sequence[Node], counts: dict[str, int], scale: float, names: dict[str, tuple[str, ...]]
) -> list[_Standing]:
    found, top = [], 0.0
    for node in nodes:
        lines, count = names[node.key], counts[node.key]
        height = max(LEAST_NODE, count * scale)
        room = max(LINE * len(lines), height)
        middle = top + room / 2
        standing = _Standing(node, middle - height / 2, height, middle, count, lines, top + room)
        found.append(standing)
        top += room + 4
    return found


def _moved(side: Sequence[_Standing], down: float) -> list[_Standing]:
    return [
        replace(one, top=one.top + down, middle=one.middle + down, bottom=one.bottom + down)
        for one in side
    ]


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
    muted, ink = pen.colours.muted, pen.colours.ink
    found = []
    for side, edge, align in ((sides[0], room - 6, "right"), (sides[1], width - room + 6, "left")):
        for one in side:
            count = pen.words("picture.voices", count=number(one.count))
            first = middle_line(one.middle, TEXT) - LINE * (len(one.lines) - 1) / 2
            last = first + LINE * (len(one.lines) - 1)
            counted = pen.width(count, SMALL) + 5
            for row, line in enumerate(one.lines):
                is_last = row == len(one.lines) - 1
                x = edge - counted if align == "right" and is_last else edge
                found.append(Text(x, first + LINE * row, line, ink, TEXT, align=align))
            x = edge if align == "right" else edge + pen.width(one.lines[-1], TEXT) + 5
            found.append(Text(x, last, count, muted, SMALL, align=align))
    return found


def _heads(width: float, pen: Pen) -> list[Text]:
    muted = pen.colours.muted
    return [
        Text(0, 12, pen.words("picture.lineage_before"), muted, SMALL),
        Text(width, 12, pen.words("picture.lineage_after"), muted, SMALL, align="right"),
    ]
