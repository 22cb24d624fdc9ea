"""Pages that people ask for: one theme's, and two months beside each other."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.review.report_room import report_pair, report_theme
from tests.pipelines.review.full_home import FEBRUARY, MARCH, full_home
from tests.pipelines.review.looked_up import looked_up
from tests.pipelines.review.reading import cells, read
from tests.pipelines.review.small_home import Named, calls, desk, publish
from warehouse.connect import open_published


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_home(tmp_path_factory.mktemp("full") / "home")


@pytest.fixture(scope="module")
def theme_page(home: Path) -> str:
    path = report_theme(home, desk(), "t-bill")
    assert path == home / "reports" / "themes" / "t-bill.html"
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def pair_page(home: Path) -> str:
    path = report_pair(home, desk(), (MARCH, FEBRUARY))
    assert path == home / "reports" / "compare" / "2024-02_2024-03.html"
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", ["theme_page", "pair_page"])
def test_pages_are_sound_and_their_numbers_stand_in_the_file(
    home: Path, name: str, request: pytest.FixtureRequest
) -> None:
    page = read(request.getfixturevalue(name))
    assert page.broken == [] and page.unnamed_pictures == 0 and "script" not in page.names
    assert page.headings[0] == 1 and set(page.targets) <= set(page.ids)
    assert len(page.traced) >= 6
    with open_published(home) as con:
        for one in page.traced:
            assert looked_up(con, one.mart, one.key) == pytest.approx(one.value), one


def test_a_theme_tells_everything_on_record(theme_page: str) -> None:
    words = read(theme_page).words
    for told in (
        "請求額が違う", "引用には注意", "明細の書き方を変えた（担当：経理", "効いた",
        "2024年2月20日 急な増加：2月4日から18件",
        "「請求額が違う」から「充電器が熱い」が分かれました",
        "【お知らせ】4月29日ごろからのご請求について", "商品：ルーター",
    ):  # fmt: skip
        assert told in words, told
    assert theme_page.count("<blockquote>") == 3


def test_two_months_stand_in_their_order_with_what_chance_does_not_explain(pair_page: str) -> None:
    words = read(pair_page).words
    assert "2024年2月と2024年3月" in words and "応対は24件から55件に増えました。" in words
    assert cells(pair_page, 'data-theme="t-late"') == ["配達が遅れる", "4", "30", "+26 ↑"]
    assert cells(pair_page, 'data-theme="t-bill"') == ["請求額が違う", "20", "11", "−9"]
    assert cells(pair_page, 'data-theme="t-heat"') == ["充電器が熱い", "0", "7", "+7"]
    assert "1テーマの分け方が見直されました" in words


def test_a_change_of_counting_between_the_months_forbids_a_verdict(home: Path) -> None:
    path = report_pair(home, desk(), (date(2022, 3, 1), MARCH))
    page = path.read_text("utf-8")
    assert "この間に数え方が変わった" in page and "2023年1月20日 辞書が変わりました" in page
    assert "↑" not in page and "↓" not in page


def test_what_cannot_be_reported_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as unknown:
        report_theme(home, desk(), "t-nobody")
    assert unknown.value.key == "review_theme_unknown"
    with pytest.raises(InputError) as same:
        report_pair(home, desk(), (MARCH, MARCH))
    assert same.value.key == "review_months_same"
    half = publish(
        tmp_path / "h",
        calls(3, "2024-02-01", "t") + calls(3, "2024-03-05", "t"),
        [Named("t", "x")],
        until="2024-03-20",
    )
    with pytest.raises(InputError) as unfinished:
        report_pair(half, desk(), (FEBRUARY, MARCH))
    assert unfinished.value.key == "review_month_unfinished"
    part = publish(tmp_path / "p", calls(3, "2024-02-05", "t") + calls(3, "2024-03-05", "t"))
    with pytest.raises(InputError) as begins:
        report_pair(part, desk(), (FEBRUARY, MARCH))
    assert begins.value.key == "review_month_begins"


def test_a_source_that_is_read_otherwise_forbids_a_verdict_on_all(tmp_path: Path) -> None:
    marker = """
    insert into core.marker by name
    select 'm' as marker_id, '2024-03-01'::date as marked_on, 'source' as marker_kind,
        'table' as scope, '取り込み' as description, 'r' as run_id
    """
    said = calls(3, "2024-02-01", "t") + calls(40, "2024-03-05", "t")
    home = publish(tmp_path / "h", said, [Named("t", "x")], more=marker)
    page = report_pair(home, desk(), (FEBRUARY, MARCH)).read_text("utf-8")
    assert (
        "応対は3件から40件" not in page
        and "応対は3件と40件で、数え方が変わったため、増減は判定していません。" in page
    )
