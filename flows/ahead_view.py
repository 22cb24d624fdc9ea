"""The list of coming seasons as text for `voc ahead`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import click

from flows.search_view import aligned, plain_cell
from flows.sql_shell import as_csv, as_markdown, json_text
from flows.theme_view import View
from warehouse.statements import Connection, arrow, rows

_RIGHT = frozenset({3, 5, 6})


@dataclass(frozen=True)
class Ahead:
    """The entries of a list as rows of mart.season_list, with the score as of its day."""

    listed_on: date
    on_day: date
    horizon: int
    names: list[str]
    entries: list[dict[str, Any]]
    score: Mapping[str, Any] | None


def read_ahead(con: Connection, on_day: date | None, horizon: int) -> Ahead | None:
    """Return the newest list up to a day; None when there is none.

    Entries that begin within `horizon` days of the day, and those that are on.
    """
    [(listed_on,)] = rows(con, "ahead_list_day", on_day=on_day)
    if listed_on is None:
        return None
    day = on_day or listed_on
    until = day + timedelta(days=horizon)
    table = arrow(con, "ahead_entries", listed_on=listed_on, on_day=day, until=until)
    score = arrow(con, "ahead_score", listed_on=listed_on).to_pylist()
    entries = table.to_pylist()
    return Ahead(listed_on, day, horizon, table.column_names, entries, score[0] if score else None)


def render_ahead(
    found: Ahead, view: View, channels: Mapping[str, str], *, with_notices: bool
) -> str:
    """Return a list as table, csv, json or md; a table is cut to the width of the terminal.

    `channels` are what people call channels.
    """
    if view.form != "table":
        return _data(found, view.form)
    head = view.words.text("ahead_head", {"day": found.listed_on, "count": found.horizon})
    parts = [click.style(head, bold=True)]
    if found.entries:
        names = view.words.text("ahead_columns").split()
        lines = [
            [plain_cell(cell) for cell in _cells(one, found, view, channels)]
            for one in found.entries
        ]
        parts += aligned([names, *lines], _RIGHT, (8,), view.width)
        if with_notices:
            parts += [part for one in found.entries for part in _notice(one)]
    parts += _score(found.score, view)
    return "\n".join(parts) + "\n"


def _data(found: Ahead, form: str) -> str:
    cells = [tuple(entry[name] for name in found.names) for entry in found.entries]
    if form == "csv":
        return as_csv(found.names, cells)
    if form == "md":
        return as_markdown(found.names, cells)
    return json_text(found.entries, indent=1) + "\n"


def _cells(
    entry: Mapping[str, Any], found: Ahead, view: View, channels: Mapping[str, str]
) -> list[str]:
    is_late = entry["warn_by"] < found.on_day
    late = view.words.text("ahead_late") if is_late else ""
    known = [entry["count_year_before"], entry["count_two_years_before"]]
    channel = channels.get(entry["channel"] or "", entry["channel"])
    carriers = [value for value in (entry["segment"], entry["product"], channel) if value]
    return [
        f"{entry['warn_by']}{late}",
        f"{entry['onset_on']}",
        f"{entry['end_on']}",
        f"{entry['expected']:,.0f}",
        f"{entry['low']:,.0f}~{entry['high']:,.0f}",
        *("-" if count is None else f"{count:,}" for count in known),
        view.words.text(f"ahead_sureness_{entry['sureness']}"),
        "・".join(carriers) or "-",
        f"{entry['theme_id']} {entry['theme_name'] or ''}" + _label(entry),
    ]


def _label(entry: Mapping[str, Any]) -> str:
    return f"({entry['season_label']})" if entry["season_label"] else ""


def _notice(entry: Mapping[str, Any]) -> list[str]:
    title = f"{entry['theme_id']} {entry['theme_name'] or ''}".strip()
    return ["", click.style(f"── {title} ──", dim=True), entry["notice"]]


def _score(score: Mapping[str, Any] | None, view: View) -> list[str]:
    if score is None or not score["count_hits"] + score["count_false_warnings"]:
        return ["", view.words.text("ahead_no_score")]
    told = {
        name: f"{score[name]:,}" for name in ("count_hits", "count_misses", "count_false_warnings")
    }
    share = score["share_in_range"]
    told["share_in_range"] = "-" if share is None else f"{share:.0%}"
    told |= {
        name: _skill(score[name], view)
        for name in ("skill_over_last_year", "skill_over_last_month")
    }
    return ["", view.words.text("ahead_score", told)]


def _skill(skill: float | None, view: View) -> str:
    if skill is None:
        return "-"
    key = "ahead_smaller" if skill >= 0 else "ahead_larger"
    return view.words.text(key, {"share": f"{abs(skill):.0%}"})
