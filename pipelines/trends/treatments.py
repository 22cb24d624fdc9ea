"""From measures on themes to treatments that are judged: what overlaps is judged together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipelines.trends.effect import Treatment
from pipelines.trends.measure_log import Measure

FOR_EVER = 10**6


class Judged(NamedTuple):
    """Measures that are judged together, and as what."""

    measures: tuple[Measure, ...]
    treatment: Treatment


def owner_of(theme_id: str, merged_into: Mapping[str, str | None]) -> str:
    """Return the theme that counts a theme's voices now, over several merges."""
    seen = {theme_id}
    while (into := merged_into.get(theme_id)) and into not in seen:
        theme_id = into
        seen.add(into)
    return theme_id


def treatments(
    measures: Iterable[Measure],
    place: Mapping[str, int],
    ends: Mapping[str, date],
    first_day: date,
    together_days: int,
) -> list[Judged]:
    """Return what is judged, in order of theme and begin.

    `place`: number of each theme; measures on others are left out. `ends`: when a theme ended.
    Measures that begin within `together_days` of each other cannot be told apart.
    """
    by_theme: dict[str, list[Measure]] = {}
    for one in measures:
        if one.theme_id in place and one.outcome != "withdrawn":
            by_theme.setdefault(one.theme_id, []).append(one)
    found = []
    for theme_id, of_theme in sorted(by_theme.items()):
        for group in _overlapping(of_theme, together_days):
            end = min([*_ends(group), ends.get(theme_id, date.max)])
            last_day = FOR_EVER if end == date.max else (end - first_day).days
            days = [(one.from_on - first_day).days for one in group]
            treatment = Treatment(place[theme_id], days[0], days[-1], last_day)
            found.append(Judged(tuple(group), treatment))
    return found


def _overlapping(measures: Sequence[Measure], together_days: int) -> list[list[Measure]]:
    groups: list[list[Measure]] = []
    for one in sorted(measures, key=lambda measure: (measure.from_on, measure.measure_id)):
        before = groups[-1][-1] if groups else None
        if (
            before is not None
            and (one.from_on - before.from_on).days < together_days
            and one.from_on <= min(_ends(groups[-1]), default=date.max)
        ):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _ends(group: Iterable[Measure]) -> list[date]:
    """Return the days from which a measure of a group no longer holds."""
    return [one.closed_on for one in group if one.outcome == "stopped" and one.closed_on]
