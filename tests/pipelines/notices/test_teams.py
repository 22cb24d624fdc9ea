"""An alert goes to the targets of its teams, else to the house; what reaches nobody is said."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.night import Problem
from pipelines.notices.compose import alert_notice
from tests.pipelines.notices.raised import SPIKE, head, spike, store
from tests.pipelines.notices.test_outbox import YESTERDAY, Targets, prepare, send
from tests.pipelines.room_night import work_database
from warehouse.statements import Connection, rows

HOUSE, QUALITY, BILLING = "all", "品質保証", "請求 第2課"
ASKED = {
    "hinshitsu": {"teams": [QUALITY]},
    "both": {"teams": [QUALITY, BILLING], "events": ["alerts", "review"]},
    "zensha": {"events": ["alerts"]},
    "keiei": {"events": ["review"]},
}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def raise_for(con: Connection, *teams: tuple[str, ...], age: int = 0) -> None:
    """Write the spike of T0001 for the first teams, of T0002 for the second, and so on."""
    day = YESTERDAY - timedelta(days=age)
    store(con, [spike(number, day, told) for number, told in enumerate(teams, start=1)])


def told(con: Connection) -> dict[str, list[str]]:
    """Return the themes that each target is told of, old ones left out."""
    query = """
    select target, list(right(alert_id, 5) order by alert_id) from core.notice_alert
    where notice_id is not null group by target
    """
    return dict(con.sql(query).fetchall())


def counts(con: Connection) -> tuple[int, int]:
    """Return how many alerts were told to others than their teams, and to nobody."""
    [found] = rows(con, "notice_counts")
    return found[-2:]


def test_an_alert_goes_to_the_targets_of_its_teams(con: Connection) -> None:
    raise_for(con, (HOUSE,), (QUALITY,), (HOUSE, BILLING), (BILLING, QUALITY))
    assert prepare(con, *ASKED, targets=ASKED).problems == []
    assert told(con) == {
        "hinshitsu": ["T0002", "T0004"], "both": ["T0002", "T0003", "T0004"],
        "zensha": ["T0001", "T0003"],
    }  # fmt: skip
    assert counts(con) == (0, 0)


def test_a_target_of_several_teams_of_an_alert_is_told_once(con: Connection) -> None:
    raise_for(con, (HOUSE, QUALITY, BILLING))
    asked = {"one": {"teams": [HOUSE, QUALITY, BILLING, QUALITY]}}
    for _ in range(2):
        prepare(con, "one", targets=asked)
    targets = Targets()
    assert send(con, targets).delivered == 1
    assert targets.taken == [("one", "【voc】急な増加: 解約時の違約金(T0001)")]


def test_alerts_of_a_team_without_a_target_go_to_the_house(con: Connection) -> None:
    raise_for(con, (BILLING,), (BILLING, QUALITY))
    asked = {"hinshitsu": {"teams": [QUALITY]}}
    for _ in range(2):
        assert prepare(con, "hinshitsu", "zensha", targets=asked).problems == []
    assert told(con) == {"hinshitsu": ["T0002"], "zensha": ["T0001"]}
    assert counts(con) == (1, 0)


def test_who_names_the_house_among_teams_is_one_of_the_house(con: Connection) -> None:
    raise_for(con, (HOUSE,), (BILLING,))
    prepare(con, "one", targets={"one": {"teams": [HOUSE, QUALITY]}})
    assert told(con) == {"one": ["T0001", "T0002"]}
    assert counts(con) == (1, 0)


def test_what_reaches_nobody_is_said_in_the_night_and_counted_once(con: Connection) -> None:
    raise_for(con, (HOUSE,), (QUALITY,), (BILLING,))
    asked = {"hinshitsu": {"teams": [QUALITY]}}
    first, second = (prepare(con, "hinshitsu", targets=asked) for _ in range(2))
    assert first.problems == [Problem("notices_without_target", {"count": 2})]
    assert second.problems == []
    assert told(con) == {"hinshitsu": ["T0002"]}
    assert counts(con) == (0, 2)
    reasons = "select reason, count_rows from core.run_stage_reason where stage = 'notices'"
    assert con.sql(reasons).fetchall() == [("no_target", 2)]


def test_where_nobody_is_told_of_alerts_by_choice_they_are_only_counted(con: Connection) -> None:
    raise_for(con, (HOUSE,))
    assert prepare(con, "ops", targets={"ops": {"events": ["failure"]}}).problems == []
    assert (told(con), counts(con)) == ({}, (0, 1))


def test_a_team_that_asked_for_other_kinds_is_not_told_in_its_stead(con: Connection) -> None:
    raise_for(con, (QUALITY,))
    asked = {"hinshitsu": {"teams": [QUALITY], "alert_kinds": ["fast_lane"]}}
    assert prepare(con, "hinshitsu", "zensha", targets=asked).problems == []
    assert (told(con), counts(con)) == ({}, (0, 0))


def test_a_target_that_is_added_within_the_days_is_told_after_all(con: Connection) -> None:
    raise_for(con, (BILLING,), (HOUSE,))
    asked = {"seikyu": {"teams": [BILLING]}, "hinshitsu": {"teams": [QUALITY]}}
    prepare(con, "hinshitsu", targets=asked)
    assert counts(con) == (0, 2)
    prepare(con, "hinshitsu", "seikyu", "zensha", targets=asked)
    assert told(con) == {"seikyu": ["T0001"], "zensha": ["T0001", "T0002"]}
    assert counts(con) == (2, 0)


def test_a_target_that_is_taken_away_has_told_what_it_told(con: Connection) -> None:
    raise_for(con, (BILLING,))
    asked = {"seikyu": {"teams": [BILLING]}}
    prepare(con, "seikyu", "zensha", targets=asked)
    prepare(con, "zensha", targets=asked)
    assert (told(con), counts(con)) == ({"seikyu": ["T0001"]}, (0, 0))


def test_old_alerts_of_teams_without_a_target_are_passed_over(con: Connection) -> None:
    raise_for(con, (BILLING,), (HOUSE,), age=30)
    assert prepare(con, "hinshitsu", targets={"hinshitsu": {"teams": [QUALITY]}}).problems == []
    assert (told(con), counts(con)) == ({}, (0, 0))


def test_a_message_names_the_teams_of_an_alert_and_not_the_house() -> None:
    teams = spike(1, teams=(HOUSE, QUALITY, BILLING))
    lines = alert_notice(head(), "a", [teams, SPIKE], {}).body.splitlines()
    assert [line for line in lines if line.startswith("部署")] == ["部署: 品質保証・請求 第2課"]
