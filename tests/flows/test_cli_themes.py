"""`voc themes` on a small home: every verb, the night after, a rebuild, mistakes, and sheets."""

import csv
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from openpyxl import load_workbook

from flows.messages import catalogue
from tests.flows.conftest import Nights, Told, assert_told, change_settings, copy_home, line
from tests.flows.contacts import contacts, write_table
from tests.flows.stored import ask, differences, everything, mart_tables, work_tables

DAY = date(2025, 3, 9)  # (a Sunday: themes are founded on it)
NEXT = DAY + timedelta(days=1)
THEMES, EACH = range(0, 6), range(0, 20)

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def settled(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with themes; copy it, never run in it."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("themes") / "settled")
    write_table(home / "inbox" / "table" / "first.csv", contacts(THEMES, EACH, DAY))
    assert nights.night(home, DAY).code == 0
    assert len(ids(home)) >= 3
    return home


@pytest.fixture
def home(settled: Path, tmp_path: Path) -> Path:
    return copy_home(settled, tmp_path / "home")


def ids(home: Path) -> list[str]:
    living = "select theme_id from core.theme where status <> 'retired' order by 1"
    return [theme_id for (theme_id,) in ask(home, living)]


def voices(home: Path, theme_id: str) -> list[str]:
    of_theme = f"select voice_id from core.assignment where theme_id = '{theme_id}' order by 1"
    return [voice_id for (voice_id,) in ask(home, of_theme)]


def themes(nights: Nights, home: Path, *words: str) -> Told:
    return nights.voc("themes", *words, "--home", home)


def done(nights: Nights, home: Path, *words: str) -> Told:
    told = themes(nights, home, *words)
    assert told.code == 0, told.ja
    return told


def log(home: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in (home / "decisions.jsonl").read_text().splitlines()]


def of_people(home: Path) -> list[object]:
    """What people decided about themes, as the work database shows it."""
    return ask(
        home,
        "select theme_id, status, approved_on is not null, retired_reason, merged_into, "
        "theme_name, is_named_by_person from core.theme left join core.theme_name using (theme_id) "
        "where approved_on is not null or is_named_by_person or retired_reason = 'merged' "
        "order by 1",
    )


def test_decisions_hold_at_once_are_published_and_survive_a_rebuild(
    nights: Nights, home: Path
) -> None:
    one, two, three, *_ = ids(home)
    told = done(nights, home, "rename", one, "配送の遅れ", "--category", "配送", "--by", "佐藤")
    assert line("ja", "warning_line", "themes_at_once").split(":")[-1].strip() in told.ja
    done(nights, home, "merge", one, two, "--reason", "同じ不満")
    done(nights, home, "approve", three, "--by", "鈴木")
    shown = voices(home, three)[:3]
    done(nights, home, "example", three, *shown)
    decided = of_people(home)
    assert decided == [
        (one, "active", False, None, None, "配送の遅れ", True),
        (two, "retired", False, "merged", one, decided[1][5], False),
        (three, "active", True, None, None, decided[2][5], False),
    ]
    assert "配送の遅れ" in done(nights, home, "list").ja
    assert nights.night(home, NEXT).code == 0
    assert voices(home, two) == []
    marts = mart_tables(home)
    assert any("配送の遅れ" in row for row in marts["mart.theme"])
    assert len(marts["mart.theme_decision"]) == 5
    assert not any("同じ不満" in row for row in marts["mart.theme_decision"])

    (home / "work.duckdb").unlink()
    assert nights.voc("init", "--home", home).code == 0
    assert nights.night(home, NEXT).code == 0
    assert of_people(home) == decided
    assert voices(home, one) and set(shown) <= set(voices(home, three))
    judged = ask(home, "select voice_id, theme_id from core.confirmation order by 1")
    assert judged == [(voice_id, three) for voice_id in sorted(shown)]
    # Numbers of themes that nobody decided about are not given again to others.
    assert all(new > three for new in set(ids(home)) - {one, three})


def test_undo_and_history(nights: Nights, home: Path) -> None:
    one = ids(home)[0]
    before = of_people(home)
    done(nights, home, "rename", one, "一番", "--by", "佐藤")
    done(nights, home, "rename", one, "二番", "--by", "鈴木")
    first, second = (str(entry["decision_id"]) for entry in log(home))
    history = done(nights, home, "history")
    assert "上書き" in history.ja and "overridden" in history.en
    told = done(nights, home, "undo")
    assert f"決定 {second} を取り消しました" in told.ja
    [(name,)] = ask(home, f"select theme_name from core.theme_name where theme_id = '{one}'")
    assert name == "一番"
    done(nights, home, "undo", first)
    assert of_people(home) == before
    told = themes(nights, home, "undo", first)
    assert told.code == 3 and first in told.ja
    states = list(csv.DictReader(done(nights, home, "history", "--format", "csv").ja.splitlines()))
    assert [row["state"] for row in states] == ["in_force", "in_force", "undone", "undone"]
    assert states[-1]["decided_by"] == "佐藤" and second in {row["decision_id"] for row in states}


def test_a_split_is_dealt_out_by_the_next_night(nights: Nights, home: Path) -> None:
    one = ids(home)[0]
    members = voices(home, one)
    done(nights, home, "split", one, "--part", f"新しい見方={members[0]},{members[1]}")
    [new] = set(ids(home)) - set(ids_before(home, log(home)))
    assert nights.night(home, NEXT).code == 0
    assert {members[0], members[1]} <= set(voices(home, new))
    assert set(voices(home, one)) | set(voices(home, new)) >= set(members)
    done(nights, home, "undo")
    assert nights.night(home, NEXT + timedelta(days=1)).code == 0
    assert voices(home, new) == []


def ids_before(home: Path, lines: list[dict[str, Any]]) -> list[str]:
    """Themes that no split made."""
    made = {part["theme_id"] for entry in lines for part in entry.get("parts", [])}
    return [theme_id for theme_id in ids(home) if theme_id not in made]


def test_voices_are_moved_held_and_kept_apart(nights: Nights, home: Path) -> None:
    one, two, *_ = ids(home)
    moved, held, refused = voices(home, one)[:3]
    told = done(nights, home, "move", moved, "--to", two)
    assert catalogue("ja").text("themes_with_night") in told.ja.splitlines()
    done(nights, home, "pin", held)
    done(nights, home, "not-this", one, refused)
    history = done(nights, home, "history")
    assert "声 1 件" in history.ja and "voices: 1" in history.en
    assert nights.night(home, NEXT).code == 0
    assert moved in voices(home, two)
    assert held in voices(home, one) and refused not in voices(home, one)
    retired = done(nights, home, "retire", two)
    assert retired.code == 0
    assert two not in ids(home)
    done(nights, home, "restore", two)
    assert two in ids(home)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("rename", "T9999", "名前"), "theme_unknown"),
        (("rename", "T0001", ""), "theme_name_missing"),
        (("rename", "T0001", "長" * 61), "theme_name_long"),
        (("merge", "T0001", "T0001"), "theme_merge_itself"),
        (("restore", "T0001"), "theme_is_living"),
        (("example", "T0001", "v0"), "voice_unknown"),
        (("move", "v0", "v1", "--to", "T0001"), "voice_unknown"),
        (("undo",), "decision_none"),
        (("undo", "D1"), "decision_unknown"),
        (("export", "list.pdf"), "sheet_format"),
        (("import", "none.csv"), "sheet_missing"),
    ],
)
def test_mistakes_are_told_in_one_line_and_change_nothing(
    nights: Nights, home: Path, words: tuple[str, ...], key: str
) -> None:
    before = work_tables(home)
    told = themes(nights, home, *words)
    assert told.code == 3, told.ja
    assert told.ja.strip().count("\n") == 0 and told.ja != told.en
    assert differences(before, work_tables(home)) == []
    assert not (home / "decisions.jsonl").exists() or log(home) == []
    assert key


def test_a_wrong_name_is_answered_with_the_nearest(nights: Nights, home: Path) -> None:
    one = ids(home)[0]
    done(nights, home, "rename", one, "配送の遅れと不着")
    told = themes(nights, home, "approve", "配送の遅れと未着")
    said = line(
        "ja", "error_line", "theme_unknown", theme="配送の遅れと未着", nearest="配送の遅れと不着"
    )
    assert told.ja.startswith(said)
    assert themes(nights, home, "approve", "配送の遅れと不着").code == 0
    taken = themes(nights, home, "rename", ids(home)[1], "配送の遅れと不着")
    assert_told(taken, "error_line", "theme_name_taken", name="配送の遅れと不着", theme=one)


def test_a_night_at_work_is_not_disturbed(nights: Nights, home: Path) -> None:
    with FileLock(home / ".running.lock"):
        told = themes(nights, home, "approve", ids(home)[0])
        assert_told(told, "error_line", "busy", home=home.resolve())
        assert told.code == 4
        assert themes(nights, home, "history").code == 0


def test_a_damaged_log_is_told_and_the_rest_counts(nights: Nights, home: Path) -> None:
    one = ids(home)[0]
    done(nights, home, "rename", one, "一番")
    with (home / "decisions.jsonl").open("a") as stream:
        stream.write('{"decision_id": "D2')
    told = nights.night(home, NEXT)
    assert_told(told, "warning_line", "decision_line_cut", file="decisions.jsonl", line=2)
    done(nights, home, "rename", one, "二番")
    [(name,)] = ask(home, f"select theme_name from core.theme_name where theme_id = '{one}'")
    assert name == "二番"


def test_the_same_night_again_changes_nothing(nights: Nights, home: Path) -> None:
    one, two, *_ = ids(home)
    done(nights, home, "rename", one, "一番")
    done(nights, home, "merge", one, two)
    assert nights.night(home, NEXT).code == 0
    before = everything(home)
    assert nights.night(home, NEXT).code == 0
    assert differences(before, everything(home)) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_goes_out_and_its_changes_come_in(
    nights: Nights, home: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"themes.{ending}"
    one, two, three, *_ = ids(home)
    done(nights, home, "export", str(path))
    done(nights, home, "import", str(path))
    assert not (home / "decisions.jsonl").exists()
    edit(path, one, theme_name="=配送の遅れ", status="approved")
    edit(path, two, merge_into=one)
    edit(path, three, status="wrong")
    tried = themes(nights, home, "import", str(path), "--dry-run")
    assert tried.code == 3 and not (home / "decisions.jsonl").exists()
    told = themes(nights, home, "import", str(path), "--by", "田中")
    assert told.code == 3
    assert [entry["verb"] for entry in log(home)] in (
        ["rename", "approve", "merge"],
        ["merge", "rename", "approve"],
    )
    [(reason, name)] = [
        (json.loads(text)["reason"], path.name)
        for path in (home / "quarantine" / "themes").iterdir()
        for text in path.read_text("utf-8").splitlines()
    ]
    assert (reason, name) == ("sheet_bad_status", f"themes.{ending}.rejects.jsonl")
    found = of_people(home)
    assert found[0][:2] == (one, "active") and found[0][5] == "=配送の遅れ"
    assert found[1][:2] == (two, "retired") and found[1][4] == one
    again = tmp_path / f"again.{ending}"
    done(nights, home, "export", str(again))
    assert_no_formula(again)
    count = len(log(home))
    done(nights, home, "import", str(again))
    assert len(log(home)) == count


def assert_no_formula(path: Path) -> None:
    """No cell of a sheet is one that Excel would work out."""
    if path.suffix == ".xlsx":
        cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
        assert any(cell.value == "=配送の遅れ" for cell in cells)
        assert not [cell for cell in cells if cell.data_type == "f"]
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:
        texts = [text for row in csv.reader(stream) for text in row]
    assert "'=配送の遅れ" in texts and not [text for text in texts if text[:1] in "=+-@" and text]


def edit(path: Path, theme_id: str, **cells: str) -> None:
    """Change cells of a theme's row, as a person does."""
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book.active
        names = [cell.value for cell in sheet[1]]
        [row] = [row for row in sheet.iter_rows(min_row=2) if row[0].value == theme_id]
        for name, value in cells.items():
            row[names.index(name)].value = value
            row[names.index(name)].data_type = "s"
        book.save(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for found in rows:
        if found["theme_id"] == theme_id:
            found.update({name: f"'{v}" if v[:1] == "=" else v for name, v in cells.items()})
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_an_old_sheet_does_not_take_back_what_others_changed(
    nights: Nights, home: Path, tmp_path: Path
) -> None:
    path, (one, two, *_) = tmp_path / "themes.csv", ids(home)
    done(nights, home, "export", str(path))
    done(nights, home, "rename", one, "後の名前")
    edit(path, two, theme_name="表の名前")
    done(nights, home, "import", str(path))
    names = dict(ask(home, "select theme_id, theme_name from core.theme_name"))
    assert (names[one], names[two]) == ("後の名前", "表の名前")
    edit(path, one, theme_name="前の名前")
    assert themes(nights, home, "import", str(path)).code == 3
    [rejects] = (home / "quarantine" / "themes").iterdir()
    assert "sheet_changed_meanwhile" in rejects.read_text("utf-8")
    shutil.rmtree(home / "quarantine" / "themes")


def test_a_home_made_by_an_earlier_version_takes_decisions(nights: Nights, home: Path) -> None:
    change_settings(home, {"[publish]": "keep_daily = 3"})
    assert "themes" in nights.voc("--help").ja
    assert done(nights, home, "show", ids(home)[0]).ja
