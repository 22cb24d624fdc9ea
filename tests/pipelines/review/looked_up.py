"""Looks numbers of the review up in the published file again, by queries of its own."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from pipelines.review.traces import Number
from warehouse.statements import Connection

# Tables whose keys are columns; the last part of a key is the column of the number.
BY_COLUMNS = {
    "theme": "theme_id = $1",
    "theme_compared_by_month": ("theme_id = $1 and strftime(month, '%Y-%m') = $2 and against = $3"),
    "theme_same_season": (
        "theme_id = $1 and strftime(period_on, '%Y-%m') = $2 and grain = 'month'"
    ),
    "theme_rate_by_month": (
        "theme_id = $1 and strftime(month, '%Y-%m') = $2 and denominator_kind = $3 "
        "and product is null and segment is null"
    ),
    "theme_by_segment": "facet = $1 and facet_value = $2 and theme_id = $3 and span = 'year'",
    "theme_age": "theme_id = $1",
    "alert": "alert_id = $1",
    "measure": "measure_id = $1",
    "season_list": "listed_on = $1::date and theme_id = $2 and onset_on = $3::date",
    "season_backtest": "outcome = $1 and theme_id = $2 and onset_on = $3::date",
    "season_score": "listed_on = $1::date and known_from = $2",
    "unexplained_by_month": "strftime(month, '%Y-%m') = $1",
    "theme_lineage": "rediscovery_id = $1 and line_number = $2::int",
}
IN_MONTH = "strftime(received_on, '%Y-%m') = $1"
# Counts of rows, by table and column.
COUNTED = {
    (
        "contact",
        "count_contacts",
    ): f"select count(*) from mart.contact where not is_copy and {IN_MONTH}",
    ("contact", "count_copies"): f"select count(*) from mart.contact where is_copy and {IN_MONTH}",
    ("contact", "count_contacts_heard"): (
        f"select count(*) from mart.contact where not is_copy and count_voices > 0 and {IN_MONTH}"
    ),
    ("voice", "count_voices"): f"select count(*) from mart.voice where not is_copy and {IN_MONTH}",
    ("voice", "count_themes"): (
        f"select count(distinct theme_id) from mart.voice where not is_copy and {IN_MONTH}"
    ),
    ("voice", "count_explained"): (
        f"select count(theme_id) from mart.voice where not is_copy and {IN_MONTH}"
    ),
    ("voice", "count_set_aside"): (
        "select count(*) from mart.voice where not is_copy "
        f"and set_aside_because is not distinct from 'kind' and {IN_MONTH}"
    ),
    ("theme_trust", "count"): "select count(*) from mart.theme_trust where is_quotable = $1::bool",
}
FLAGGED = """
with gravest as (
    select voice_id, max(severity) as severity, list(flag) as flags,
        list(category_name) as categories
    from mart.fast_lane
    where not is_copy and is_doubted = ($3 = 'doubted') and strftime(received_on, '%Y-%m') = $1
        and $2 in (flag, 'all')
    group by voice_id
)
select count(*) from gravest
where $3 in ('all', 'doubted', severity::text) or list_contains(categories, $3)
"""
ALERTED = """
select count(*) from mart.alert
where alert_kind = 'fast_lane' and strftime(raised_on, '%Y-%m') = $1
"""
RUN = """
select coalesce(sum({column}), 0) from mart.run_health
where stage = 'ingest' and $1 in ('all', strftime(as_of, '%Y-%m'))
"""
REASON = """
select coalesce(sum(run_reason.count_rows), 0)
from mart.run_reason
inner join mart.run_health using (run_id, stage)
where outcome = 'rejected' and stage = 'ingest' and reason = $2
    and $1 in ('all', strftime(as_of, '%Y-%m'))
"""


def looked_up(con: Connection, mart: str, key: str) -> float | None:
    """Return the value that the published file has at a place; raises when it has no such row."""
    *parts, column = key.split("|")
    sql = _sql(mart, parts, column)
    found = con.execute(sql, {str(n): part for n, part in enumerate(parts, 1)} or None).fetchall()
    assert len(found) == 1, f"{len(found)} rows at {mart} {key}"
    value = found[0][0]
    return None if value is None else float(value)


BY_MONTHS = """
select coalesce(sum({column}), 0) from mart.theme_by_month
where theme_id = $1 and strftime(month, '%Y-%m') = $2
"""


def _sql(mart: str, parts: list[str], column: str) -> str:
    if mart == "theme_by_month":
        # The table begins with the first month in which the theme was heard.
        return BY_MONTHS.format(column=column)
    if mart == "theme_compared_by_month":
        # A span of months is summed.
        return f"select sum({column}) from mart.{mart} where {BY_COLUMNS[mart]}"
    if mart in BY_COLUMNS:
        return f"select {column} from mart.{mart} where {BY_COLUMNS[mart]}"
    if mart == "fast_lane":
        return (
            ALERTED + " and $2 is not null and $3 is not null" if parts[1] == "alert" else FLAGGED
        )
    if mart == "run_health":
        return RUN.format(column=column)
    if mart == "run_reason":
        return REASON
    return COUNTED[mart, column]


def numbers(value: object) -> Iterator[Number]:
    """Yield every number that knows its place in a value and its parts."""
    if isinstance(value, Number):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from numbers(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from numbers(one)
