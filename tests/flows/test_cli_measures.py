"""`voc measures` at the front door: what is written down, listed, closed, imported, refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.errors import BAD_INPUT, DONE, USAGE
from flows.home import Home, init_home
from flows.messages import catalogue


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made, _ = init_home(tmp_path / "home")
    with made.open_work() as con:
        con.execute(
            "insert into core.theme "
            "(theme_id, status, born_on, discovery_id, cluster_number, run_id) values "
            "('T0001', 'active', '2025-01-01', 'd', 0, 'r'), "
            "('T0002', 'active', '2025-01-01', 'd', 1, 'r'); "
            "insert into core.theme_name (theme_id, theme_name, terms, category_name, run_id) "
            "values ('T0002', '配達が遅い', [], '配送', 'r')"
        )
    return made


@pytest.fixture
def voc(home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a verb of `voc measures`; returns its exit code and what it printed and said."""
    monkeypatch.delenv("VOC_LANG", raising=False)

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["measures", *words, "--home", str(home.folder)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def said(key: str, **values: object) -> str:
    return catalogue("ja").text(key, values)


def lines(home: Home) -> list[dict[str, object]]:
    return [json.loads(line) for line in home.measures.read_text("utf-8").splitlines()]


def test_a_measure_is_written_down_listed_and_closed(home: Home, voc) -> None:  # type: ignore[no-untyped-def]
    code, _, err = voc(
        "add", "配達が遅い", "--what", "増便", "--from", "2025-04-01", "--owner", "物流",
        "--expected", "-30%", "--by", "佐藤",
    )  # fmt: skip
    assert code == DONE and said("measure_written", measure="M0001") in err
    [line] = lines(home)
    assert (line["theme_id"], line["expected_effect"], line["decided_by"]) == (
        "T0002",
        -0.3,
        "佐藤",
    )
    _, out, _ = voc("list")
    assert all(word in out for word in ("M0001", "配達が遅い", "増便", "実施中", "まだ言えない"))
    assert voc("close", "M0001", "--on", "2025-06-01", "--as", "stopped")[0] == DONE
    _, out, _ = voc("list", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    assert (row["status"], row["closed_on"], row["outcome"]) == ("stopped", "2025-06-01", "stopped")
    again = ("add", "T0002", "--what", "増便", "--from", "2025-04-01")
    code, _, err = voc(*again)
    assert (code, len(lines(home))) == (BAD_INPUT, 2)
    assert said("measure_twice", measure="M0001") in err
    voc("add", "T0001", "--what", "間違い", "--from", "2025-04-01")
    voc("close", "M0002", "--as", "withdrawn")
    assert "M0002" not in voc("list")[1] and "M0002" in voc("list", "--all")[1]
    assert voc(*again, "--again")[0] == DONE and lines(home)[-1]["measure_id"] == "M0003"


@pytest.mark.parametrize(
    ("words", "code", "key", "values"),
    [
        (
            ("add", "T0009", "--what", "x", "--from", "2025-04-01"), BAD_INPUT,
            "theme_unknown", {"theme": "T0009", "nearest": "T0002, T0001"},
        ),
        (("add", "T0001", "--what", " ", "--from", "2025-04-01"), BAD_INPUT,
         "measure_incomplete", {}),
        (("close", "M0007"), BAD_INPUT, "measure_unknown", {"measure": "M0007"}),
        (("add", "T0001", "--what", "x", "--from", "4月"), USAGE, "usage_day", {}),
        (
            ("add", "T0001", "--what", "x", "--from", "2025-04-01", "--expected", "半分"), USAGE,
            "usage_effect", {},
        ),
        (("import", "none.csv"), BAD_INPUT, "sheet_missing", {"file": "none.csv"}),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_one_line(  # type: ignore[no-untyped-def]
    home: Home, voc, words: tuple[str, ...], code: int, key: str, values: dict[str, object]
) -> None:
    found, _, err = voc(*words)
    assert (found, home.measures.exists()) == (code, False)
    assert said(key, **values) in err and len(err.splitlines()) == 1


def test_a_sheet_with_japanese_headings_goes_in_once(home: Home, voc, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sheet = tmp_path / "対策.csv"
    text = "テーマ,対策,開始日,担当\n配達が遅い,増便,2025/4/1,物流\n"
    text += "T0001,FAQ,2025年5月1日,\nT0404,x,2025/5/1,\n"
    sheet.write_bytes(text.encode("cp932"))
    code, _, err = voc("import", str(sheet), "--dry-run")
    assert code == BAD_INPUT and not home.measures.exists()
    assert said("measures_import_tried", file=sheet.name, new="2", known="0") in err
    assert voc("import", str(sheet))[0] == BAD_INPUT
    rejects = home.folder / "quarantine" / "measures" / "対策.csv.rejects.jsonl"
    assert json.loads(rejects.read_text("utf-8"))["reason"] == "theme_unknown"
    _, _, err = voc("import", str(sheet))
    assert said("measures_imported", file=sheet.name, new="0", known="2") in err
    assert [line["measure_id"] for line in lines(home)] == ["M0001", "M0002"]
    # What is listed as CSV can be changed and taken back in.
    listed = tmp_path / "listed.csv"
    listed.write_text(voc("list", "--format", "csv")[1].replace("物流", "配送"), "utf-8")
    assert voc("import", str(listed))[0] == DONE
    assert [(line["measure_id"], line["verb"]) for line in lines(home)][2:] == [("M0001", "change")]


def test_a_sheet_without_a_needed_column_is_refused(home: Home, voc, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lacking = {
        "テーマ,開始日": "what / 対策 / 内容",
        "対策,開始日": "theme_id / theme / テーマ / テーマ番号",
        "テーマ,対策": "from_on / 開始日",
    }
    for header, columns in lacking.items():
        sheet = tmp_path / "sheet.csv"
        sheet.write_text(header + "\nT0001,2025-04-01\n", "utf-8")
        code, _, err = voc("import", str(sheet))
        assert code == BAD_INPUT and not home.measures.exists()
        assert said("sheet_missing_columns", file="sheet.csv", columns=columns) in err


def test_broken_lines_are_told(home: Home, voc) -> None:  # type: ignore[no-untyped-def]
    home.measures.write_text("{}\n", "utf-8")
    _, _, err = voc("list")
    assert said("measure_line_cut", file="measures.jsonl", line=1) in err
    assert said("measures_none") in err
