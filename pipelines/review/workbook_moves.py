"""Sheets that tell what moves: changes of the month, coming seasons, and what nobody acts upon."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import get_args

from pipelines.review.facts_sections import Coming, Ignored, Raised, Span, Waterfall
from pipelines.review.figures import day_text, month_text, number, step_text
from pipelines.review.look import Words
from pipelines.review.sentences import unchecked_text, usual_text
from pipelines.review.workbook_bench import Bench
from pipelines.review.workbook_charts import Stairs, Told, calendar, place, put, steps
from pipelines.review.workbook_sheet import Cell, Column, Sheet

WATERFALL_SIZE = (760, 420)


def changes(sheet: Sheet, bench: Bench) -> None:
    """Write what is new, rising, back and fading, and what last month became this one by."""
    sheet.lead("")
    rows = list(_changed(bench))
    columns = [
        bench.column("kind"), bench.column("loud.theme", "name"), bench.column("size", "count"),
        bench.column("beside", "tenth"), bench.column("customers", "count"),
        bench.column("since", "day"), bench.column("ahead.who"), bench.column("note"),
    ]  # fmt: skip
    if rows:
        sheet.table(columns, rows)
    for key in ("new", "rising", "back", "fading"):
        if key in bench.facts.missing:
            sheet.note(bench.facts.missing[key])
    if usual := usual_text(bench.facts.changes.usual, bench.words):
        sheet.note(usual)
    if unchecked := unchecked_text(bench.facts.changes.new, bench.words):
        sheet.note(f"{bench.words('changes.new')}: {unchecked}")
    _waterfall(sheet, bench)


def _changed(bench: Bench) -> Iterator[list[Cell]]:
    found, words = bench.facts.changes, bench.words
    for new in found.new:
        kind = words.template("changes.new")
        yield [kind, new.name, new.contacts, None, new.customers, new.first_heard_on, "", ""]
    for key, raised in (("rising", found.rising), ("back", found.back)):
        for one in raised:
            yield _raised(words.template(f"changes.{key}"), one, bench)
    for gone in found.fading:
        note = _note(gone.span, gone.is_together, bench)
        yield [
            words.template("changes.fading"),
            gone.name,
            gone.now,
            gone.before,
            None,
            None,
            "",
            note,
        ]


def _note(span: str, is_together: bool, bench: Bench) -> str:
    together = bench.words.template("changes.together") if is_together else ""
    return bench.word(f"{span}_note") + (f" {together}" if together else "")


def _raised(kind: str, one: Raised, bench: Bench) -> list[Cell]:
    note = bench.words.template("changes.seasonal") if one.is_seasonal else ""
    if one.kind in get_args(Span):
        note = _note(one.kind, one.is_together, bench)
    who = bench.who(one.segment, one.product, one.channel)
    return [kind, one.name, one.size, one.expected, one.customers, one.since_on, who, note]


def _waterfall(sheet: Sheet, bench: Bench) -> None:
    found, words = bench.facts.waterfall, bench.words
    sheet.heading(words.template("changes.waterfall"))
    if found is None:
        sheet.say(bench.facts.missing["waterfall"])
        return
    columns = [
        bench.column("item", "name"), bench.column("total", "count"),
        bench.column("step", "step"), bench.column("ground", "count"),
        bench.column("rise", "count"), bench.column("fall", "count"), bench.column("top", "count"),
    ]  # fmt: skip
    area = sheet.table(columns, list(_stairs(bench)))
    told = Told(bench.word("waterfall_chart"), "", bench.word("total"), bench.word("waterfall_alt"))
    stairs = Stairs(area, _labels(found), _least(found))
    put(sheet, steps(sheet, stairs, told), told, (area.header, area.right + 1), WATERFALL_SIZE)
    if stairs.least:
        sheet.note(bench.words("workbook.waterfall_scale", least=number(stairs.least)))


def _stairs(bench: Bench) -> Iterator[list[Cell]]:
    """Yield the rows of the waterfall; a hidden ground lifts each step to where it begins."""
    found, words = bench.facts.waterfall, bench.words
    assert found is not None
    levels = accumulate((one.step for one in found.steps), initial=found.before.count)
    before, now = month_text(found.month_before), month_text(bench.facts.month)
    yield [before, found.before, None, None, None, None, found.before.count]
    for one, level in zip(found.steps, levels, strict=False):
        name = one.name or words.template(f"waterfall.{one.kind}")
        low, high = sorted((level, level + one.step))
        yield [name, None, one.step, low, max(one.step, 0), max(-one.step, 0), high]
    yield [now, found.now, None, None, None, None, found.now.count]


def _labels(found: Waterfall) -> list[str]:
    """Return what stands above each column of the waterfall."""
    steps_of = [step_text(one.step) for one in found.steps]
    return [number(found.before.value), *steps_of, number(found.now.value)]


def _least(found: Waterfall) -> float:
    """Return where the scale begins: 0, or so high that small steps are seen on large totals."""
    levels = list(accumulate((one.step for one in found.steps), initial=found.before.count))
    span = max(levels) - min(levels)
    room = min(levels) - span / 2
    unit = 10 ** max(0, len(str(int(span))) - 1)
    return max(0, room // unit * unit)


def ahead(sheet: Sheet, bench: Bench) -> None:
    """Write the list of coming seasons with its calendar, and how good earlier lists were."""
    facts, words = bench.facts, bench.words
    if not facts.ahead.entries or facts.ahead.listed_on is None:
        sheet.say(facts.missing["ahead"])
    else:
        sheet.lead(words("ahead.lead", day=day_text(facts.ahead.listed_on)))
        sheet.table(_coming_columns(bench), [_coming(one, bench) for one in facts.ahead.entries])
        _calendar(sheet, bench, facts.ahead.listed_on)
    sheet.heading(words.template("ahead.record"))
    _record(sheet, bench)
    _notices(sheet, bench)


def _notices(sheet: Sheet, bench: Bench) -> None:
    """Write the drafts of what to tell customers, to copy from."""
    drafted = [one for one in bench.facts.ahead.entries if one.notice]
    if drafted:
        sheet.heading(bench.words.template("ahead.notices"))
    for one in drafted:
        for line in one.notice.splitlines():
            sheet.say(line)
        sheet.row += 1


def _coming_columns(bench: Bench) -> list[Column]:
    return [
        bench.column("ahead.theme", "name"), bench.column("ahead.warn_by", "day"),
        bench.column("onset", "day"), bench.column("peak", "day"), bench.column("end", "day"),
        bench.column("ahead.expected", "tenth"), bench.column("low", "count"),
        bench.column("high", "count"), bench.column("usual", "tenth"),
        bench.column("factor", "tenth"), bench.column("ahead.year_before", "count"),
        bench.column("ahead.two_years_before", "count"), bench.column("ahead.who"),
        bench.column("ahead.sureness"),
    ]  # fmt: skip


def _coming(one: Coming, bench: Bench) -> list[Cell]:
    return [
        one.name, one.warn_by, one.onset_on, one.peak_on, one.end_on, one.expected, one.low,
        one.high, one.usual, one.factor, one.count_year_before, one.count_two_years_before,
        bench.who(one.segment, one.product, one.channel),
        bench.words.template(f"ahead.sureness_{one.sureness}"),
    ]  # fmt: skip


def _calendar(sheet: Sheet, bench: Bench, listed_on: date) -> None:
    entries = bench.facts.ahead.entries
    sheet.heading(bench.word("chart_data"))
    columns = [
        bench.column("ahead.theme", "name"), bench.column("ahead.warn_by", "day"),
        bench.column("days_to_warn", "count"), bench.column("days_of_season", "count"),
    ]  # fmt: skip
    area = sheet.table(
        columns,
        [
            [
                one.name,
                one.warn_by,
                max(0, (one.onset_on - one.warn_by).days),
                (one.end_on - one.onset_on).days + 1,
            ]
            for one in entries
        ],
    )
    begin = min([listed_on, *(one.warn_by for one in entries)])
    span = (begin, max(one.end_on for one in entries) + timedelta(days=7))
    told = Told(bench.word("coming_chart"), "", "", bench.word("coming_alt"))
    place(sheet, calendar(sheet, area, span, told), told, height=140 + 36 * len(entries))


def _days_of(one: Coming) -> list[Cell]:
    to_warn, of_season = one.onset_on - one.warn_by, one.end_on - one.onset_on
    return [one.name, one.warn_by, max(0, to_warn.days), of_season.days + 1]


def _record(sheet: Sheet, bench: Bench) -> None:
    found, words = bench.facts.ahead, bench.words
    if not found.scores:
        sheet.say(bench.facts.missing["score"])
        return
    sheet.table(
        [
            bench.column("ahead.known_from", "name"), bench.column("ahead.hits", "count"),
            bench.column("ahead.false_warnings", "count"), bench.column("ahead.misses", "count"),
        ],
        [
            [words.template(f"ahead.known_{one.known_from}"), one.count_hits,
             one.count_false_warnings, one.count_misses]
            for one in found.scores
        ],
    )  # fmt: skip
    if found.judged:
        sheet.heading(words.template("ahead.judged_table"))
        sheet.table(
            [
                bench.column("ahead.theme", "name"), bench.column("onset", "day"),
                bench.column("end", "day"), bench.column("ahead.foretold", "tenth"),
                bench.column("low", "count"), bench.column("high", "count"),
                bench.column("ahead.came", "count"), bench.column("ahead.outcome"),
            ],
            [
                [one.name, one.onset_on, one.end_on, one.expected, one.low, one.high,
                 one.count_contacts, words.template(f"ahead.outcome_{one.outcome}")]
                for one in found.judged
            ],
        )  # fmt: skip


def ignored(sheet: Sheet, bench: Bench) -> None:
    """Write the themes that customers wait for longest."""
    if not bench.facts.ignored:
        sheet.say(bench.facts.missing["ignored"])
        return
    sheet.lead(bench.words.template("ignored.lead"))
    columns = [
        bench.column("ignored.theme", "name"), bench.column("since_first", "day"),
        bench.column("ignored.months", "count"), bench.column("ignored.customers", "count"),
        bench.column("customer_years", "tenth"), bench.column("ignored.years_back", "count"),
        bench.column("ignored.reviews", "count"), bench.column("ignored.acted"),
    ]  # fmt: skip
    sheet.table(columns, [_ignored(one, bench.words) for one in bench.facts.ignored])


def _ignored(one: Ignored, words: Words) -> list[Cell]:
    acted = words.template("ignored.planned" if one.is_measure_planned else "ignored.never")
    if one.last_acted_on:
        acted = words("ignored.acted_on", day=day_text(one.last_acted_on))
    return [
        one.name, one.first_heard_on, one.months_since_acted, one.customers_waiting,
        one.customer_years_waiting, one.count_years_back, one.count_reviews, acted,
    ]  # fmt: skip
