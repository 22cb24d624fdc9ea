"""Everything on record of one theme, for a page of its own."""

from dataclasses import dataclass, replace

from pipelines.errors import InputError
from pipelines.review.facts import Facts
from pipelines.review.facts_sections import Coming, Ignored, Line, MeasureFacts, Raised, Where
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.look import Sizes
from pipelines.review.read_cards import with_measures
from pipelines.review.read_facts import carded_themes
from pipelines.review.read_sections import lines_of, raised_of, read_ages
from warehouse.statements import Connection, rows

# A page of its own has room for more of what customers said than a card.
QUOTES = 8


@dataclass(frozen=True)
class ThemeStory:
    """One theme: its facts, and what the sections of the review say of it.

    `facts` are those of the month; `age` is None for a retired theme; `cells` are the customer
    kinds and products it is told in.
    """

    facts: Facts
    theme: ThemeFacts
    age: Ignored | None
    alerts: tuple[Raised, ...]
    lines: tuple[Line, ...]
    coming: tuple[Coming, ...]
    measures: tuple[MeasureFacts, ...]
    cells: tuple[Where, ...]


def read_story(con: Connection, facts: Facts, theme_id: str, sizes: Sizes) -> ThemeStory:
    """Return the story of a theme up to the month; raises InputError when there is none."""
    known = {theme.theme_id: theme for theme in facts.themes}
    if theme_id not in known:
        raise InputError("review_theme_unknown", theme=theme_id, month=f"{facts.month:%Y-%m}")
    names = {theme.theme_id: theme.name for theme in facts.themes}
    more = sizes.model_copy(update={"quotes": max(sizes.quotes, QUOTES)})
    theme = carded_themes(con, [known[theme_id]], facts.month, more)[theme_id]
    ages = read_ages(con, facts.month, names)
    asked = {"theme_id": theme_id, "month": facts.month}
    return ThemeStory(
        facts,
        with_measures(theme, facts.measures),
        next((one for one in ages if one.theme_id == theme_id), None),
        tuple(raised_of(row, names) for row in rows(con, "review_theme_alerts", **asked)),
        lines_of(rows(con, "review_theme_lines", **asked), names),
        tuple(one for one in facts.ahead.entries if one.theme_id == theme_id),
        tuple(one for one in facts.measures if one.theme_id == theme_id),
        tuple(one for one in facts.where if one.theme_id == theme_id),
    )


def facts_of_story(story: ThemeStory) -> Facts:
    """Return the facts with nothing but the theme in them, to draw its pictures from."""
    return replace(
        story.facts,
        themes=(story.theme,),
        loud=(story.theme.theme_id,),
        cards=(story.theme.theme_id,),
        ignored=(),
        measures=story.measures,
        ahead=replace(story.facts.ahead, entries=story.coming),
    )
