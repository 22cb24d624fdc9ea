"""A sheet of themes: which changed rows ask for what, and which cannot be used."""

import pytest

from pipelines.errors import InputError
from pipelines.ingest.rows import BadRow, Row
from pipelines.themes.decide_room import Asked
from pipelines.themes.sheet import (
    COLUMNS,
    SHEET_REASONS,
    CheckedSheet,
    Listed,
    check_sheet,
    mark_of,
    status_of,
)

NOW = {
    "T0001": Listed("T0001", "配送", "物流", "active"),
    "T0002": Listed("T0002", "料金", "請求", "approved"),
    "T0003": Listed("T0003", "解約", "契約", "retired"),
    "T0004": Listed("T0004", "返品", "契約", "merged", "T0001"),
    "T0005": Listed("T0005", "新規", "契約", "proposed"),
}


def allow(asked: Asked) -> None:
    """Nothing is refused."""


def checked(*changes: tuple[str, dict[str, str]], **of_all: str) -> CheckedSheet:
    rows: list[Row | BadRow] = []
    for number, (theme_id, cells) in enumerate(changes, start=2):
        now = NOW.get(theme_id, Listed(theme_id))
        values = dict(zip(COLUMNS, (now.theme_id, *now.said), strict=False))
        rows.append(Row(number, values | {"as_written": mark_of(now.said)} | cells | of_all))
    return check_sheet(rows, NOW, allow, "")


def verbs(theme_id: str, **cells: str) -> list[tuple[str, ...]]:
    found = checked((theme_id, cells))
    assert not found.bad
    return [(one.verb, *one.themes) for one in found.asked]


def why(theme_id: str, **cells: str) -> str:
    [bad] = checked((theme_id, cells)).bad
    assert bad.reason in SHEET_REASONS
    return bad.reason


def test_a_sheet_that_nobody_touched_asks_for_nothing() -> None:
    assert checked(*((theme_id, {}) for theme_id in NOW)) == CheckedSheet([], 0, [])


def test_changed_cells_become_decisions() -> None:
    assert verbs("T0001", theme_name="遅配", category_name="運送") == [("rename", "T0001")]
    assert verbs("T0001", merge_into="T0002") == [("merge", "T0002", "T0001")]
    assert verbs("T0005", status="approved", theme_name="新") == [
        ("rename", "T0005"),
        ("approve", "T0005"),
    ]
    assert verbs("T0001", status="retired") == [("retire", "T0001")]
    assert verbs("T0003", status="active", theme_name="新") == [
        ("restore", "T0003"),
        ("rename", "T0003"),
    ]
    assert verbs("T0004", status="approved") == [("restore", "T0004"), ("approve", "T0004")]


def test_only_what_changed_is_asked_for() -> None:
    [asked] = checked(("T0001", {"category_name": "運送"})).asked
    assert (asked.name, asked.category) == ("", "運送")


def test_rows_that_cannot_be_used() -> None:
    assert why("T0001", status="alive") == "sheet_bad_status"
    assert why("T0002", status="active") == "sheet_no_way_back"
    assert why("T0001", status="proposed") == "sheet_no_way_back"
    assert why("T0003", merge_into="T0001") == "sheet_bad_merge"
    assert why("T0001", theme_name="長" * 61) == "sheet_bad_name"
    assert why("T0009", status="retired") == "sheet_unknown_theme"
    assert why("", status="retired") == "sheet_missing_theme"
    twice = checked(("T0001", {}), ("t0001", {"theme_name": "二"}))
    assert [bad.reason for bad in twice.bad] == ["sheet_theme_twice"]


def test_an_old_sheet_takes_nothing_back() -> None:
    old = mark_of(("前の名前", "物流", "active", ""))
    untouched = {"theme_name": "前の名前", "as_written": old}
    assert checked(("T0001", untouched)) == CheckedSheet([], 0, [])
    assert why("T0001", theme_name="別の名前", as_written=old) == "sheet_changed_meanwhile"


def test_a_sheet_without_some_columns_says_nothing_about_them() -> None:
    rows: list[Row | BadRow] = [Row(2, {"theme_id": "T0001", "theme_name": "遅配"})]
    [asked] = check_sheet(rows, NOW, allow, "会議").asked
    assert asked == Asked("rename", ("T0001",), name="遅配", reason="会議")


def test_what_the_home_refuses_is_a_bad_row() -> None:
    def refuse(asked: Asked) -> None:
        raise InputError("theme_name_taken", name="", theme="")

    rows: list[Row | BadRow] = [
        Row(2, {"theme_id": "T0001", "theme_name": "料金"}),
        Row(3, {"theme_id": "T0002", "merge_into": "T0009"}),
        BadRow(4, "undecodable_bytes", ""),
    ]
    found = check_sheet(rows, NOW, refuse, "")
    assert [bad.reason for bad in found.bad] == [
        "sheet_bad_name",
        "sheet_bad_merge",
        "undecodable_bytes",
    ]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (("retired", None, "T1"), "merged"),
        (("retired", "2024-01-01", None), "retired"),
        (("active", "2024-01-01", None), "approved"),
        (("proposed", None, None), "proposed"),
    ],
)
def test_one_word_for_a_state(state: tuple[str, object, str | None], word: str) -> None:
    assert status_of(*state) == word
