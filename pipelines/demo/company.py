"""What the demo's company counts itself, and what it notes: denominators.csv and events.csv."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.demo.files import replace_text
from pipelines.demo.plan import DemoPlan
from pipelines.demo.world import planted_events

# Parcels by month: gifts in July and December, a quiet February.
SHIPMENTS = (0.95, 0.85, 1.0, 1.0, 0.95, 1.0, 1.25, 0.95, 0.95, 1.0, 1.1, 1.5)
CUSTOMERS_PER_CONTACT = 72
GROWTH_A_MONTH = 0.004
# What a company would note of what was planted; growth and spikes come from outside.
NOTED = ("birth", "death")


def write_company_files(plan: DemoPlan, home: Path) -> None:
    """Write denominators.csv and events.csv into a home that has none; no random numbers."""
    for name, lines in (
        ("denominators.csv", denominator_lines(plan)),
        ("events.csv", event_lines(plan)),
    ):
        if not (home / name).exists():
            replace_text(home / name, "".join(f"{line}\n" for line in lines))


def denominator_lines(plan: DemoPlan) -> Iterator[str]:
    """Yield the lines of denominators.csv: three kinds, every month of the plan."""
    yield "month,kind,count"
    a_month = plan.contacts / plan.months
    months = sorted({day.replace(day=1) for day in plan.days})
    for number, month in enumerate(months):
        size = a_month * (1 + GROWTH_A_MONTH) ** number
        for kind, count in (
            ("customers", CUSTOMERS_PER_CONTACT * size),
            ("shipments", 55 * size * SHIPMENTS[month.month - 1]),
            ("calls_offered", 0.8 * size),
        ):
            yield f"{month:%Y-%m},{kind},{round(count)}"


def event_lines(plan: DemoPlan) -> Iterator[str]:
    """Yield the lines of events.csv."""
    yield "day,until,name,scope"
    noted = [event for event in planted_events(plan) if event.kind in NOTED]
    for event in sorted(noted, key=lambda event: event.first_day):
        yield f"{event.first_day},,{event.story_ja},all"
