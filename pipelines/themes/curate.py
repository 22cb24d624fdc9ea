"""What decisions make of the themes, names and voices that the nights found: pure functions.

The state that the nights gave a theme is kept beside (`Found`), so that the day a decision is
undone the theme is again what it would be without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipelines.themes.decisions import VoiceKey
from pipelines.themes.replay import Curation, Life

# Reasons for which only people retire a theme; all others are the nights'.
BY_PERSON = frozenset({"person", "undone"})


@dataclass(frozen=True)
class Found:
    """The state of a theme as the nights know it."""

    status: str
    retired_on: date | None = None
    retired_reason: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Theme:
    """The state of a theme as everybody sees it; `found` is there when decisions changed it."""

    state: Found
    approved_on: date | None = None
    found: Found | None = None


def curated(themes: Mapping[str, Theme], curation: Curation) -> dict[str, Theme]:
    """Return every theme with all decisions in force on it, and no others."""
    return {theme_id: _curated(theme_id, theme, curation) for theme_id, theme in themes.items()}


def _curated(theme_id: str, theme: Theme, curation: Curation) -> Theme:
    approved_on = curation.approved_on.get(theme_id)
    life = curation.lives.get(theme_id)
    found = theme.found or theme.state
    if theme.found and life is None and _retired_since(theme):
        # A yes to a theme is no no to its end: the nights ended it after the approval.
        found = theme.state
    state = _lived(theme_id, found, life, curation)
    if approved_on and state.status == "proposed":
        state = replace(state, status="active")
    return Theme(state, approved_on, found if state != found else None)


def _retired_since(theme: Theme) -> bool:
    state, found = theme.state, theme.found
    return (
        state.status == "retired"
        and found is not None
        and found.status != "retired"
        and state.retired_reason not in BY_PERSON
        and state.merged_into is None
    )


def _lived(theme_id: str, found: Found, life: Life | None, curation: Curation) -> Found:
    if theme_id in curation.unborn:
        return Found("retired", found.retired_on, "undone")
    if life is None:
        return found
    if life.kind == "merged":
        into = curation.owner(theme_id) or life.into
        return Found("retired", life.since, "merged", into)
    if life.kind == "retired":
        return Found("retired", life.since, "person")
    return found if found.status != "retired" else Found("active")


@dataclass(frozen=True)
class Name:
    """A theme's name and category; what the nights gave it stays in `found_...`."""

    theme_name: str | None
    category_name: str | None
    is_by_person: bool = False
    found_name: str | None = None
    found_category: str | None = None


def named(
    theme_ids: Iterable[str], names: Mapping[str, Name], curation: Curation
) -> dict[str, Name]:
    """Return the names of themes with a person's choices on them.

    A theme made anew, which no night has named, bears the name under which it was last seen; a
    part of a split stays in the category of the whole.
    """
    return {theme_id: _named(theme_id, names, curation) for theme_id in theme_ids}


def _named(theme_id: str, names: Mapping[str, Name], curation: Curation) -> Name:
    known, seen, born = (
        names.get(theme_id),
        curation.seen.get(theme_id),
        curation.born.get(theme_id),
    )
    name, category = _by_nights(known)
    if known is None and seen is not None:
        name, category = seen.theme_name, seen.category_name
    elif known is None and born and born.parent and (whole := names.get(born.parent)):
        category = whole.category_name
    wanted, wanted_category = curation.names.get(theme_id), curation.categories.get(theme_id)
    if wanted is None and wanted_category is None:
        return Name(name, category)
    return Name(wanted or name, wanted_category or category, True, name, category)


def _by_nights(known: Name | None) -> tuple[str | None, str | None]:
    if known is None:
        return None, None
    if known.is_by_person:
        return known.found_name, known.found_category
    return known.theme_name, known.category_name


@dataclass(frozen=True)
class Pin:
    """Where a person placed a statement, by which verb of which decision."""

    theme_id: str
    verb: str
    decision_id: str


@dataclass(frozen=True)
class Judged:
    """Statements by hash: where they are held, and from which themes they are kept apart."""

    pins: Mapping[str, Pin]
    apart: Mapping[tuple[str, str], str]


def judged(curation: Curation, hash_of: Mapping[str, str]) -> Judged:
    """Turn judgements of voices into judgements of statements, which all say the same.

    `hash_of` gives the statement of each voice that still exists. A theme stands for the one that
    it was merged into; voices of a retired one are free. Of two judgements the later one counts.
    """
    rank = {decision_id: number for number, decision_id in enumerate(curation.states)}
    pins: dict[str, Pin] = {}
    apart: dict[tuple[str, str], str] = {}
    yes = [
        (rank[placed.decision_id], voice_id, Pin(owner, placed.verb, placed.decision_id))
        for voice_id, placed in curation.placed.items()
        if (owner := curation.owner(placed.theme_id))
    ]
    no = [
        (rank[decision_id], voice_id, Pin(owner, "not-this", decision_id))
        for (voice_id, theme_id), (_, decision_id) in curation.apart.items()
        if (owner := curation.owner(theme_id))
    ]
    for _, voice_id, pin in sorted(yes + no, key=lambda one: one[:2]):
        said = hash_of.get(voice_id)
        if said is None:
            continue
        if pin.verb == "not-this":
            apart[said, pin.theme_id] = pin.decision_id
            if said in pins and pins[said].theme_id == pin.theme_id:
                del pins[said]
        else:
            apart.pop((said, pin.theme_id), None)
            pins[said] = pin
    return Judged(pins, apart)


def voices_of(curation: Curation) -> dict[str, VoiceKey]:
    """Return every voice that the database should find again, by its identifier."""
    keys = [placed.voice for placed in curation.placed.values()]
    keys += [key for key, _ in curation.apart.values()]
    keys += [key for seen in curation.seen.values() for key in seen.anchors]
    return {key.voice_id: key for key in keys}


@dataclass(frozen=True)
class TakenUp:
    """What the last night knew of the decisions on a theme when it placed voices."""

    owner: str | None
    split_from: str | None = None
    examples: str = ""


def taken_up(
    theme_ids: Iterable[str], curation: Curation, judged_now: Judged
) -> dict[str, TakenUp]:
    """Return, for every theme that decisions make different from a theme left alone, how."""
    examples: dict[str, list[str]] = {}
    for said, pin in judged_now.pins.items():
        if pin.verb in ("example", "split", "make"):
            examples.setdefault(pin.theme_id, []).append(said)
    found = {}
    for theme_id in theme_ids:
        born = curation.born.get(theme_id)
        found[theme_id] = TakenUp(
            curation.owner(theme_id),
            born.parent if born else None,
            ",".join(sorted(examples.get(theme_id, ()))),
        )
    return {theme_id: one for theme_id, one in found.items() if one != TakenUp(theme_id)}


def linked(changes: Iterable[Iterable[str]]) -> list[set[str]]:
    """Join sets of themes that share a theme: voices are dealt out anew within each."""
    groups: list[set[str]] = []
    for change in changes:
        joined = set(change)
        apart = [group for group in groups if not group & joined]
        joined = joined.union(*(group for group in groups if group & joined))
        groups = [*apart, joined]
    return sorted(groups, key=min)
