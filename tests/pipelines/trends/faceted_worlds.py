"""Small worlds of contacts with facets, themes and measures, put straight into the core tables."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyarrow as pa

from warehouse.statements import Connection

FACETS = ("segment", "product", "channel", "region")


@dataclass(frozen=True)
class Told:
    """One contact: when, by whom, with which facets, and the themes of its voices."""

    name: str
    at: datetime
    customer: str | None = None
    themes: tuple[str, ...] = ()
    segment: str | None = None
    product: str | None = None
    channel: str | None = None
    region: str | None = None
    is_copy: bool = False

    @property
    def on(self) -> date:
        return self.at.date()

    @property
    def who(self) -> str:
        return self.customer or self.name


@dataclass(frozen=True)
class Acted:
    """One measure."""

    theme: str
    from_on: date
    outcome: str | None = None


TEXTS = ("name", "customer", "segment", "product", "channel", "region")
CONTACT = pa.schema(
    {name: pa.string() for name in TEXTS} | {"moment": pa.timestamp("us"), "is_copy": pa.bool_()}
)
EMPTY = """
delete from core.contact; delete from core.voice; delete from core.assignment;
delete from core.contact_copy; delete from core.period; delete from core.theme;
delete from core.measure; delete from core.review_theme; delete from core.repeat_rule;
delete from core.theme_name;
"""
FILL = """
insert into core.contact by name
select
    name as contact_id, 's' as source_name, name as source_contact_id, 1 as version,
    timezone('Asia/Tokyo', moment) as received_at, moment::date as received_on, channel, product,
    segment, region, customer as customer_key, '{}' as attributes, '{}' as published_attributes,
    1 as count_turns, 'm' as mask_fingerprint, 'r' as run_id
from contact;
insert into core.contact_copy select name, 'another', 'near', 0.9, 'r' from contact where is_copy;
insert into core.voice by name
select
    name || '-' || number as voice_id, name as contact_id, number as voice_number, 'x' as text,
    'x' as masked, 'h' as text_hash, '[]' as spans, 'r' as run_id
from voice;
insert into core.assignment
select name || '-' || number, theme, 0.5, 'assign', 'e', 1, 'r' from voice;
insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id)
select distinct theme, 'active', date '2020-01-01', 'd', 0, 'r' from voice;
insert into core.period by name
select
    'day' as grain, $last::date as period_on, 0 as count_contacts, 0 as count_customers,
    0 as count_voices, true as is_complete;
insert into core.repeat_rule values (true, 30);
"""


def fill(con: Connection, world: list[Told], last: date, acted: list[Acted] | None = None) -> None:
    """Put a world in place of what core holds; `last` is the day of the night."""
    contacts = [{**vars(one), "moment": one.at} for one in world]
    voices = [
        {"name": one.name, "number": number, "theme": theme}
        for one in world
        for number, theme in enumerate(one.themes, start=1)
    ]
    voice = pa.schema({"name": pa.string(), "number": pa.int32(), "theme": pa.string()})
    con.register("contact", pa.Table.from_pylist(contacts, CONTACT))
    con.register("voice", pa.Table.from_pylist(voices, voice))
    con.execute(EMPTY + FILL.replace("$last", f"'{last}'"))
    con.unregister("contact")
    con.unregister("voice")
    for number, one in enumerate(acted or []):
        con.execute(
            "insert into core.measure by name select $id as measure_id, $theme as theme_id, "
            "$theme as named_theme_id, 'x' as what, $on::date as from_on, $on::date as decided_on, "
            "'a' as decided_by, $outcome as outcome, 'r' as run_id",
            {"id": f"M{number}", "theme": one.theme, "on": one.from_on, "outcome": one.outcome},
        )


def days_after(first: date, count: int) -> datetime:
    """Return a moment on the day so many days after one, at nine in the morning."""
    return datetime.combine(first + timedelta(days=count), datetime.min.time()).replace(hour=9)
