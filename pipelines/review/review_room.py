"""Room review: the published marts of one month become one HTML page."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipelines.errors import InputError
from pipelines.review.compare import ranked_themes
from pipelines.review.facts import (
    Facts,
    Marker,
    MonthCount,
    Origin,
    Quote,
    Reject,
    Taken,
    Theme,
    ThemeMonth,
)
from pipelines.review.look import Look, Sizes, read_look, read_words
from pipelines.review.page import render, shown_themes
from pipelines.review.quotes import differing
from pipelines.review.shown_room import SHOWN, Shown
from warehouse.publish import replace_text
from warehouse.statements import Connection, rows

PAGE = "review.html"

# Voices of a month among which quotes that differ are looked for.
QUOTE_CANDIDATES = 50


@dataclass(frozen=True)
class ReviewDesk:
    """Where the review is written and what it is written with.

    `folders` hold templates, wording and colours, later ones overriding earlier ones;
    `reject_words` gives the words of a reason's code.
    """

    reports: Path
    published_name: str
    folders: tuple[Path, ...]
    reject_words: Mapping[str, str]


def review(con: Connection, desk: ReviewDesk, month: date | None = None) -> Path:
    """Write reports/<month>/review.html from a published file opened read-only; returns its path.

    Beside it lies themes.json, which tells the next night what the page showed.

    Without `month`, the last complete month of the file is taken, or its newest one when none
    is complete. Raises InputError when the file holds no contact or does not hold the month.
    """
    look, words = read_look(desk.folders), read_words(desk.folders)
    facts = read_facts(con, desk, look, month)
    page = render(facts, look, words, desk.folders)
    path = desk.reports / f"{facts.month:%Y-%m}" / PAGE
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, page)
    shown = Shown(month=facts.month, run_id=facts.origin.run_id, themes=shown_themes(facts, look))
    replace_text(path.with_name(SHOWN), shown.model_dump_json(indent=1) + "\n")
    return path


def read_facts(con: Connection, desk: ReviewDesk, look: Look, month: date | None) -> Facts:
    """Return everything that the page of a month shows."""
    origin = _origin(con, desk.published_name)
    months = _months(con, origin)
    chosen = _chosen(months, month)
    window = max(look.sizes.trend_months, look.sizes.table_months, 13)
    shown = tuple(one for one in months if one.month <= chosen)
    first = shown[-window:][0].month
    [(oldest_born_on,)] = rows(con, "review_oldest_birth")
    taken = rows(con, "review_taken", month=chosen)[0]
    without_quotes = Facts(
        month=chosen,
        months=shown,
        themes=_themes(con, first, chosen),
        oldest_born_on=oldest_born_on,
        quotes={},
        markers=_markers(con, first, chosen),
        taken_of_month=Taken(*taken[:3]),
        taken_ever=Taken(*taken[3:]),
        rejects=_rejects(con, desk, chosen),
        origin=origin,
    )
    return _with_quotes(con, without_quotes, look.sizes)


def _origin(con: Connection, published_name: str) -> Origin:
    [(run_id, data_from, data_until)] = rows(con, "review_origin")
    if data_from is None or data_until is None or data_from > data_until:
        raise InputError("review_no_contacts", file=published_name)
    return Origin(published_name, run_id, data_from, data_until)


def _months(con: Connection, origin: Origin) -> list[MonthCount]:
    found = rows(con, "review_months", data_from=origin.data_from, data_until=origin.data_until)
    return [MonthCount(*row) for row in found]


def _chosen(months: list[MonthCount], wanted: date | None) -> date:
    known = [one.month for one in months]
    if wanted is None:
        return next((one.month for one in reversed(months) if one.is_complete), known[-1])
    if wanted not in known:
        raise InputError(
            "review_month_unknown",
            month=f"{wanted:%Y-%m}",
            first=f"{known[0]:%Y-%m}",
            last=f"{known[-1]:%Y-%m}",
        )
    return wanted


def _themes(con: Connection, first: date, month: date) -> tuple[Theme, ...]:
    by_theme: dict[str, dict[date, ThemeMonth]] = defaultdict(dict)
    for theme_id, at, *counts in rows(con, "review_theme_months", first_month=first, month=month):
        by_theme[theme_id][at] = ThemeMonth(*counts)
    return tuple(
        Theme(theme_id, name, category, born_on, first_seen_on, by_theme[theme_id])
        for theme_id, name, category, born_on, first_seen_on in rows(
            con, "review_themes", month=month
        )
    )


def _markers(con: Connection, first: date, month: date) -> tuple[Marker, ...]:
    found = rows(con, "review_markers", first_month=first, month=month)
    return tuple(Marker(*row) for row in found)


def _rejects(con: Connection, desk: ReviewDesk, month: date) -> tuple[Reject, ...]:
    return tuple(
        Reject(desk.reject_words.get(code, code), of_month, ever)
        for code, of_month, ever in rows(con, "review_rejects", month=month)
    )


def _with_quotes(con: Connection, facts: Facts, sizes: Sizes) -> Facts:
    ranked = ranked_themes(facts, sizes)
    wanted = ranked[: sizes.ranking] + [one for one in ranked if one.is_new]
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for theme_id, *quote in rows(
        con,
        "review_quotes",
        month=facts.month,
        theme_ids=sorted({one.theme.theme_id for one in wanted}),
        count_candidates=QUOTE_CANDIDATES,
    ):
        quotes[theme_id].append(Quote(*quote))
    settled = {theme_id: differing(said, sizes.quotes) for theme_id, said in quotes.items()}
    return replace(facts, quotes=settled)
