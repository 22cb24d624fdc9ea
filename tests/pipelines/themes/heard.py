"""A small world of waiting voices: issues are directions, and every voice lies near one."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.assign_room import assign_voices
from pipelines.themes.birth import BirthSettings
from pipelines.themes.centroids import unit_rows
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.discover_room import discover_themes
from pipelines.themes.shapes import vector_column
from pipelines.themes.theme_days import due_theme_day
from tests.pipelines.room_night import close, night_of
from warehouse.statements import Connection

DIMENSION = 16
ENCODER = "e"
BIRTH = BirthSettings(
    min_waiting=80, growth=1.4, min_customers=4, min_wordings=3, same_wording=0.999
)
DEFAULT = DiscoverSettings()
# Neighbourhoods as wide as where thousands are heard: narrow ones part a round issue of fifty.
WIDE = DiscoverSettings(full_rows=1)
# Contact, customer, the issue (a direction, -1 for none) and the day.
ADD = """
insert into core.contact
select name, 's', name, 1, day::timestamp, day, null, null, null, null, customer, '{}', '{}', 1,
    'm', 'r', name
from incoming;
insert into core.voice
    (voice_id, contact_id, voice_number, text, masked, text_hash, kind, spans, run_id)
select name, name, 1, name, name, name, null, '[]', 'r' from incoming;
insert into core.text_vector select name, 'e', vector from incoming
"""


@dataclass(frozen=True)
class Voice:
    """One voice of one contact, about an issue or about nothing in particular."""

    name: str
    day: date
    issue: int | None
    customer: str

    @property
    def vector(self) -> np.ndarray:
        """Unit vector (d,) near the issue's axis, or anywhere; always the same for a name."""
        draw = np.random.default_rng(int.from_bytes(self.name.encode(), "big") % 2**32)
        chance = draw.normal(size=DIMENSION)
        if self.issue is None:
            return unit_rows(chance[None, :])[0]
        return unit_rows((12.0 * np.eye(DIMENSION)[self.issue] + chance)[None, :])[0]


def about(issue: int | None, first: date, count: int, every_days: int = 1) -> list[Voice]:
    """Return voices of as many customers about one issue, one every few days."""
    return [
        Voice(
            f"i{issue}-{first:%m%d}-{n}", first + timedelta(every_days * n), issue, f"k{issue}-{n}"
        )
        for n in range(count)
    ]


def hear(con: Connection, voices: list[Voice]) -> None:
    """Put contacts, voices and vectors into core."""
    incoming = pa.table(
        {
            "name": [voice.name for voice in voices],
            "day": pa.array([voice.day for voice in voices], pa.date32()),
            "customer": [voice.customer for voice in voices],
            "vector": vector_column(
                np.array([voice.vector for voice in voices]).reshape(-1, DIMENSION)
            ),
        }
    )
    con.register("incoming", incoming)
    con.execute(ADD)
    con.unregister("incoming")


def one_night(
    con: Connection,
    as_of: date,
    birth: BirthSettings = BIRTH,
    discovering: DiscoverSettings = DEFAULT,
) -> Night:
    """Do rooms assign and discover in turns, as the nightly flow does."""
    night = night_of(con, as_of)
    assign_voices(night, ENCODER, AssignSettings(), 0.9)
    while due_theme_day(night):
        discover_themes(night, ENCODER, discovering, birth, AssignSettings())
        assign_voices(night, ENCODER, AssignSettings(), 0.9)
    close(night)
    return night


def themes(con: Connection) -> dict[str, str | None]:
    """Return the theme of every voice that was compared."""
    return dict(con.execute("select voice_id, theme_id from core.assignment").fetchall())
