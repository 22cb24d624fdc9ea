"""Sheets on measures, on where a voice is loud, and on what must not wait."""

from collections.abc import Iterator
from itertools import groupby
from math import exp, log

from pipelines.review.facts_sections import FlagCount, MeasureFacts, Where
from pipelines.review.look import Words
from pipelines.review.traces import Number
from pipelines.review.workbook_bench import Bench
from pipelines.review.workbook_charts import Group, Told, put, scatter
from pipelines.review.workbook_sheet import Area, Cell, Sheet

QUADRANTS = ("focus", "own", "common", "rest")
# An effect is told under these verdicts only.
TOLD_VERDICTS = ("helped", "worse", "unclear")
FACETS = ("product", "segment")
SHARE_COLUMN, TIMES_COLUMN = 4, 6
# Labels lie right of their dots: two must be so far apart on the scale of times.
MOST_LABELS, LABEL_DECADES = 8, 0.14
QUADRANT_SIZE, QUADRANT_ROWS = (760, 560), 24


def measures(sheet: Sheet, bench: Bench) -> None:
    """Write what was decided, and what it did so far."""
    if not bench.facts.measures:
        sheet.say(bench.facts.missing["measures"])
        return
    sheet.lead(bench.words.template("measures.lead"))
    columns = [
        bench.column("measures.what", "name"), bench.column("measures.theme"),
        bench.column("measures.owner"), bench.column("from", "day"),
        bench.column("measures.state"), bench.column("measures.expected", "change"),
        bench.column("measures.effect", "change"), bench.column("low_effect", "change"),
        bench.column("high_effect", "change"), bench.column("measures.verdict"),
        bench.column("after", "count"), bench.column("foreseen", "tenth"),
    ]  # fmt: skip
    sheet.table(columns, [_measure(one, bench) for one in bench.facts.measures])
    sheet.note(bench.words.template("measures.note"))


def _measure(one: MeasureFacts, bench: Bench) -> list[Cell]:
    words = bench.words
    effect: list[Number | None] = [one.effect, one.low, one.high]
    if one.verdict not in TOLD_VERDICTS:
        effect = [None, None, None]
    verdict = words.template(f"measures.verdict_{one.verdict}") if one.verdict else ""
    return [
        one.what, one.name, one.owner or words.template("measures.no_owner"), one.from_on,
        words.template(f"measures.status_{one.status}"), one.expected_effect, *effect, verdict,
        one.contacts_after, one.contacts_expected,
    ]  # fmt: skip


def where(sheet: Sheet, bench: Bench) -> None:
    """Write products and kinds of customers in one table, with a quadrant each beside it."""
    facts, words = bench.facts, bench.words
    for facet in FACETS:
        if facet in facts.missing:
            sheet.say(facts.missing[facet])
    if not facts.where:
        return
    sheet.lead(words.template("where.lead"))
    cells = sorted(facts.where, key=_order)
    columns = [
        bench.column("facet"), bench.column("value"), bench.column("where.theme", "name"),
        bench.column("customers", "count"), bench.column("where.share", "share"),
        bench.column("where.elsewhere", "share"), bench.column("times", "tenth"),
        bench.column("quadrant"),
    ]  # fmt: skip
    area = sheet.table(columns, [_cell(one, bench) for one in cells])
    _quadrants(sheet, bench, cells, area)
    sheet.note(words("where.note", least=bench.look.sizes.least_customers))


def _quadrants(sheet: Sheet, bench: Bench, cells: list[Where], area: Area) -> None:
    """Put the quadrants beside the table, one below another."""
    row = area.header
    groups = list(_groups(cells, area, bench))
    for facet in FACETS:
        shown = [group for kind, group in groups if kind == facet]
        if shown:
            told = Told(
                bench.words.template(f"where.{facet}"),
                bench.word("quadrant_x"),
                bench.word("times"),
                bench.word("quadrant_alt"),
            )
            put(sheet, scatter(sheet, shown, told), told, (row, area.right + 2), QUADRANT_SIZE)
            row += QUADRANT_ROWS


def _order(one: Where) -> tuple[int, int, float, str, str]:
    """The largest and most characteristic first; cells of one quadrant side by side."""
    places = FACETS.index(one.facet), QUADRANTS.index(one.quadrant)
    return *places, -(one.log_odds_low.value or 0), one.theme_id, one.value


def _cell(one: Where, bench: Bench) -> list[Cell]:
    return [
        bench.words.template(f"where.{one.facet}_value"), one.value, one.name, one.customers,
        one.share, one.share_elsewhere, _times(one), bench.word(f"quadrant_{one.quadrant}"),
    ]  # fmt: skip


def _times(one: Where) -> float | None:
    found = one.log_odds_low.value
    return None if found is None else exp(found)


def _groups(cells: list[Where], area: Area, bench: Bench) -> Iterator[tuple[str, Group]]:
    """Yield the rows of each quadrant, by facet."""
    first = area.first
    for (facet, kind), members in groupby(cells, key=lambda one: (one.facet, one.quadrant)):
        names = tuple(_named(list(members), bench.words))
        rows = Area(area.sheet, area.header, first, first + len(names) - 1, area.left, area.right)
        first += len(names)
        shares, times = rows.column(SHARE_COLUMN), rows.column(TIMES_COLUMN)
        yield facet, Group(kind, bench.word(f"quadrant_{kind}"), shares, times, names)


def _named(cells: list[Where], words: Words) -> Iterator[str]:
    """Yield the name of each dot, the most characteristic first, and "" where it has no room."""
    taken: list[float] = []
    for one in cells:
        height = (one.log_odds_low.value or 0) / log(10)
        has_room = all(abs(height - other) >= LABEL_DECADES for other in taken)
        if has_room and len(taken) < MOST_LABELS:
            taken.append(height)
            yield words("workbook.named", name=one.name, value=one.value)
        else:
            yield ""


def fast_lane(sheet: Sheet, bench: Bench) -> None:
    """Write what must not wait, by kind and by sort."""
    found, words = bench.facts.fast_lane, bench.words
    if "fast_lane" in bench.facts.missing:
        sheet.say(bench.facts.missing["fast_lane"])
        return
    sheet.lead(words.template("fast_lane.lead"))
    keys = ("now", "grave", "middle", "light", "month_before")
    columns = [
        bench.column("fast_lane.flag", "name"),
        *(bench.column(f"fast_lane.{key}", "count") for key in keys),
        bench.column("fast_lane.usual", "tenth"),
        bench.column("fast_lane.doubted", "count"),
    ]
    sheet.table(columns, [_flag(one, bench) for one in (*found.flags, found.total)])
    sheet.note(words("fast_lane.note", alerts=found.alerts.count))
    sorts: list[list[Cell]] = [
        [words.template(f"fast_lane.{one.flag}"), name, count]
        for one in found.flags
        for name, count in one.categories
    ]
    if sorts:
        sheet.heading(bench.word("sorts"))
        heads = [
            bench.column("fast_lane.flag"),
            bench.column("sorts"),
            bench.column("size", "count"),
        ]
        sheet.table(heads, sorts)


def _flag(one: FlagCount, bench: Bench) -> list[Cell]:
    return [
        bench.words.template(f"fast_lane.{one.flag}"), one.now, one.grave, one.middle, one.light,
        one.month_before, one.usual_a_month, one.doubted,
    ]  # fmt: skip
