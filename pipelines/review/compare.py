"""The themes of a month, ranked and compared with last month and the same month last year."""

from dataclasses import dataclass
from datetime import date

from pipelines.review.facts import Facts, MonthCount, Theme, ThemeMonth
from pipelines.review.figures import Change, count_change, shares_rank
from pipelines.review.look import Sizes


@dataclass(frozen=True)
class Ranked:
    """A theme heard in the reviewed month, with its place and its changes."""

    theme: Theme
    rank: int
    now: ThemeMonth
    on_last_month: Change | None
    on_last_year: Change | None
    step: int | None
    is_new: bool


def ranked_themes(facts: Facts, sizes: Sizes) -> list[Ranked]:
    """Return every theme heard in the month, largest first; ties share a place."""
    heard = [theme for theme in facts.themes if theme.at(facts.month).count_contacts]
    heard.sort(key=lambda theme: _largest_first(theme.at(facts.month), theme))
    places = shares_rank([theme.at(facts.month).count_contacts for theme in heard])
    return [_ranked(theme, rank, facts, sizes) for theme, rank in zip(heard, places, strict=True)]


def _largest_first(month: ThemeMonth, theme: Theme) -> tuple[int, int, str, str]:
    return (-month.count_contacts, -month.count_customers, theme.name or "", theme.theme_id)


def _ranked(theme: Theme, rank: int, facts: Facts, sizes: Sizes) -> Ranked:
    last_month, last_year = facts.before(1), facts.before(12)
    now = theme.at(facts.month)
    return Ranked(
        theme,
        rank,
        now,
        _change(theme, now, last_month, sizes),
        _change(theme, now, last_year, sizes),
        now.count_contacts - theme.at(last_month.month).count_contacts if last_month else None,
        is_new(theme, facts),
    )


def _change(theme: Theme, now: ThemeMonth, then: MonthCount | None, sizes: Sizes) -> Change | None:
    before = theme.at(then.month).count_contacts if then else None
    return count_change(now.count_contacts, before, sizes.percent_from, sizes.notable_sigmas)


def is_new(theme: Theme, facts: Facts) -> bool:
    """Tell whether a theme is news: first heard in the month, or first found in it.

    In the first month of history, and at the first discovery, everything would be new;
    then nothing is.
    """
    is_first_heard = _same_month(theme.first_seen_on, facts) and len(facts.months) > 1
    has_elders = facts.oldest_born_on is not None and facts.oldest_born_on < facts.month
    return is_first_heard or (_same_month(theme.born_on, facts) and has_elders)


def _same_month(day: date, facts: Facts) -> bool:
    return (day.year, day.month) == (facts.month.year, facts.month.month)


def largest_step(ranked: list[Ranked], gone: list[Ranked], sign: int) -> Ranked | None:
    """Return the theme with the largest notable rise (`sign` 1) or fall (-1), if there is one."""
    moved = [
        one
        for one in ranked + gone
        if one.step and one.step * sign > 0 and one.on_last_month and one.on_last_month.is_notable
    ]
    return max(moved, key=lambda one: (one.step or 0) * sign, default=None)


def silent_themes(facts: Facts, sizes: Sizes) -> list[Ranked]:
    """Return the themes that were heard last month and not in this one."""
    then = facts.before(1)
    if then is None:
        return []
    return [
        _ranked(theme, 0, facts, sizes)
        for theme in facts.themes
        if theme.at(then.month).count_contacts and not theme.at(facts.month).count_contacts
    ]
