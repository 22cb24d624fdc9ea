"""Missed nights with Prefect's own engine, which names its tasks in ways of its own."""

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.flows.conftest import VOC, Nights, plain_environment
from tests.flows.contacts import contacts, write_table
from tests.flows.stored import ask

FIRST = date(2024, 3, 29)


def real_voc(home: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    environment = {**plain_environment(home), "PREFECT_HOME": str(home.parent / "prefect")}
    return subprocess.run(
        [VOC, *argv, "--home", str(home)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.heavy
def test_missed_days_are_walked_in_order_by_the_real_command(nights: Nights, home: Path) -> None:
    for number in range(5):
        day = FIRST + timedelta(days=number)
        write_table(home / f"inbox/table/{day}.csv", contacts([number], range(2), day, number * 10))
    assert nights.night(home, FIRST).code == 0
    walked = real_voc(home, "run", "nightly", "--as-of", "2024-04-02")
    assert (walked.returncode, walked.stderr) == (0, "")
    runs = ask(home, "select as_of, status from core.run order by started_at")
    assert runs == [(FIRST + timedelta(days=number), "done") for number in range(5)]
    days = ask(home, "select received_on, count(*) from core.contact group by all order by all")
    assert [count for _, count in days] == [2] * 5
    files = {path.name for path in (home / "published").glob("published-*.duckdb")}
    # The first night, the month-end that was walked over, and the last night.
    assert {name.split("-")[1] for name in files} == {"20240329", "20240331", "20240402"}


def test_publishable_attributes_hold_for_history(nights: Nights, home: Path) -> None:
    source = home / "sources/table.toml"
    words = source.read_text("utf-8")
    write_table(home / "inbox/table/a.csv", contacts([0], range(2), FIRST))
    path = home / "inbox/table/b.csv"
    path.write_text(
        "contact_id,received_at,text,team,memo\nx1,2024-03-29,二重に請求されました,甲,秘密\n",
        "utf-8",
    )
    question = "select attributes from mart.contact where source_contact_id = 'x1'"

    def published(names: list[str], day: str) -> object:
        wanted = f"publish_attributes = {json.dumps(names)}"
        source.write_text(words.replace("publish_attributes = []", wanted), "utf-8")
        assert nights.night(home, day).code == 0
        [(attributes,)] = ask(home, question)
        return json.loads(attributes)

    assert published(["team", "memo"], "2024-03-29") == {"team": "甲", "memo": "秘密"}
    assert published(["team"], "2024-03-30") == {"team": "甲"}
    marked = ask(home, "select marker_kind, scope from mart.marker")
    assert marked == [("source", "table")]
