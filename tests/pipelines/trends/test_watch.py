"""The watch of planted worlds: what it tells, when, and that it never looks ahead."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np

from flows.data_files import config_folder
from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.alerts import Alert, Remembered
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.expect import ExpectSettings
from pipelines.trends.knowledge import Knowledge, Log
from pipelines.trends.series import SeriesKey
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_walk import walk

FIRST = date(2023, 4, 1)
DAYS = 640
SETTINGS = WatchSettings(ExpectSettings(), AlertSettings())
SEGMENTS = ("シニア", "現役世代")


@cache
def calendar() -> Calendar:
    return parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))


def world(volume: float = 1.5) -> dict[SeriesKey, np.ndarray]:
    """Eight quiet themes in two segments: one with a spike, one born late, one in one segment."""
    rng = np.random.default_rng(2)
    rates = np.full((8, 2, DAYS), volume)
    rates[0, :, 500:514] *= 4
    rates[1, :, :300] = 0
    rates[2, 0, 560:574] *= 6
    counts = rng.poisson(rates)
    series = {SeriesKey(f"T{theme}"): counts[theme].sum(axis=0) for theme in range(8)}
    for theme in range(8):
        for place, name in enumerate(SEGMENTS):
            series[SeriesKey(f"T{theme}", "segment", name)] = counts[theme, place]
    return dict(sorted(series.items()))


def knowledge_of(
    series: dict[SeriesKey, np.ndarray], until: int | None = None, late_from: int = DAYS
) -> Knowledge:
    """Log a world as known day by day; from `late_from` on a tenth is known five days late."""
    lines = []
    for row, counts in enumerate(series.values()):
        for day in np.flatnonzero(counts):
            count = int(counts[day])
            late = count // 3 if day >= late_from else 0
            lines.append((int(day), row, int(day), count - late))
            if late:
                lines.append((int(day) + 5, row, int(day), count))
    lines = sorted(line for line in lines if until is None or line[0] <= until)
    known_on, row, day, count = (np.array(part) for part in zip(*lines, strict=True))
    number = count.astype(np.int32)
    log = Log(row, day, known_on, number, number, number)
    empty = [np.zeros((len(series), DAYS), dtype=np.int32) for _ in range(3)]
    return Knowledge(FIRST, list(series), log, empty[0], empty[1], empty[2])


def watched(knowledge: Knowledge, last: int = DAYS - 1) -> list[Alert]:
    """Walk from the first day on."""
    steps = walk(knowledge, calendar(), (0, last), Remembered(), SETTINGS)
    return [alert for _, told, _ in steps for alert in told]


def test_a_spike_is_told_once_within_a_week_with_its_day_and_size() -> None:
    told = [alert for alert in watched(knowledge_of(world())) if alert.key.theme_id == "T0"]
    assert [alert.kind for alert in told] == ["spike"]
    [spike] = told
    assert 500 <= spike.raised <= 506
    assert 497 <= spike.since <= spike.raised
    assert spike.size > 2 * spike.expected
    assert not spike.is_seasonal


def test_a_theme_first_heard_late_is_new_with_its_sixth_customer() -> None:
    series = world()
    told = [alert for alert in watched(knowledge_of(series)) if alert.key.theme_id == "T1"]
    sixth = int(np.flatnonzero(np.cumsum(series[SeriesKey("T1")]) >= 6)[0])
    assert [(alert.kind, alert.raised) for alert in told] == [("new_theme", sixth)]


def test_a_rise_of_one_segment_names_it() -> None:
    told = [alert for alert in watched(knowledge_of(world())) if alert.key.theme_id == "T2"]
    assert [alert.kind for alert in told] == ["spike"]
    [spike] = told
    assert 560 <= spike.raised <= 566
    named = {carrier.value for carrier in spike.carriers} | {spike.key.value}
    assert "シニア" in named
    assert "現役世代" not in named


def test_quiet_themes_tell_nothing() -> None:
    told = watched(knowledge_of(world()))
    assert {alert.key.theme_id for alert in told} == {"T0", "T1", "T2"}


def test_a_day_watched_again_from_what_was_known_then_finds_the_same() -> None:
    """24 dates, with facts that come five days late: no look-ahead, and no need of all the past."""
    series = world()
    steps = list(
        walk(knowledge_of(series, late_from=480), calendar(), (0, DAYS - 1), Remembered(), SETTINGS)
    )
    busy = [number for number, told, _ in steps if told]
    numbers = sorted({*busy, *np.linspace(70, DAYS - 1, 24 - len(busy), dtype=int).tolist()})
    assert len(numbers) == 24
    for number in numbers:
        fresh = knowledge_of(series, until=number, late_from=480)
        before = steps[number - 1][2]
        [again] = walk(fresh, calendar(), (number, number), before, SETTINGS)
        assert again == steps[number]


def test_what_becomes_known_late_changes_no_earlier_day() -> None:
    series = world()
    late = dict(series)
    late[SeriesKey("T5")] = late[SeriesKey("T5")].copy()
    knowledge = knowledge_of(series)
    flood = Log(
        np.append(knowledge.log.series, list(series).index(SeriesKey("T5"))),
        np.append(knowledge.log.day, 400),
        np.append(knowledge.log.known_on, DAYS - 1),
        *(np.append(knowledge.log.contacts, 500).astype(np.int32) for _ in range(3)),
    )
    flooded = replace(knowledge_of(series), log=flood)
    assert watched(flooded, DAYS - 2) == watched(knowledge, DAYS - 2)


def test_a_silent_source_and_a_doubled_one_are_no_alarm() -> None:
    series = {key: counts.copy() for key, counts in world(volume=6.0).items()}
    for counts in series.values():
        counts[450] *= 2
        counts[440] = 0
    told = watched(knowledge_of(series))
    assert {alert.key.theme_id for alert in told} == {"T0", "T1", "T2"}


def test_the_first_grave_voice_is_told_from_the_first_day_on_and_the_next_one_is_not() -> None:
    grave = SeriesKey("", "grave", "injury")
    counts = np.zeros(DAYS, dtype=int)
    counts[[2, 9]] = 1
    told = watched(knowledge_of({grave: counts}), 20)
    assert [(one.kind, one.key, one.raised) for one in told] == [("fast_lane", grave, 2)]


def alone(rates: np.ndarray, seed: int = 3) -> dict[SeriesKey, np.ndarray]:
    """A theme T0 of these rates beside five quiet ones."""
    rng = np.random.default_rng(seed)
    series = {SeriesKey(f"T{place}"): rng.poisson(np.full(len(rates), 3.0)) for place in range(6)}
    return series | {SeriesKey("T0"): rng.poisson(rates)}


def test_a_spike_a_few_days_after_another_rise_is_told_as_well() -> None:
    rates = np.full(DAYS, 3.0)
    rates[400:421] *= 5
    rates[425:439] *= 5
    told = [one for one in watched(knowledge_of(alone(rates)), 434) if one.key.theme_id == "T0"]
    assert [one.kind for one in told] == ["spike", "spike"]
    assert 400 <= told[0].raised <= 404
    assert told[1].since >= 423
    assert 425 <= told[1].raised <= 431


def test_a_spike_on_top_of_a_rise_that_was_just_told_is_told_as_well() -> None:
    rates = np.full(DAYS, 3.0)
    rates[400:440] *= 3
    rates[404:418] *= 5
    told = [one for one in watched(knowledge_of(alone(rates)), 412) if one.key.theme_id == "T0"]
    assert [one.kind for one in told] == ["spike", "spike"]
    assert told[0].raised < 404 <= told[1].raised <= 410


def test_a_rise_that_lasts_is_told_once() -> None:
    rates = np.full(DAYS, 3.0)
    rates[400:470] *= 5
    told = [one for one in watched(knowledge_of(alone(rates)), 480) if one.key.theme_id == "T0"]
    assert [one.kind for one in told if one.kind != "slow_rise"] == ["spike"]


def test_months_of_a_rise_that_is_over_do_not_hide_the_next_one() -> None:
    rates = np.full(DAYS, 2.0)
    rates[300:380] *= 6
    rates[430:444] *= 4
    told = [one for one in watched(knowledge_of(alone(rates)), 444) if one.key.theme_id == "T0"]
    spikes = [one for one in told if one.kind == "spike"]
    assert 430 <= spikes[-1].raised <= 436
    assert spikes[-1].expected < spikes[-1].size / 2


def test_a_rise_of_a_theme_thought_solved_is_a_comeback() -> None:
    series, solved = world(), [("T0", FIRST + timedelta(days=450))]
    for known, kind in ((solved, "comeback"), ([], "spike")):
        steps = walk(
            knowledge_of(series), calendar(), (0, 520), Remembered(), SETTINGS, solved=known
        )
        told = [one for _, found, _ in steps for one in found if one.key.theme_id == "T0"]
        assert [one.kind for one in told] == [kind]


def test_dates_of_days() -> None:
    knowledge = knowledge_of(world())
    assert knowledge.date_of(knowledge.number(FIRST + timedelta(days=9))) == date(2023, 4, 10)


def test_a_theme_that_took_in_another_is_no_alarm() -> None:
    """From day 400 on T3 has T4's contacts too: merged, its level begins anew."""
    series = {key: counts.copy() for key, counts in world(volume=6.0).items()}
    for facet, value in (("", ""), *(("segment", name) for name in SEGMENTS)):
        taken = series[SeriesKey("T4", facet, value)]
        series[SeriesKey("T3", facet, value)][400:] += taken[400:]
        taken[400:] = 0
    changes = [("T3", FIRST + timedelta(days=400)), ("T4", FIRST + timedelta(days=400))]
    for known, alarmed in ((changes, set()), ([], {"T3"})):
        knowledge = knowledge_of(series)
        steps = walk(knowledge, calendar(), (0, 480), Remembered(), SETTINGS, known)
        assert {one.key.theme_id for _, told, _ in steps for one in told} - {"T1"} == alarmed
