"""Sheets that tell of themes one by one: every month, the largest ones, and a row for each card."""

from collections.abc import Iterator

from xlsxwriter.utility import xl_range_formula

from pipelines.review.facts_theme import Carrier, ThemeFacts, Versus
from pipelines.review.figures import month_text, percent
from pipelines.review.look import Words
from pipelines.review.workbook_bench import Bench
from pipelines.review.workbook_charts import MONTHS_FROM, Told, place, trends
from pipelines.review.workbook_sheet import Area, Cell, Column, Sheet

# So many lines can be told apart.
MOST_LINES = 5
TREND_COLUMN = 3


def months(sheet: Sheet, bench: Bench) -> Area | None:
    """Write the contacts of every theme that was heard, month by month."""
    facts = bench.facts
    sheet.lead(bench.word("months_lead"))
    themes = bench.heard
    if not themes:
        sheet.say(facts.missing["loud"])
        return None
    columns = [
        bench.column("loud.theme", "name"),
        bench.column("theme_id"),
        bench.column("category"),
        *(Column(f"{at:%Y/%m}", "count", 10.0) for at in facts.axis),
    ]
    return sheet.table(columns, [_months_of(theme) for theme in themes])


def _months_of(theme: ThemeFacts) -> list[Cell]:
    # Thousands of cells: their place is told by the theme's number and the month, not one by one.
    counts = (one.count_contacts for one in theme.by_month)
    return [theme.name, theme.theme_id, theme.category, *counts]


def loud(sheet: Sheet, bench: Bench, by_month: Area | None) -> None:
    """Write the largest themes, with months beside them, and draw the first of them."""
    facts, words = bench.facts, bench.words
    if not facts.loud or by_month is None:
        sheet.say(facts.missing["loud"])
        return
    heard = sum(bool(theme.rank) for theme in facts.themes)
    sheet.lead(words("loud.lead", all=heard, shown=len(facts.loud)))
    columns = list(_loud_columns(bench))
    area = sheet.table(columns, [_loud_row(facts.theme(key), bench) for key in facts.loud])
    places = {theme.theme_id: at for at, theme in enumerate(bench.heard)}
    for at, key in enumerate(facts.loud):
        _sparkline(sheet, area.first + at, TREND_COLUMN, by_month, places[key])
    sheet.note(bench.word("loud_note"))
    sheet.row += 1
    told = Told(
        bench.word("trend_chart"), "", words.template("loud.contacts"), bench.word("trend_alt")
    )
    place(sheet, trends(sheet, by_month, min(MOST_LINES, len(facts.loud)), told), told)


def _sparkline(sheet: Sheet, row: int, at: int, by_month: Area, place_of: int) -> None:
    row_of, left = by_month.first + place_of, by_month.left + MONTHS_FROM
    colours = sheet.book.colours
    sheet.page.add_sparkline(
        row,
        at,
        {
            "range": xl_range_formula(by_month.sheet, row_of, left, row_of, by_month.right),
            "series_color": colours.bar,
            "last_point": True,
            "last_color": colours.bar_now,
            "weight": 1.5,
            "min": 0,
        },
    )


def _loud_columns(bench: Bench) -> Iterator[Column]:
    kind = bench.facts.rate_kind
    yield bench.column("loud.rank", "count")
    yield bench.column("loud.theme", "name")
    yield bench.column("category")
    yield Column(bench.words("loud.trend", months=len(bench.facts.axis)), "text", 24.0)
    yield bench.column("loud.contacts", "count")
    yield bench.column("loud.customers", "count")
    yield bench.column("wordings", "count")
    yield bench.column("loud.share", "share")
    if kind:
        yield bench.column(f"loud.rate_{kind}", "hundredth")
    for past, step in (
        ("month_before", "month"),
        ("year_before", "year"),
        ("two_years_before", "two_years"),
    ):
        yield bench.column(f"loud.{past}", "count")
        yield bench.column(f"{step}_step", "step")
        if step != "two_years":
            yield bench.column(f"{step}_verdict")


def _loud_row(theme: ThemeFacts, bench: Bench) -> list[Cell]:
    row: list[Cell] = [
        theme.rank, theme.name, theme.category, None, theme.contacts, theme.customers,
        theme.wordings, theme.share,
    ]  # fmt: skip
    if bench.facts.rate_kind:
        row.append(theme.rate.per_1000 if theme.rate else None)
    row += _versus(theme.on_month_before, bench) + _versus(theme.on_year_before, bench)
    return [*row, *_versus(theme.on_two_years_before, bench)[:2]]


def _versus(one: Versus, bench: Bench) -> list[Cell]:
    # Where the way of counting changed and its effect is not known there is no difference.
    step = None if one.verdict == "unknown" else one.step
    return [one.before, step, bench.word(f"verdict_{one.verdict}")]


def cards(sheet: Sheet, bench: Bench) -> None:
    """Write a row a theme: figures, whom it concerns, owner and quotes."""
    facts, words = bench.facts, bench.words
    if not facts.cards:
        sheet.say(facts.missing["loud"])
        return
    sheet.lead(words.template("cards.lead"))
    columns = [
        bench.column("rank", "count"), bench.column("loud.theme", "name"), bench.column("category"),
        bench.column("loud.contacts", "count"), bench.column("loud.customers", "count"),
        bench.column("wordings", "count"), bench.column("cards.concerns", width=30.0),
        bench.column("cards.owner", width=18.0),
    ]  # fmt: skip
    quotes = range(1, bench.look.sizes.quotes + 1)
    columns += [Column(bench.words("workbook.quote", number=one), "text", 42.0) for one in quotes]
    sheet.table(columns, [_card(facts.theme(key), bench) for key in facts.cards])


def _card(theme: ThemeFacts, bench: Bench) -> list[Cell]:
    words = bench.words
    people = "、".join(_carrier(one, words) for one in theme.carriers if one.facet != "region")
    absent = "cards.owner_unnamed" if theme.measures else "cards.owner_none"
    owner = "、".join(theme.owners) or words.template(absent)
    quotes: list[Cell] = [
        words("workbook.quoted", text=one.text, month=month_text(one.received_on))
        for one in theme.quotes
        if theme.quote_gate == "shown"
    ]
    if not quotes and bench.look.sizes.quotes:
        gate = "none" if theme.quote_gate == "shown" else theme.quote_gate
        quotes.append(words(f"cards.quotes_{gate}", least=bench.look.sizes.least_customers))
    filled = [*quotes, *[None] * bench.look.sizes.quotes][: bench.look.sizes.quotes]
    return [
        theme.rank, theme.name, theme.category, theme.contacts, theme.customers, theme.wordings,
        people or words.template("cards.concerns_all"), owner, *filled,
    ]  # fmt: skip


def _carrier(one: Carrier, words: Words) -> str:
    channel = words.texts["channel"].get(one.value, one.value)
    return words(
        "cards.carrier",
        facet=words.template(f"cards.facet_{one.facet}"),
        value=channel if one.facet == "channel" else one.value,
        share=percent(one.share.value),
        elsewhere=percent(one.share_elsewhere.value),
    )
