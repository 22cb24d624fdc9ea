"""The list of themes as a sheet that people change in Excel, and what their changes ask for.

The last column holds what the row said when it was written out, so that a cell that somebody else
has changed since is not changed back by an old sheet.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipelines.errors import InputError
from pipelines.ingest.plain import as_label, canonical_json, plain_value
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.themes.decide_room import Asked
from pipelines.themes.decisions import Verb
from pipelines.themes.desk_room import LONGEST_NAME

EDITED = ("theme_name", "category_name", "status", "merge_into")
COLUMNS = (
    "theme_id",
    *EDITED,
    "count_contacts",
    "count_customers",
    "first_seen_on",
    "last_seen_on",
    "example_1",
    "example_2",
    "example_3",
    "as_written",
)
STATUSES = ("proposed", "active", "approved", "retired", "merged")

SHEET_REASONS = (
    "sheet_missing_theme",
    "sheet_unknown_theme",
    "sheet_theme_twice",
    "sheet_changed_meanwhile",
    "sheet_bad_status",
    "sheet_no_way_back",
    "sheet_bad_name",
    "sheet_bad_merge",
)


@dataclass(frozen=True)
class Listed:
    """A theme as the sheet shows it; `status` is one of STATUSES, `cells` are for looking only."""

    theme_id: str
    theme_name: str = ""
    category_name: str = ""
    status: str = "active"
    merge_into: str = ""
    cells: tuple[object, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The cells that people change."""
        return self.theme_name, self.category_name, self.status, self.merge_into

    def row(self) -> tuple[object, ...]:
        """Return the cells in the order of COLUMNS."""
        return (self.theme_id, *self.said, *self.cells, mark_of(self.said))


def mark_of(said: Iterable[str]) -> str:
    """Return a short name for the cells that people change."""
    return hashlib.blake2b("\x1f".join(said).encode(), digest_size=4).hexdigest()


def status_of(status: str, approved_on: object, merged_into: str | None) -> str:
    """Return the one word that the sheet has for a theme's state."""
    if status == "retired":
        return "merged" if merged_into else "retired"
    return "approved" if approved_on else status


@dataclass(frozen=True)
class CheckedSheet:
    """What the changed rows ask for, in the order of the sheet, and rows that cannot be used."""

    asked: list[Asked]
    count_changed: int
    bad: list[BadRow]


def check_sheet(
    rows: Iterable[Row | BadRow],
    themes: Mapping[str, Listed],
    check: Callable[[Asked], None],
    reason: str,
) -> CheckedSheet:
    """Compare a sheet with the themes as they are; `check` raises InputError for what cannot be."""
    asked: list[Asked] = []
    bad: list[BadRow] = []
    met: set[str] = set()
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        theme_id = (as_label(row.values.get("theme_id")) or "").upper()
        why = _why_not(theme_id, met, themes)
        wanted: list[Asked] = []
        if why is None:
            met.add(theme_id)
            why, wanted = _changes(row, themes[theme_id], reason)
        if why is None:
            why = _first_refusal(wanted, check)
        if why is None:
            asked += wanted
        else:
            bad.append(reject(row.number, why, canonical_json(plain_value(row.values))))
    return CheckedSheet(asked, len({one.themes[-1] for one in asked}), bad)


def _why_not(theme_id: str, met: set[str], themes: Mapping[str, Listed]) -> str | None:
    if not theme_id:
        return "sheet_missing_theme"
    if theme_id not in themes:
        return "sheet_unknown_theme"
    return "sheet_theme_twice" if theme_id in met else None


def _first_refusal(wanted: list[Asked], check: Callable[[Asked], None]) -> str | None:
    for one in wanted:
        try:
            check(one)
        except InputError:
            return "sheet_bad_merge" if one.verb == "merge" else "sheet_bad_name"
    return None


def _changes(row: Row, now: Listed, reason: str) -> tuple[str | None, list[Asked]]:
    """Return why a row cannot be used, or what it asks for."""
    # A sheet without a column says nothing about it.
    cells = {
        name: (as_label(row.values[name]) or "") if name in row.values else getattr(now, name)
        for name in EDITED
    }
    said = tuple(cells.values())
    written = as_label(row.values.get("as_written")) or mark_of(now.said)
    if said == now.said or mark_of(said) == written:
        return None, []
    if written != mark_of(now.said):
        return "sheet_changed_meanwhile", []
    asked: list[Asked] = []
    why = _renamed(cells, now, asked, reason) or _lived(cells, now, asked, reason)
    return why, asked


def _renamed(cells: Mapping[str, str], now: Listed, asked: list[Asked], reason: str) -> str | None:
    name, category = cells["theme_name"], cells["category_name"]
    name = name if name != now.theme_name else ""
    category = category if category != now.category_name else ""
    if len(name) > LONGEST_NAME or len(category) > LONGEST_NAME:
        return "sheet_bad_name"
    if name or category:
        asked.append(Asked("rename", (now.theme_id,), name=name, category=category, reason=reason))
    return None


def _lived(cells: Mapping[str, str], now: Listed, asked: list[Asked], reason: str) -> str | None:
    status, into = cells["status"].lower(), cells["merge_into"]
    is_over = now.status in ("retired", "merged")
    if status not in STATUSES:
        return "sheet_bad_status"
    if into and into != now.merge_into:
        if is_over:
            return "sheet_bad_merge"
        asked.append(Asked("merge", (into, now.theme_id), reason=reason))
        return None
    if status == now.status:
        return None
    verbs = _way(now.status, status)
    if not verbs:
        return "sheet_no_way_back"
    # A retired theme is renamed once it lives again.
    restored = [Asked("restore", (now.theme_id,), reason=reason)] if "restore" in verbs else []
    asked[:0] = restored
    asked += [Asked(verb, (now.theme_id,), reason=reason) for verb in verbs if verb != "restore"]
    return None


def _way(old: str, new: str) -> tuple[Verb, ...]:
    """Return the verbs from one status to another; none where only undo leads back."""
    is_over = old in ("retired", "merged")
    match new:
        case "approved":
            return ("restore", "approve") if is_over else ("approve",)
        case "retired":
            return () if is_over else ("retire",)
        case "active":
            return ("restore",) if is_over else ()
    return ()
