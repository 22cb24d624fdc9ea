"""The first and the last sheets: the month in short, how far to trust it, and its sources."""

from collections.abc import Iterator, Mapping
from math import ceil

from pipelines.review.figures import day_text, month_text
from pipelines.review.traces import month_key, traced
from pipelines.review.workbook_bench import Bench
from pipelines.review.workbook_charts import HEIGHT, WIDTH, Told, put, shares
from pipelines.review.workbook_sheet import LINE_HEIGHT, Cell, Column, Kind, Sheet

FIRST_WIDTH, OTHER_WIDTH, OTHERS = 22.0, 15.0, 6
SHARE_COLUMN = 3
# Words that the last sheet explains, and where those meanings stand that the page tells too.
MEANINGS = (
    ("contact", None), ("voice", None), ("theme", "trust.read_theme"),
    ("customers", "trust.read_customers"), ("verdict", "trust.read_chance"), ("rate", None),
    ("season", None), ("effect", None), ("where", None),
)  # fmt: skip


def front(sheet: Sheet, bench: Bench, contents: Mapping[str, str]) -> None:
    """Write the three sentences, the four numbers, and the contents: titles by name of sheet."""
    facts, words = bench.facts, bench.words
    sheet.page.set_column(0, 0, FIRST_WIDTH)
    sheet.page.set_column(1, OTHERS, OTHER_WIDTH)
    sheet.lead(words("page.until", day=day_text(facts.origin.data_until)))
    for line in _alarms(bench):
        sheet.say(line, bold=True, font_color=sheet.book.colours.warning)
    for one in facts.sentences:
        _sentence(sheet, words.template(f"summary.{one.kind}"), one.text)
        for line in one.also_texts:
            _sentence(sheet, "", line, size=10)
    sheet.row += 1
    _headlines(sheet, bench)
    sheet.heading(bench.word("contents"))
    link = sheet.book.style(font_color=sheet.book.colours.accent, underline=1)
    for name, title in contents.items():
        quoted = name.replace("'", "''")
        sheet.page.write_url(sheet.row, 0, f"internal:'{quoted}'!A1", link, title)
        sheet.row += 1


def _alarms(bench: Bench) -> Iterator[str]:
    facts, words = bench.facts, bench.words
    day = day_text(facts.origin.data_until)
    if not facts.is_complete:
        yield words("page.unfinished", month=month_text(facts.month), day=day)
    if facts.origin.is_anew:
        yield words("page.anew", day=day)
    if facts.is_hindsight:
        yield words("page.hindsight", day=day)


def _sentence(sheet: Sheet, label: str, text: str, *, size: float = 12) -> None:
    """Write a sentence over merged cells, as high as it needs."""
    book = sheet.book
    bold = book.style(bold=True, font_color=book.colours.accent)
    sheet.page.write_string(sheet.row, 0, label, bold)
    style = book.style(text_wrap=True, font_size=size)
    sheet.page.merge_range(sheet.row, 1, sheet.row, OTHERS, "", style)
    sheet.page.write_string(sheet.row, 1, text, style)
    lines = ceil(book.fonts.width(text, size / 5) / (OTHER_WIDTH * OTHERS - 2))
    sheet.page.set_row(sheet.row, (LINE_HEIGHT + 4) * lines + 4)
    sheet.row += 1


def _headlines(sheet: Sheet, bench: Bench) -> None:
    words, colours = bench.words, sheet.book.colours
    head = {
        "bold": True,
        "align": "center",
        "font_color": colours.paper,
        "bg_color": colours.accent,
    }
    texts = [bench.word("item"), bench.word("now")]
    texts += [words.template("headline.month_before"), words.template("headline.year_before")]
    for at, text in enumerate(texts):
        sheet.put(sheet.row, at, text, "text", **head)
    for row, one in enumerate(bench.facts.headlines, start=sheet.row + 1):
        kind: Kind = "share" if one.unit == "share" else "count"
        sheet.put(row, 0, words.template(f"headline.{one.key}"), "name")
        for at, found in enumerate((one.now, one.month_before, one.year_before), start=1):
            sheet.put(row, at, found, kind)
    sheet.row += len(bench.facts.headlines) + 1


def trust(sheet: Sheet, bench: Bench) -> None:
    """Write how contacts became themes, what was taken in, how stable themes are, and markers."""
    words = bench.words
    sheet.lead(words.template("trust.lead"))
    sheet.heading(words.template("trust.chain"))
    columns = [bench.column("item", "name"), bench.column("size", "count")]
    chain: list[list[Cell]] = [
        [words.template(f"trust.{key}"), number] for key, number in bench.facts.trust.chain
    ]
    sheet.table(columns, chain)
    _taken(sheet, bench)
    _stability(sheet, bench)
    _markers(sheet, bench)
    _by_month(sheet, bench)


def _taken(sheet: Sheet, bench: Bench) -> None:
    words, found = bench.words, bench.facts.trust
    month, ever = found.taken_of_month, found.taken_ever
    rejects: list[list[Cell]] = [[one.reason, one.of_month, one.ever] for one in found.rejects]
    rows: list[list[Cell]] = [
        [words.template("trust.read"), month.read, ever.read],
        [words.template("trust.written"), month.taken, ever.taken],
        [words.template("trust.rejected"), month.rejected, ever.rejected],
        *rejects,
        [words.template("trust.known"), month.known, ever.known],
    ]
    columns = [
        bench.column("item", "name"), bench.column("trust.taken_of_month", "count"),
        bench.column("trust.taken_ever", "count"),
    ]  # fmt: skip
    sheet.heading(words.template("trust.taken"))
    sheet.table(columns, rows)


def _stability(sheet: Sheet, bench: Bench) -> None:
    words, found = bench.words, bench.facts.trust.stability
    sheet.heading(words.template("trust.stability"))
    if found is None:
        sheet.say(bench.facts.missing["stability"])
        return
    numbers = {"quotable": found.quotable.count, "doubted": found.not_quotable.count}
    sheet.say(words("trust.stable", day=day_text(found.measured_on), **numbers))
    if found.names:
        sheet.note(words.template("trust.doubted") + "、".join(found.names))


def _markers(sheet: Sheet, bench: Bench) -> None:
    found = bench.facts.trust.markers
    sheet.heading(bench.words.template("trust.markers"))
    if not found:
        sheet.say(bench.facts.missing["markers"])
        return
    columns = [
        bench.column("marker_what", "name"), bench.column("marker_day", "day"),
        bench.column("marker_scope"),
    ]  # fmt: skip
    everything = bench.word("everything")
    sheet.table(
        columns,
        [
            [one.description, one.marked_on, everything if one.scope == "all" else one.scope]
            for one in found
        ],
    )


def _by_month(sheet: Sheet, bench: Bench) -> None:
    """Write contacts, voices and the unexplained share of every month, and draw the share."""
    facts = bench.facts
    rows: list[list[Cell]] = []
    for at, share in zip(facts.axis, facts.trust.unexplained, strict=True):
        key, month = month_key(at), facts.at(at)
        if month:
            contacts = traced(month.count_contacts, "contact", key, "count_contacts")
            voices = traced(month.count_voices, "voice", key, "count_voices")
            unexplained = traced(share, "unexplained_by_month", key, "share_unexplained")
            rows.append([f"{at:%Y/%m}", contacts, voices, unexplained])
    columns = [
        bench.column("month", "name"), bench.column("loud.contacts", "count"),
        bench.column("voices", "count"), bench.column("unexplained", "share"),
    ]  # fmt: skip
    sheet.heading(bench.word("by_month"))
    area = sheet.table(columns, rows)
    title = bench.words.template("trust.unexplained_chart")
    told = Told(title, "", "", bench.word("unexplained_alt"))
    beside = (area.header, area.right + 1)
    put(sheet, shares(sheet, area, SHARE_COLUMN, told), told, beside, (WIDTH, HEIGHT))
    sheet.note(bench.words.template("trust.unexplained_note"))


def source(sheet: Sheet, bench: Bench) -> None:
    """Write the published file, what words mean, and the place of every number of the workbook."""
    facts, words = bench.facts, bench.words
    sheet.lead(bench.word("source_lead"))
    span = words(
        "workbook.span_value",
        first=day_text(facts.origin.data_from),
        last=day_text(facts.origin.data_until),
    )
    for key, text in (
        ("file", facts.origin.file_name),
        ("run", facts.origin.run_id or "–"),
        ("span", span),
    ):
        sheet.say(words("workbook.fact", item=bench.word(key), value=text))
    sheet.heading(bench.word("meanings"))
    meanings: list[list[Cell]] = [
        [bench.word(f"word_{key}"), words.template(place_of or f"workbook.meaning_{key}")]
        for key, place_of in MEANINGS
    ]
    for word, meaning in meanings:
        sheet.put(sheet.row, 0, word, "name")
        sheet.put(sheet.row, 1, meaning, "text", text_wrap=False)
        sheet.row += 1
    # Hundreds of numbers are looked up on screen; only what words mean is worth a page of paper.
    sheet.page.print_area(0, 0, sheet.row, OTHERS)
    _numbers(sheet, bench)


def _numbers(sheet: Sheet, bench: Bench) -> None:
    found = tuple(sheet.book.traces)
    sheet.heading(bench.word("numbers"))
    sheet.note(bench.word("numbers_lead"))
    if found:
        columns = [
            bench.column("sheet", width=22.0), bench.column("cell", width=8.0),
            bench.column("number", "plain", 14.0), bench.column("table", width=26.0),
            Column(bench.word("key"), "text", 60.0),
        ]  # fmt: skip
        rows: list[list[Cell]] = [
            [one.sheet, one.cell, one.number.value, f"mart.{one.number.mart}", one.number.key]
            for one in found
        ]
        sheet.table(columns, rows)
