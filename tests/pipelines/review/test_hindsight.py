"""A month read from a much later file says what is as of then, and knows no later measures."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.review.page import render
from pipelines.review.review_room import facts_of_month, press_of
from tests.pipelines.review.printed import opened, words
from tests.pipelines.review.small_home import Named, calls, desk, publish

MARCH = date(2024, 3, 1)
MEASURES = """
insert into core.measure by name
select
    unnest(['M0001', 'M0002', 'M0003', 'M0004']) as measure_id, 't' as theme_id,
    't' as named_theme_id, '案内を出す' as what, '配送' as owner,
    unnest(['2024-03-10', '2024-05-01', '2024-05-01', '2024-03-20'])::date as from_on,
    null::double as expected_effect,
    unnest(['2024-03-01', '2024-03-31', '2024-04-01', '2024-04-20'])::date as decided_on,
    '佐藤' as decided_by, null::date as closed_on, null as outcome, 'r' as run_id;
"""


def home_until(home: Path, until: str) -> Path:
    said = calls(6, "2024-03-05", "t") + calls(4, "2024-04-02", "t")
    return publish(home, said, [Named("t", "配達が遅れる")], until=until, more=MEASURES)


@pytest.mark.parametrize(("until", "is_told"), [("2024-04-07", False), ("2024-04-08", True)])
def test_what_is_as_of_a_later_day_is_said(tmp_path: Path, until: str, is_told: bool) -> None:
    facts, _ = facts_of_month(home_until(tmp_path, until), desk(), MARCH)
    page = render(facts, press_of(desk()), {})
    assert ("この月ではなく2024年4月8日時点の記録によるものです" in page) is is_told


def test_document_says_it_too(tmp_path: Path) -> None:
    text = words(opened(home_until(tmp_path, "2024-05-20"), MARCH), 1)
    assert "この月ではなく2024年5月20日時点の記録によるものです" in text


def test_what_was_decided_and_begun_later_is_left_out(tmp_path: Path) -> None:
    home = home_until(tmp_path, "2024-05-20")
    facts, _ = facts_of_month(home, desk(), MARCH)
    assert {one.measure_id for one in facts.measures} == {"M0001", "M0002", "M0004"}
    assert set(facts.theme("t").measures) == {"M0001", "M0002", "M0004"}
