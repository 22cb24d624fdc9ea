"""denominators.csv as rows: what counts, what is set aside, and what changed of history."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.rows import BadRow, Row
from pipelines.trends.denominators import (
    DENOMINATOR_REASONS,
    Key,
    Series,
    check_denominators,
    months_between,
    read_month,
    revisions,
)

ALL = Series("customers", "", "")


def row(number: int, month: object, kind: object, count: object, **parts: object) -> Row:
    return Row(number, {"month": month, "kind": kind, "count": count, **parts})


def months(*numbers: int) -> list[date]:
    return [date(2025, number, 1) for number in numbers]


def test_rows_as_people_write_them() -> None:
    checked = check_denominators(
        [
            row(2, "2025-01", "customers", "12,000"),
            row(3, "2025/2", "Customers", "１２０００"),
            row(4, "2025年3月", "customers", 12000.0, product=None),
            row(5, "202504", "customers", "1.2e4", segment=" "),
            row(6, "2025-05-31", "customers", 12000, product="", segment=None),
            row(7, "2025-05", "customers", 500, product="A", segment="法人"),
        ]
    )
    assert checked.bad == []
    whole = {Key(ALL, month): 12000.0 for month in months(1, 2, 3, 4, 5)}
    part = {Key(Series("customers", "A", "法人"), date(2025, 5, 1)): 500.0}
    assert checked.counts == whole | part


def test_doubtful_rows_are_set_aside_each_with_its_reason() -> None:
    unread = BadRow(9, "wrong_column_count", "x")
    checked = check_denominators(
        [
            row(2, "2025-13", "customers", 1),
            row(3, None, "customers", 1),
            row(4, "2025-01", "客数", 1),
            row(5, "2025-01", "customers", "約100"),
            row(6, "2025-01", "customers", 0),
            row(7, "2025-01", "customers", 10),
            row(8, "2025-01", "customers", 20),
            unread,
        ]
    )
    assert [(bad.number, bad.reason) for bad in checked.bad] == [
        (2, "denominator_bad_month"),
        (3, "denominator_bad_month"),
        (4, "denominator_unknown_kind"),
        (5, "denominator_bad_count"),
        (6, "denominator_not_positive"),
        (8, "denominator_twice"),
        (9, "wrong_column_count"),
    ]
    assert checked.counts == {Key(ALL, date(2025, 1, 1)): 10.0}


def test_months_between_the_first_and_the_last_are_lacking() -> None:
    given = [row(2, "2024-11", "sales", 1), row(3, "2025-02", "sales", 1)]
    zero = row(4, "2024-12", "sales", 0)
    lacking = check_denominators([*given, zero]).lacking
    assert lacking == {Series("sales", "", ""): (date(2024, 12, 1), date(2025, 1, 1))}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2025-01", "2025-02", "2025-04", "x", None]),
            st.sampled_from(["customers", "sales", "x"]),
            st.sampled_from(["", "A"]),
            st.sampled_from([5, 0, -1, "x", float("nan"), float("inf")]),
        ),
        max_size=12,
    )
)
def test_no_row_is_lost(cells: list[tuple[object, object, object, object]]) -> None:
    rows = [row(n, m, kind, count, product=p) for n, (m, kind, p, count) in enumerate(cells)]
    checked = check_denominators(rows)
    assert len(checked.counts) + len(checked.bad) == len(rows)
    assert {bad.reason for bad in checked.bad} <= set(DENOMINATOR_REASONS)


def test_a_month_is_read_from_an_era_date() -> None:
    assert read_month("令和7年3月15日") == date(2025, 3, 1)
    assert read_month("2025-3") == date(2025, 3, 1)
    assert read_month("三月") is None


def test_months_between_years() -> None:
    assert months_between(date(2024, 12, 1), date(2025, 2, 1)) == [
        date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1),
    ]  # fmt: skip


KNOWN = {Key(ALL, month): 100.0 for month in months(1, 2, 3, 4, 5, 6)}


def test_new_months_and_filled_gaps_change_no_history() -> None:
    given = KNOWN | {Key(ALL, date(2025, 7, 1)): 100.0, Key(ALL, date(2024, 12, 1)): 100.0}
    assert revisions(KNOWN, given, 3) == []


def test_a_corrected_month_is_told_but_breaks_nothing() -> None:
    given = KNOWN | {Key(ALL, date(2025, 3, 1)): 110.0}
    [found] = revisions(KNOWN, given, 3)
    assert (found.kind, found.first, found.last, found.is_break) == (
        "customers", date(2025, 3, 1), date(2025, 3, 1), False,
    )  # fmt: skip
    assert found.former == {Key(ALL, date(2025, 3, 1)): 100.0}


def test_newer_months_counted_in_another_way_are_a_break_with_its_ratio() -> None:
    given = KNOWN | {Key(ALL, month): 80.0 for month in months(4, 5, 6)}
    [found] = revisions(KNOWN, given, 3)
    assert (found.first, found.links) == (date(2025, 4, 1), {ALL: 0.8})


def test_all_of_history_counted_anew_breaks_nothing() -> None:
    [found] = revisions(KNOWN, {key: 80.0 for key in KNOWN}, 3)
    assert (len(found.former), found.is_break) == (6, False)


def test_months_taken_away_are_a_break_without_a_ratio() -> None:
    given = {Key(ALL, month): 100.0 for month in months(1, 2, 3)}
    [found] = revisions(KNOWN, given, 3)
    assert found.links == {ALL: None}
