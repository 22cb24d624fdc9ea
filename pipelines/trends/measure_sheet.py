"""A sheet of measures (CSV or Excel): each row becomes a line of the ledger, or is left aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pipelines.errors import InputError
from pipelines.ingest.dates import parse_moment
from pipelines.ingest.plain import as_label, canonical_json, plain_value
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.trends.ledger_desk import AskedMeasure, LedgerDesk, parse_effect
from pipelines.trends.measure_log import ZONE, Outcome

# What a column may be called, ours first; `voc measures list --format csv` writes ours.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "measure_id": ("measure_id", "対策番号"),
    "theme": ("theme_id", "theme", "テーマ", "テーマ番号"),
    "what": ("what", "対策", "内容"),
    "owner": ("owner", "担当", "担当者"),
    "from_on": ("from_on", "開始日"),
    "expected_effect": ("expected_effect", "期待する効果", "見込み"),
    "closed_on": ("closed_on", "終了日"),
    "outcome": ("outcome", "結果"),
}
OUTCOMES: Mapping[str, Outcome] = {
    "done": "done", "完了": "done", "stopped": "stopped", "中止": "stopped",
    "withdrawn": "withdrawn", "取消": "withdrawn", "取り消し": "withdrawn",
}  # fmt: skip
MEASURE_REASONS = (
    "measure_bad_date",
    "measure_bad_effect",
    "measure_bad_outcome",
    "measure_incomplete",
    "measure_unknown",
    "measure_withdrawn",
    "measure_closed_before",
    "measure_no_last_day",
    "measure_text_long",
    "theme_unknown",
)


@dataclass(frozen=True)
class CheckedMeasures:
    """Rows that made a line, rows that said nothing new, and rows that cannot be used."""

    count_made: int
    count_known: int
    bad: list[BadRow]


def write_sheet(
    found: Iterable[Row | BadRow], desk: LedgerDesk, reason: str = ""
) -> CheckedMeasures:
    """Make lines of the rows that say something new; the same sheet again makes none."""
    made, known, bad = 0, 0, list[BadRow]()
    for row in found:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            asked = _news(_asked(row.values, reason), desk)
            if asked is None:
                known += 1
            else:
                desk.write(asked)
                made += 1
        except InputError as error:
            received = canonical_json(plain_value(row.values))
            bad.append(reject(row.number, _reason(error), received))
    return CheckedMeasures(made, known, bad)


def _reason(error: InputError) -> str:
    return "measure_bad_effect" if error.key == "measure_effect_range" else error.key


def _asked(values: Mapping[str, object], reason: str) -> AskedMeasure:
    cells = {name: _cell(values, names) for name, names in COLUMNS.items()}
    texts = {name: as_label(cell) for name, cell in cells.items()}
    outcome = texts["outcome"]
    if outcome and outcome not in OUTCOMES:
        raise InputError("measure_bad_outcome")
    closed_on = _day(cells["closed_on"])
    return AskedMeasure(
        measure_id=texts["measure_id"] or "",
        theme=texts["theme"],
        what=texts["what"],
        owner=texts["owner"],
        from_on=_day(cells["from_on"]),
        expected_effect=_effect(texts["expected_effect"]),
        closed_on=closed_on,
        outcome=OUTCOMES[outcome] if outcome else "done" if closed_on else None,
        reason=reason,
    )


def _cell(values: Mapping[str, object], names: Iterable[str]) -> object:
    return next((values[name] for name in names if name in values), None)


def _day(cell: object) -> date | None:
    if as_label(cell) is None:
        return None
    moment = parse_moment(cell, (), ZoneInfo(ZONE.key))
    if moment is None:
        raise InputError("measure_bad_date")
    return moment.astimezone(ZONE).date()


def _effect(said: str | None) -> float | None:
    if said is None:
        return None
    effect = parse_effect(said)
    if effect is None:
        raise InputError("measure_bad_effect")
    return effect


def _news(asked: AskedMeasure, desk: LedgerDesk) -> AskedMeasure | None:
    """Return what a row says that the ledger does not know yet, None when there is nothing."""
    theme_id = desk.desk.theme(asked.theme).theme_id if asked.theme else None
    known = desk.measures.get(asked.measure_id.upper())
    if known is None and not asked.measure_id:
        # A row without a number that was taken in before is the same measure.
        known = desk.same(asked)
    if known is None:
        return asked
    said = {
        "theme_id": theme_id,
        "what": asked.what,
        "owner": asked.owner,
        "from_on": asked.from_on,
        "expected_effect": asked.expected_effect,
        "closed_on": asked.closed_on,
        "outcome": asked.outcome,
    }
    is_new = any(
        value is not None and value != getattr(known, name) for name, value in said.items()
    )
    return AskedMeasure(**{**vars(asked), "measure_id": known.measure_id}) if is_new else None
