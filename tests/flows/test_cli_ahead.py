"""`voc ahead` on a published file: the list of a day, its notices, and how good lists have been."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.cli import main
from tests.new_database import work_database
from warehouse.ledger import open_run
from warehouse.publish import build, point_to

NOW = datetime(2025, 8, 2, 2, 0, tzinfo=UTC)
LISTS = """
insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id)
values ('T0001', '入金の反映の遅れ', ['入金'], '支払い', 'r');
insert into core.season_list_day values
    (date '2025-07-01', 0, 0.2, 'r'), (date '2025-08-01', 1, 0.2, 'r');
insert into core.season_entry values
    (date '2025-08-01', 'T0001', date '2025-08-18', date '2025-08-20', date '2025-08-29',
     date '2025-08-01', 142.4, 101, 187, 30.2, 4.7, 3.9, 1, 151, null, 40, 'low', 'お盆明け',
     'お知らせの下書き');
insert into core.season_carrier values
    (date '2025-08-01', 'T0001', date '2025-08-18', 'segment', 'シニア', 0.6, 0.55),
    (date '2025-08-01', 'T0001', date '2025-08-18', 'channel', 'call', 0.7, 0.6);
"""
JUDGED = """
insert into core.season_entry
select * replace (listed_on - interval 1 year as listed_on, onset_on - interval 1 year as onset_on,
    2 as count_years, 160 as count_year_before) from core.season_entry;
insert into core.season_judged values
    (date '2024-10-01', 'hit', 'T0001', date '2024-08-18', date '2024-08-29', date '2024-08-01',
     150, 30, 0),
    (date '2024-12-01', 'miss', 'T0001', date '2024-05-07', date '2024-05-15', null, 60, 20, 2);
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return published(tmp_path, LISTS)


def published(folder: Path, *statements: str) -> Path:
    with work_database(folder) as con:
        for statement in statements:
            con.execute(statement)
        run = open_run(con, "nightly", date(2025, 8, 1), NOW, "{}")
        final, _ = build(con, folder / "published", run, date(2025, 8, 1))
    point_to(folder, final, run, date(2025, 8, 1), NOW)
    return folder


def test_the_list_says_when_how_many_and_until_when_to_warn(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ahead", "--home", str(home)]) == 0
    head, names, line, _, score = capsys.readouterr().out.splitlines()
    assert head == "先回りの一覧(2025-08-01 時点、60 日以内に始まるもの)"
    assert names.split()[0] == "知らせる期限"
    assert line.split() == [
        "2025-08-01", "2025-08-18", "2025-08-29", "142", "101~187", "151", "-", "低い(1年だけ)",
        "シニア・電話", "T0001", "入金の反映の遅れ(お盆明け)",
    ]  # fmt: skip
    assert score == ("これまでの成績: 判定の済んだ季節はまだありません(2 年以上の記録がある季節)。")


def test_a_past_list_has_the_score_of_its_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = "insert into core.season_list_day values (date '2024-11-01', 0, 0.2, 'r')"
    home = str(published(tmp_path, LISTS, JUDGED, listed))
    told = []
    # The hit was judged on 1 October 2024, the miss only on 1 December.
    for day in ("2024-11-20", "2025-07-01"):
        assert main(["ahead", "--home", home, "--on", day]) == 0
        told.append(capsys.readouterr().out.splitlines()[-1].split("。")[0])
    assert [line.split(": ")[1] for line in told] == [
        "当たり 1、外れ 0、見落とし 0",
        "当たり 1、外れ 0、見落とし 1",
    ]


def test_the_score_of_earlier_lists_stands_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ahead", "--home", str(published(tmp_path, LISTS, JUDGED)), "--notices"])
    out = capsys.readouterr().out
    assert "お知らせの下書き" in out
    # |150 - 142.4| = 7.6 beside |150 - 160| = 10 and |150 - 40| = 110.
    assert out.splitlines()[-1] == (
        "この一覧の日までの成績(2 年以上の記録がある季節): 当たり 1、外れ 0、見落とし 1。"
        "当たりのうち見込みの幅に収まったもの 100%。"
        "誤差は「昨年並み」より 24% 小さい、「先月並み」より 93% 小さい。"
    )


def test_a_day_shows_the_list_of_that_day_and_what_is_past_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ahead", "--home", str(home), "--on", "2025-08-10"])
    assert "2025-08-01(過ぎました)" in capsys.readouterr().out
    main(["ahead", "--home", str(home), "--on", "2025-07-20"])
    told = capsys.readouterr()
    assert "2025-07-01 時点" in told.out
    assert "増えると見込まれるテーマはありません" in told.err
    main(["ahead", "--home", str(home), "--horizon", "10"])
    assert "T0001" not in capsys.readouterr().out
    assert main(["ahead", "--home", str(home), "--on", "2025-06-01"]) == 0
    assert "まだありません" in capsys.readouterr().err


def test_json_holds_every_column(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ahead", "--home", str(home), "--format", "json"])
    [entry] = json.loads(capsys.readouterr().out)
    assert entry["warn_by"] == "2025-08-01"
    assert (entry["segment"], entry["segment_share_low"]) == ("シニア", 0.55)
    main(["ahead", "--home", str(home), "--format", "csv"])
    assert capsys.readouterr().out.splitlines()[0].startswith("listed_on,theme_id,theme_name,")


def test_a_horizon_that_is_no_number_of_days_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ahead", "--home", str(home), "--horizon", "soon"]) == 2
    assert "60d" in capsys.readouterr().err
