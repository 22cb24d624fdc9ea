"""Room curate, first half: decisions, names and the states of themes, as the log says.

`write_curation` is cheap and goes with every decision; the voices follow in the next night
(`take_up_room`). Everything is compared with what is there: a second time changes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.themes.curate import (
    Found,
    Judged,
    Name,
    Theme,
    curated,
    judged,
    named,
    voices_of,
)
from pipelines.themes.decisions import Decision, VoiceKey
from pipelines.themes.replay import Curation
from warehouse.statements import Connection, load, rows

DECISION = pa.schema(
    {
        "decision_id": pa.string(),
        "decided_at": pa.timestamp("us", "UTC"),
        "decided_by": pa.string(),
        "verb": pa.string(),
        "theme_ids": pa.list_(pa.string()),
        "theme_names": pa.list_(pa.string()),
        "count_voices": pa.int32(),
        "is_restated": pa.bool_(),
        "state": pa.string(),
        "state_by": pa.string(),
    }
)
VOICE_KEY = pa.schema(
    {"voice_id": pa.string(), "contact_id": pa.string(), "text_hash": pa.string()}
)
THEME = pa.schema(
    {
        "theme_id": pa.string(),
        "status": pa.string(),
        "retired_on": pa.date32(),
        "retired_reason": pa.string(),
        "merged_into": pa.string(),
        "approved_on": pa.date32(),
        "found_status": pa.string(),
        "found_retired_on": pa.date32(),
        "found_retired_reason": pa.string(),
        "found_merged_into": pa.string(),
    }
)
NAME = pa.schema(
    {
        "theme_id": pa.string(),
        "theme_name": pa.string(),
        "category_name": pa.string(),
        "is_by_person": pa.bool_(),
        "found_name": pa.string(),
        "found_category": pa.string(),
    }
)
PIN = pa.schema({name: pa.string() for name in ("text_hash", "theme_id", "verb", "decision_id")})
APART = pa.schema({name: pa.string() for name in ("text_hash", "theme_id", "decision_id")})
CONFIRMATION = pa.schema(
    {
        "voice_id": pa.string(),
        "theme_id": pa.string(),
        "is_member": pa.bool_(),
        "confirmed_at": pa.timestamp("us", "UTC"),
        "source": pa.string(),
    }
)
PROPOSAL = pa.schema(
    {
        "proposal_id": pa.string(),
        "proposed_on": pa.date32(),
        "kind": pa.string(),
        "theme_ids": pa.list_(pa.string()),
        "voice_ids": pa.list_(pa.string()),
        "status": pa.string(),
    }
)
MADE = pa.schema({"theme_id": pa.string(), "born_on": pa.date32()})


def write_curation(con: Connection, decisions: Sequence[Decision], curation: Curation) -> list[str]:
    """Bring themes, names and judgements in line with the log, in the caller's transaction.

    Returns the themes that decisions name but nobody knows: neither the database nor the log says
    what they are.
    """
    _write_decisions(con, decisions, curation)
    unknown = _make_themes(con, curation)
    _write_themes(con, curation)
    _write_names(con, curation)
    now, found = read_judged(con, curation)
    _write_judged(con, now)
    _write_confirmations(con, decisions, curation, found)
    _write_answers(con, curation)
    return unknown


def _write_answers(con: Connection, curation: Curation) -> None:
    """Proposals know what people said to them."""
    answers = [
        {
            "proposal_id": proposal_id,
            "proposed_on": decision.decided_at.date(),
            "kind": decision.proposal.kind if decision.proposal else "",
            "theme_ids": list(decision.theme_ids),
            "voice_ids": [key.voice_id for key in decision.voices],
            "status": "rejected" if decision.verb == "reject" else "accepted",
        }
        for proposal_id, decision in curation.answers.items()
    ]
    load(con, "proposal_decide", pa.Table.from_pylist(answers, PROPOSAL))


def read_judged(con: Connection, curation: Curation) -> tuple[Judged, dict[str, tuple[str, str]]]:
    """Return statements as people judged them, and the voices that the log speaks of as they are
    now: voice_id and text_hash by the voice_id in the log."""
    found = find_voices(con, voices_of(curation).values())
    return judged(curation, {asked: said for asked, (_, said) in found.items()}), found


def find_voices(con: Connection, keys: Iterable[VoiceKey]) -> dict[str, tuple[str, str]]:
    """Return (voice_id, text_hash) of voices that still exist, by the identifier they had."""
    asked = pa.Table.from_pylist([key.model_dump() for key in keys], VOICE_KEY)
    con.register("incoming", asked)
    try:
        found = rows(con, "curate_find_voices")
    finally:
        con.unregister("incoming")
    return {asked_id: (voice_id, said) for asked_id, voice_id, said in found}


def _write_decisions(con: Connection, decisions: Sequence[Decision], curation: Curation) -> None:
    by_id = {decision.decision_id: decision for decision in decisions}
    incoming = pa.Table.from_pylist(
        [
            {
                "decision_id": key,
                "decided_at": decision.decided_at,
                "decided_by": decision.decided_by,
                "verb": decision.verb,
                "theme_ids": list(decision.theme_ids),
                "theme_names": list(decision.names),
                "count_voices": len(decision.voices) + sum(len(p.voices) for p in decision.parts),
                "is_restated": decision.is_restated,
                "state": curation.states[key].name,
                "state_by": curation.states[key].by,
            }
            for key, decision in by_id.items()
        ],
        DECISION,
    )
    for name in ("decision_forget", "decision_state", "decision_write"):
        load(con, name, incoming)


def _make_themes(con: Connection, curation: Curation) -> list[str]:
    """Make themes under their old numbers that an empty database lacks; returns the unknown."""
    there = {row[0] for row in rows(con, "curate_themes")}
    lacking = sorted(curation.theme_ids - there)
    born_on: dict[str, date] = {theme_id: seen.born_on for theme_id, seen in curation.seen.items()}
    born_on |= {theme_id: born.born_on for theme_id, born in curation.born.items()}
    made = [
        {"theme_id": theme_id, "born_on": born_on[theme_id]}
        for theme_id in lacking
        if theme_id in born_on
    ]
    load(con, "curate_make_themes", pa.Table.from_pylist(made, MADE))
    return [theme_id for theme_id in lacking if theme_id not in born_on]


def _write_themes(con: Connection, curation: Curation) -> None:
    known = {row[0]: _theme(*row[1:]) for row in rows(con, "curate_themes")}
    changed = {
        theme_id: theme
        for theme_id, theme in curated(known, curation).items()
        if theme != known[theme_id]
    }
    incoming = pa.Table.from_pylist(
        [_theme_row(theme_id, theme) for theme_id, theme in changed.items()], THEME
    )
    for name in ("curate_write_themes", "curate_write_found", "curate_forget_found"):
        load(con, name, incoming)


def _theme(*cells: Any) -> Theme:
    state, approved_on, has_found = Found(*cells[:4]), cells[4], cells[5]
    return Theme(state, approved_on, Found(*cells[6:]) if has_found else None)


def _theme_row(theme_id: str, theme: Theme) -> dict[str, object]:
    row = {"theme_id": theme_id, "approved_on": theme.approved_on, **vars(theme.state)}
    found = vars(theme.found) if theme.found else {}
    return row | {f"found_{name}": value for name, value in found.items()}


def _write_names(con: Connection, curation: Curation) -> None:
    known = {row[0]: Name(*row[1:]) for row in rows(con, "curate_names")}
    themes = {row[0] for row in rows(con, "curate_themes")}
    about = themes & (
        curation.theme_ids | {key for key, name in known.items() if name.is_by_person}
    )
    changed = {
        theme_id: name
        for theme_id, name in named(about, known, curation).items()
        if name != known.get(theme_id, Name(None, None)) and (name.theme_name or theme_id in known)
    }
    incoming = pa.Table.from_pylist(
        [
            {"theme_id": theme_id, **vars(name), "category_name": name.category_name or ""}
            for theme_id, name in changed.items()
        ],
        NAME,
    )
    for name in (
        "curate_forget_names",
        "curate_write_names",
        "curate_add_names",
        "curate_write_names_found",
        "curate_forget_names_found",
    ):
        load(con, name, incoming)


def _write_judged(con: Connection, now: Judged) -> None:
    pins = [{"text_hash": said, **vars(pin)} for said, pin in now.pins.items()]
    apart = [
        {"text_hash": said, "theme_id": theme_id, "decision_id": decision_id}
        for (said, theme_id), decision_id in now.apart.items()
    ]
    incoming, outgoing = pa.Table.from_pylist(pins, PIN), pa.Table.from_pylist(apart, APART)
    load(con, "pin_forget", incoming)
    load(con, "pin_write", incoming)
    load(con, "not_this_forget", outgoing)
    load(con, "not_this_write", outgoing)


def _write_confirmations(
    con: Connection,
    decisions: Sequence[Decision],
    curation: Curation,
    found: dict[str, tuple[str, str]],
) -> None:
    """What people said of voices is what an encoder can learn from (voc adapt)."""
    by_id = {decision.decision_id: decision for decision in decisions}
    said = [
        (voice_id, placed.theme_id, True, by_id[placed.decision_id])
        for voice_id, placed in curation.placed.items()
    ]
    said += [
        (voice_id, theme_id, False, by_id[decision_id])
        for (voice_id, theme_id), (_, decision_id) in curation.apart.items()
    ]
    judgements = {
        (found[voice_id][0], owner): {
            "voice_id": found[voice_id][0],
            "theme_id": owner,
            "is_member": is_member,
            "confirmed_at": decision.decided_at,
            "source": f"decision:{decision.verb}",
        }
        for voice_id, theme_id, is_member, decision in sorted(said, key=lambda one: one[3].order)
        if voice_id in found and (owner := curation.owner(theme_id))
    }
    incoming = pa.Table.from_pylist(list(judgements.values()), CONFIRMATION)
    load(con, "curate_forget_confirmations", incoming)
    load(con, "curate_write_confirmations", incoming)
