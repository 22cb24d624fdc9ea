"""The pictures of a review: how each is drawn, and what it tells who cannot see it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import altair as alt

from pipelines.review.drawing_data import (
    coming_data,
    counts_of,
    effects_data,
    heat_data,
    ignored_data,
    lineage_data,
    marks_of,
    of_series,
    quadrant_data,
    shares_data,
    trend_data,
    waterfall_data,
)
from pipelines.review.facts import Facts
from pipelines.review.facts_sections import Waterfall as Changed
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.figures import month_text, number, percent
from pipelines.review.fonts import Fonts
from pipelines.review.pictures.coming import coming
from pipelines.review.pictures.effects import effects
from pipelines.review.pictures.heat import heat
from pipelines.review.pictures.ignored import ignored
from pipelines.review.pictures.lineage import lineage
from pipelines.review.pictures.pen import Pen
from pipelines.review.pictures.periods import Count
from pipelines.review.pictures.quadrant import quadrant
from pipelines.review.pictures.render import svg_of
from pipelines.review.pictures.shares import shares
from pipelines.review.pictures.spark import Spark, spark
from pipelines.review.pictures.trend import Trend, trend
from pipelines.review.pictures.waterfall import waterfall

# The width of a page of A4 and of a telephone, in pixels.
WIDE, HALF, NARROW, CARD = 720.0, 420.0, 358.0, 340.0
Draw = Callable[[float], alt.TopLevelMixin]


@dataclass(frozen=True)
class Drawing:
    """A picture by its key on the page, with one text for who cannot see it.

    `draw` takes a width in pixels; `widths` are those of the page, by the style class that shows
    each of them. Drawing takes time: the same width is drawn once for page, document and slides.
    """

    key: str
    alt_text: str
    draw: Draw
    widths: Mapping[str, float]
    _svgs: dict[float, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def first_width(self) -> float:
        """The width of a large screen and of paper."""
        return next(iter(self.widths.values()))

    def svg(self, width: float, fonts: Fonts) -> str:
        """Return the picture as SVG of a width."""
        if width not in self._svgs:
            self._svgs[width] = svg_of(self.draw(width), self.alt_text, fonts.folder)
        return self._svgs[width]


BOTH = {"wide": WIDE, "narrow": NARROW}


def drawings(facts: Facts, pen: Pen) -> Mapping[str, Drawing]:
    """Return every picture of a review that there is something to draw for, by its key."""
    return {one.key: one for one in _drawings(facts, pen)}


def _drawings(facts: Facts, pen: Pen) -> Iterator[Drawing]:
    words = pen.words
    if any(share is not None for share in facts.trust.unexplained):
        yield _of_unexplained(facts, pen)
    if facts.now.count_contacts:
        yield _of_contacts(facts, pen)
    for theme_id in facts.cards:
        yield _of_theme(facts, facts.theme(theme_id), pen)
    for theme_id in facts.loud:
        yield _spark(facts, facts.theme(theme_id), pen)
    yield from _of_flags(facts, pen)
    if facts.waterfall:
        yield waterfall_drawing(facts.waterfall, facts.month, pen)
    drawn = (
        ("lineage", bool(facts.lineage), lineage_data, lineage),
        ("ahead", bool(facts.ahead.entries), coming_data, coming),
        ("ignored", bool(facts.ignored), ignored_data, ignored),
        ("measures", bool(facts.measures), effects_data, effects),
        ("seasons", bool(facts.loud), heat_data, heat),
    )
    for key, is_there, data_of, draw in drawn:
        if is_there:
            yield Drawing(
                key, words.template(f"alt.{key}"), _drawn(draw, data_of(facts, words), pen), BOTH
            )
    for facet in ("segment", "product"):
        if facet not in facts.missing:
            told = words("alt.where", facet=words(f"where.{facet}"))
            made = _drawn(quadrant, quadrant_data(facts, facet), pen)
            yield Drawing(f"where-{facet}", told, made, {"half": HALF, "narrow": NARROW})


def _drawn(draw: Callable[..., Any], data: object, pen: Pen) -> Draw:
    return lambda width: draw(data, pen, width=width)


def waterfall_drawing(found: Changed, month: date, pen: Pen) -> Drawing:
    """Return the picture of what changed between two months."""
    before, now = number(found.before.value), number(found.now.value)
    told = pen.words("alt.waterfall", before=before, now=now)
    made = _drawn(waterfall, waterfall_data(found, month, pen.words), pen)
    return Drawing("waterfall", told, made, BOTH)


def _of_contacts(facts: Facts, pen: Pen) -> Drawing:
    months = tuple(
        Count(at, found.count_contacts, found.is_complete)
        for at in facts.axis
        if (found := facts.at(at))
    )
    data = Trend(months, (), marks_of(facts))
    told = pen.words("alt.contacts", **of_series(months))
    return Drawing("contacts", told, lambda width: trend(data, pen, width=width, height=150), BOTH)


def _of_unexplained(facts: Facts, pen: Pen) -> Drawing:
    told = pen.words(
        "alt.unexplained",
        first=month_text(facts.axis[0]),
        last=month_text(facts.month),
        now=percent(facts.trust.unexplained[-1]),
    )
    widths = {"half": HALF, "narrow": NARROW}
    return Drawing("unexplained", told, _drawn(shares, shares_data(facts, pen.words), pen), widths)


def _of_theme(facts: Facts, theme: ThemeFacts, pen: Pen) -> Drawing:
    data = trend_data(facts, theme)
    told = pen.words("alt.theme", name=theme.name, **of_series(data.months))
    return Drawing(f"theme-{theme.theme_id}", told, _drawn(trend, data, pen), {"only": CARD})


def _spark(facts: Facts, theme: ThemeFacts, pen: Pen) -> Drawing:
    months = counts_of(theme)
    told = pen.words("alt.theme", name=theme.name, **of_series(months))
    return Drawing(
        f"spark-{theme.theme_id}", told, _drawn(spark, Spark(months), pen), {"only": 120}
    )


def _of_flags(facts: Facts, pen: Pen) -> Iterator[Drawing]:
    words = pen.words
    for flag in () if facts.fast_lane.is_empty else facts.fast_lane.flags:
        months = tuple(
            Count(at, count, at < facts.month or facts.is_complete)
            for at, count in zip(facts.axis, flag.by_month, strict=True)
        )
        name = words(f"fast_lane.{flag.flag}")
        told = words(
            "alt.flag", name=name, last=month_text(facts.month), now=number(flag.now.value)
        )
        yield Drawing(f"flag-{flag.flag}", told, _drawn(spark, Spark(months), pen), {"only": 120})
