"""The page shows the facts, every number traced, and can be read by everyone."""

import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.drawings import drawings
from pipelines.review.page import pen_of, render
from pipelines.review.review_room import facts_of_month, press_of, review
from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.looked_up import looked_up
from tests.pipelines.review.reading import cells, read
from tests.pipelines.review.small_home import Call, Named, calls, desk, publish
from warehouse.connect import open_published


def page_of(home: Path, month: date | None = None, *folders: Path) -> str:
    """Return the page without pictures, which are tested by themselves and take their time."""
    facts, _ = facts_of_month(home, desk(*folders), month)
    return render(facts, press_of(desk(*folders)), {})


def full_page_of(home: Path) -> str:
    """Return the page with its pictures."""
    facts, _ = facts_of_month(home, desk())
    press = press_of(desk())
    return render(facts, press, drawings(facts, pen_of(press)))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_home(tmp_path_factory.mktemp("full") / "home")


@pytest.fixture(scope="module")
def page(home: Path) -> str:
    return full_page_of(home)


def test_every_traced_number_of_the_page_stands_in_the_file(home: Path, page: str) -> None:
    found = read(page).traced
    assert len({(one.mart, one.key) for one in found}) >= 100
    with open_published(home) as con:
        for one in found:
            assert looked_up(con, one.mart, one.key) == pytest.approx(one.value), one
            assert any(digit.isdigit() for digit in one.text), one


def test_a_number_is_written_as_its_value(page: str) -> None:
    whole = [one for one in read(page).traced if one.key.endswith(("|count_contacts", "|count"))]
    assert len(whole) >= 60
    assert all(one.text == f"{one.value:,.0f}" for one in whole)


def test_loud_shows_counts_rate_and_three_comparisons(page: str) -> None:
    assert cells(page, 'data-theme="t-late"') == [
        "1", "配達が遅れる 「指定した日に来ませんでした」", "30", "30", "2.50", "", "+26 ↑ 4",
        "+24 ↑ 6", "– 数え方が変わったため、比べられません 3",
    ]  # fmt: skip
    # Part of the bills is a theme of its own now: compared as far as it is alike.
    assert cells(page, 'data-theme="t-bill"')[1:8] == [
        "請求額が違う 引用注意 「見積もりより高い額が引かれた」", "11", "11", "0.92", "",
        "−9 ＊ 20", "−1 ＊ 12",
    ]  # fmt: skip


def test_sections_stand_in_the_order_of_the_issue(page: str) -> None:
    found = re.findall(r'<section id="(\w+)"', page)
    assert found == [
        "summary", "loud", "changes", "ahead", "ignored", "measures", "where", "fast_lane",
        "cards", "trust",
    ]  # fmt: skip


def test_the_page_is_well_formed_and_can_be_read_by_everyone(page: str) -> None:
    found = read(page)
    assert found.broken == [] and found.unnamed_pictures == 0
    assert len(found.ids) == len(set(found.ids))
    assert set(found.targets) <= set(found.ids)
    # Headings go down one step at a time, from a single first one.
    assert found.headings[0] == 1 and found.headings.count(1) == 1
    assert all(
        next_ - one <= 1 for one, next_ in zip(found.headings, found.headings[1:], strict=False)
    )
    assert '<html lang="ja">' in page and "<main" in page and 'class="skip"' in page


def test_page_is_self_contained(page: str) -> None:
    assert "<script" not in page and not read(page).handlers
    outside = re.findall(r"(?:src|href)=\"(?!#|data:)|@import|https?://(?!www\.w3\.org)", page)
    assert outside == []
    assert re.findall(r"url\((?!data:font/woff2)", page) == []
    assert len(page.encode()) < 6_000_000


@pytest.mark.heavy
def test_the_same_file_gives_the_same_bytes_in_every_file(home: Path) -> None:
    def written() -> dict[str, bytes]:
        folder = review(home, desk()).folder
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    first = written()
    assert {
        "published.duckdb", "published.json", "review.html", "review.pdf", "themes.json",
        "pictures/waterfall.svg", "pictures/waterfall.png", "pictures/theme-t-late.png",
    } <= first.keys()  # fmt: skip
    assert written() == first


def test_quotes_stand_on_the_card_without_the_day(page: str) -> None:
    card = page.split('id="theme-t-late"', 1)[1].split("</article>", 1)[0]
    said = re.findall(r'<li data-voice="t-late-2024-03-\d+"><blockquote>(.*?)</blockquote>', card)
    assert sorted(re.sub("<[^>]*>", "", text) for text in said) == [
        "指定した日に来ませんでした",
        "荷物がまだ届きません",
        "配達の約束が守られない",
    ]
    assert "2024年3月・電話・定期便" in card


def test_an_unfinished_month_says_so_and_is_not_frozen(tmp_path: Path) -> None:
    said = [*calls(6, "2024-03-05", "t-late"), *calls(4, "2024-02-05", "t-late")]
    home = publish(tmp_path / "h", said, [Named("t-late", "遅れる")], until="2024-03-20")
    assert "<h1>2024年2月</h1>" in page_of(home)
    page = page_of(home, date(2024, 3, 1))
    assert "途中経過" in page and "2024年3月はまだ終わっていません（2024年3月20日まで）" in page
    assert cells(page, 'data-theme="t-late"')[6].startswith("–")
    assert not (home / "reports" / "2024-03" / "published.duckdb").exists()
    assert (home / "reports" / "2024-02" / "published.duckdb").exists()


def test_month_without_contacts(tmp_path: Path) -> None:
    page = page_of(
        publish(tmp_path / "h", calls(2, "2024-01-05", "t-late"), [Named("t-late", "x")])
    )
    assert (
        "この月に受け付けた応対はありません。" in page
        and "この月に数えたテーマはありません。" in page
    )
    assert read(page).broken == []


def test_no_themes(tmp_path: Path) -> None:
    page = page_of(publish(tmp_path / "h", [Call("a", "2024-03-01"), Call("b", "2024-02-01")]))
    assert "テーマとして数えた声はありません。" in page
    assert 'id="cards"' not in page and read(page).broken == []


def test_one_theme_and_a_single_year_of_history(tmp_path: Path) -> None:
    said = [one for month in range(4, 13) for one in calls(3, f"2023-{month:02}-05", "t")]
    said += calls(6, "2024-03-05", "t")
    page = full_page_of(publish(tmp_path / "h", said, [Named("t", "ただ一つ")]))
    assert page.count('class="card"') == 1
    assert "季節の見込みには1年分の記録が必要です" in page
    assert "書き留められた対策はまだありません" in page
    # Every section that has nothing to show says so in a sentence and draws nothing.
    for section in re.findall(r"<section.*?</section>", page, re.DOTALL):
        assert "<svg" in section or 'class="empty"' in section or "<table" in section


def test_nameless_theme_and_name_of_sixty_characters(tmp_path: Path) -> None:
    long = "長い名前" * 15
    themes = [Named("t-none", None), Named("t-long", long)]
    said = [Call("a", "2024-03-01", "t-none"), Call("b", "2024-03-01", "t-long")]
    page = page_of(publish(tmp_path / "h", said, themes))
    assert "名称未定（t-none）" in page and f">{long}</a>" in page


def test_five_hundred_themes(tmp_path: Path) -> None:
    themes = [Named(f"t{number:03}", f"テーマ{number:03}") for number in range(500)]
    said = [Call(one.theme_id, "2024-03-01", one.theme_id) for one in themes]
    page = page_of(publish(tmp_path / "h", said, themes))
    assert page.count('class="card"') == 10
    # All are as large as each other, so all are first.
    assert [cells(page, f'data-theme="t{number:03}"')[0] for number in range(10)] == ["1"] * 10
    assert "500テーマのうち" in page and len(page.encode()) < 6_000_000


def test_nothing_a_customer_says_or_a_theme_is_called_becomes_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y> & {{ 7*7 }} {evil}"
    themes = [Named("t-evil", evil, evil)]
    said = [
        Call(f"e{number}", "2024-03-01", "t-evil", evil, product=evil, segment=evil)
        for number in range(6)
    ]
    page = page_of(publish(tmp_path / "h", said, themes, markers=[("2024-03-01", evil)]))
    found = read(page)
    assert not {"script", "img"} & found.names and not found.handlers and found.broken == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in found.words and "{evil}" in found.words


def test_copies_change_no_number_but_their_own(tmp_path: Path) -> None:
    said = [*calls(6, "2024-03-05", "t-late"), *calls(3, "2024-02-05", "t-late")]
    copies = [Call("again", "2024-03-08", "t-late", "写しの言葉", copy_of="t-late-2024-03-05-0")]
    plain = page_of(publish(tmp_path / "one", said, [Named("t-late", "遅れる")]))
    page = page_of(publish(tmp_path / "two", [*said, *copies], [Named("t-late", "遅れる")]))
    assert cells(page, 'data-theme="t-late"') == cells(plain, 'data-theme="t-late"')
    assert 'data-key="2024-03|count_copies">1<' in page and "写しの言葉" not in page


def test_unknown_month_and_empty_file_are_told_in_plain_words(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        page_of(home, date(2020, 1, 1))
    assert refused.value.key == "review_month_unknown"
    assert refused.value.values == {"month": "2020-01", "first": "2022-03", "last": "2024-03"}
    with pytest.raises(InputError) as empty:
        page_of(publish(tmp_path / "h", []))
    assert empty.value.key == "review_no_contacts"


def test_a_company_changes_words_colours_and_logo_without_code(home: Path, tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[loud]\nheading = "上位の課題"\n', "utf-8")
    (tmp_path / "look.toml").write_text(
        '[colours]\naccent = "#123456"\n[brand]\ncompany = "みどり"\nlogo = "our.svg"\n', "utf-8"
    )
    (tmp_path / "our.svg").write_text("<svg/>", "utf-8")
    page = page_of(home, None, tmp_path)
    assert "上位の課題" in page and "--accent: #123456;" in page
    assert 'src="data:image/svg+xml;base64,PHN2Zy8+" alt="みどり"' in page


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("words.toml", '[loud]\nheding = "x"\n', "review_bad_setting"),
        ("words.toml", '[sentence]\ncontacts = "{nobody}"\n', "review_bad_setting"),
        ("words.toml", '[cards]\nfigures = "{nobody}"\n', "review_bad_setting"),
        ("words.toml", '[cards]\nfigures = "{contacts[a]}"\n', "review_bad_setting"),
        ("words.toml", "[loud\n", "rules_not_toml"),
        ("look.toml", '[colours]\nink = "red; }"\n', "review_bad_setting"),
        ("look.toml", "[sizes]\nranking = 0\n", "review_bad_setting"),
        ("look.toml", '[brand]\nlogo = "none.svg"\n', "review_bad_setting"),
        ("review.html.j2", "{% if %}", "review_template"),
        ("review.html.j2", "{{ nothing_there }}", "review_template"),
    ],
)
def test_a_broken_setting_of_a_company_is_named(
    home: Path, tmp_path: Path, file: str, text: str, key: str
) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        page_of(home, None, tmp_path)
    assert refused.value.key == key and refused.value.values["file"] == file
