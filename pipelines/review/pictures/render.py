"""From charts to files: SVG for pages, PNG for slides; the same chart gives the same bytes."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import altair as alt
import vl_convert

LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
# Vega describes its groups of marks; without a label each such role is a fault, and the picture
# has one text for all of it.
ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|class="[^"]*")')
EMPTY_PARTS = re.compile(
    r'<path(?: class="(?:background|foreground)")? aria-hidden="true" d="[^"]*"[^>]*/>'
)
# The size of a picture and the paper behind it, as they stand at the begin of each SVG.
SIZE = re.compile(
    r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+">'
    r'<rect width="[\d.]+" height="[\d.]+"'
)
MARGIN = 12.0


def svg_of(chart: alt.TopLevelMixin, alt_text: str, fonts: Path) -> str:
    """Return a chart as SVG to put into a page, with one text for who cannot see it."""
    _use_fonts(fonts)
    drawn = vl_convert.vegalite_to_svg(chart.to_dict())
    drawn = EMPTY_PARTS.sub("", ROLES.sub("", drawn))
    drawn = LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), drawn)
    told = f'role="img" aria-label="{escape(alt_text)}" focusable="false" '
    return drawn.replace("<svg ", f"<svg {told}", 1)


def png_of(chart: alt.TopLevelMixin, fonts: Path, scale: float = 2.0) -> bytes:
    """Return a chart as PNG; at scale 2 a picture of 720 pixels is sharp at 18 cm."""
    return png_of_svg(svg_of(chart, "", fonts), scale)


def png_of_svg(drawn: str, scale: float = 2.0) -> bytes:
    """Return a picture that was drawn as PNG, with paper around it: slides have none."""
    return vl_convert.svg_to_png(SIZE.sub(_with_margin, drawn, count=1), scale=scale)


def _with_margin(found: re.Match[str]) -> str:
    width, height = (float(number) + 2 * MARGIN for number in found.groups())
    box = f'width="{width:g}" height="{height:g}"'
    around = f"{-MARGIN:g} {-MARGIN:g} {width:g} {height:g}"
    return f'{box} viewBox="{around}"><rect x="{-MARGIN:g}" y="{-MARGIN:g}" {box}'


@lru_cache(maxsize=4)
def _use_fonts(folder: Path) -> None:
    vl_convert.register_font_directory(str(folder))
