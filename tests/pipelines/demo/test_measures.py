"""The measures that the demo's company decided."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from pipelines.demo.measures import COLUMNS, DECIDED, Found, measure_rows, write_measures
from pipelines.demo.plan import DemoPlan
from pipelines.demo.world import BASE_VOLUME
from pipelines.errors import InputError
from tests.pipelines.review.small_home import Call, Named, publish
from warehouse.connect import open_published

PLAN = DemoPlan()


def found_all() -> dict[str, Found]:
    return {one.issue_id: Found(f"T{n:04}", one.issue_id) for n, one in enumerate(DECIDED)}


def test_every_measure_is_about_a_planted_issue_and_the_first_is_the_planted_one() -> None:
    assert {one.issue_id for one in DECIDED} <= set(BASE_VOLUME)
    first, *others = [
        dict(zip(COLUMNS, row, strict=True)) for row in measure_rows(PLAN, found_all())
    ]
    assert (first["theme_name"], first["from_on"], first["outcome"]) == (
        "time_slot_missed", "2025-04-01", "done",
    )  # fmt: skip
    days = [date.fromisoformat(one["from_on"]) for one in others]
    assert any(day > PLAN.last_day for day in days)
    assert any(0 <= (PLAN.last_day - day).days < 28 for day in days)
    for one in [first, *others]:
        assert not one["closed_on"] or one["closed_on"] >= one["from_on"]
        assert bool(one["closed_on"]) == bool(one["outcome"])


def test_a_short_demo_leaves_out_what_began_before_it() -> None:
    short = DemoPlan(months=3, contacts=300)
    days = [row[COLUMNS.index("from_on")] for row in measure_rows(short, found_all())]
    assert days and min(days) > f"{short.first_day}"


def test_a_measure_is_written_for_the_largest_theme_that_is_the_issue(tmp_path: Path) -> None:
    themes = [Named("t-slot", "指定時間が守られない"), Named("t-mixed", "いろいろ")]
    calls = [Call(f"slot-{n}", "2024-03-05", "t-slot", f"時間に来ない{n}") for n in range(3)]
    calls += [Call(f"mixed-{n}", "2024-03-06", "t-mixed", f"別の話{n}") for n in range(9)]
    home = publish(tmp_path / "home", calls, themes)
    # More of the issue lies in the mixed theme, but that one is mostly something else.
    planted = ["slot-0", "slot-1", "slot-2", "mixed-0", "mixed-1", "mixed-2", "mixed-3"]
    issues = {key: {"theme_ids": ["time_slot_missed"]} for key in planted}
    truth = {"plan": PLAN.model_dump(mode="json"), "contacts": issues}
    (tmp_path / "truth.json").write_text(json.dumps(truth), "utf-8")
    with open_published(home) as con:
        assert write_measures(con, tmp_path / "truth.json", tmp_path / "measures.csv") == 1
        with pytest.raises(InputError, match="demo_truth_missing"):
            write_measures(con, tmp_path / "none.json", tmp_path / "measures.csv")
    [row] = csv.DictReader((tmp_path / "measures.csv").read_text("utf-8").splitlines())
    assert (row["theme_id"], row["theme_name"]) == ("t-slot", "指定時間が守られない")
