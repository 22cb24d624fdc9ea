"""The document shows the facts on A4: every number traced, every glyph there, the same bytes."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipelines.errors import InputError
from pipelines.review.fonts import Fonts
from pipelines.review.pdf import pdf_of, write_pdf
from tests.pipelines.review.cells import NUMBER
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.looked_up import looked_up
from tests.pipelines.review.printed import (
    HEIGHT,
    MARGIN,
    WIDTH,
    fonts,
    material,
    missing_glyphs,
    numbers,
    opened,
    pieces,
    words,
)
from tests.pipelines.review.small_home import FONTS, Call, Named, calls, publish
from warehouse.connect import open_published

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>'
BRAND = '[brand]\ncompany = "みどり"\nlogo = "our.svg"\n'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_home(tmp_path_factory.mktemp("full") / "home")


@pytest.fixture(scope="module")
def document(home: Path) -> PdfReader:
    return opened(home)


def stays_on_paper(reader: PdfReader) -> bool:
    """Tell whether every run of text begins and ends between the margins."""
    measure = Fonts(FONTS)
    return all(
        one.x >= MARGIN
        and one.x + measure.width(one.text, one.size) <= WIDTH - MARGIN + 2
        and MARGIN / 2 <= one.y <= HEIGHT - MARGIN / 2
        for one in pieces(reader)
    )


def test_every_number_of_the_document_stands_in_the_file(home: Path, document: PdfReader) -> None:
    found = numbers(document)
    assert len({(one["mart"], one["key"]) for one in found}) >= 60
    with open_published(home) as con:
        for one in found:
            value = looked_up(con, one["mart"], one["key"])
            assert value is not None and one["text"] in writings(value), one
    for page in range(1, len(document.pages) + 1):
        seen = Counter(NUMBER.findall(document.pages[page - 1].extract_text()))
        # As often as the attachment says, and never as a part of another number.
        assert Counter(one["text"] for one in found if one["page"] == page) - seen == Counter()


def writings(value: float) -> set[str]:
    """Return the ways in which the document may write a value."""
    sign = "+" if value > 0 else "−"
    return {
        f"{value:,.0f}", f"{value:,.1f}", f"{value:,.2f}", f"{100 * value:.1f}%",
        f"{100 * value:.0f}%", f"{sign}{abs(100 * value):.0f}%",
    }  # fmt: skip


def test_the_first_page_alone_tells_the_month(home: Path, document: PdfReader) -> None:
    facts, _ = material(home)
    first = words(document, 1)
    for sentence in facts.sentences:
        assert "".join(sentence.text.split()) in first
    for theme in facts.loud:
        assert facts.theme(theme).name in first
    assert "2024年3月" in first and f"{facts.now.count_contacts}" in first


def test_sections_are_bookmarks_in_the_order_of_the_page(document: PdfReader) -> None:
    sections = [one.title for one in document.outline if not isinstance(one, list)]
    assert sections == [
        "多かった声", "変わったこと", "先回り", "十年一日", "対策", "どこで", "至急",
        "テーマごとに見る", "数字の確かさ",
    ]  # fmt: skip


def test_pages_are_a4_tagged_and_bear_the_day_of_the_data(document: PdfReader) -> None:
    for page in document.pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            (WIDTH, HEIGHT), abs=0.1
        )
    root = document.trailer["/Root"].get_object()
    assert root["/Lang"] == "ja-JP" and root["/MarkInfo"]["/Marked"]
    assert document.metadata is not None and document.metadata.creation_date is not None
    assert document.metadata.creation_date.date() == date(2024, 3, 31)
    assert document.metadata.title == "2024年3月 お客様の声 月次レビュー"


def test_fonts_are_in_the_file_and_no_glyph_lacks(document: PdfReader) -> None:
    found = fonts(document)
    assert all(found.values())
    assert {name.partition("+")[2].removesuffix("-Identity-H") for name in found} == {
        "VOCSansJP-Regular",
        "VOCSansJP-Bold",
    }
    assert missing_glyphs(document) == 0


def test_headings_run_over_the_pages_and_pages_are_numbered(document: PdfReader) -> None:
    last = len(document.pages)
    for number in range(2, last + 1):
        text = words(document, number)
        assert text.startswith("お客様の声月次レビュー2024年3月") and f"{number}/{last}" in text


def test_the_same_facts_give_the_same_bytes(home: Path, tmp_path: Path) -> None:
    facts, press = material(home)
    first = write_pdf(facts, press, tmp_path).read_bytes()
    assert pdf_of(*material(home)) == first


def test_a_card_is_never_cut_in_two(home: Path, document: PdfReader) -> None:
    facts, _ = material(home)
    theme = next(facts.theme(key) for key in facts.cards if facts.theme(key).quotes)
    parts = [theme.quotes[0].text, theme.quotes[-1].text, f"言い方{theme.wordings.count}通り"]
    on_pages = [
        {
            n
            for n in range(1, len(document.pages) + 1)
            if "".join(part.split()) in words(document, n)
        }
        for part in parts
    ]
    assert set.intersection(*on_pages)


def test_a_month_without_contacts_says_so(tmp_path: Path) -> None:
    home = publish(tmp_path / "h", calls(2, "2024-01-05", "t"), [Named("t", "遅れる")])
    text = words(opened(home, date(2024, 3, 1)))
    assert "この月に受け付けた応対はありません。" in text
    assert "この月に数えたテーマはありません。" in text


def test_an_unfinished_month_says_so(tmp_path: Path) -> None:
    said = [*calls(6, "2024-03-05", "t"), *calls(4, "2024-02-05", "t")]
    home = publish(tmp_path / "h", said, [Named("t", "遅れる")], until="2024-03-20")
    text = words(opened(home, date(2024, 3, 1)), 1)
    assert "途中経過" in text and "2024年3月はまだ終わっていません" in text


def test_one_theme_and_a_single_year_of_history(tmp_path: Path) -> None:
    said = [one for month in range(4, 13) for one in calls(3, f"2023-{month:02}-05", "t")]
    home = publish(tmp_path / "h", [*said, *calls(6, "2024-03-05", "t")], [Named("t", "ただ一つ")])
    reader = opened(home)
    assert "書き留められた対策はまだありません" in words(reader)
    assert "季節の見込みには1年分の記録が必要です" in words(reader)
    assert stays_on_paper(reader) and len(reader.pages) <= 6


def test_five_hundred_themes_and_names_of_sixty_characters_stay_on_paper(tmp_path: Path) -> None:
    names = ("長い名前" * 15, "フリーズ" * 15, "a" * 60)
    themes = [Named(f"t{n:03}", f"{n}{names[n % 3]}"[:60], names[n % 3]) for n in range(500)]
    said = [
        Call(
            f"{one.theme_id}-{n}",
            "2024-03-01",
            one.theme_id,
            f"{n}{names[n % 3]}",
            product=names[n % 3],
        )
        for one in themes
        for n in range(2)
    ]
    reader = opened(publish(tmp_path / "h", said, themes))
    assert "500テーマのうち" in words(reader, 1)
    assert stays_on_paper(reader) and missing_glyphs(reader) == 0 and len(reader.pages) <= 12


def test_what_the_font_lacks_is_a_geta_and_nothing_said_is_read_as_a_template(
    tmp_path: Path,
) -> None:
    evil = "#panic(1) *太字* $x$ {evil} \\ \"' <b> 😀 한국어 = 見出し"
    themes = [Named("t", evil, evil)]
    said = [Call(f"e{n}", "2024-03-01", "t", evil, product=evil, segment=evil) for n in range(6)]
    reader = opened(publish(tmp_path / "h", said, themes, markers=[("2024-03-01", evil)]))
    assert "#panic(1)*太字*$x${evil}" in words(reader) and "〓" in words(reader)
    assert missing_glyphs(reader) == 0


def test_a_company_changes_template_words_and_logo(home: Path, tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[loud]\nheading = "上位の課題"\n', "utf-8")
    (tmp_path / "look.toml").write_text(BRAND, "utf-8")
    (tmp_path / "our.svg").write_text(SQUARE, "utf-8")
    (tmp_path / "sections_more.typ").write_text(
        '#import "parts.typ": *\n'
        + "".join(
            f"#let {name}() = []\n" for name in ("measures", "where", "fast_lane", "cards", "trust")
        ),
        "utf-8",
    )
    text = words(opened(home, None, tmp_path))
    assert "上位の課題" in text and "みどりお客様の声月次レビュー" in text and "十年一日" in text
    assert "数字の確かさ" not in text


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("review.typ", "#let x = (\n", "1"),
        ("review.typ", '\n\n#panic("荷物がまだ届きません")\n', "3"),
        ("sections.typ", "#nothing\n", "1"),
        ("parts.typ", '#let data = json("none.json")\n', "1"),
    ],
)
def test_a_broken_template_is_named_without_customers_words(
    home: Path, tmp_path: Path, file: str, text: str, line: str
) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        pdf_of(*material(home, None, tmp_path), drawn={})
    assert refused.value.key == "review_template"
    assert refused.value.values == {"file": file, "line": line}
    assert "荷物" not in str(refused.value.__dict__) and refused.value.__suppress_context__
