"""Room judge: what the measures of the ledger did to their themes, as known on the day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from pipelines.night import Night
from pipelines.trends.effect import Effect, EffectSettings, History, judge
from pipelines.trends.measure_log import Measure, measures_of, read_measures
from pipelines.trends.treatments import Judged, owner_of, treatments
from pipelines.trends.windows import Ints
from warehouse.ledger import stage
from warehouse.statements import Connection, arrow, load, rows, run

# Seasons that are older tell little of today's.
YEARS_BACK = 2

MEASURE = pa.schema(
    {
        "measure_id": pa.string(),
        "theme_id": pa.string(),
        "named_theme_id": pa.string(),
        "what": pa.string(),
        "owner": pa.string(),
        "from_on": pa.date32(),
        "expected_effect": pa.float64(),
        "decided_on": pa.date32(),
        "decided_by": pa.string(),
        "closed_on": pa.date32(),
        "outcome": pa.string(),
    }
)
EFFECT = pa.schema(
    {
        "measure_id": pa.string(),
        "verdict": pa.string(),
        "method": pa.string(),
        "effect": pa.float64(),
        "effect_low": pa.float64(),
        "effect_high": pa.float64(),
        "count_contacts_after": pa.int64(),
        "count_contacts_expected": pa.float64(),
        "weeks_after": pa.float64(),
        "count_similar_themes": pa.int32(),
        "compared_from": pa.date32(),
        "compared_until": pa.date32(),
        "judged_with": pa.list_(pa.string()),
    }
)


class Seasons(Protocol):
    """The calendar, as far as this room needs it."""

    def same_season_days(self, first: date, last: date, years: int) -> Ints:
        """Return the days, as ordinals, that each day answers to so many years earlier."""


def judge_measures(
    night: Night,
    path: Path,
    mask: Callable[[str], str],
    calendar: Seasons,
    settings: EffectSettings,
) -> None:
    """Take the ledger into core.measure and say in core.measure_effect what each measure did.

    What is done and by whom is published, so it leaves the ledger through `mask` only.
    Looks at nothing after the day of the night. What was said on earlier days stays; a line is
    written where something else is to be said.
    """
    log = read_measures(path)
    for line in log.broken:
        told = "measure_line_cut" if line.is_last else "measure_line_broken"
        night.tell(told, file=path.name, line=line.number)
    with stage(night.con, night.run, "judge", "measure") as counts:
        merged, ended, categories = _themes(night.con)
        measures = list(measures_of(log.lines).values())
        counts.wrote(_write_measures(night, [_masked(one, mask) for one in measures], merged))
        _tell_unknown(night, path, measures, merged)
        owned = [one._replace(theme_id=owner_of(one.theme_id, merged)) for one in measures]
        effects = _effects(night, owned, (merged, ended, categories), calendar, settings)
        counts.note("judged", _write_effects(night, effects))


def _themes(
    con: Connection,
) -> tuple[dict[str, str | None], dict[str, date], dict[str, str]]:
    """Return into which theme each was merged, when others ended, and the names of categories."""
    found = rows(con, "judge_themes")
    merged = {theme_id: into for theme_id, into, _, _ in found}
    ended = {theme_id: ended_on for theme_id, _, ended_on, _ in found if ended_on}
    return merged, ended, {theme_id: category for theme_id, _, _, category in found}


def _masked(measure: Measure, mask: Callable[[str], str]) -> Measure:
    owner = None if measure.owner is None else mask(measure.owner)
    return measure._replace(what=mask(measure.what), owner=owner)


def _write_measures(
    night: Night, measures: Sequence[Measure], merged: Mapping[str, str | None]
) -> int:
    """Bring core.measure in line with the ledger; returns how many rows changed."""
    owned = [
        one._asdict() | {"named_theme_id": one.theme_id, "theme_id": owner_of(one.theme_id, merged)}
        for one in measures
    ]
    incoming = pa.Table.from_pylist(owned, MEASURE)
    night.con.register("incoming", incoming)
    [(changed,)] = rows(night.con, "judge_count_measures")
    night.con.unregister("incoming")
    load(night.con, "judge_write_measures", incoming, run_id=night.run.run_id)
    run(night.con, "judge_forget_effects")
    return int(changed)


def _tell_unknown(
    night: Night, path: Path, measures: Sequence[Measure], themes: Mapping[str, object]
) -> None:
    unknown = sorted({one.theme_id for one in measures} - themes.keys())
    if unknown:
        night.tell("measure_theme_unknown", file=path.name, themes=", ".join(unknown))


def _effects(
    night: Night,
    measures: Sequence[Measure],
    themes: tuple[Mapping[str, str | None], Mapping[str, date], Mapping[str, str]],
    calendar: Seasons,
    settings: EffectSettings,
) -> list[dict[str, Any]]:
    merged, ended, categories = themes
    [(first_day,)] = rows(night.con, "judge_first_day")
    owners = sorted({owner_of(theme_id, merged) for theme_id in merged})
    if first_day is None or first_day > night.as_of or not owners:
        return []
    place = {theme_id: number for number, theme_id in enumerate(owners)}
    groups = treatments(measures, place, ended, first_day, 7 * settings.together_weeks)
    if not groups:
        return []
    counts = _counts(night, merged, place, first_day)
    named = sorted(set(categories.values()))
    numbers = np.array([named.index(categories[theme_id]) for theme_id in owners])
    history = History(counts, _same_season(calendar, first_day, night.as_of), numbers)
    treated = [one.treatment for one in groups]
    return [
        row
        for one in groups
        for row in _rows(one, judge(history, one.treatment, treated, settings), first_day)
    ]


def _counts(
    night: Night, merged: Mapping[str, str | None], place: Mapping[str, int], first_day: date
) -> Ints:
    """Return contacts of every living theme and day, (themes, days), those merged into it too."""
    found = arrow(night.con, "judge_counts", as_of=night.as_of)
    dictionary = found["theme_id"].combine_chunks().dictionary_encode()
    known = dictionary.dictionary.to_pylist()
    owner = np.array([place.get(owner_of(one, merged), -1) for one in known], np.int64)
    theme = owner[dictionary.indices.to_numpy()] if known else np.zeros(0, np.int64)
    epoch = (first_day - date(1970, 1, 1)).days
    day = found["period_on"].cast(pa.int32()).to_numpy() - epoch
    counts = np.zeros((len(place), (night.as_of - first_day).days + 1), np.int64)
    is_known = theme >= 0
    np.add.at(
        counts, (theme[is_known], day[is_known]), found["count_contacts"].to_numpy()[is_known]
    )
    return counts


def _same_season(calendar: Seasons, first: date, last: date) -> Ints:
    years = range(1, YEARS_BACK + 1)
    days = [calendar.same_season_days(first, last, number) for number in years]
    return np.stack(days) - first.toordinal()


def _rows(group: Judged, effect: Effect, first_day: date) -> list[dict[str, Any]]:
    numbers = [one.measure_id for one in group.measures]
    told = {
        "verdict": effect.verdict,
        "method": effect.method,
        "effect": effect.effect,
        "effect_low": effect.low,
        "effect_high": effect.high,
        "count_contacts_after": effect.count_after,
        "count_contacts_expected": effect.expected,
        "weeks_after": effect.weeks,
        "count_similar_themes": effect.count_similar,
        "compared_from": first_day + timedelta(days=effect.begin),
        "compared_until": first_day + timedelta(days=effect.end - 1),
    }
    return [
        told | {"measure_id": one, "judged_with": [other for other in numbers if other != one]}
        for one in numbers
    ]


def _write_effects(night: Night, effects: Sequence[dict[str, Any]]) -> int:
    """Write what is new to be said; returns how many measures it is about."""
    incoming = pa.Table.from_pylist(list(effects), EFFECT)
    load(night.con, "judge_new_effects", incoming, as_of=night.as_of)
    [(changed,)] = rows(night.con, "judge_count_new_effects")
    run(night.con, "judge_write_effects", as_of=night.as_of, run_id=night.run.run_id)
    return int(changed)
