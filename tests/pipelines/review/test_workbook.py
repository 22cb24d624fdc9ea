"""The workbook holds the facts as real numbers, each told where it came from, and no formula."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.review.workbook import workbook_of, write_workbook
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.looked_up import looked_up
from tests.pipelines.review.printed import material
from tests.pipelines.review.small_home import Call, Named, calls, publish
from warehouse.connect import open_published

SHEETS = [
    "この月のあらまし", "多かった声", "変わったこと", "先回り", "十年一日", "対策", "どこで",
    "至急", "テーマごとに見る", "月別の件数", "数字の確かさ", "出典と定義",
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_home(tmp_path_factory.mktemp("full") / "home")


@pytest.fixture(scope="module")
def written(home: Path) -> bytes:
    return workbook_of(*material(home))


@pytest.fixture(scope="module")
def book(written: bytes) -> Workbook:
    return opened(written)


def opened(content: bytes) -> Workbook:
    """Open a workbook; the reader warns that it does not know the small lines in cells."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension", category=UserWarning)
        return load_workbook(BytesIO(content))


def rows(sheet: Worksheet, first: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows below the header that begins with a word, up to the first empty one."""
    is_inside = False
    for row in sheet.iter_rows(values_only=True):
        if is_inside and all(value is None for value in row):
            return
        if is_inside:
            yield row
        is_inside = is_inside or row[0] == first


def test_every_number_of_the_workbook_stands_in_the_file(home: Path, book: Workbook) -> None:
    told = list(rows(book["出典と定義"], "シート"))
    assert len({(table, key) for _, _, _, table, key in told}) >= 60
    with open_published(home) as con:
        for sheet, cell, value, table, key in told:
            assert book[sheet][cell].value == value, (sheet, cell)
            assert looked_up(con, table.removeprefix("mart."), key) == pytest.approx(value), key


def test_months_of_every_theme_stand_in_the_file(home: Path, book: Workbook) -> None:
    sheet = book["月別の件数"]
    header = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "テーマ")
    cells = 0
    with open_published(home) as con:
        for row in rows(sheet, "テーマ"):
            for month, count in zip(header[3:], row[3:], strict=True):
                key = f"{row[1]}|{month.replace('/', '-')}|count_contacts"
                assert looked_up(con, "theme_by_month", key) == count
                cells += 1
    assert cells == 3 * 25


def test_every_number_that_can_be_looked_up_is_told(home: Path, book: Workbook) -> None:
    facts, _ = material(home)
    told = {(table, key) for _, _, _, table, key in rows(book["出典と定義"], "シート")}
    for theme in (facts.theme(key) for key in facts.loud):
        for number in (theme.contacts, theme.customers, theme.wordings, theme.share):
            assert (f"mart.{number.mart}", number.key) in told
    for one in facts.ahead.entries:
        assert (f"mart.{one.expected.mart}", one.expected.key) in told


def test_a_sheet_a_section_in_the_order_of_the_page(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_the_first_sheet_tells_the_month_and_leads_to_the_others(
    home: Path, book: Workbook
) -> None:
    facts, _ = material(home)
    sheet = book["この月のあらまし"]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert said[0] == "2024年3月 お客様の声 月次レビュー"
    assert all(one.text in said for one in facts.sentences)
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]]


def test_loud_shows_counts_comparisons_and_verdicts(book: Workbook) -> None:
    row = next(row for row in rows(book["多かった声"], "順位") if row[1] == "配達が遅れる")
    assert row[:7] == (1, "配達が遅れる", "配送", None, 30, 30, row[6])
    assert row[9:15] == (4, 26, "増えた", 6, 24, "増えた")


def test_days_are_days_and_shares_are_shares(book: Workbook) -> None:
    coming = book["先回り"]
    header = next(cell for row in coming.iter_rows() for cell in row if cell.value == "案内の期限")
    day = coming.cell(header.row + 1, header.column)
    assert day.value == datetime(2024, 4, 12) and day.is_date
    where = book["どこで"]
    head = next(cell for row in where.iter_rows() for cell in row if cell.value == "その層で")
    share = where.cell(head.row + 1, head.column)
    assert 0 < share.value <= 1 and share.number_format == "0.0%"


def test_the_waterfall_adds_up(home: Path, book: Workbook) -> None:
    facts, _ = material(home)
    stairs = list(rows(book["変わったこと"], "項目"))
    assert facts.waterfall is not None
    assert stairs[0][1] == facts.waterfall.before.count
    assert stairs[-1][1] == facts.waterfall.now.count
    assert stairs[0][1] + sum(row[2] for row in stairs[1:-1]) == stairs[-1][1]
    for _, _, step, ground, rise, fall, top in (row[:7] for row in stairs[1:-1]):
        assert step == rise - fall and top == ground + rise + fall
    # Each step begins where the one before ended.
    ends = [row[3] if row[5] else row[6] for row in stairs[:-1]]
    begins = [row[6] if row[5] else row[3] for row in stairs[1:-1]]
    assert begins == ends[:-1]


def test_charts_are_native_and_told_in_words(written: bytes) -> None:
    with ZipFile(BytesIO(written)) as parts:
        kinds = [
            next(kind for kind in ("scatter", "bar", "line") if f"<c:{kind}Chart>" in text)
            for name in sorted(parts.namelist())
            if name.startswith("xl/charts/chart")
            for text in [parts.read(name).decode()]
        ]
        drawings = [
            parts.read(name).decode()
            for name in parts.namelist()
            if name.startswith("xl/drawings/drawing")
        ]
    # Trend, waterfall, calendar, two quadrants and the unexplained share.
    assert sorted(kinds) == ["bar", "bar", "line", "line", "scatter", "scatter"]
    assert sum(text.count('descr="') for text in drawings) == 6


def test_sheets_are_set_up_for_paper_and_long_ones_keep_their_header(book: Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in ("多かった声", "十年一日", "対策", "どこで", "テーマごとに見る", "月別の件数"):
        table = next(iter(book[name].tables.values()))
        assert book[name].freeze_panes is not None and table.autoFilter is not None
    assert {cell.font.name for sheet in book for row in sheet.iter_rows() for cell in row} == {
        "Yu Gothic"
    }


def test_columns_are_as_wide_as_japanese_needs(book: Workbook) -> None:
    sheet = book["多かった声"]
    name = max((str(row[1]) for row in rows(sheet, "順位")), key=len)
    assert sheet.column_dimensions["B"].width >= 2 * len(name)


def test_the_same_facts_give_the_same_bytes_dated_by_the_data(home: Path, tmp_path: Path) -> None:
    facts, press = material(home)
    first = write_workbook(facts, press, tmp_path).read_bytes()
    assert workbook_of(*material(home)) == first
    with ZipFile(BytesIO(first)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert opened(first).properties.created == datetime(2024, 3, 31)


# Excel takes each of these for something else than text; the first three make a chart read other
# cells, because XlsxWriter takes what looks like a reference for one, with an equals sign or not.
EVIL = [
    "=多かった声!$B$5", "=Sheet1!A1", "もう困る!B4", '=HYPERLINK("https://example.com")', "=1+1",
    "+1", "-1", "@x", "@sum(1)", "+cmd|'/C calc'!A0", "https://example.com", "mailto:x@example.com",
    "12345",
]  # fmt: skip


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook in which themes, products, customers' kinds, quotes and markers are formulas."""
    themes = [Named(f"t{n:02}", text, text) for n, text in enumerate(EVIL)]
    said = [
        Call(
            f"e{n}-{number}",
            "2024-03-01",
            f"t{n:02}",
            f"{text} {number * 'あ'}",
            product=text,
            segment=text,
        )
        for n, text in enumerate(EVIL)
        # Not as many of each: labels of dots at one height have no room.
        for number in range(10 + 12 * n)
    ]
    folder = tmp_path_factory.mktemp("evil")
    chart_words = "".join(
        f'[{section}]\n{key} = "{EVIL[0]}"\n'
        for section, key in (
            ("where", "product"),
            ("changes", "waterfall"),
            ("trust", "unexplained_chart"),
        )
    )
    more = '[workbook]\ntrend_chart = "=A!$A$1"\nquadrant_x = "=A!$A$1"\ntimes = "=A!$A$1"\n'
    (folder / "words.toml").write_text(f'{chart_words}{more}quadrant_focus = "=A!$A$1"\n', "utf-8")
    home = publish(folder / "home", said, themes, markers=[("2024-03-01", EVIL[0])])
    return workbook_of(*material(home, None, folder))


def test_nothing_a_customer_says_becomes_a_formula_or_a_link(evil: bytes) -> None:
    cells = [cell for sheet in opened(evil) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert set(EVIL) <= {cell.value for cell in cells if cell.data_type == "s"}
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert len(links) == len(SHEETS) - 1 and all(link.target is None for link in links)
    with ZipFile(BytesIO(evil)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    assert not [name for name in texts if "externalLink" in name or "TargetMode" in texts[name]]
    assert not [name for name in texts if "worksheets/sheet" in name and "<f>" in texts[name]]


def test_no_label_of_a_chart_becomes_a_formula(evil: bytes) -> None:
    with ZipFile(BytesIO(evil)) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if "/charts/" in name]
    # Charts read cells of the workbook that hold their numbers and names, and nothing else.
    places = {cells for chart in charts for cells in re.findall(r"<c:f>(.*?)</c:f>", chart)}
    whole = r"'?[^'!]+'?!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?"
    assert places and all(re.fullmatch(whole, one) for one in places)
    assert not [one for one in places if one.startswith("A!") or one == EVIL[0][1:]]
    # What would have been a formula is there as words.
    words = {text for chart in charts for text in re.findall(r"<a:t>(.*?)</a:t>", chart)}
    labels = {one for one in words if one.startswith(("=多かった声！$B$5（", "もう困る！B4（"))}
    assert {"=A！$A$1", "=多かった声！$B$5"} <= words and len(labels) == 2


def test_a_month_without_contacts_has_every_sheet_and_says_so(tmp_path: Path) -> None:
    home = publish(tmp_path / "h", calls(2, "2024-01-05", "t"), [Named("t", "遅れる")])
    book = opened(workbook_of(*material(home, date(2024, 3, 1))))
    assert book.sheetnames == SHEETS
    said = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "この月に数えたテーマはありません。" in said


def test_one_theme_and_an_unfinished_month(tmp_path: Path) -> None:
    said = [*calls(6, "2024-03-05", "t"), *calls(4, "2024-02-05", "t")]
    home = publish(tmp_path / "h", said, [Named("t", "ただ一つ")], until="2024-03-20")
    book = opened(workbook_of(*material(home, date(2024, 3, 1))))
    first = [cell.value for row in book["この月のあらまし"].iter_rows() for cell in row]
    assert any("2024年3月はまだ終わっていません" in str(value) for value in first)
    assert [row[1] for row in rows(book["多かった声"], "順位")] == ["ただ一つ"]


def test_five_hundred_themes_and_names_of_sixty_characters(tmp_path: Path) -> None:
    themes = [Named(f"t{n:03}", f"{n}{'長い名前' * 15}"[:60]) for n in range(500)]
    said = [Call(one.theme_id, "2024-03-01", one.theme_id) for one in themes]
    book = opened(workbook_of(*material(publish(tmp_path / "h", said, themes))))
    assert len(list(rows(book["月別の件数"], "テーマ"))) == 500
    assert all(one.width <= 60 for one in book["月別の件数"].column_dimensions.values())


def test_a_company_names_sheets_as_it_likes(home: Path, tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text(
        '[loud]\nheading = "上位/下位: [すべての課題についての長い長い長い長い長い長い見出し]"\n'
        '[changes]\nheading = "対策"\n'
        '[workbook]\ncategory = "テーマ"\nkind = ""\n',
        "utf-8",
    )
    book = opened(workbook_of(*material(home, None, tmp_path)))
    names = book.sheetnames
    assert names[1].startswith("上位・下位") and len(names[1]) == 31
    assert names[2] == "対策" and names[5] == "対策 2"
    assert [cell.value for cell in book[names[1]][4][:3]] == ["順位", "テーマ", "テーマ 2"]
    assert book["対策"]["A4"].value == "–" and all(sheet.tables for sheet in book.worksheets[1:3])
