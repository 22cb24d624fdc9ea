"""A home with a real published file, filled with a few named rows by plain SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from pipelines.night import Night
from pipelines.review.review_room import ReviewDesk
from pipelines.trends.measure_room import measure
from warehouse.connect import open_work
from warehouse.ledger import finish_run, open_run, stage
from warehouse.migrate import migrate
from warehouse.publish import build, point_to
from warehouse.statements import Connection

CONFIG = Path(__file__).parents[3] / "config" / "review"
FONTS = Path(__file__).parents[3] / "config" / "fonts"


@dataclass(frozen=True)
class Call:
    """One contact with one voice; without text the customer said nothing to count."""

    name: str
    day: str
    theme: str | None = None
    text: str | None = "困っています"
    customer: str | None = None
    example: int | None = None
    copy_of: str | None = None
    product: str | None = "ルーター"
    segment: str | None = None


@dataclass(frozen=True)
class Named:
    """One theme."""

    theme_id: str
    name: str | None
    category: str | None = "配送"
    born_on: str = "2024-01-31"


def calls(count: int, day: str, theme: str | None, text: str = "困っています") -> list[Call]:
    """Return `count` contacts of one day and theme, each with its own customer."""
    return [Call(f"{theme}-{day}-{number}", day, theme, text) for number in range(count)]


def desk(*folders: Path) -> ReviewDesk:
    """Return what reviews are written with; `folders` override ours."""
    words = {"bad_date": "受付日時を日付として読めません。"}
    return ReviewDesk((CONFIG, *folders), FONTS, words)


def publish(
    home: Path,
    contacts: Sequence[Call],
    themes: Sequence[Named] = (),
    until: str = "2024-03-31",
    markers: Sequence[tuple[str, str]] = (),
    more: str = "",
) -> Path:
    """Fill work.duckdb of a home and publish it as one night of `until`; `more` is SQL for it."""
    as_of, now = date.fromisoformat(until), datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
    home.mkdir(parents=True, exist_ok=True)
    with open_work(home / "work.duckdb") as con:
        migrate(con)
        run = open_run(con, "nightly", as_of, now, "{}")
        _fill(con, contacts, themes, markers)
        con.execute(SEASON_DAYS)
        if more:
            con.execute(more)
        with stage(con, run, "ingest", "row") as counts:
            counts.wrote(len(contacts))
            counts.reject("bad_date", 2)
        measure(Night(con, run, now))
        final, _ = build(con, home / "published", run, as_of)
        finish_run(con, run, now)
    point_to(home, final, run, as_of, now)
    return home


def _fill(
    con: Connection,
    contacts: Sequence[Call],
    themes: Sequence[Named],
    markers: Sequence[tuple[str, str]],
) -> None:
    con.register("call", pa.Table.from_pylist([vars(call) for call in contacts], CALL))
    con.execute(CONTACTS)
    for theme in themes:
        con.execute(
            "insert into core.theme "
            "(theme_id, status, born_on, discovery_id, cluster_number, run_id) "
            "values ($theme_id, 'active', $born_on, 'd', 0, 'r')",
            {"theme_id": theme.theme_id, "born_on": theme.born_on},
        )
        if theme.name:
            con.execute(
                "insert into core.theme_name "
                "(theme_id, theme_name, terms, category_name, run_id) "
                "values ($theme_id, $name, [], $category, 'r')",
                {"theme_id": theme.theme_id, "name": theme.name, "category": theme.category},
            )
    for day, description in markers:
        con.execute(
            "insert into core.marker "
            "(marker_id, marked_on, marker_kind, scope, description, run_id) "
            "values ($day, $day, 'encoder', 'all', $description, 'r')",
            {"day": day, "description": description},
        )
    con.unregister("call")


TEXTS = ("name", "day", "theme", "text", "customer", "copy_of", "product", "segment")
CALL = pa.schema({name: pa.string() for name in TEXTS} | {"example": pa.int32()})

# Every day answers to the same weekday a year of 52 weeks before.
SEASON_DAYS = """
insert or replace into core.season_day
select day::date, day::date - 364, day::date - 364, day::date - 728, day::date - 728
from unnest(generate_series(date '2020-01-01', date '2027-12-31', interval 1 day)) as days (day);
"""

CONTACTS = """
insert into core.contact
select
    name, 'table', name, 1, day::timestamp, day::date, 'call', product, segment, null,
    customer, '{}', '{}', 1, 'm', 'r', name
from call;
insert into core.voice
    (voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id)
select name, name, 1, text, text, name, null, '[]', 'r' from call where text is not null;
insert into core.assignment
select name, theme, 0.9, if(theme is null, 'none', 'discovery'), 'e', 1, 'r'
from call
where text is not null;
insert into core.contact_copy
select name, copy_of, 'exact', 1, 'r' from call where copy_of is not null;
insert into core.theme_example
select theme, example, name from call where example is not null;
"""
