"""Small worlds of contacts with their themes, and nights that measure them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from pipelines.night import Night
from pipelines.trends.measure_room import measure
from warehouse.ledger import finish_run, open_run
from warehouse.statements import Connection

NOW = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
GRAINS = ("day", "week", "month")


@dataclass(frozen=True)
class Heard:
    """One contact with its voices; a voice is the theme it belongs to, or None.

    `wording` is the contact first told in these words, None when it says too little.
    """

    name: str
    day: date
    customer: str | None = None
    voices: tuple[str | None, ...] = ()
    is_copy: bool = False
    wording: str | None = None


World = list[Heard]

CONTACT = pa.schema(
    {
        "name": pa.string(),
        "day": pa.date32(),
        "customer": pa.string(),
        "is_copy": pa.bool_(),
        "wording": pa.string(),
    }
)
VOICE = pa.schema({"contact": pa.string(), "number": pa.int32(), "theme": pa.string()})

FILL = """
delete from core.contact; delete from core.voice; delete from core.assignment;
delete from core.contact_copy; delete from core.signature;
insert into core.contact
select name, 's', name, 1, day::timestamp, day, null, null, null, null, customer, '{}', '{}', 1,
    'm', 'r', name
from contact;
insert into core.contact_copy select name, 'another', 'near', 0.9, 'r' from contact where is_copy;
insert into core.signature select name, 1, 'm', 'c', 'w', wording from contact;
insert into core.voice
    (voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id)
select contact || '-' || number, contact, number, 'x', 'x', 'h', null, '[]', 'r' from voice;
insert into core.assignment
select contact || '-' || number, theme, 0.5, if(theme is null, 'none', 'assign'), 'e', 1, 'r'
from voice
"""
EMPTY = "delete from core.run; delete from core.run_stage; delete from core.period; "
EMPTY += "delete from core.theme_period; delete from core.run_stage_reason; "
EMPTY += "delete from core.unexplained_period; delete from core.measured_day; "
EMPTY += "delete from core.theme_part_month"

MART = {
    grain: f"select theme_id, {grain}, count_contacts, count_customers, count_voices, "
    f"count_contacts_all, share_of_contacts, is_complete, count_copies, count_wordings "
    f"from mart.theme_by_{grain} order by all"
    for grain in GRAINS
}


def fill(con: Connection, world: World) -> None:
    """Put a world in place of what core holds."""
    contacts = [
        {
            "name": one.name,
            "day": one.day,
            "customer": one.customer,
            "is_copy": one.is_copy,
            "wording": one.wording,
        }
        for one in world
    ]
    voices = [
        {"contact": one.name, "number": number, "theme": theme}
        for one in world
        for number, theme in enumerate(one.voices, start=1)
    ]
    con.register("contact", pa.Table.from_pylist(contacts, CONTACT))
    con.register("voice", pa.Table.from_pylist(voices, VOICE))
    con.execute(FILL)
    con.unregister("contact")
    con.unregister("voice")


def one_night(con: Connection, as_of: date) -> tuple[int, int]:
    """Measure as the night of a day and finish it; returns the ledger's read and written."""
    run = open_run(con, "nightly", as_of, NOW, "{}")
    measure(Night(con, run, NOW))
    finish_run(con, run, NOW)
    found = con.execute(
        "select count_read, count_written from core.run_stage where run_id = $id",
        {"id": run.run_id},
    ).fetchall()
    return found[0] if found else (0, 0)
