"""Room foresee: the lists of coming seasons that are due, and what became of earlier ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa

from pipelines.night import Night
from pipelines.trends.backtest import Judged, Warned, is_deciding, judge, misses
from pipelines.trends.knowledge import Knowledge, read_knowledge
from pipelines.trends.outlook import BusinessCalendar, Outlook
from pipelines.trends.season_carriers import Parts
from pipelines.trends.season_labels import label_of
from pipelines.trends.season_lists import (
    KEPT_DAYS,
    Expected,
    ListMaker,
    Record,
    SeasonList,
    list_days,
)
from pipelines.trends.season_notice import NoticeFacts, NoticeWords, draft_notice
from pipelines.trends.season_profile import SeasonSettings
from pipelines.trends.season_rows import (
    CARRIER,
    DAY,
    ENTRY,
    JUDGED,
    SEASON_DAY,
    WEEK,
    carrier_rows,
    entry_row,
    judged_row,
    season_day_rows,
    week_rows,
)
from warehouse.ledger import stage
from warehouse.statements import load, rows, run

Names = dict[str, tuple[str, list[str]]]


@dataclass
class _Made:
    """What this night adds."""

    days: list[dict[str, object]] = field(default_factory=list)
    entries: list[dict[str, object]] = field(default_factory=list)
    carriers: list[dict[str, object]] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    newest: SeasonList | None = None


def foresee(
    night: Night, calendar: BusinessCalendar, words: NoticeWords, settings: SeasonSettings
) -> None:
    """Make the lists that are due, judge the seasons that are over; writes core.season_*.

    Years loaded at once get the list of every first of a month, each from what was known then. A
    list that was made stands, whatever comes in later.
    """
    con = night.con
    with stage(con, night.run, "foresee", "list") as counts:
        [(first, last)] = rows(con, "foresee_record_days")
        if first is None:
            return
        season_days = season_day_rows(calendar, first, last)
        load(con, "foresee_write_season_days", pa.Table.from_pylist(season_days, SEASON_DAY))
        [(listed,)] = rows(con, "foresee_last_list")
        due = list_days(listed, first, night.as_of)
        knowledge = read_knowledge(con) if due else None
        if knowledge is None:
            return
        made = _make(night, knowledge, due, (calendar, words, settings))
        _write(night, made, calendar)
        counts.wrote(len(made.days))
        counts.note("season_entry", len(made.entries))
        counts.note("season_judged", len(made.judged))


def _make(
    night: Night,
    knowledge: Knowledge,
    due: Sequence[date],
    given: tuple[BusinessCalendar, NoticeWords, SeasonSettings],
) -> _Made:
    calendar, words, settings = given
    made, maker, parts = _Made(), ListMaker(calendar, settings), Parts(knowledge.keys)
    names = {theme: (name, terms) for theme, name, terms in rows(night.con, "foresee_names")}
    warned, open_ones = _warned(night)
    for done, day in enumerate(due, start=1):
        record = known_on(knowledge, day)
        if record is None:
            continue
        found = maker.make(record, parts)
        if day.day == 1:
            deciding = [one for one in open_ones if is_deciding(one, warned)]
            over = judge(deciding, record, found, settings)
            since = (day - timedelta(days=1)).replace(day=1)
            made.judged += over + misses(found, warned, settings, since)
            told = {(one.listed_on, one.theme_id, one.onset_on) for one in over}
            open_ones = [one for one in open_ones if _key(one) not in told]
            new = [_as_warned(entry) for entry in found.entries]
            warned, open_ones = warned + new, open_ones + new
        _add(made, found, night.run.run_id, (calendar, words, names))
        night.progress(done, len(due))
    return made


def known_on(knowledge: Knowledge, day: date) -> Record | None:
    """Return what was known at the end of a day, None before and after the record."""
    number = knowledge.number(day)
    if not 0 <= number < knowledge.count_days:
        return None
    knowledge.learn(number)
    return Record(knowledge.first, knowledge.keys, knowledge.counts[:, : number + 1])


def _warned(night: Night) -> tuple[list[Warned], list[Warned]]:
    """Return all entries of the last years that can be judged, and those that have not been."""
    found = rows(night.con, "foresee_warned", as_of=night.as_of)
    every = [Warned(*row[:5]) for row in found]
    return every, [one for one, row in zip(every, found, strict=True) if not row[5]]


def _as_warned(one: Expected) -> Warned:
    return Warned(one.listed_on, one.theme_id, one.onset_on, one.end_on, one.warn_by)


def _key(one: Warned) -> tuple[date, str, date]:
    return one.listed_on, one.theme_id, one.onset_on


def _add(
    made: _Made, found: SeasonList, run_id: str, given: tuple[BusinessCalendar, NoticeWords, Names]
) -> None:
    outlook: Outlook = found.outlook
    made.newest = found
    made.days.append(
        {
            "listed_on": outlook.as_of,
            "count_entries": len(found.entries),
            "spread": outlook.spread,
            "run_id": run_id,
        }
    )
    calendar, words, names = given
    for entry in found.entries:
        label = label_of(calendar, entry.onset_on, entry.end_on)
        notice = draft_notice(words, _facts(entry, label, names))
        made.entries.append(entry_row(entry) | {"season_label": label, "notice": notice})
        made.carriers += carrier_rows(entry)


def _facts(entry: Expected, label: str, names: Names) -> NoticeFacts:
    name, terms = names.get(entry.theme_id, (entry.theme_id, []))
    product = entry.carriers.get("product")
    return NoticeFacts(
        matter=name,
        terms=terms,
        onset_on=entry.onset_on,
        end_on=entry.end_on,
        label=label,
        product=product.value if product else None,
        count_years=entry.entry.season.count_years,
    )


def _write(night: Night, made: _Made, calendar: BusinessCalendar) -> None:
    con = night.con
    _load(night, "foresee_write_days", made.days, DAY)
    _load(night, "foresee_write_entries", made.entries, ENTRY)
    _load(night, "foresee_write_carriers", made.carriers, CARRIER)
    _load(night, "foresee_write_judged", map(judged_row, made.judged), JUDGED)
    run(con, "foresee_forget_lists", kept_from=night.as_of - timedelta(days=KEPT_DAYS - 1))
    run(con, "foresee_forget_entries")
    if made.newest is not None:
        run(con, "foresee_forget_weeks")
        _load(night, "foresee_write_weeks", week_rows(made.newest, calendar), WEEK)


def _load(
    night: Night, statement: str, written: Iterable[dict[str, object]], schema: pa.Schema
) -> None:
    load(night.con, statement, pa.Table.from_pylist(list(written), schema))
