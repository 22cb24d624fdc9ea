"""Room curate: what people decided is taken up by the night, before voices are given to themes.

Voices of a month that is over keep their themes, whatever was decided, unless the decision says
that it restates them: then the former numbers are kept under their version and a marker is set.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.definitions import in_force
from pipelines.night import Night
from pipelines.themes.curate import TakenUp, linked, taken_up
from pipelines.themes.curate_room import read_judged, write_curation
from pipelines.themes.deal_room import Space, claim, deal, theme_table
from pipelines.themes.decision_log import read_log
from pipelines.themes.encoder_change import put_in_force
from pipelines.themes.made_room import place_made
from pipelines.themes.prototype_room import write_prototypes
from pipelines.themes.replay import Curation, replay
from warehouse.ledger import stage
from warehouse.statements import load, rows, run

__all__ = ["Space", "curate"]

BEGINNING, NEVER = date(1900, 1, 1), date(9999, 1, 1)
# In core.definition: all that was decided when voices were last moved.
DECISIONS = "decisions"
DESCRIPTION = (
    "担当者の決定により、過去の月のテーマの数を数え直しました(以前の数字は版ごとに残しています)"
)
TAKEN_UP = pa.schema(
    {
        "theme_id": pa.string(),
        "owner_theme_id": pa.string(),
        "split_from": pa.string(),
        "examples_hash": pa.string(),
    }
)
# What the last night knew of a theme, and what is decided now.
Changes = Mapping[str, tuple[TakenUp, TakenUp]]


def curate(night: Night, log_path: Path, space: Space) -> None:
    """Write core.decision and bring themes and voices in line with decisions.jsonl.

    Themes that the database lacks are made anew under their old numbers, from the voices that were
    typical for them. Lines that cannot be read, and decisions about unknown themes, are told.
    """
    con = night.con
    with stage(con, night.run, "curate", "decision") as counts:
        put_in_force(night, space.fingerprint, space.radius_quantile)
        log = read_log(log_path)
        for line in log.broken:
            key = "decision_line_cut" if line.is_last else "decision_line_broken"
            night.tell(key, file=log_path.name, line=line.number)
        curation = replay(log.decisions)
        unknown = write_curation(con, log.decisions, curation)
        if unknown:
            night.tell("decision_theme_unknown", file=log_path.name, themes=", ".join(unknown))
        place_made(night, curation, space)
        write_prototypes(con, space.fingerprint, space.encode)
        _take_up(night, curation, space)
        [(count_new,)] = rows(con, "decision_count_new")
        run(con, "decision_take_up", run_id=night.run.run_id)
        counts.wrote(count_new)


def _take_up(night: Night, curation: Curation, space: Space) -> None:
    """Move voices as decisions ask since the last night; without new ones only pin what came."""
    told = _told(curation)
    if told == (in_force(night, DECISIONS) or ""):
        _pin(night, space, [], NEVER)
        return
    known = {row[0]: TakenUp(*row[1:]) for row in rows(night.con, "curate_taken_up")}
    now, _ = read_judged(night.con, curation)
    there = {row[0] for row in rows(night.con, "curate_themes")}
    wanted = taken_up(sorted(curation.theme_ids & there), curation, now)
    changed = {
        theme_id: (known.get(theme_id, TakenUp(theme_id)), wanted.get(theme_id, TakenUp(theme_id)))
        for theme_id in sorted(known.keys() | wanted.keys())
    }
    _move(night, changed, space)
    _write_taken_up(night, wanted)
    run(
        night.con,
        "definition_set",
        definition_kind=DECISIONS,
        fingerprint=told,
        run_id=night.run.run_id,
    )


def _told(curation: Curation) -> str:
    """Name all that was decided and what became of it."""
    states = sorted((key, *state) for key, state in curation.states.items())
    return hashlib.blake2b(repr(states).encode(), digest_size=8).hexdigest() if states else ""


def _move(night: Night, changed: Changes, space: Space) -> None:
    con, since = night.con, night.as_of.replace(day=1)
    restated = dict(rows(con, "decision_to_restate"))
    if restated:
        _keep_former(night, restated)
    # First: what is no longer held must not be dealt out among themes that it never was in.
    run(con, "curate_take_back_unpinned", since=since)
    anew = {theme_id for ids in restated.values() for theme_id in ids}
    for group in linked([*_moved(changed), *({*ids} for ids in restated.values() if ids)]):
        deal(night, group, space, BEGINNING if group & anew else since)
    pending = pa.table({"decision_id": pa.array(list(restated), pa.string())})
    load(con, "curate_take_back_apart", pending, since=since)
    _pin(night, space, list(restated), since)
    revived = {t for t, (old, new) in changed.items() if new.owner == t and old.owner != t}
    if revived:
        claim(night, revived, space)
    run(con, "curate_take_back_waiting", since=since)
    run(con, "curate_leave_waiting")
    run(con, "decision_restated", run_id=night.run.run_id)


def _pin(night: Night, space: Space, restated: list[str], since: date) -> None:
    """Put statements where people placed them: voices since a day, and those with no place yet."""
    load(
        night.con,
        "curate_pin",
        pa.table({"decision_id": pa.array(restated, pa.string())}),
        since=since,
        encoder_fingerprint=space.fingerprint,
        run_id=night.run.run_id,
    )
    run(night.con, "curate_pin_aside")


def _moved(changed: Changes) -> Iterable[set[str]]:
    """Themes among which voices may change hands, because of where themes went or came from."""
    for theme_id, (old, new) in changed.items():
        if (old.owner, old.split_from) != (new.owner, new.split_from):
            ends = {theme_id, old.owner, new.owner, old.split_from, new.split_from}
            yield {end for end in ends if end is not None}


def _keep_former(night: Night, restated: Mapping[str, list[str]]) -> None:
    """Keep the published numbers of the themes that are about to change, and set the marker."""
    themes = theme_table({theme_id for ids in restated.values() for theme_id in ids})
    decisions = pa.table({"decision_id": pa.array(list(restated), pa.string())})
    night.con.register("decided", decisions)
    try:
        load(night.con, "curate_touched_themes", themes)
    finally:
        night.con.unregister("decided")
    touched = [row[0] for row in rows(night.con, "curate_touched_read")]
    if not touched:
        return
    load(night.con, "founding_keep_former", theme_table(touched))
    load(night.con, "founding_next_version", theme_table(touched))
    run(
        night.con,
        "marker_add",
        marker_id=f"restatement:{max(restated)}",
        marked_on=night.as_of,
        marker_kind="restatement",
        scope=",".join(touched),
        description=DESCRIPTION,
        run_id=night.run.run_id,
    )


def _write_taken_up(night: Night, wanted: Mapping[str, TakenUp]) -> None:
    incoming = pa.Table.from_pylist(
        [
            {
                "theme_id": theme_id,
                "owner_theme_id": one.owner,
                "split_from": one.split_from,
                "examples_hash": one.examples,
            }
            for theme_id, one in wanted.items()
        ],
        TAKEN_UP,
    )
    load(night.con, "curate_forget_taken_up", incoming)
    load(night.con, "curate_write_taken_up", incoming)
