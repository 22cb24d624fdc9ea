"""The monthly review as one HTML page: plain values in, text out."""

import base64
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup, escape

from pipelines.errors import InputError
from pipelines.review import figures
from pipelines.review.drawing_data import shared_markers, sign_of
from pipelines.review.drawings import Drawing
from pipelines.review.facts import Facts
from pipelines.review.facts_sections import Where
from pipelines.review.facts_theme import ThemeFacts, Versus
from pipelines.review.fonts import FAMILY, Fonts
from pipelines.review.look import Look, Words
from pipelines.review.pictures.pen import Pen
from pipelines.review.sentences import unchecked_text, usual_text
from pipelines.review.traces import Number, month_key, traced

TEMPLATE = "review.html.j2"
STYLE = "style.css"
# Sections in their order; cards only where there is one.
SECTIONS = (
    "loud", "changes", "ahead", "ignored", "measures", "where", "fast_lane", "cards", "trust",
)  # fmt: skip
TAIL = 4
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Press:
    """What pages are made with; a later folder of templates overrides an earlier one."""

    look: Look
    words: Words
    folders: tuple[Path, ...]
    fonts: Fonts


def pen_of(press: Press) -> Pen:
    """Return what pictures are drawn with."""
    return Pen(press.look.colours, press.words, press.fonts)


def render(
    facts: Facts, press: Press, drawn: Mapping[str, Drawing], theme_map: str | None = None
) -> str:
    """Return the review of one month as a self-contained HTML page.

    `theme_map` is the name of the map beside it, None without one. The same values give the same
    text. Raises InputError when a template, a text or a picture of a company is broken.
    """
    view = view_of(facts, press) | {
        "sections": [key for key in SECTIONS if key != "cards" or facts.cards],
        "pictures": svg_by_key(drawn, press.fonts),
        "theme_map": theme_map,
    }
    return printed(TEMPLATE, press, view)


def printed(template: str, press: Press, view: Mapping[str, Any]) -> str:
    """Return a page made of a template, with the fonts it needs inside."""
    environment = environment_of(press)
    try:
        body = environment.get_template(template).render(style=STYLE_PLACE, **view)
        style = environment.get_template(STYLE).render()
    except TemplateSyntaxError as error:
        raise InputError("review_template", file=error.name, line=error.lineno) from error
    except TEMPLATE_SLIPS as error:
        file, line = _place(error, press.folders) or (template, "?")
        raise InputError("review_template", file=file, line=line) from error
    head = "\n".join((_colours(press.look), _faces(body, press.fonts), style))
    return body.replace(STYLE_PLACE, head, 1)


STYLE_PLACE = "/*style*/"
# What Python raises where a template asks for what a value has not: `{{ 1 + "a" }}`, `{{ 5 | n }}`.
TEMPLATE_SLIPS = (
    TemplateError, AttributeError, TypeError, ValueError, LookupError, ArithmeticError,
)  # fmt: skip


def _place(error: BaseException, folders: Sequence[Path]) -> tuple[str, int | None] | None:
    """Return file and line of the template that was at work; None where none was."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).parent in folders:
            return Path(frame.filename).name, frame.lineno
    return None


class _Loader(FileSystemLoader):
    """Reads templates; one of another encoding is named, not the bytes in it."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise InputError("review_template", file=template, line="?") from error


def environment_of(press: Press) -> Environment:
    """Return what templates are read with: filters write numbers with their place."""
    environment = Environment(
        loader=_Loader([str(folder) for folder in reversed(press.folders)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "n": partial(_traced, write=figures.number),
        "pct": _percent,
        "dec": _decimal,
        "about": partial(_traced, write=figures.about),
        "change": partial(_traced, write=figures.change_percent),
        "written": _written,
        "step": figures.step_text,
        "tail": _tail,
        "number": figures.number,
        "decimal": figures.decimal,
        "month": figures.month_text,
        "day": figures.day_text,
        "short_day": figures.day_in_year,
        "fill": lambda key, **values: press.words(key, **values),
    }
    environment.globals["say"] = partial(_say, press.words)
    return environment


def _say(words: Words, key: str, **values: object) -> Markup:
    """Fill a text with numbers that keep their place; words are escaped."""
    try:
        return Markup(escape(words.template(key))).format(**values)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise InputError("review_bad_setting", file="words.toml", setting=key) from error


def _tail(text: str) -> Markup:
    """Keep the last characters on one line, which browsers do for short texts only."""
    return Markup('{}<span class="tail">{}</span>').format(text[:-TAIL], text[-TAIL:])


def _traced(number: Number, write: Callable[[float | None], str]) -> Markup:
    return _written(number, write(number.value))


def _percent(number: Number, places: int = 1) -> Markup:
    return _written(number, figures.percent(number.value, places))


def _decimal(number: Number, places: int = 1) -> Markup:
    return _written(number, figures.decimal(number.value, places))


def _written(number: Number, text: str) -> Markup:
    if number.value is None:
        return Markup('<span class="none">{}</span>').format(text)
    return Markup('<data value="{}" data-mart="{}" data-key="{}">{}</data>').format(
        f"{number.value:.12g}", number.mart, number.key, text
    )


def view_of(facts: Facts, press: Press) -> dict[str, Any]:
    """Return what templates know, beside their pictures."""
    table_months = facts.axis[-press.look.sizes.table_months :]
    compared = [other for theme_id in facts.loud for other in comparisons(facts.theme(theme_id))]
    return frame_of(press) | {
        "facts": facts,
        "has_alike": any(one.reason == "like_for_like" for one in compared),
        "has_unknown": any(one.verdict == "unknown" for one in compared),
        "focus": {
            facet: _focus(facts.where, facet, press.look.sizes.where)
            for facet in ("segment", "product")
        },
        "signs": [(sign_of(number), marker) for number, marker in enumerate(shared_markers(facts))],
        "usual": usual_text(facts.changes.usual, press.words),
        "unchecked": unchecked_text(facts.changes.new, press.words),
        "table_months": table_months,
        "month_rows": [(theme, _row(theme, len(table_months))) for theme in facts.themes],
    }


def frame_of(press: Press) -> dict[str, Any]:
    """Return what every page knows: look, words and logo."""
    return {"look": press.look, "w": press.words.texts, "logo": logo(press)}


def svg_by_key(drawn: Mapping[str, Drawing], fonts: Fonts) -> Mapping[str, Any]:
    """Return every picture in its widths, as templates put them in."""
    return {key: _drawn(one, fonts) for key, one in drawn.items()}


def _drawn(picture: Drawing, fonts: Fonts) -> Mapping[str, Any]:
    drawn = [
        {"kind": kind, "svg": Markup(picture.svg(width, fonts))}
        for kind, width in picture.widths.items()
    ]
    return {"drawings": drawn, "only": drawn[0]["svg"]}


def comparisons(theme: ThemeFacts) -> tuple[Versus, ...]:
    """Return a theme beside last month and the same season of two years."""
    return theme.on_month_before, theme.on_year_before, theme.on_two_years_before


def _focus(cells: Sequence[Where], facet: str, most: int) -> list[tuple[str, list[Where]]]:
    """Return the values of a facet with the themes that are large and typical there."""
    found = [one for one in cells if one.facet == facet and one.quadrant == "focus"]
    found.sort(key=lambda one: (one.value, -(one.log_odds_low.value or 0), one.theme_id))
    return [
        (value, list(group)[:most]) for value, group in groupby(found, key=lambda one: one.value)
    ]


def _row(theme: ThemeFacts, months: int) -> list[Number]:
    return [
        traced(
            one.count_contacts,
            "theme_by_month",
            theme.theme_id,
            month_key(one.month),
            "count_contacts",
        )
        for one in theme.by_month[-months:]
    ]


def logo(press: Press) -> str | None:
    """Return the logo of a company as a data address; None without one.

    Raises InputError when look.toml names a file that is not there or no picture.
    """
    name = press.look.brand.logo
    if not name:
        return None
    kinds = {".svg": "image/svg+xml", ".png": "image/png"}
    for folder in reversed(press.folders):
        path = folder / name
        if path.is_file() and path.suffix.lower() in kinds:
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            return f"data:{kinds[path.suffix.lower()]};base64,{data}"
    raise InputError("review_bad_setting", file="look.toml", setting="brand.logo")


def _colours(look: Look) -> str:
    values = "\n".join(
        f"--{name.replace('_', '-')}: {value};" for name, value in look.colours.model_dump().items()
    )
    return f":root {{\n{values}\n}}"


def _faces(body: str, fonts: Fonts) -> str:
    """Return both faces with the characters of a page only; it reads the same everywhere."""
    used = set(unescape(TAGS.sub("", body))) | set("0123456789/ ")
    return "\n".join(
        "@font-face {"
        f' font-family: "{FAMILY}"; font-weight: {weight}; font-display: block;'
        f" src: url(data:font/woff2;base64,{_encoded(fonts, used, is_bold)}) format('woff2'); }}"
        for weight, is_bold in ((400, False), (700, True))
    )


def _encoded(fonts: Fonts, used: set[str], is_bold: bool) -> str:
    return base64.b64encode(fonts.used_subset(used, bold=is_bold)).decode("ascii")
