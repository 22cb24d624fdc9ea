"""One contact as text for a terminal, or as JSON."""

import json
from pathlib import Path
from typing import Any

from flows.cli import worded
from flows.errors import SettingsError
from flows.home import open_home
from flows.night_walk import locked
from flows.status import local
from pipelines.text.show_contact import (
    ShownContact,
    ShownTurn,
    ShownVoice,
    find_contacts,
    read_contact,
)
from warehouse.connect import open_work


def look_up(home: Path, wanted: str) -> ShownContact:
    """Read one contact; raises Busy while a run is at work, SettingsError when there is none."""
    opened = open_home(home)
    if not opened.work.exists():
        raise SettingsError("work_missing", home=opened.folder)
    with locked(opened), open_work(opened.work, read_only=True) as con:
        found = find_contacts(con, wanted)
        if not found:
            raise SettingsError("contact_unknown")
        if len(found) > 1:
            raise SettingsError("contact_ambiguous", contacts=", ".join(found))
        return read_contact(con, found[0])


def as_json(contact: ShownContact, has_raw: bool) -> str:
    """Return the contact as one JSON object; original words only with `has_raw`."""
    facts = {name: _plain(value) for name, value in contact.facts.items()}
    turns = [_turn_parts(turn, has_raw) for turn in contact.turns]
    voices = [_voice_parts(voice, has_raw) for voice in contact.voices]
    parts = {"contact_id": contact.contact_id, **facts, "turns": turns, "voices": voices}
    return json.dumps(parts, ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _turn_parts(turn: ShownTurn, has_raw: bool) -> dict[str, Any]:
    masked = [
        {"start": s.start, "end": s.end, "type": s.type, "placeholder": s.placeholder}
        for s in turn.spans
    ]
    parts = {"turn": turn.number, "speaker": turn.speaker, "masked": turn.masked, "spans": masked}
    return parts | ({"text": turn.text} if has_raw else {})


def _voice_parts(voice: ShownVoice, has_raw: bool) -> dict[str, Any]:
    parts = {
        "voice": voice.number,
        "voice_id": voice.voice_id,
        "masked": voice.masked,
        "kind": voice.kind,
        "kind_probability": voice.kind_probability,
        "flags": voice.flags,
        "evidence": voice.evidence,
        "votes": voice.votes,
        "theme_id": voice.theme_id,
        "theme_name": voice.theme_name,
        "strength": voice.strength,
        "is_set_aside": voice.is_set_aside,
        "spans": [{"turn": turn, "start": a, "end": b} for turn, a, b in voice.pieces],
    }
    return parts | ({"text": voice.text} if has_raw else {})


def as_text(contact: ShownContact, has_raw: bool) -> str:
    """Return the contact as lines; original words only with `has_raw`."""
    copied = contact.facts["original_contact_id"]
    facts = [
        str(_shown(value))
        for name, value in contact.facts.items()
        if value is not None and name != "original_contact_id"
    ]
    lines = [worded("contact_title", contact=contact.contact_id), " / ".join(facts)]
    lines += [worded("contact_copy", contact=copied), ""] if copied else [""]
    lines.append(worded("contact_turns"))
    for turn in contact.turns:
        words = turn.text if has_raw else turn.marked
        lines.append(f"{turn.number:>3} {worded(f'speaker_{turn.speaker}')}: {_one_line(words)}")
    lines += ["", worded("contact_masked", count=_count_masked(contact))]
    for turn in contact.turns:
        for span in turn.spans:
            lines.append(f"{turn.number:>3} {span.placeholder} {span.type} {span.start}-{span.end}")
    lines += ["", worded("contact_voices", count=len(contact.voices))]
    for voice in contact.voices:
        lines += _voice_lines(voice, has_raw)
    return "\n".join(lines) + "\n"


def _voice_lines(voice: ShownVoice, has_raw: bool) -> list[str]:
    kind = worded(f"kind_{voice.kind or 'none'}")
    chance = "" if voice.kind_probability is None else f" {voice.kind_probability:.2f}"
    flags = "".join(f" [{worded(f'flag_{flag}')}]" for flag in voice.flags)
    pieces = ", ".join(f"{turn}:{start}-{end}" for turn, start, end in voice.pieces)
    words = _one_line(voice.text if has_raw else voice.masked)
    return [
        f"{voice.number:>3} {kind}{chance}{flags} {words}",
        f"    {_theme(voice)} ({pieces})",
        *(f"    {_evidence(one)}" for one in voice.evidence),
        *(f"    {_vote(one)}" for one in voice.votes),
    ]


def _evidence(one: dict[str, Any]) -> str:
    place = f"{one['turn']}:{one['start']}-{one['end']}"
    named = {"category": one["name"], "severity": one["severity"], "words": one["masked"]}
    return f"{worded('contact_evidence', **named)} ({place})"


def _vote(one: dict[str, Any]) -> str:
    named = {"flag": worded(f"flag_{one['flag']}"), "probability": f"{one['probability']:.2f}"}
    return worded(f"contact_vote_{one['verdict']}", **named)


def _theme(voice: ShownVoice) -> str:
    if voice.theme_id:
        values = {"theme": voice.theme_id, "name": voice.theme_name or ""}
        return worded("contact_theme", strength=f"{voice.strength or 0:.2f}", **values)
    return worded("contact_set_aside" if voice.is_set_aside else "contact_no_theme")


def _count_masked(contact: ShownContact) -> int:
    return sum(len(turn.spans) for turn in contact.turns)


def _shown(value: Any) -> Any:
    return local(value) if hasattr(value, "astimezone") else value


def _one_line(words: str) -> str:
    return words.replace("\n", "\n    ")
