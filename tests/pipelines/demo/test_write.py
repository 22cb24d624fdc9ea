"""The files, and that the truth beside them is the truth."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipelines.demo import DemoPlan, DemoSummary, write_demo
from pipelines.errors import InputError

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "corpus" / "retail_telecom"
PLAN = DemoPlan(
    contacts=400,
    months=12,
    share_exported_twice=0.02,
    share_corrected=0.02,
    share_forwarded=0.02,
    share_transcribed_twice=0.02,
)


class Demo:
    """A small demo on disk, read back without the code that wrote it."""

    def __init__(self, folder: Path) -> None:
        self.summary: DemoSummary = write_demo(
            CORPUS, folder / "inbox", folder / "truth.json", PLAN
        )
        self.truth: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
        self.rows: list[tuple[str, dict[str, Any]]] = []
        for path in sorted((folder / "inbox").rglob("*.*")):
            name = path.relative_to(folder / "inbox").as_posix()
            self.rows += [(name, row) for row in read_rows(path)]


def read_rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="cp932", newline="") as lines:
            return list(csv.DictReader(lines))
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def final_rows(demo: Demo) -> dict[str, dict[str, Any]]:
    """The rows by contact id, the later file winning."""
    in_order = sorted(demo.rows, key=lambda pair: pair[0].rsplit(".", 1)[0][-7:])
    return {row["contact_id"]: row for _, row in in_order}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


@cache
def digest_in_new_process(hash_seed: str, folder: Path) -> str:
    code = (
        "import hashlib, pathlib, sys\n"
        "from pipelines.demo import DemoPlan, write_demo\n"
        "out = pathlib.Path(sys.argv[1])\n"
        "write_demo(pathlib.Path(sys.argv[2]), out / 'i', out / 't.json', DemoPlan(contacts=300))\n"
        "files = sorted(p for p in out.rglob('*') if p.is_file())\n"
        "print(hashlib.sha256(b''.join(p.name.encode() + p.read_bytes() for p in files))"
        ".hexdigest())"
    )
    environ = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(folder), str(CORPUS)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout


def test_same_plan_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    first = digest_in_new_process("1", tmp_path / "a")
    assert first == digest_in_new_process("2", tmp_path / "b")


def test_another_seed_another_demo(tmp_path: Path, demo: Demo) -> None:
    other = PLAN.model_copy(update={"seed": 7})
    write_demo(CORPUS, tmp_path / "inbox", tmp_path / "truth.json", other)
    texts = {row["text"] for p in (tmp_path / "inbox/table").iterdir() for row in read_rows(p)}
    own = {row["text"] for _, row in demo.rows if "text" in row}
    assert len(texts & own) < 20


def test_contacts_are_exactly_as_many_as_planned(demo: Demo) -> None:
    ids = {row["contact_id"] for _, row in demo.rows}
    assert len(ids) == len(demo.truth["contacts"]) == demo.summary.count_contacts == PLAN.contacts
    extra = demo.summary.count_exported_twice + demo.summary.count_corrected
    assert extra == 16
    assert len(demo.rows) == demo.summary.count_rows == PLAN.contacts + extra


def test_truth_counts_files_and_themes_as_they_are(demo: Demo) -> None:
    assert demo.truth["files"] == Counter(name for name, _ in demo.rows)
    themes = Counter(t for c in demo.truth["contacts"].values() for t in c["theme_ids"])
    counted = {name: theme["count_contacts"] for name, theme in demo.truth["themes"].items()}
    assert {name: count for name, count in counted.items() if count} == themes


def test_rows_stand_in_the_month_they_came_or_the_next(demo: Demo) -> None:
    again = {i for g in demo.truth["duplicate_groups"] if "files" in g for i in g["contact_ids"]}
    for name, row in demo.rows:
        in_own_month = row["received_at"][:7] == name.rsplit(".", 1)[0][-7:]
        assert in_own_month or row["contact_id"] in again
        assert PLAN.first_day <= date.fromisoformat(row["received_at"][:10]) <= PLAN.last_day


def test_planted_statements_and_personal_data_stand_in_the_text(demo: Demo) -> None:
    last = final_rows(demo)
    for contact_id, truth in demo.truth["contacts"].items():
        row = last[contact_id]
        turns = [turn["text"] for turn in row["turns"]] if "turns" in row else [row["text"]]
        for item in truth["statements"] + truth["pii"]:
            assert item["text"] in turns[item["turn"]]
        assert row["customer_id"] in (truth["customer_id"], "")


def test_all_kinds_of_personal_data_are_planted_in_fictional_ranges(demo: Demo) -> None:
    items = [item for c in demo.truth["contacts"].values() for item in c["pii"]]
    assert {"PERSON", "PHONE", "EMAIL", "ADDRESS", "POSTAL", "ORDER_ID", "MEMBER_ID"} <= {
        item["type"] for item in items
    }
    assert all("example" in i["text"] for i in items if i["type"] == "EMAIL")
    assert all(i["text"].startswith("999") for i in items if i["type"] == "POSTAL")


def test_every_themed_contact_states_its_themes(demo: Demo) -> None:
    for contact in demo.truth["contacts"].values():
        stated = {s["theme_id"] for s in contact["statements"]} - {None}
        assert stated == set(contact["theme_ids"])
        assert contact["statements"]


def test_calls_and_chats_have_turns_within_bounds(demo: Demo) -> None:
    corrected = {i for g in demo.truth["duplicate_groups"] if g["kind"] == "corrected"
                 for i in g["contact_ids"]}  # fmt: skip
    for _, row in demo.rows:
        if row["channel"] == "mail" or row["contact_id"] in corrected:
            continue
        least, most = (6, 30) if row["channel"] == "call" else (3, 12)
        assert least <= len(row["turns"]) <= most


def test_copies_are_copies(demo: Demo) -> None:
    texts = {i: row["text"] for i, row in final_rows(demo).items() if "text" in row}
    kinds = Counter(g["kind"] for g in demo.truth["duplicate_groups"])
    assert kinds["forwarded"] == kinds["exported_twice"] == kinds["corrected"] == 8
    for group in demo.truth["duplicate_groups"]:
        own = [texts[i] for i in group["contact_ids"] if i in texts]
        if group["kind"] == "template":
            assert len(own) > 0 and len(set(own)) == 1
        if group["kind"] == "forwarded":
            assert own[1] == f"転送:\n\n{own[0]}"


def test_exported_twice_is_equal_and_corrected_is_longer_later(demo: Demo) -> None:
    by_place = {(name, row["contact_id"]): row for name, row in demo.rows}
    for group in demo.truth["duplicate_groups"]:
        if "files" in group:
            first, later = (by_place[f, group["contact_ids"][0]] for f in group["files"])
            if group["kind"] == "exported_twice":
                assert first == later
            else:
                assert str(first.get("turns", first.get("text"))) != str(
                    later.get("turns", later.get("text"))
                )


def test_a_call_transcribed_twice_is_one_call_in_two_spellings(demo: Demo) -> None:
    groups = [g for g in demo.truth["duplicate_groups"] if g["kind"] == "transcribed_twice"]
    assert len(groups) == demo.summary.count_transcribed_twice > 0
    rows, contacts = final_rows(demo), demo.truth["contacts"]
    chains = {i for chain in demo.truth["repeat_callers"] for i in chain["contact_ids"]}
    for group in groups:
        first, second = (rows[i] for i in group["contact_ids"])
        assert first["received_at"][:10] == second["received_at"][:10]
        assert first["turns"] != second["turns"]
        assert [t["speaker"] for t in first["turns"]] == [t["speaker"] for t in second["turns"]]
        assert second["customer_id"] in (first["customer_id"], None)
        one, other = (contacts[i]["theme_ids"] for i in group["contact_ids"])
        assert one == other
        assert group["contact_ids"][1] not in chains


def test_repeat_callers_come_back_within_thirty_days(demo: Demo) -> None:
    assert demo.summary.count_repeat == 20
    contacts = demo.truth["contacts"]
    for chain in demo.truth["repeat_callers"]:
        days = [date.fromisoformat(contacts[i]["received_at"][:10]) for i in chain["contact_ids"]]
        gaps = [(b - a).days for a, b in pairwise(days)]
        assert gaps and all(0 <= gap <= 30 for gap in gaps)
        assert all(chain["theme_id"] in contacts[i]["theme_ids"] for i in chain["contact_ids"])


def test_identical_statements_are_the_exception(demo: Demo) -> None:
    assert demo.summary.share_identical_statements <= 0.02


def test_progress_hears_every_five_hundred(tmp_path: Path) -> None:
    heard: list[int] = []
    plan = DemoPlan(contacts=1050, months=2)
    write_demo(CORPUS, tmp_path / "inbox", tmp_path / "truth.json", plan, heard.append)
    assert heard == [500, 1000]


def test_missing_corpus_is_told_by_file_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_demo(tmp_path, tmp_path / "inbox", tmp_path / "truth.json", PLAN)
    assert (caught.value.key, caught.value.values) == (
        "demo_corpus_missing",
        {"file": "themes.jsonl"},
    )


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValidationError):
        DemoPlan(month=3)  # type: ignore[call-arg]
