"""mart.theme_rate_by_month against a slow plain-Python twin, and against exact small worlds."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipelines.trends.part_world import (
    Marker,
    Part,
    contacts,
    first_heard,
    is_whole,
    measured,
    month_after,
    month_of,
    months_of,
    put,
)
from warehouse.statements import Connection

# What put() writes into core.rate_setting.
LEAST_CONTACTS, LEAST_DENOMINATOR = 2, 50
FIRST = date(2024, 1, 1)
Denominators = dict[tuple[str, date, str, str], float]
Row = tuple[Any, ...]

QUERY = """
select theme_id, month, denominator_kind, product, segment, count_contacts, count_customers,
    count_denominator, contacts_per_1000, customers_per_1000, is_suppressed, is_complete,
    is_comparable, comparable_since
from mart.theme_rate_by_month
order by theme_id, month, denominator_kind, product nulls first, segment nulls first
"""

DAYS = st.integers(0, 120).map(lambda number: FIRST + timedelta(days=number))
PARTS = st.builds(
    Part,
    name=st.uuids(version=4).map(str),
    day=DAYS,
    source=st.sampled_from(["call", "mail"]),
    product=st.sampled_from(["A", "B", None]),
    segment=st.sampled_from(["S", None]),
    customer=st.sampled_from(["k1", "k2", None]),
    themes=st.lists(st.sampled_from(["T0001", "T0002", None]), max_size=3).map(tuple),
    is_copy=st.sampled_from([False, False, True]),
)
MONTHS = st.integers(0, 4).map(lambda number: month_after(FIRST, number))
DENOMINATORS = st.dictionaries(
    st.tuples(
        st.sampled_from(["customers", "sales"]),
        MONTHS,
        st.sampled_from(["", "A", "B"]),
        st.sampled_from(["", "S"]),
    ),
    st.sampled_from([10.0, 100.0, 1000.0]),
    max_size=12,
)
MARKERS = st.lists(
    st.builds(
        Marker,
        kind=st.sampled_from(["encoder", "source", "outage", "customer_key", "event"]),
        day=DAYS,
        missing=st.sampled_from([0.0, 20.0]),
    ).map(
        lambda one: (
            Marker(one.kind, one.day, one.day + timedelta(days=3), "call", one.missing)
            if one.kind == "outage"
            else one
        )
    ),
    max_size=2,
)


def put_denominators(con: Connection, given_: Denominators) -> None:
    for (kind, month, product, segment), count in given_.items():
        con.execute(
            "insert into core.denominator values (?, ?, ?, ?, ?, 'r')",
            [kind, month, product, segment, count],
        )


def whole(given_: Denominators, kind: str, month: date) -> float | None:
    """Return a month's denominator of everything, given or summed from complete parts."""
    of_kind = {key: count for key, count in given_.items() if key[0] == kind}
    if any(key[2:] == ("", "") for key in of_kind):
        return of_kind.get((kind, month, "", ""))
    found = []
    for is_cut in (
        lambda product, segment: bool(product) and not segment,
        lambda product, segment: bool(product) and bool(segment),
        lambda product, segment: not product,
    ):
        parts = {
            key[2:] for key in of_kind if is_cut(*key[2:]) and begun(of_kind, key[2:]) <= month
        }
        sums = [of_kind.get((kind, month, *part)) for part in parts]
        if sums and all(count is not None for count in sums):
            found.append(sum(count for count in sums if count is not None))
    return found[0] if found else None


def begun(of_kind: Denominators, part: tuple[str, ...]) -> date:
    return min(key[1] for key in of_kind if key[2:] == part)


def denominator(
    world: list[Part], given_: Denominators, kind: str, month: date, part: tuple[str, str]
) -> float | None:
    if kind == "contacts":
        return float(len(contacts(world, month))) or None
    if part == ("", ""):
        return whole(given_, kind, month)
    return given_.get((kind, month, *part))


def series_of(
    world: list[Part], given_: Denominators, months: list[date]
) -> set[tuple[str, str, str]]:
    found = {(key[0], *key[2:]) for key in given_}
    kinds = {key[0] for key in given_}
    all_months = {key[1] for key in given_}
    found |= {(kind, "", "") for kind in kinds if any(whole(given_, kind, m) for m in all_months)}
    if any(contacts(world, month) for month in months):
        found.add(("contacts", "", ""))
    return found


def is_in(p: Part, product: str, segment: str) -> bool:
    return (not product or p.product == product) and (not segment or p.segment == segment)


def breaks(markers: list[Marker], month: date) -> tuple[bool, date | None]:
    """Return whether the way of counting changed in a month, and since when it holds."""
    last = month_after(month) - timedelta(days=1)
    lasting = [m.day for m in markers if m.kind in ("encoder", "source") and m.day <= last]
    silent = [
        m
        for m in markers
        if m.kind == "outage"
        and m.missing
        and m.day <= last
        and m.until is not None
        and m.until >= month
    ]
    return bool(silent) or any(day > month for day in lasting), max(lasting, default=None)


def has_two_keys(markers: list[Marker], month: date) -> bool:
    """Return whether the key of customers changed within a month."""
    last = month_after(month) - timedelta(days=1)
    return any(m.kind == "customer_key" and month < m.day <= last for m in markers)


def twin(world: list[Part], given_: Denominators, markers: list[Marker], as_of: date) -> list[Row]:
    months = months_of(world, as_of)
    rows = []
    for theme in ("T0001", "T0002"):
        first = first_heard(world, theme)
        for month in months:
            if first is None or month < first:
                continue
            is_broken, since = breaks(markers, month)
            for kind, product, segment in series_of(world, given_, months):
                heard = [p for p in contacts(world, month, theme) if is_in(p, product, segment)]
                people = len({p.customer or p.name for p in heard})
                divisor = denominator(world, given_, kind, month, (product, segment))
                is_all = (product, segment) == ("", "")
                is_small = 0 < len(heard) < LEAST_CONTACTS or (
                    divisor is not None and divisor < LEAST_DENOMINATOR
                )
                is_given = divisor is not None and not is_small
                is_counted = is_given and is_all and not has_two_keys(markers, month)
                complete = is_whole(month, world, as_of)
                rows.append(
                    (
                        theme,
                        month,
                        kind,
                        product or None,
                        segment or None,
                        len(heard),
                        people if is_all else None,
                        divisor,
                        1000 * len(heard) / divisor if is_given and divisor else None,
                        1000 * people / divisor if is_counted and divisor else None,
                        is_small,
                        complete,
                        complete and divisor is not None and not is_broken,
                        since,
                    )
                )
    return sorted(rows, key=lambda row: (row[0], row[1], row[2], row[3] or "", row[4] or ""))


@settings(max_examples=10)
@given(
    world=st.lists(PARTS, min_size=1, max_size=14, unique_by=lambda p: p.name),
    given_=DENOMINATORS,
    markers=MARKERS,
    as_of=DAYS,
)
def test_rates_are_what_the_slow_twin_counts(
    con: Connection,
    world: list[Part],
    given_: Denominators,
    markers: list[Marker],
    as_of: date,
) -> None:
    put(con, world, markers, [])
    put_denominators(con, given_)
    measured(con, as_of)
    assert con.execute(QUERY).fetchall() == twin(world, given_, markers, as_of)


def test_a_part_that_is_not_given_yet_leaves_the_whole_without_a_number(con: Connection) -> None:
    world = [Part(f"{number}", FIRST, themes=("T0001",)) for number in range(3)]
    put(con, world, [], [])
    second = month_after(FIRST)
    parts = {
        ("customers", month, product, ""): 100.0 for month in (FIRST, second) for product in "AB"
    }
    del parts["customers", second, "B", ""]
    put_denominators(con, parts)
    measured(con, date(2024, 2, 29))
    found = con.execute(
        "select month, count_denominator, contacts_per_1000 from mart.theme_rate_by_month "
        "where denominator_kind = 'customers' and product is null order by month"
    ).fetchall()
    assert found == [(FIRST, 200.0, 15.0), (second, None, None)]


def test_a_part_that_began_later_lacks_in_no_earlier_month(con: Connection) -> None:
    put(con, [Part(f"{number}", FIRST, themes=("T0001",)) for number in range(3)], [], [])
    second = month_after(FIRST)
    parts = {("customers", month, "A", ""): 100.0 for month in (FIRST, second)}
    put_denominators(con, parts | {("customers", second, "B", ""): 50.0})
    measured(con, date(2024, 2, 29))
    found = con.execute(
        "select month, count_denominator from mart.theme_rate_by_month "
        "where denominator_kind = 'customers' and product is null order by month"
    ).fetchall()
    assert found == [(FIRST, 100.0), (second, 150.0)]


def test_a_change_on_the_first_day_leaves_a_month_of_one_piece(con: Connection) -> None:
    world = [Part(f"{number}", FIRST, themes=("T0001",)) for number in range(3)]
    for day, is_comparable in ((date(2024, 2, 1), True), (date(2024, 2, 2), False)):
        put(con, [*world, Part("x", date(2024, 2, 5))], [Marker("encoder", day)], [])
        measured(con, date(2024, 2, 29))
        found = con.execute(
            "select is_comparable, comparable_since from mart.theme_rate_by_month order by month"
        ).fetchall()
        assert found == [(True, None), (is_comparable, day)]


def test_a_new_key_of_customers_leaves_no_rate_of_customers_in_its_month(con: Connection) -> None:
    """One caller before and after the new key looks like two; in February again like one."""
    days = [date(2024, 1, 3), date(2024, 1, 20), date(2024, 2, 5), date(2024, 2, 6)]
    world = [
        Part(f"{day}", day, customer="old" if day.day == 3 else "new", themes=("T0001",))
        for day in days
    ]
    put(con, world, [Marker("customer_key", date(2024, 1, 10))], [])
    months = [FIRST, month_after(FIRST)]
    put_denominators(con, {("customers", month, "", ""): 100.0 for month in months})
    measured(con, date(2024, 2, 29))
    found = con.execute(
        "select contacts_per_1000, customers_per_1000, markers from mart.theme_rate_by_month "
        "where denominator_kind = 'customers' order by month"
    ).fetchall()
    assert found == [(20.0, None, ["customer_key"]), (20.0, 10.0, [])]


def test_another_way_of_counting_the_denominator_is_told(con: Connection) -> None:
    world = [Part(f"{number}", FIRST, themes=("T0001",)) for number in range(3)]
    put(con, world, [Marker("denominator", date(2024, 2, 1), None, "customers")], [])
    con.execute("insert into core.denominator_link values ('0','customers','','','2024-02-01',.8)")
    months = [FIRST, month_after(FIRST), month_after(FIRST, 2)]
    put_denominators(con, {("customers", month, "", ""): 100.0 for month in months})
    measured(con, date(2024, 3, 31))
    found = con.execute(
        "select comparable_since, markers, contacts_per_1000, contacts_per_1000_alike "
        "from mart.theme_rate_by_month "
        "where denominator_kind = 'customers' order by month"
    ).fetchall()
    since = date(2024, 2, 1)
    # Counted as it is now, January's 100 customers would have been 80.
    assert found == [
        (None, [], 30.0, 37.5),
        (since, ["denominator customers"], 0.0, 0.0),
        (since, [], 0.0, 0.0),
    ]


def test_parts_make_the_whole(con: Connection) -> None:
    world = [
        Part(f"{day}-{product}", date(2024, 1, day), "call", product, None, None, ("T0001",))
        for day in range(1, 20)
        for product in "AB"
    ]
    put(con, world, [], [])
    put_denominators(con, {("sales", FIRST, product, ""): 60.0 for product in "AB"})
    measured(con, date(2024, 1, 31))
    found = dict(
        con.execute(
            "select coalesce(product, ''), count_contacts from mart.theme_rate_by_month "
            "where denominator_kind = 'sales'"
        ).fetchall()
    )
    assert found == {"": 38, "A": 19, "B": 19}
    assert month_of(FIRST) == FIRST
