"""Adapting a home, and what is looked at before and after."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

from tests.flows.conftest import Nights
from tests.flows.contacts import contacts, write_table
from tests.flows.stored import Tables, ask, work_tables

KILLED = -9
# A Sunday: themes are founded on it.
DAY = date(2024, 3, 31)
NEXT = DAY + timedelta(days=1)  # (the first day of another month)
THEMES, EACH = range(0, 6), range(0, 30)
EAGER = {
    # Weights that never change, of a model that has never heard of any of this.
    "[encoder]": 'name = "use-base"',
    "[adapt]": "min_themes = 2\nmin_wordings = 6\nsteps = 27\nconfidence = 0.01\ntest_share = 0.4",
}
# The night after: the second vote on dangers is learnt anew with the new encoder.
MARKERS = "select marked_on, marker_kind from core.marker order by all"
SWITCHED = [(NEXT, "encoder"), (NEXT, "flag_vote")]
# What an encoder has no say in. (Vectors and places are an encoder's own.)
KEPT = (
    "core.theme",
    "core.theme_name",
    "core.theme_example",
    "core.assignment",
    "core.voice",
    "core.period",
    "core.theme_period",
)


def kept(home: Path) -> Tables:
    """The tables that an encoder has no say in."""
    return {name: found for name, found in work_tables(home).items() if name in KEPT}


def write_list(home: Path, path: Path) -> Path:
    """Confirm every voice: those of one theme of the corpus for one theme of the home."""
    theme_ids = [
        theme_id for (theme_id,) in ask(home, "select theme_id from core.theme order by 1")
    ]
    voices = ask(
        home,
        "select voice_id, source_contact_id[2:]::integer from core.voice "
        "inner join core.contact using (contact_id) order by all",
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["voice_id", "theme_id"])
        for voice_id, number in voices:
            theme = number // len(EACH)
            if theme < len(theme_ids):
                writer.writerow([voice_id, theme_ids[theme]])
    return path


def adapt(nights: Nights, home: Path, *more: str, **fate: object):  # type: ignore[no-untyped-def]
    """Adapt a home to its list."""
    listed = ("--confirmed", str(home / "confirmed.csv"))
    return nights.voc("adapt", "--home", home, *listed, *more, **fate)


def in_force(home: Path) -> str:
    [(fingerprint,)] = ask(
        home, "select fingerprint from core.definition where definition_kind = 'encoder'"
    )
    return str(fingerprint)


def installed(home: Path) -> list[str]:
    path = home / "models" / "installed.json"
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return [one["fingerprint"] for one in found.get("use-base", [])]


def embedded(home: Path) -> dict[str, int]:
    return dict(ask(home, "select encoder_fingerprint, count(*) from core.text_vector group by 1"))


def add_contacts(home: Path, day: date, each: range, first_number: int) -> None:
    rows = contacts(THEMES, each, day, first_number)
    write_table(home / "inbox" / "table" / f"{day}.csv", rows)
