"""What the demo's company decided about some of its issues: a sheet for `voc measures import`.

Only the first of them works, because the demo plants no other: `time_slot_missed` fades out from
its day on (world.py). Whatever the review says of the rest, the nights found out by themselves.
"""

import csv
import io
import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipelines.demo.files import replace_text
from pipelines.demo.plan import DemoPlan
from pipelines.demo.world import planted_events
from pipelines.errors import InputError
from warehouse.statements import Connection, rows

COLUMNS = (
    "theme_id", "theme_name", "what", "owner", "from_on", "expected_effect", "closed_on", "outcome",
)  # fmt: skip


class Decided(NamedTuple):
    """One measure; days are (months back from the month of the last day, day of that month)."""

    issue_id: str
    what: str
    owner: str
    begun: tuple[int, int]
    expected: str
    closed: tuple[int, int] | None = None
    outcome: str = ""


# The day of the first one is that of the planted event.
DECIDED: tuple[Decided, ...] = (
    Decided(
        "time_slot_missed", "配送会社と時間帯枠の運用を変更", "物流部",
        (11, 1), "-50%", (11, 28), "done",
    ),
    Decided(
        "wrong_missing_item", "出荷前の検品を二人で行う", "物流部",
        (13, 1), "-30%", (6, 30), "stopped",
    ),
    Decided(
        "payment_reflection_delay", "入金の反映にかかる日数を、お盆の前にメールで案内", "経理部",
        (7, 1), "-30%", (7, 29), "done",
    ),
    Decided(
        "subscription_unaware", "申込画面に定期購入の回数と総額を大きく表示", "通販事業部",
        (8, 1), "-30%", (8, 31), "done",
    ),
    Decided("mobile_slow", "混雑する駅の周りで基地局を増設", "ネットワーク部", (6, 1), "-20%"),
    Decided(
        "ivr_confusing", "自動音声案内の最初の選択肢を7つから4つに", "お客様相談室", (5, 1), "-40%"
    ),
    Decided("cancel_fee", "解約前に違約金を試算できるページを公開", "お客様相談室", (0, 9), "-30%"),
    Decided(
        "hikari_install_wait", "工事の空き日をウェブで選べるように", "光回線部", (-2, 1), "-25%"
    ),
)  # fmt: skip


class Found(NamedTuple):
    """The theme that most contacts of an issue lie in."""

    theme_id: str
    theme_name: str


def write_measures(con: Connection, truth_path: Path, sheet: Path) -> int:
    """Write the sheet of measures for the themes of a published file; returns how many.

    People know what their issues are called once a night has found them; here the planted truth
    stands for them. Raises InputError `demo_truth_missing` without one.
    """
    try:
        truth = json.loads(truth_path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError("demo_truth_missing", file=truth_path.name) from None
    lines = measure_rows(DemoPlan.model_validate(truth["plan"]), _found(con, truth["contacts"]))
    replace_text(sheet, _csv(lines))
    return len(lines)


def measure_rows(plan: DemoPlan, found: Mapping[str, Found]) -> list[Sequence[str]]:
    """Return a row (COLUMNS) for each measure whose issue has a theme and that begins in time."""
    told: list[Sequence[str]] = []
    for one in DECIDED:
        begun = _day(plan, one.begun)
        if one.issue_id == "time_slot_missed":
            begun = next(e.first_day for e in planted_events(plan) if e.kind == "death")
        closed = max(begun, _day(plan, one.closed)) if one.closed else ""
        if one.issue_id in found and begun > plan.first_day:
            told.append(
                (*found[one.issue_id], one.what, one.owner, f"{begun}", one.expected, f"{closed}",
                 one.outcome)
            )  # fmt: skip
    return told


def _day(plan: DemoPlan, back: tuple[int, int]) -> date:
    months, day = back
    index = plan.last_day.year * 12 + plan.last_day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _found(con: Connection, contacts: Mapping[str, Any]) -> dict[str, Found]:
    """Return the largest theme of each issue, unless half of it or more is something else."""
    told = [(issue, key) for key, one in contacts.items() for issue in one["theme_ids"]]
    issues, keys = zip(*told, strict=True)
    con.register("incoming", pa.table({"issue_id": issues, "source_contact_id": keys}))
    try:
        listed = rows(con, "demo_themes")
    finally:
        con.unregister("incoming")
    return {issue: Found(theme_id, name or "") for issue, theme_id, name in listed}


def _csv(lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *lines])
    return out.getvalue()
