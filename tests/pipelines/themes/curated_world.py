"""A tiny home for decisions: voices on a circle, themes at its quarters, and nights over them.

A voice is a letter; its place on the circle is given in degrees, its words are its letter unless
said otherwise. Themes T0001 to T0003 lie at 0, 90 and 180 degrees and reach 45.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.line_log import to_line
from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.assign_room import assign_voices
from pipelines.themes.decisions import Decision, VoiceKey
from pipelines.themes.shapes import Shapes, vector_column, write_shapes
from pipelines.themes.take_up_room import Space, curate
from tests.pipelines.room_night import night_of
from warehouse.statements import Connection

ENCODER = "e"
TODAY = date(2024, 3, 20)
LAST_MONTH = date(2024, 2, 10)
REACH = 1.0 - float(np.cos(np.radians(45)))
ASSIGNING = AssignSettings(margin=0.0)


def at(degrees: float) -> np.ndarray:
    """A unit vector (2,) at an angle."""
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], dtype=np.float32)


def encode(names: Sequence[str]) -> np.ndarray:
    """A name lies where the number in it says; without one far from everything."""
    return np.array([at(float("".join(filter(str.isdigit, name)) or 270)) for name in names])


@dataclass(frozen=True)
class Said:
    """A voice: its letter, its angle, its day, and other words than its letter if any."""

    name: str
    degrees: float
    day: date = TODAY
    words: str = ""
    kind: str | None = None

    @property
    def key(self) -> VoiceKey:
        """How the log speaks of it."""
        said = f"h-{self.words or self.name}"
        return VoiceKey(voice_id=self.name, contact_id=f"c-{self.name}", text_hash=said)


def hear(con: Connection, *voices: Said) -> None:
    """Add voices with their vectors, as rooms extract and embed would."""
    for voice in voices:
        said, day = voice.key.text_hash, datetime(*voice.day.timetuple()[:3], 3, tzinfo=UTC)
        con.execute(
            "insert into core.contact (contact_id, source_name, source_contact_id, version, "
            "received_at, received_on, attributes, published_attributes, count_turns, "
            "mask_fingerprint, run_id) "
            "values ($1, 's', $1, 1, $2, $3, '{}', '{}', 1, 'm', 'r')",
            [voice.key.contact_id, day, voice.day],
        )
        con.execute(
            "insert into core.voice (voice_id, contact_id, voice_number, text, masked, text_hash, "
            "kind, spans, run_id) values ($1, $2, 1, $1, $1, $3, $4, '[]', 'r')",
            [voice.name, voice.key.contact_id, said, voice.kind],
        )
        con.execute(
            "insert into core.text_vector select $1, 'e', $2 "
            "where not exists (from core.text_vector where text_hash = $1)",
            [said, at(voice.degrees).tolist()],
        )


def found_themes(con: Connection, *degrees: float) -> None:
    """Themes as a night found them, T0001 first, each with a name of its own."""
    ids = [f"T{number:04d}" for number in range(1, len(degrees) + 1)]
    for number, theme_id in enumerate(ids):
        con.execute(
            "insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, "
            "run_id) values (?, 'active', '2024-02-01', 'd', ?, 'r')",
            [theme_id, number],
        )
        con.execute(
            "insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id) "
            "values (?, ?, [], '分類', 'r')",
            [theme_id, f"名{theme_id}"],
        )
    # The last fixed day for births: what was heard since is compared with the themes of that day.
    con.execute("insert into core.theme_day values ('2024-03-17', 0, 3, 'r')")
    centroids = np.array([at(angle) for angle in degrees])
    write_shapes(con, Shapes(ids, centroids, np.full(len(ids), REACH, np.float32)), ENCODER)


def write_log(folder: Path, *decisions: Decision) -> Path:
    """Write decisions.jsonl."""
    path = folder / "decisions.jsonl"
    path.write_text("".join(map(to_line, decisions)), "utf-8")
    return path


def night(con: Connection, log: Path, day: date = TODAY) -> Night:
    """Rooms curate and assign of a night."""
    tonight = night_of(con, day)
    curate(tonight, log, Space(ENCODER, encode, 0.9, ASSIGNING))
    assign_voices(tonight, ENCODER, ASSIGNING, 0.9)
    return tonight


def ask(con: Connection, question: str) -> list[Any]:
    """Rows of a query; rows of one column without their tuples."""
    found = con.execute(question).fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


def homes(con: Connection) -> dict[str, str | None]:
    """The theme of every voice that was compared."""
    return dict(con.execute("select voice_id, theme_id from core.assignment order by 1").fetchall())


def vectors(*degrees: float) -> pa.Array:
    """A column of vectors."""
    return vector_column(np.array([at(angle) for angle in degrees]))
