"""The monthly review as one HTML page: plain values in, text out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError

from pipelines.errors import InputError
from pipelines.review.charts import Axis, Chart, bar_chart, share_chart
from pipelines.review.compare import Ranked, ranked_themes, silent_themes
from pipelines.review.facts import Facts, MonthCount, Quote, Theme
from pipelines.review.figures import (
    Change,
    count_change,
    day_text,
    month_text,
    number,
    percent,
    share_change,
)
from pipelines.review.look import Look, Words
from pipelines.review.summary import summary_lines

TEMPLATE = "review.html.j2"


@dataclass(frozen=True)
class Headline:
    """One number at the top, with what it is compared with; `key` names its words."""

    key: str
    value: str
    on_last_month: Change | None
    on_last_year: Change | None


@dataclass(frozen=True)
class ThemeView:
    """One theme as the page shows it."""

    anchor: str
    rank: int
    name: str
    category: str
    contacts: str
    customers: str
    share: str
    bar_percent: float
    on_last_month: Change | None
    on_last_year: Change | None
    is_new: bool
    first_heard: str
    born: str
    chart: Chart
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class TableRow:
    """One theme in the table of months."""

    name: str
    category: str
    counts: tuple[str, ...]


def render(facts: Facts, look: Look, words: Words, folders: Sequence[Path]) -> str:
    """Return the review of one month as a self-contained HTML page.

    `folders` hold the templates; a later folder overrides an earlier one. The same values give
    the same text. Raises InputError when a template or a text of a company is broken.
    """
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in reversed(folders)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "number": number,
        "percent": percent,
        "month": month_text,
        "day": day_text,
        "fill": lambda key, **values: words(key, **values),
    }
    try:
        return environment.get_template(TEMPLATE).render(_view(facts, look, words))
    except TemplateSyntaxError as error:
        raise InputError("review_template", file=error.name, line=error.lineno) from error
    except TemplateError as error:
        raise InputError("review_template", file=TEMPLATE, line="?") from error


def _view(facts: Facts, look: Look, words: Words) -> Mapping[str, Any]:
    ranked = ranked_themes(facts, look.sizes)
    views = [_theme_view(one, ranked[0], facts, look, words) for one in _shown(ranked, look)]
    by_id = {view.anchor: view for view in views}
    top = [by_id[one.theme.theme_id] for one in ranked[: look.sizes.ranking]]
    new = [by_id[one.theme.theme_id] for one in _new(ranked, look)]
    return {
        "facts": facts,
        "look": look,
        "w": words.texts,
        "headlines": _headlines(facts, look, words),
        "summary": summary_lines(facts, ranked, silent_themes(facts, look.sizes), words),
        "contacts_chart": _contacts_chart(facts, look, words),
        "explained_chart": _unexplained_chart(facts, look, words),
        "ranking": top,
        "count_ranked": len(ranked),
        "new_themes": new,
        "count_new": sum(one.is_new for one in ranked),
        "cards": views,
        "table_months": facts.window(look.sizes.table_months),
        "table_rows": _table_rows(facts, look, words),
        "last_month": facts.before(1),
        "last_year": facts.before(12),
    }


def shown_themes(facts: Facts, look: Look) -> list[str]:
    """Return the theme_ids that the page shows a card of, in its order."""
    ranked = ranked_themes(facts, look.sizes)
    return [one.theme.theme_id for one in _shown(ranked, look)]


def _new(ranked: list[Ranked], look: Look) -> list[Ranked]:
    return [one for one in ranked if one.is_new][: look.sizes.new_themes]


def _shown(ranked: list[Ranked], look: Look) -> list[Ranked]:
    """Return the themes that get a card: the top ones, then new ones further down."""
    top = ranked[: look.sizes.ranking]
    return top + [one for one in _new(ranked, look) if one not in top]


def theme_name(theme: Theme, words: Words) -> str:
    """Return the name of a theme, or a word for one that has none yet."""
    return theme.name or words("theme.nameless", theme_id=theme.theme_id)


def _theme_view(one: Ranked, largest: Ranked, facts: Facts, look: Look, words: Words) -> ThemeView:
    theme, now = one.theme, one.now
    return ThemeView(
        anchor=theme.theme_id,
        rank=one.rank,
        name=theme_name(theme, words),
        category=theme.category or words("theme.no_category"),
        contacts=number(now.count_contacts),
        customers=number(now.count_customers),
        share=percent(now.share_of_contacts),
        bar_percent=round(100 * now.count_contacts / largest.now.count_contacts, 1),
        on_last_month=one.on_last_month,
        on_last_year=one.on_last_year,
        is_new=one.is_new,
        first_heard=day_text(theme.first_seen_on),
        born=day_text(theme.born_on),
        chart=_theme_chart(theme, facts, look, words),
        quotes=tuple(_cut(quote, look) for quote in facts.quotes.get(theme.theme_id, ())),
    )


def _cut(quote: Quote, look: Look) -> Quote:
    text, most = " ".join(quote.text.split()), look.sizes.quote_characters
    short = text if len(text) <= most else text[: most - 1] + "…"
    return Quote(quote.received_on, quote.channel, quote.product, short)


def _headlines(facts: Facts, look: Look, words: Words) -> list[Headline]:
    now, then, last_year = facts.now, facts.before(1), facts.before(12)
    counted = [
        Headline(
            key,
            number(_count(now, key)),
            *(_headline_change(key, now, past, look) for past in (then, last_year)),
        )
        for key in ("contacts", "voices", "themes")
    ]
    unit = words("headline.points")
    shares = (
        share_change(now.share_explained, past.share_explained if past else None, unit)
        for past in (then, last_year)
    )
    explained = Headline("explained", percent(now.share_explained), *shares)
    return [*counted[:2], explained, counted[2]]


def _count(month: MonthCount, key: str) -> int:
    count: int = getattr(month, f"count_{key}")
    return count


def _headline_change(
    key: str, now: MonthCount, past: MonthCount | None, look: Look
) -> Change | None:
    before = _count(past, key) if past else None
    sizes = look.sizes
    return count_change(_count(now, key), before, sizes.percent_from, sizes.notable_sigmas)


def _axis(facts: Facts, look: Look) -> Axis:
    months = tuple(month.month for month in facts.window(look.sizes.trend_months))
    marked = frozenset(marker.marked_on.replace(day=1) for marker in facts.markers)
    return Axis(months, facts.now.is_complete, marked)


def _contacts_chart(facts: Facts, look: Look, words: Words) -> Chart:
    axis = _axis(facts, look)
    counts = [month.count_contacts for month in facts.window(look.sizes.trend_months)]
    return bar_chart(axis, counts, _counts_alt(axis, counts, words), has_levels=True)


def _theme_chart(theme: Theme, facts: Facts, look: Look, words: Words) -> Chart:
    axis = _axis(facts, look)
    counts = [theme.at(month).count_contacts for month in axis.months]
    return bar_chart(axis, counts, _counts_alt(axis, counts, words), has_levels=True)


def _counts_alt(axis: Axis, counts: Sequence[int], words: Words) -> str:
    most = max(counts)
    return words(
        "chart.counts_alt",
        first=month_text(axis.months[0]),
        last=month_text(axis.months[-1]),
        peak_month=month_text(axis.months[counts.index(most)]),
        peak=number(most),
        now=number(counts[-1]),
    )


def _unexplained_chart(facts: Facts, look: Look, words: Words) -> Chart:
    axis, window = _axis(facts, look), facts.window(look.sizes.trend_months)
    shares = [None if m.share_explained is None else 1 - m.share_explained for m in window]
    alt = words(
        "chart.unexplained_alt",
        first=month_text(axis.months[0]),
        last=month_text(axis.months[-1]),
        now=percent(shares[-1]),
    )
    return share_chart(axis, shares, alt)


def _table_rows(facts: Facts, look: Look, words: Words) -> list[TableRow]:
    """Return every theme ever heard, those heard most in the months shown first."""
    months = [month.month for month in facts.window(look.sizes.table_months)]
    counted = [([theme.at(m).count_contacts for m in months], theme) for theme in facts.themes]
    counted.sort(key=lambda row: (-row[0][-1], -sum(row[0]), row[1].name or "", row[1].theme_id))
    return [
        TableRow(
            theme_name(theme, words),
            theme.category or words("theme.no_category"),
            tuple(number(count) for count in counts),
        )
        for counts, theme in counted
    ]
