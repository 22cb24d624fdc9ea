"""The name of a season in the calendar, where it has one: お盆明け, 年末前."""

from datetime import date

from pipelines.trends.outlook import SHORTEST_RUN, BusinessCalendar

# So much of both together must be common to a stretch of days and a season that names it.
LEAST_COMMON = 0.5


def label_of(calendar: BusinessCalendar, first: date, last: date) -> str:
    """Return the label of the season that a stretch of days has most in common with, else ''."""
    found = [
        (_common(first, last, *run), label)
        for name, label in calendar.season_labels.items()
        for run in calendar.season_runs(name, first, last)
        if run[1] - run[0] >= SHORTEST_RUN
    ]
    best = max(found, default=(0.0, ""), key=lambda one: one[0])
    return best[1] if best[0] >= LEAST_COMMON else ""


def _common(first: date, last: date, begin: date, end: date) -> float:
    shared = (min(last, end) - max(first, begin)).days + 1
    whole = (max(last, end) - min(first, begin)).days + 1
    return max(shared, 0) / whole


def labels_of(calendar: BusinessCalendar, first: date, last: date) -> list[str]:
    """Return the labels of all longer seasons that hold on a day from first to last."""
    return [
        label
        for name, label in calendar.season_labels.items()
        if any(run[1] - run[0] >= SHORTEST_RUN for run in calendar.season_runs(name, first, last))
    ]
