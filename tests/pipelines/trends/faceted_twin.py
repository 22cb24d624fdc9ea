"""What theme_by_segment, theme_age and theme_repeat should hold, in slow plain Python."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from math import log, sqrt
from statistics import mean, median
from typing import Any

from tests.pipelines.trends.faceted_worlds import FACETS, Acted, Told

Row = tuple[Any, ...]


def own(world: Iterable[Told]) -> list[Told]:
    return [one for one in world if not one.is_copy]


def year_before(last: date) -> tuple[date, date]:
    """Return the first day of the last 12 whole months, and the day after them."""
    after = (last + timedelta(days=1)).replace(day=1)
    return after.replace(year=after.year - 1), after


def twin_segments(world: list[Told], last: date) -> list[Row]:
    made: list[Row] = []
    begin, after = year_before(last)
    for span in ("all", "year"):
        within = [one for one in own(world) if span == "all" or begin <= one.on < after]
        for facet in FACETS:
            values: dict[str, list[Told]] = defaultdict(list)
            for one in within:
                values[getattr(one, facet) or ""].append(one)
            made += _of_facet(span, facet, values)
    return sorted(made)


def _of_facet(span: str, facet: str, values: dict[str, list[Told]]) -> list[Row]:
    made = []
    for value, contacts in values.items():
        themes = sorted({theme for one in contacts for theme in one.themes})
        shares = {theme: _share(contacts, theme) for theme in themes}
        for theme in themes:
            said = [one for one in contacts if theme in one.themes]
            customers = len({one.who for one in said})
            odds, low = _log_odds(values, value, theme)
            is_high = shares[theme] >= mean(shares.values()) - 1e-12
            is_own = low is not None and low > 0 and customers >= 5
            quadrant = {(1, 1): "focus", (0, 1): "own", (1, 0): "common", (0, 0): "rest"}
            made.append(
                (
                    facet, value, span, theme, len(said), customers, len(contacts),
                    len({one.who for one in contacts}), rounded(shares[theme]), rounded(odds),
                    rounded(low), is_high, is_own, quadrant[int(is_high), int(is_own)],
                )
            )  # fmt: skip
    return made


def _share(contacts: list[Told], theme: str) -> float:
    said = {one.who for one in contacts if theme in one.themes}
    return len(said) / len({one.who for one in contacts})


def _log_odds(
    values: dict[str, list[Told]], value: str, theme: str
) -> tuple[float | None, float | None]:
    """Monroe et al. 2008, (15) to (18), with 500 pseudo-customers."""
    n = {one: len({c.who for c in contacts}) for one, contacts in values.items() if one}
    y = {
        one: len({c.who for c in contacts if theme in c.themes})
        for one, contacts in values.items()
        if one
    }
    if not value or len(n) < 2:
        return None, None
    prior = 500 * sum(y.values()) / sum(n.values())
    rest = [one for one in n if one != value]
    here, there = y[value], sum(y[one] for one in rest)
    others = sum(n[one] for one in rest)
    if n[value] - here + 500 - prior == 0 or others - there + 500 - prior == 0:
        return None, None
    odds = log((here + prior) / (n[value] - here + 500 - prior))
    odds -= log((there + prior) / (others - there + 500 - prior))
    return odds, odds - 2.326 * sqrt(1 / (here + prior) + 1 / (there + prior))


def rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 9) + 0.0


def whole_months(first: date, last: date) -> int:
    count = (last.year - first.year) * 12 + last.month - first.month
    is_last_day = (last + timedelta(days=1)).day == 1
    return count - (last.day < first.day and not is_last_day)


def twin_age(
    world: list[Told],
    last: date,
    acted: list[Acted],
    reviews: dict[str, set[date]],
    ended: dict[str, date],
) -> list[Row]:
    """`reviews`: months in which each theme was shown; `ended`: when themes were retired."""
    made: list[Row] = []
    for theme in sorted({theme for one in own(world) for theme in one.themes}):
        said = [one for one in own(world) if theme in one.themes]
        first = min(one.on for one in said)
        done = [one for one in acted if one.theme == theme and one.outcome != "withdrawn"]
        begun = [one.from_on for one in done if one.from_on <= last]
        since = max(begun, default=None)
        waiting: dict[str, date] = {}
        for one in said:
            if since is None or one.on > since:
                waiting[one.who] = min(one.on, waiting.get(one.who, one.on))
        years = sum((last - day).days for day in waiting.values()) / 365.25
        back = {whole_months(first, one.on) // 12 for one in said} - {0}
        is_planned = any(one.from_on > last for one in done)
        made.append(
            (
                theme, first, max(one.on for one in said),
                whole_months(first, max(ended.get(theme, last), first)),
                len({one.on.replace(day=1) for one in said}), len(back),
                len({one.who for one in said}), len(reviews.get(theme, ())),
                max(reviews.get(theme, ()), default=None), len(done), since, is_planned,
                whole_months(since or first, last), len(waiting), rounded(years),
            )
        )  # fmt: skip
    ignored = [(row[-1], row[-3]) for row in made if row[0] not in ended]
    return [
        (*row, None if row[0] in ended else 1 + sum(one > (row[-1], row[-3]) for one in ignored))
        for row in made
    ]


def twin_repeat(world: list[Told], last: date) -> list[Row]:
    made = []
    known = [one for one in own(world) if one.customer]
    for theme in sorted({theme for one in known for theme in one.themes}):
        by_customer: dict[str, list[Told]] = defaultdict(list)
        for one in sorted(known, key=lambda told: (told.at, told.name)):
            if theme in one.themes:
                by_customer[one.who].append(one)
        gaps: list[tuple[str, date, int | None]] = []
        for who, said in by_customer.items():
            for one, later in zip(said, [*said[1:], None], strict=True):
                gaps.append((who, one.on, (later.on - one.on).days if later else None))
        short = [(who, on, gap) for who, on, gap in gaps if gap is not None and gap <= 30]
        due = [on for _, on, _ in gaps if on + timedelta(days=30) <= last]
        due_followed = [on for _, on, _ in short if on + timedelta(days=30) <= last]
        made.append(
            (
                theme, len(gaps), len(by_customer), len(short), len({who for who, *_ in short}),
                len(due), len(due_followed),
                rounded(len(due_followed) / len(due)) if due else None,
                median(gap for *_, gap in short) if short else None,
            )
        )  # fmt: skip
    return made
