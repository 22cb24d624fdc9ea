"""What a person asks for becomes a decision: checked against the home, with the voices that show
later what each theme was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.errors import InputError
from pipelines.themes.decisions import (
    Decision,
    Log,
    Part,
    ProposalKey,
    Verb,
    new_id,
    next_moment,
)
from pipelines.themes.desk_room import LONGEST_NAME, MOST_NAMED, Desk


@dataclass(frozen=True)
class AskedPart:
    """A theme that shall be made: its name, "" to let the nights name it, and its voices."""

    name: str
    voices: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What a person asks for, in the words of the command line: themes by number or by name."""

    verb: Verb
    themes: tuple[str, ...] = ()
    name: str = ""
    category: str = ""
    voices: tuple[str, ...] = ()
    parts: tuple[AskedPart, ...] = ()
    proposal: ProposalKey | None = None
    undoes: str = ""
    is_restated: bool = False
    reason: str = ""


def follow(desk: Desk, made: Decision) -> None:
    """See the home as it is after a decision that is about to be written down."""
    desk.log = Log((*desk.log.decisions, made), desk.log.broken)
    desk.see(made.verb, made.theme_ids, made.names)


def try_out(desk: Desk, asked: Asked) -> None:
    """See the home as it would be; raises InputError for what cannot be done."""
    found = _checked(desk, asked)
    desk.see(asked.verb, found.get("theme_ids", ()), found.get("names", ()))


def decide(desk: Desk, asked: Asked, by: str, now: datetime) -> Decision:
    """Return the decision that a person asked for; raises InputError for what cannot be done."""
    found = _checked(desk, asked)
    moment = next_moment(now, desk.log.decisions)
    theme_ids = tuple(found.get("theme_ids", ()))
    described = desk.seen([theme_id for theme_id in theme_ids if theme_id in desk.themes])
    draft = {
        "decided_at": moment,
        "decided_by": by,
        "verb": asked.verb,
        "seen": described,
        "is_restated": asked.is_restated,
        "reason": asked.reason.strip(),
        "proposal": asked.proposal,
        **found,
    }
    decision = Decision.model_validate({"decision_id": "D", **draft})
    key = new_id(moment, by, decision.model_dump_json())
    return decision.model_copy(update={"decision_id": key})


def _checked(desk: Desk, asked: Asked) -> dict[str, Any]:
    match asked.verb:
        case "rename":
            return _rename(desk, asked)
        case "merge":
            return _merge(desk, asked)
        case "split":
            return _split(desk, asked)
        case "approve" | "retire":
            return {"theme_ids": [desk.living(one).theme_id for one in _some(asked.themes)]}
        case "restore":
            return {"theme_ids": [_retired(desk, one) for one in _some(asked.themes)]}
        case "make":
            return _made(desk, asked.parts[0])
        case "reject":
            return _rejected(desk, asked)
        case "undo":
            return _undo(desk, asked.undoes)
        case "pin":
            return _pin(desk, asked.voices)
        case _:
            theme_id = desk.living(asked.themes[0]).theme_id
            keys = tuple(key for key, _ in desk.voices(asked.voices).values())
            return {"theme_ids": [theme_id], "voices": keys}


def _some(themes: tuple[str, ...]) -> tuple[str, ...]:
    if not themes:
        raise InputError("theme_missing")
    return tuple(dict.fromkeys(themes))


def _rename(desk: Desk, asked: Asked) -> dict[str, object]:
    known = desk.living(asked.themes[0])
    name, category = asked.name.strip(), asked.category.strip()
    if not name and not category:
        raise InputError("theme_name_missing", theme=known.theme_id)
    _check_name(desk, name, {known.theme_id})
    _check_length(category)
    return {
        "theme_ids": [known.theme_id],
        "names": [name] if name else [],
        "category": category or None,
    }


def _check_name(desk: Desk, name: str, but: set[str]) -> None:
    _check_length(name)
    for one in desk.themes.values():
        if name and one.theme_name == name and one.is_living and one.theme_id not in but:
            raise InputError("theme_name_taken", name=name, theme=one.theme_id)


def _check_length(name: str) -> None:
    if len(name) > LONGEST_NAME or not all(sign.isprintable() for sign in name):
        raise InputError("theme_name_long", most=LONGEST_NAME)


def _merge(desk: Desk, asked: Asked) -> dict[str, object]:
    into, *others = [desk.living(one).theme_id for one in asked.themes]
    others = [one for one in dict.fromkeys(others) if one != into]
    if not others:
        raise InputError("theme_merge_itself", theme=into)
    return {"theme_ids": [into, *others]}


def _split(desk: Desk, asked: Asked) -> dict[str, object]:
    whole = desk.living(asked.themes[0])
    first, parts, given = desk.next_number(), [], set[str]()
    names = [part.name.strip() for part in asked.parts]
    for number, part in enumerate(asked.parts):
        _check_name(desk, names[number], set())
        keys = desk.voices(part.voices)
        if astray := [one for one, (_, theme_id) in keys.items() if theme_id != whole.theme_id]:
            named = ", ".join(astray[:MOST_NAMED])
            raise InputError("voice_elsewhere", theme=whole.theme_id, voices=named)
        if given & keys.keys() or (names.count(names[number]) > 1 and names[number]):
            raise InputError("split_overlaps", theme=whole.theme_id)
        given |= keys.keys()
        voices = tuple(key for key, _ in keys.values())
        parts.append(Part(theme_id=f"T{first + number:04d}", voices=voices))
    if not parts:
        raise InputError("split_without_parts", theme=whole.theme_id)
    theme_ids = [whole.theme_id, *(part.theme_id for part in parts)]
    return {"theme_ids": theme_ids, "names": names, "parts": tuple(parts)}


def _made(desk: Desk, part: AskedPart) -> dict[str, object]:
    name = part.name.strip()
    _check_name(desk, name, set())
    voices = tuple(key for key, _ in desk.voices(part.voices).values())
    theme_id = f"T{desk.next_number():04d}"
    made = Part(theme_id=theme_id, voices=voices)
    return {"theme_ids": [theme_id], "names": [name] if name else [], "parts": (made,)}


def _rejected(desk: Desk, asked: Asked) -> dict[str, object]:
    keys = desk.voices(asked.voices) if asked.voices else {}
    return {"theme_ids": list(asked.themes), "voices": tuple(key for key, _ in keys.values())}


def _retired(desk: Desk, said: str) -> str:
    known = desk.theme(said)
    if known.is_living:
        raise InputError("theme_is_living", theme=known.theme_id)
    return known.theme_id


def _pin(desk: Desk, voices: tuple[str, ...]) -> dict[str, object]:
    keys = desk.voices(voices)
    homes = {theme_id for _, theme_id in keys.values()}
    if None in homes:
        astray = [voice_id for voice_id, (_, theme_id) in keys.items() if theme_id is None]
        raise InputError("voice_without_theme", voices=", ".join(astray[:MOST_NAMED]))
    if len(homes) > 1:
        raise InputError("voices_of_several_themes", themes=", ".join(sorted(map(str, homes))))
    theme_id = desk.living(str(homes.pop())).theme_id
    return {"theme_ids": [theme_id], "voices": tuple(key for key, _ in keys.values())}


def _undo(desk: Desk, said: str) -> dict[str, object]:
    target = _decision(desk, said.strip())
    state = desk.curation.states[target.decision_id]
    if state.name == "undone":
        raise InputError("decision_undone", decision=target.decision_id, by=state.by)
    return {"undoes": target.decision_id, "theme_ids": list(target.theme_ids)}


def _decision(desk: Desk, said: str) -> Decision:
    ordered = sorted(desk.log.decisions, key=lambda decision: decision.order)
    if said in ("", "last"):
        states = desk.curation.states
        standing = [
            d for d in ordered if d.verb != "undo" and states[d.decision_id].name != "undone"
        ]
        if not standing:
            raise InputError("decision_none")
        return standing[-1]
    found = [d for d in ordered if d.decision_id.upper().startswith(said.upper())]
    if len(found) != 1:
        key = "decision_ambiguous" if found else "decision_unknown"
        raise InputError(key, decision=said[:LONGEST_NAME])
    return found[0]
