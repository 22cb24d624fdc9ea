"""Reads the list of coming seasons and its track record."""

from datetime import date

from pipelines.review.facts_sections import Ahead, Coming, Foretold, Score
from pipelines.review.facts_theme import Season
from pipelines.review.look import Sizes
from pipelines.review.months import earlier, last_day
from pipelines.review.traces import Number, traced
from warehouse.statements import Connection, rows


def read_ahead(
    con: Connection, known: tuple[date, date], names: dict[str, str], sizes: Sizes
) -> Ahead:
    """Return the list in force when the month is read, and what became of earlier ones.

    `known` is the month and the newest day of the file: warnings up to the last day of the month
    that is known of are late.
    """
    month, _ = known
    [(listed_on,)] = rows(con, "review_ahead_day", month=month)
    entries = _entries(con, known, listed_on, names)[: sizes.ahead] if listed_on else ()
    calendar = tuple(
        Season(from_on, until_on, (label,))
        for from_on, until_on, label in rows(con, "review_calendar")
        if label in sizes.seasons
    )
    scores = _scores(con, listed_on) if listed_on else ()
    return Ahead(listed_on, entries, _judged(con, month, names, sizes), scores, calendar)


def _entries(
    con: Connection, known: tuple[date, date], listed_on: date, names: dict[str, str]
) -> tuple[Coming, ...]:
    month, data_until = known
    today = min(last_day(month), data_until)
    found = []
    for row in rows(con, "review_ahead", listed_on=listed_on, month=month):
        theme_id, name, label, warn_by, onset_on, peak_on, end_on, *rest = row
        expected, low, high, usual, factor, year, two_years, *others = rest
        count_years, sureness, segment, product, channel, notice = others

        def number(
            value: float | None,
            column: str,
            key: tuple[str | date, ...] = (listed_on, theme_id, onset_on),
        ) -> Number:
            return traced(value, "season_list", *key, column)

        found.append(
            Coming(
                theme_id,
                names.get(theme_id, name or theme_id),
                label,
                warn_by,
                onset_on,
                peak_on,
                end_on,
                number(expected, "expected"),
                number(low, "low"),
                number(high, "high"),
                number(usual, "usual"),
                number(factor, "factor"),
                number(year, "count_year_before"),
                number(two_years, "count_two_years_before"),
                count_years,
                sureness,
                segment,
                product,
                channel,
                notice or "",
                warn_by <= today,
            )
        )
    return tuple(found)


def _judged(
    con: Connection, month: date, names: dict[str, str], sizes: Sizes
) -> tuple[Foretold, ...]:
    first = earlier(month, sizes.judged_months - 1)
    found = []
    for row in rows(con, "review_judged", first_month=first, month=month):
        outcome, theme_id, name, judged_on, onset_on, end_on, *counts, is_in_range = row
        columns = ("expected", "low", "high", "count_contacts")
        expected, low, high, came = (
            traced(value, "season_backtest", outcome, theme_id, onset_on, column)
            for value, column in zip(counts, columns, strict=True)
        )
        shown = names.get(theme_id, name or theme_id)
        found.append(
            Foretold(
                outcome, theme_id, shown, judged_on, onset_on, end_on, expected, low, high, came,
                is_in_range,
            )
        )  # fmt: skip
    return tuple(found)


def _scores(con: Connection, listed_on: date) -> tuple[Score, ...]:
    """Return how good the lists had been by the day of a list."""
    columns = (
        "count_hits", "count_misses", "count_false_warnings", "share_in_range",
        "skill_over_last_year", "skill_over_last_month",
    )  # fmt: skip
    return tuple(
        Score(
            known_from,
            *(
                traced(value, "season_score", listed_on, known_from, column)
                for value, column in zip(values, columns, strict=True)
            ),
        )
        for known_from, *values in rows(con, "review_score", listed_on=listed_on)
    )
