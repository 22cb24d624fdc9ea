"""denominators.csv and events.csv of the demo's home."""

from datetime import date
from pathlib import Path

from pipelines.demo.company import denominator_lines, event_lines, write_company_files
from pipelines.demo.plan import DemoPlan
from pipelines.ingest.rows import Row
from pipelines.trends.denominators import KINDS, check_denominators
from pipelines.trends.events import check_events

PLAN = DemoPlan()


def rows(lines: list[str]) -> list[Row]:
    header, *rest = [line.split(",") for line in lines]
    return [Row(n, dict(zip(header, line, strict=True))) for n, line in enumerate(rest, start=2)]


def test_every_month_has_its_denominators() -> None:
    checked = check_denominators(rows(list(denominator_lines(PLAN))))
    assert (checked.bad, checked.lacking) == ([], {})
    assert len(checked.counts) == 3 * PLAN.months
    assert {key.series.kind for key in checked.counts} <= set(KINDS)


def test_events_are_what_a_company_would_note() -> None:
    checked = check_events(rows(list(event_lines(PLAN))), set())
    assert checked.bad == []
    assert [(event.day, event.name[:2]) for event in checked.events] == [
        (date(2025, 2, 1), "新し"),
        (date(2025, 4, 1), "対策"),
    ]


def test_files_of_a_home_are_never_changed(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("mine", "utf-8")
    write_company_files(PLAN, tmp_path)
    assert (tmp_path / "events.csv").read_text("utf-8") == "mine"
    assert (
        (tmp_path / "denominators.csv").read_text("utf-8").startswith("month,kind,count\n2023-10")
    )
