"""The ledger of measures: lines, what they mean together, sheets, and what is judged together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from flows.messages import LANGUAGES, catalogue
from pipelines.errors import InputError
from pipelines.ingest.rows import Row
from pipelines.themes.decisions import Log
from pipelines.themes.desk_room import Desk
from pipelines.trends.effect import Treatment
from pipelines.trends.ledger_desk import AskedMeasure, LedgerDesk, parse_effect
from pipelines.trends.measure_log import (
    Measure,
    MeasureLog,
    append_measures,
    measures_of,
    next_measure_id,
    read_measures,
)
from pipelines.trends.measure_sheet import MEASURE_REASONS, write_sheet
from pipelines.trends.treatments import FOR_EVER, owner_of, treatments
from warehouse.statements import Connection

NOW = datetime(2026, 8, 1, 3, 0, tzinfo=UTC)
FIRST = date(2026, 8, 1)
ASKED = AskedMeasure(theme="T0001", what="案内メール", from_on=FIRST)


@pytest.fixture
def desk(con: Connection) -> LedgerDesk:
    con.execute(
        "delete from core.theme; delete from core.theme_name; "
        "insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id) "
        "values ('T0001', 'active', '2025-01-01', 'd', 0, 'r'), "
        "('T0002', 'active', '2025-01-01', 'd', 1, 'r'); "
        "insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id) "
        "values ('T0002', '配達が遅い', [], '配送', 'r')"
    )
    return LedgerDesk(Desk(con, Log((), ())), MeasureLog((), ()), "佐藤", NOW)


def test_what_is_written_down_is_read_back_and_can_be_closed(
    desk: LedgerDesk, tmp_path: Path
) -> None:
    path = tmp_path / "measures.jsonl"
    asked = AskedMeasure(
        theme="配達が遅い", what=" 便を  増やす ", owner="物流", from_on=FIRST, expected_effect=-0.3
    )
    [line] = append_measures(path, lambda log: [desk.write(asked)])
    assert (line.measure_id, line.theme_id, line.verb) == ("M0001", "T0002", "add")
    closing = AskedMeasure(measure_id="m0001", closed_on=FIRST + timedelta(days=9), outcome="done")
    append_measures(path, lambda log: [desk.write(closing)])
    log = read_measures(path)
    assert measures_of(log.lines) == {
        "M0001": Measure(
            "M0001", "T0002", "便を 増やす", FIRST, FIRST, "佐藤", "物流", -0.3,
            FIRST + timedelta(days=9), "done",
        )
    }  # fmt: skip
    assert next_measure_id(log.lines) == "M0002"


def test_lines_mean_the_same_in_any_order(desk: LedgerDesk) -> None:
    desk.write(ASKED)
    desk.write(AskedMeasure(measure_id="M0001", owner="経理"))
    desk.write(AskedMeasure(measure_id="M0001", owner="総務", theme="T0002"))
    for order in permutations(desk.made):
        assert measures_of(order) == desk.measures
    assert desk.measures["M0001"][:2] == ("M0001", "T0002")
    assert desk.measures["M0001"].owner == "総務"


def test_a_broken_line_is_told_and_the_rest_holds(desk: LedgerDesk, tmp_path: Path) -> None:
    path = tmp_path / "measures.jsonl"
    append_measures(path, lambda log: [desk.write(ASKED)])
    with path.open("a") as opened:
        opened.write('{"line_id": "x"')
    append_measures(path, lambda log: [desk.write(replace(ASKED, is_again=True))])
    log = read_measures(path)
    assert [line.measure_id for line in log.lines] == ["M0001", "M0002"]
    assert [tuple(line) for line in log.broken] == [(2, False)]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (AskedMeasure(theme="T9999", what="x", from_on=FIRST), "theme_unknown"),
        (AskedMeasure(theme="T0001", from_on=FIRST), "measure_incomplete"),
        (AskedMeasure(theme="T0001", what="x"), "measure_incomplete"),
        (AskedMeasure(measure_id="M0009", owner="x"), "measure_unknown"),
        (AskedMeasure(theme="T0001", what="あ" * 201, from_on=FIRST), "measure_text_long"),
        (
            AskedMeasure(theme="T0001", what="x", from_on=FIRST, outcome="done"),
            "measure_no_last_day",
        ),
        (
            AskedMeasure(theme="T0001", what="x", from_on=FIRST, expected_effect=-1.5),
            "measure_effect_range",
        ),
        (
            AskedMeasure(
                theme="T0001", what="x", from_on=FIRST, closed_on=date(2026, 7, 1), outcome="done"
            ),
            "measure_closed_before",
        ),
    ],
)
def test_what_cannot_be_is_refused(desk: LedgerDesk, asked: AskedMeasure, key: str) -> None:
    with pytest.raises(InputError) as refused:
        desk.write(asked)
    assert refused.value.key == key
    assert desk.made == []


def test_the_same_measure_is_not_written_down_twice_by_a_slip(desk: LedgerDesk) -> None:
    desk.write(ASKED)
    with pytest.raises(InputError) as refused:
        desk.write(replace(ASKED, what=" 案内メール ", owner="経理"))
    assert (refused.value.key, refused.value.values) == ("measure_twice", {"measure": "M0001"})
    # Another day, or one that was a mistake, is another measure; so is what is meant.
    for asked in (
        replace(ASKED, from_on=FIRST + timedelta(days=1)),
        replace(ASKED, is_again=True),
        AskedMeasure(measure_id="M0001", outcome="withdrawn"),
        AskedMeasure(measure_id="M0003", outcome="withdrawn"),
        ASKED,
    ):
        desk.write(asked)
    assert list(desk.measures) == ["M0001", "M0002", "M0003", "M0004"]


def test_a_withdrawn_measure_stays_withdrawn(desk: LedgerDesk) -> None:
    desk.write(ASKED)
    desk.write(AskedMeasure(measure_id="M0001", outcome="withdrawn"))
    assert desk.measures["M0001"].status(FIRST) == "withdrawn"
    with pytest.raises(InputError, match="measure_withdrawn"):
        desk.write(AskedMeasure(measure_id="M0001", outcome="done"))


def test_what_was_closed_by_mistake_is_opened_again(desk: LedgerDesk) -> None:
    before = desk.write(ASKED) and desk.measures["M0001"]
    for outcome in ("withdrawn", "stopped"):
        closing = AskedMeasure(measure_id="M0001", outcome=outcome, closed_on=FIRST)  # type: ignore[arg-type]
        assert desk.write(closing).verb == "close"
        assert desk.write(AskedMeasure(measure_id="M0001", outcome="running")).verb == "reopen"
        assert desk.measures["M0001"] == before


def test_status_follows_the_day() -> None:
    one = Measure("M0001", "T0001", "x", FIRST, FIRST, "佐藤", closed_on=date(2026, 9, 1))
    closed = one._replace(outcome="stopped")
    days = (date(2026, 7, 31), FIRST, date(2026, 8, 31), date(2026, 9, 1))
    assert [closed.status(day) for day in days] == ["planned", "running", "running", "stopped"]


@pytest.mark.parametrize(
    ("said", "effect"),
    [
        ("-30%", -0.3), ("−30%", -0.3), ("▲20%", -0.2), ("-0.3", -0.3), ("-30", -0.3),
        ("15%", 0.15), (" -50 % ", -0.5), ("半減", None), ("", None), ("1", 1.0),
    ],
)  # fmt: skip
def test_expected_effects_are_read_as_people_write_them(said: str, effect: float | None) -> None:
    assert parse_effect(said) == effect


SHEET = [
    {"テーマ": "配達が遅い", "対策": "増便", "開始日": "2026/8/1", "見込み": "-30%"},
    {"テーマ": "T0001", "対策": "FAQ を直す", "開始日": date(2026, 8, 3), "担当": None},
    {"テーマ": "T0001", "対策": "", "開始日": "2026-08-03"},
    {"テーマ": "T7777", "対策": "x", "開始日": "2026-08-03"},
    {"テーマ": "T0001", "対策": "x", "開始日": "来月"},
    {"テーマ": "T0001", "対策": "x", "開始日": "2026-08-03", "見込み": "たくさん"},
    {"テーマ": "T0001", "対策": "x", "開始日": "2026-08-03", "結果": "成功"},
]  # fmt: skip


def rows_of(sheet: list[dict[str, object]]) -> list[Row]:
    return [Row(number, values) for number, values in enumerate(sheet, start=2)]


def test_a_sheet_is_taken_in_once_and_bad_rows_are_left_aside(desk: LedgerDesk) -> None:
    done = write_sheet(rows_of(SHEET), desk)
    assert (done.count_made, done.count_known) == (2, 0)
    assert [(row.number, row.reason) for row in done.bad] == [
        (4, "measure_incomplete"), (5, "theme_unknown"), (6, "measure_bad_date"),
        (7, "measure_bad_effect"), (8, "measure_bad_outcome"),
    ]  # fmt: skip
    assert {row.reason for row in done.bad} <= set(MEASURE_REASONS)
    assert [one.expected_effect for one in desk.measures.values()] == [-0.3, None]
    again = write_sheet(rows_of(SHEET[:2]), desk)
    assert (again.count_made, again.count_known) == (0, 2)
    closed = [
        {**SHEET[0], "終了日": "2026-09-01"},
        {**SHEET[1], "measure_id": "M0002", "担当": "CS"},
    ]
    assert write_sheet(rows_of(closed), desk).count_made == 2
    assert desk.measures["M0001"].outcome == "done"
    assert desk.measures["M0002"].owner == "CS"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    assert [
        one for one in MEASURE_REASONS if f"reject_{one}" not in catalogue(language).texts
    ] == []


def measure(number: int, theme: str, day: int, **more: object) -> Measure:
    begun = FIRST + timedelta(days=day)
    told = Measure(f"M{number:04d}", theme, "x", begun, begun, "佐藤")
    return told._replace(**more)  # type: ignore[arg-type]


def test_measures_that_begin_close_together_are_judged_together() -> None:
    place = {"T0001": 0, "T0002": 1}
    found = treatments(
        [
            measure(1, "T0001", 0),
            measure(2, "T0001", 20),
            measure(3, "T0001", 100),
            measure(4, "T0002", 10),
            measure(5, "T0002", 11, outcome="withdrawn"),
            measure(6, "T0009", 10),
        ],
        place,
        {"T0002": FIRST + timedelta(days=300)},
        FIRST,
        56,
    )
    assert [([one.measure_id for one in group], one) for group, one in found] == [
        (["M0001", "M0002"], Treatment(0, 0, 20, FOR_EVER)),
        (["M0003"], Treatment(0, 100, 100, FOR_EVER)),
        (["M0004"], Treatment(1, 10, 10, 300)),
    ]


def test_a_measure_that_was_stopped_before_the_next_is_judged_alone() -> None:
    stopped = {"outcome": "stopped", "closed_on": FIRST + timedelta(days=10)}
    first, second = measure(1, "T0001", 0, **stopped), measure(2, "T0001", 20)
    found = treatments([second, first], {"T0001": 0}, {}, FIRST, 56)
    assert [one.treatment for one in found] == [
        Treatment(0, 0, 0, 10),
        Treatment(0, 20, 20, FOR_EVER),
    ]


def test_voices_of_a_theme_merged_twice_are_counted_by_the_last() -> None:
    merged = {"T1": "T2", "T2": "T3", "T3": None, "T8": "T9", "T9": "T8"}
    assert [owner_of(one, merged) for one in ("T1", "T3", "T5")] == ["T3", "T3", "T5"]
    assert owner_of("T8", merged) in ("T8", "T9")
