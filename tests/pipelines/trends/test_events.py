"""events.csv as rows."""

from datetime import date

from pipelines.ingest.rows import Row
from pipelines.trends.events import EVENT_REASONS, Event, check_events


def row(number: int, **values: object) -> Row:
    return Row(number, values)


def test_events_with_and_without_an_end_and_a_scope() -> None:
    checked = check_events(
        [
            row(2, day="2025/9/5", until="2025/9/7", name="台風15号", scope="九州"),
            row(3, day="2025-04-01", until="", name="値上げ", scope=None),
            row(4, day="2025-05-01", name="返品の案内", scope="T0001"),
        ],
        {"T0001"},
    )
    assert checked.bad == []
    assert checked.events == [
        Event(date(2025, 4, 1), date(2025, 4, 1), "値上げ", "all"),
        Event(date(2025, 5, 1), date(2025, 5, 1), "返品の案内", "T0001"),
        Event(date(2025, 9, 5), date(2025, 9, 7), "台風15号", "九州"),
    ]


def test_doubtful_rows_are_set_aside_each_with_its_reason() -> None:
    good = {"day": "2025-04-01", "name": "値上げ"}
    checked = check_events(
        [
            row(2, **good),
            row(3, **good | {"day": "2025-02-30"}),
            row(4, **good | {"until": "2025-03-31"}),
            row(5, **good | {"until": "近日"}),
            row(6, **good | {"name": "　"}),
            row(7, **good | {"name": "あ" * 81}),
            row(8, **good | {"scope": "T0009"}),
            row(9, **good | {"until": "2025-04-01", "scope": "all"}),
        ],
        {"T0001"},
    )
    assert len(checked.events) == 1
    assert [(bad.number, bad.reason) for bad in checked.bad] == [
        (3, "event_bad_day"),
        (4, "event_bad_until"),
        (5, "event_bad_until"),
        (6, "event_missing_name"),
        (7, "event_long_name"),
        (8, "event_unknown_theme"),
        (9, "event_twice"),
    ]
    assert {bad.reason for bad in checked.bad} <= set(EVENT_REASONS)
