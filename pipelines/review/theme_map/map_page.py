"""The theme map as one HTML file that needs no network, drawn by Vega in the reader's browser."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert
from markupsafe import Markup

from pipelines.errors import InputError
from pipelines.review.figures import number
from pipelines.review.fonts import FAMILY
from pipelines.review.page import Press, printed
from pipelines.review.pictures.pen import TEXT, Pen, mixed
from pipelines.review.theme_map.map_facts import MapTheme, ThemeMap
from pipelines.review.theme_map.map_picture import NO_THEME, colours_of

TEMPLATE, SPEC = "theme_map.html.j2", "theme_map.vg.json"
# Places are written as whole numbers of this part of the map.
STEPS = 10_000
# A longer name would drive all its neighbours away; the list beside the map has it whole.
LABEL_CHARACTERS = 18


def map_page(given: ThemeMap, press: Press) -> str:
    """Return the page; raises InputError when a template of a company is broken."""
    shown = "map.sample" if len(given.voices) < given.count_all else "map.all"
    counts = {"shown": number(len(given.voices)), "all": number(given.count_all)}
    colours = colours_of(given.themes, press.look.map.points)
    view = {
        "month": given.month,
        "first_on": given.first_on,
        "last_on": given.last_on,
        "months": press.look.map.months,
        "told": press.words(shown, **counts),
        "themes": [
            {"name": theme.name, "colour": colour, "voices": number(theme.count_voices)}
            for theme, colour in zip(given.themes, colours, strict=True)
        ],
        "file_name": given.file_name,
        "w": press.words.texts,
        "drawing": _json(_drawing(given, colours, press)),
        "voices": _json(_columns(given)),
        "library": Markup(_library()),
    }
    return printed(TEMPLATE, press, view)


def _drawing(given: ThemeMap, colours: Sequence[str], press: Press) -> Mapping[str, Any]:
    look = press.look.colours
    most = max((theme.count_voices for theme in given.themes), default=1)
    pen = Pen(look, press.words, press.fonts)
    named = {key: press.words(f"map.{key}") for key in ("no_theme", "gated", "alone")}
    named |= {key: press.words.texts["map"][key] for key in ("chosen", "found", "count")}
    return {
        "spec": _spec(press),
        "words": named,
        "themes": [
            _theme(theme, colour, most, pen)
            for theme, colour in zip(given.themes, colours, strict=True)
        ],
        "colours": {
            "ink": look.ink,
            "paper": look.paper,
            "quiet": mixed(look.rule, look.paper, 0.4),
            "rest": mixed(look.bar, look.paper, NO_THEME),
            "family": FAMILY,
        },
    }


def _theme(theme: MapTheme, colour: str, most: int, pen: Pen) -> Mapping[str, Any]:
    return {
        "name": theme.name,
        "label": pen.fitted(theme.name, LABEL_CHARACTERS * TEXT),
        "n": theme.count_voices,
        "voices": theme.count_voices,
        "part": round(theme.count_voices / most, 4),
        "colour": colour,
        "x": theme.x,
        "y": theme.y,
    }


def _columns(given: ThemeMap) -> Mapping[str, Any]:
    """Return the voices by column: written by row they would be twice as large."""
    voices = sorted(given.voices, key=lambda one: (one.theme is not None, one.voice_id))
    return {
        "x": [round(one.x * STEPS) for one in voices],
        "y": [round(one.y * STEPS) for one in voices],
        "t": [-1 if one.theme is None else one.theme for one in voices],
        "m": [int(one.is_of_month) for one in voices],
        "s": [one.text or "" for one in voices],
    }


def _spec(press: Press) -> Mapping[str, Any]:
    """Read the drawing of the map; a company may have its own."""
    for folder in reversed(press.folders):
        path = folder / SPEC
        if path.is_file():
            try:
                return dict(json.loads(path.read_text("utf-8")))
            except (TypeError, ValueError) as error:
                raise InputError("review_template", file=SPEC, line="?") from error
    raise InputError("review_template", file=SPEC, line="?")


def _json(values: Mapping[str, Any]) -> Markup:
    """Return JSON that may stand in a script element: no text of it can close the element."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _library() -> str:
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script")
