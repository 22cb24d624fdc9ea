"""The review says exactly what the marts say, of a real published file."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.review_room import review
from tests.pipelines.review.small_home import Call, Named, calls, desk, publish
from warehouse.connect import open_published

LATE = Named("t-late", "配達が遅れる")
BILL = Named("t-bill", "請求額が違う", "請求")

# Two customers of the late theme are one person; one contact is silent, one unexplained.
MARCH = [
    *calls(3, "2024-03-05", "t-late"),
    Call("same-1", "2024-03-06", "t-late", "まだ届きません", "K"),
    Call("same-2", "2024-03-07", "t-late", "荷物はどこですか", "K"),
    *calls(2, "2024-03-10", "t-bill", "請求が二重でした"),
    Call("odd", "2024-03-11", None, "駐車場はありますか"),
    Call("silent", "2024-03-12", None, None),
]
HISTORY = [
    *calls(4, "2023-03-02", "t-late"),
    *calls(1, "2024-02-10", "t-late"),
    *calls(3, "2024-02-11", "t-bill"),
]


def page_of(home: Path, month: date | None = None, **more: tuple[Path, ...]) -> str:
    with open_published(home) as con:
        return review(con, desk(home, **more), month).read_text("utf-8")


def cells(page: str, mark: str) -> list[str]:
    """Return the words of every cell of the table row that carries a mark."""
    row = re.search(rf"<tr[^>]*{re.escape(mark)}[^>]*>(.*?)</tr>", page, re.DOTALL)
    assert row, f"no row {mark}"
    found = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row[1], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def headline(page: str, key: str) -> str:
    block = page.split(f'id="headline-{key}"', 1)[1].split('<p class="note">', 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", block.split(">", 1)[1]).split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "h"
    markers = [("2024-02-20", "辞書が変わりました")]
    return publish(folder, HISTORY + MARCH, [LATE, BILL], markers=markers)


def test_ranking_shows_the_numbers_of_the_marts(home: Path) -> None:
    page = page_of(home)
    assert cells(page, 'data-theme="t-late"')[:-1] == [
        "1", "配達が遅れる 配送", "5", "4", "55.6%", "+4 前月 1", "+1 前年 4",
    ]  # fmt: skip
    assert cells(page, 'data-theme="t-bill"')[:-1] == [
        "2", "請求額が違う 請求", "2", "2", "22.2%", "−1 前月 3", "+2 前年 0",
    ]  # fmt: skip


def test_every_number_of_the_ranking_stands_in_the_mart(home: Path) -> None:
    page = page_of(home)
    with open_published(home) as con:
        expected = con.execute(
            """
            select theme_id, count_contacts, count_customers, share_of_contacts
            from mart.theme_by_month where month = date '2024-03-01'
            """
        ).fetchall()
    for theme_id, contacts, customers, share in expected:
        row = cells(page, f'data-theme="{theme_id}"')
        assert row[2:5] == [str(contacts), str(customers), f"{100 * share:.1f}%"]


def test_headlines(home: Path) -> None:
    page = page_of(home)
    assert headline(page, "contacts") == "応対 9 件 前月比 +5 前年同月比 +5"
    assert headline(page, "voices") == "お客様の声 8 件 前月比 +4 前年同月比 +4"
    assert headline(page, "explained") == (
        "テーマで説明できた声 87.5% 前月比 −12.5ポイント 前年同月比 −12.5ポイント"
    )
    assert headline(page, "themes") == "声のあったテーマ 2 件 前月比 ±0 前年同月比 +1"


def test_month_table_has_every_month_and_theme(home: Path) -> None:
    page = page_of(home)
    assert cells(page, 'id="all-contacts"') == ["応対全体", "4", *["0"] * 10, "4", "9"]
    assert cells(page, 'id="all-explained"')[-3:] == ["–", "100.0%", "87.5%"]
    body = page.split('<tbody class="themes">', 1)[1]
    assert re.findall(r'scope="row">([^<]+) ', body) == ["配達が遅れる", "請求額が違う"]


def test_trust_tells_rows_reasons_markers_and_the_file(home: Path) -> None:
    page = page_of(home)
    assert cells(page, 'class="reason"') == ["受付日時を日付として読めません。", "2", "2"]
    assert "2024年2月20日 辞書が変わりました" in page
    assert "published-20240331-nightly-20240331.duckdb" in page
    chain = page.split('id="chain"', 1)[1].split("</table>", 1)[0]
    assert re.findall(r'number">(\d+)<', chain) == ["9", "0", "8", "8", "0", "7", "1"]
    taken = page.split('id="taken"', 1)[1].split("</table>", 1)[0]
    assert re.findall(r'number">(\d+)<', taken) == [*["19"] * 2, *["17"] * 2, *["2"] * 4, "0", "0"]


def test_copies_change_no_number_but_their_own(tmp_path: Path, home: Path) -> None:
    copies = [
        Call("again-1", "2024-03-08", "t-late", "写しの言葉", "K", copy_of="same-1"),
        Call("again-2", "2024-03-09", "t-late", "写しの言葉", copy_of="same-1"),
    ]
    folder = publish(tmp_path / "h", [*HISTORY, *MARCH, *copies], [LATE, BILL])
    page, plain = page_of(folder), page_of(home)
    for key in ("contacts", "voices", "explained", "themes"):
        assert headline(page, key) == headline(plain, key)
    for mark in ('id="all-contacts"', 'id="all-explained"'):
        assert cells(page, mark) == cells(plain, mark)
    chain = page.split('id="chain"', 1)[1].split("</table>", 1)[0]
    assert re.findall(r'number">(\d+)<', chain) == ["9", "2", "8", "8", "0", "7", "1"]
    assert "写しの言葉" not in page
    with open_published(folder) as con:
        assert con.execute(
            "select count_voices, count_contacts, count_customers, count_copies from mart.theme "
            "where theme_id = 't-late'"
        ).fetchall() == [(10, 10, 9, 2)]


def test_default_is_the_last_complete_month_and_the_same_file_gives_the_same_bytes(
    home: Path,
) -> None:
    with open_published(home) as con:
        path = review(con, desk(home))
        first = path.read_bytes()
        assert path == home / "reports" / "2024-03" / "review.html"
        assert review(con, desk(home)).read_bytes() == first
    assert sorted(one.name for one in path.parent.iterdir()) == ["review.html", "themes.json"]


def test_quotes_are_of_the_month_and_differ(home: Path) -> None:
    page = page_of(home)
    card = page.split('id="theme-t-late"', 1)[1].split("</article>", 1)[0]
    assert sorted(re.findall(r"<blockquote>(.*?)</blockquote>", card)) == [
        "まだ届きません", "困っています", "荷物はどこですか",
    ]  # fmt: skip
    assert "電話" in card and "ルーター" in card


def test_unfinished_month_is_flagged_and_never_compared(tmp_path: Path) -> None:
    home = publish(tmp_path / "h", HISTORY + MARCH, [LATE, BILL], until="2024-03-20")
    assert "<h1>2024年2月</h1>" in page_of(home)
    page = page_of(home, date(2024, 3, 1))
    assert "2024年3月はまだ終わっていません(2024年3月20日まで)" in page
    assert headline(page, "contacts") == "応対 9 件 前月比 比較なし 前年同月比 比較なし"
    assert cells(page, 'data-theme="t-late"')[5:7] == ["– 比べる月がありません"] * 2
    assert page.count('class="unfinished"') > 0 and 'class="now"' not in page
    assert "途中" in page


def test_first_month_of_history_compares_nothing_and_calls_nothing_new(tmp_path: Path) -> None:
    themes = [Named("t-late", "配達が遅れる", born_on="2024-03-31")]
    page = page_of(publish(tmp_path / "h", MARCH[:5], themes))
    assert headline(page, "contacts") == "応対 5 件 前月比 比較なし 前年同月比 比較なし"
    assert 'class="badge"' not in page and 'id="new"' not in page


def test_new_themes_are_told_with_their_first_day(tmp_path: Path) -> None:
    new = Named("t-new", "新色がない", born_on="2024-03-31")
    said = [Call("n", "2024-03-09", "t-new", "赤がほしい")]
    page = page_of(publish(tmp_path / "h", HISTORY + MARCH + said, [LATE, BILL, new]))
    block = page.split('id="new"', 1)[1].split("</section>", 1)[0]
    assert re.findall(r"<a [^>]*>(.*?)</a>", block) == ["新色がない"]
    assert "最初の声 2024年3月9日" in block and "テーマになった日 2024年3月31日" in block
    assert "新しいテーマが1件ありました。" in page


def test_what_comes_after_the_month_is_not_in_its_review(tmp_path: Path) -> None:
    later = [Call("x", "2024-04-02", "t-later", "四月の声"), *calls(9, "2024-04-03", "t-late")]
    themes = [LATE, BILL, Named("t-later", "四月のテーマ", born_on="2024-04-30")]
    home = publish(tmp_path / "h", HISTORY + MARCH + later, themes, until="2024-04-30")
    page = page_of(home, date(2024, 3, 1))
    assert "四月" not in page
    assert cells(page, 'data-theme="t-late"')[2] == "5"


def test_nothing_a_customer_says_or_a_theme_is_called_becomes_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y> & {{ 7*7 }}"
    themes = [Named("t-evil", evil, evil)]
    said, markers = [Call("e", "2024-03-01", "t-evil", evil)], [("2024-03-01", evil)]
    page = page_of(publish(tmp_path / "h", said, themes, markers=markers))
    tags = Tags()
    tags.feed(page)
    assert not {"script", "img"} & tags.names and not tags.handlers
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "49" not in tags.words
    assert "{{ 7*7 }}" in tags.words


class Tags(HTMLParser):
    """Collects element names, event handlers, and the words between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.handlers: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_page_is_self_contained(home: Path) -> None:
    page = page_of(home)
    assert '<html lang="ja">' in page and "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?:", page)
    drawings = re.findall(r"<svg\b[^>]*>", page)
    assert drawings and all('role="img"' in one and 'aria-label="2' in one for one in drawings)


def test_no_themes(tmp_path: Path) -> None:
    page = page_of(publish(tmp_path / "h", [Call("a", "2024-03-01"), Call("b", "2024-02-01")]))
    assert "この月に数えたテーマはありません。" in page
    assert headline(page, "themes") == "声のあったテーマ 0 件 前月比 ±0 前年同月比 比較なし"


def test_month_without_contacts(tmp_path: Path) -> None:
    page = page_of(publish(tmp_path / "h", calls(2, "2024-01-05", "t-late"), [LATE]))
    assert "この月に受け付けた応対はありません。" in page
    assert headline(page, "explained") == (
        "テーマで説明できた声 – 前月比 比較なし 前年同月比 比較なし"
    )


def test_nameless_theme_and_name_of_sixty_characters(tmp_path: Path) -> None:
    long = "長い名前" * 15
    themes = [Named("t-none", None), Named("t-long", long)]
    said = [Call("a", "2024-03-01", "t-none"), Call("b", "2024-03-01", "t-long")]
    page = page_of(publish(tmp_path / "h", said, themes))
    assert "名称未定(t-none)" in page and f">{long}</a>" in page


def test_five_hundred_themes(tmp_path: Path) -> None:
    themes = [Named(f"t{number:03}", f"テーマ{number:03}") for number in range(500)]
    said = [Call(one.theme_id, "2024-03-01", one.theme_id) for one in themes]
    page = page_of(publish(tmp_path / "h", said, themes))
    body = page.split('<tbody class="themes">', 1)[1].split("</tbody>", 1)[0]
    assert body.count("<tr>") == 500
    assert page.count('class="card"') == 10
    # All are as large as each other, so all are first.
    assert [cells(page, f'data-theme="t{number:03}"')[0] for number in range(10)] == ["1"] * 10


def test_unknown_month_and_empty_file_are_told_in_plain_words(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        page_of(home, date(2020, 1, 1))
    assert refused.value.key == "review_month_unknown"
    assert refused.value.values == {"month": "2020-01", "first": "2023-03", "last": "2024-03"}
    with pytest.raises(InputError) as empty:
        page_of(publish(tmp_path / "h", []))
    assert empty.value.key == "review_no_contacts"


def test_a_company_changes_words_and_colours_without_code(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "review"
    own.mkdir()
    (own / "words.toml").write_text('[ranking]\nheading = "上位の課題"\n', "utf-8")
    (own / "look.toml").write_text('[colours]\naccent = "#123456"\n', "utf-8")
    page = page_of(home, folders=(own,))
    assert "上位の課題" in page and "--accent: #123456;" in page


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("words.toml", '[ranking]\nheding = "x"\n', "review_bad_setting"),
        ("words.toml", '[summary]\ntop = "{nobody}"\n', "review_bad_setting"),
        ("words.toml", "[ranking\n", "rules_not_toml"),
        ("look.toml", '[colours]\nink = "red; }"\n', "review_bad_setting"),
        ("look.toml", "[sizes]\nranking = 0\n", "review_bad_setting"),
        ("review.html.j2", "{% if %}", "review_template"),
        ("review.html.j2", "{{ nothing_there }}", "review_template"),
    ],
)
def test_a_broken_setting_of_a_company_is_named(
    home: Path, tmp_path: Path, file: str, text: str, key: str
) -> None:
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        page_of(home, folders=(tmp_path,))
    assert refused.value.key == key and refused.value.values["file"] == file
