"""Themes and decisions as text for `voc themes list`, `show` and `history`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flows.curating import History
from flows.messages import Catalogue
from flows.search_view import aligned, plain_cell
from flows.sql_shell import as_csv, as_markdown, json_text
from pipelines.themes.decisions import Decision
from pipelines.themes.sheet import Listed
from warehouse.connect import TIME_ZONE

LIST = (
    "theme_id", "theme_name", "category_name", "status", "merged_into", "count_contacts",
    "count_customers", "first_seen_on", "last_seen_on",
)  # fmt: skip
HISTORY = (
    "decision_id", "decided_at", "decided_by", "verb", "theme_ids", "given_names", "count_voices",
    "is_restated", "state", "state_by", "reason",
)  # fmt: skip
PROPOSALS = (
    "proposal_id", "proposed_on", "kind", "theme_ids", "theme_names", "count_voices",
    "share_overlap", "status", "example",
)  # fmt: skip
_ZONE = ZoneInfo(TIME_ZONE)


@dataclass(frozen=True)
class View:
    """How it is shown: as table, csv, json or md; for tables the width and the words."""

    form: str
    width: int | None
    words: Catalogue


def render_list(themes: Sequence[Listed], view: View) -> str:
    """Return the themes one a line."""
    rows = [(one.theme_id, *one.said, *one.cells[:4]) for one in themes]
    if view.form != "table":
        return _data(LIST, rows, view.form)
    shown = [
        [
            one.theme_id,
            view.words.text(f"theme_status_{one.status}"),
            f"{one.cells[0]:,}",
            f"{one.cells[3] or ''}",
            one.category_name,
            one.theme_name + (f" → {one.merge_into}" if one.merge_into else ""),
        ]
        for one in themes
    ]
    return _table("themes_columns_list", shown, frozenset({2}), (4,), view)


def render_proposals(found: Sequence[tuple[Any, ...]], view: View) -> str:
    """Return proposals one a line, each with its clearest voice (masked)."""
    if view.form != "table":
        return _data(PROPOSALS, found, view.form)
    shown = [
        [
            proposal_id,
            f"{proposed_on}",
            view.words.text(f"proposal_{kind}"),
            f"{count:,}",
            view.words.text(f"proposal_{status}"),
            "  ".join(part for part in (theme_ids, theme_names) if part),
            example,
        ]
        for proposal_id, proposed_on, kind, theme_ids, theme_names, count, _, status, example in (
            found
        )
    ]
    return _table("themes_columns_proposals", shown, frozenset({3}), (5, 6), view)


def render_history(found: History, decisions: Sequence[Decision], view: View) -> str:
    """Return decisions one a line, with what became of each."""
    states = found.curation.states
    if view.form != "table":
        rows = [
            (
                one.decision_id,
                one.decided_at.astimezone(_ZONE).isoformat(timespec="seconds"),
                one.decided_by,
                one.verb,
                " ".join(one.theme_ids),
                " / ".join(name for name in one.names if name),
                _count_voices(one),
                one.is_restated,
                *(cell or "" for cell in states[one.decision_id]),
                one.reason,
            )
            for one in decisions
        ]
        return _data(HISTORY, rows, view.form)
    shown = [
        [
            one.decision_id,
            f"{one.decided_at.astimezone(_ZONE):%Y-%m-%d %H:%M}",
            one.decided_by,
            one.verb,
            _state(states[one.decision_id], view),
            _about(one, view),
        ]
        for one in decisions
    ]
    return _table("themes_columns_history", shown, frozenset(), (2,), view)


def _count_voices(one: Decision) -> int:
    return len(one.voices) + sum(len(part.voices) for part in one.parts)


def _state(state: tuple[str, str | None], view: View) -> str:
    name, by = state
    told = view.words.text(f"decision_state_{name}")
    return f"{told} ({by})" if by else told


def _about(one: Decision, view: View) -> str:
    parts = [
        one.undoes or "",
        " ".join(one.theme_ids),
        " / ".join(name for name in one.names if name),
    ]
    if count := _count_voices(one):
        parts.append(view.words.text("themes_count_voices", {"count": f"{count:,}"}))
    return "  ".join(part for part in [*parts, one.reason] if part)


def _data(names: Sequence[str], rows: Sequence[tuple[object, ...]], form: str) -> str:
    if form == "csv":
        return as_csv(list(names), rows)
    if form == "md":
        return as_markdown(list(names), rows)
    return json_text([dict(zip(names, row, strict=True)) for row in rows], indent=1) + "\n"


def _table(
    heading: str,
    shown: list[list[str]],
    right: frozenset[int],
    shrinking: tuple[int, ...],
    view: View,
) -> str:
    names = view.words.text(heading).split()
    cells = [[plain_cell(cell) for cell in line] for line in shown]
    return "\n".join(aligned([names, *cells], right, shrinking, view.width)) + "\n"
