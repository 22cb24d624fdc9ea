"""Measures as text for `voc measures list`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flows.measuring import ListedMeasure
from flows.search_view import aligned, plain_cell
from flows.sql_shell import as_csv, as_markdown, json_text
from flows.theme_view import View
from pipelines.trends.measure_log import Measure

NAMES = (
    "measure_id", "theme_id", "theme_name", "what", "owner", "from_on", "expected_effect",
    "closed_on", "outcome", "status", "verdict", "effect", "effect_low", "effect_high",
    "count_contacts_after", "count_contacts_expected", "weeks_after", "judged_with",
)  # fmt: skip


def render_measures(found: Sequence[ListedMeasure], today: date, view: View) -> str:
    """Return the measures one a line, the newest first."""
    ordered = sorted(found, key=lambda one: one.measure.measure_id, reverse=True)
    if view.form != "table":
        return _data([_cells(one, today) for one in ordered], view.form)
    shown = [
        [
            one.measure.measure_id,
            view.words.text(f"measure_status_{one.measure.status(today)}"),
            f"{one.measure.from_on}",
            effect_text(one.measure, one.found, view),
            one.measure.owner or "",
            f"{one.measure.theme_id} {one.found.get('theme_name') or ''}".strip(),
            one.measure.what,
        ]
        for one in ordered
    ]
    names = view.words.text("measures_columns_list").split()
    cells = [[plain_cell(cell) for cell in line] for line in shown]
    return "\n".join(aligned([names, *cells], frozenset(), (5, 6), view.width)) + "\n"


def effect_text(measure: Measure, found: Mapping[str, Any], view: View) -> str:
    """Return what is known of a measure's effect in a few words."""
    if measure.outcome == "withdrawn":
        return ""
    verdict = view.words.text(f"measure_verdict_{found.get('verdict') or 'too_early'}")
    if found.get("effect") is None:
        return verdict
    low, high = found["effect_low"], found["effect_high"]
    return f"{verdict} {found['effect']:+.0%} ({low:+.0%}~{high:+.0%})"


def _cells(one: ListedMeasure, today: date) -> list[object]:
    told = one.measure._asdict() | {"status": one.measure.status(today)}
    cells = {name: told.get(name, one.found.get(name)) for name in NAMES}
    return [_plain(cells[name]) for name in NAMES]


def _plain(cell: object) -> object:
    return " ".join(map(str, cell)) if isinstance(cell, list) else cell


def _data(rows: Sequence[Sequence[object]], form: str) -> str:
    if form == "csv":
        return as_csv(list(NAMES), [tuple(row) for row in rows])
    if form == "md":
        return as_markdown(list(NAMES), [tuple(row) for row in rows])
    return json_text([dict(zip(NAMES, row, strict=True)) for row in rows], indent=1) + "\n"
