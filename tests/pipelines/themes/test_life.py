"""Births and foundings on fixed days: the same themes however the nights are called."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.birth import BirthSettings
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.restate_room import restate
from pipelines.trends.measure_room import measure
from tests.pipelines.room_night import NOW, close, night_of, work_database
from tests.pipelines.themes.heard import BIRTH, ENCODER, Voice, about, hear, one_night, themes
from warehouse.ledger import open_run
from warehouse.statements import Connection

# A Monday; the first theme day is Sunday the 7th.
START = date(2024, 1, 1)
LATE = date(2024, 3, 4)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    with work_database(tmp_path) as opened:
        yield opened


def world() -> list[Voice]:
    """Three issues from the start, one that begins in March, and voices about nothing."""
    return [
        *about(0, START, 40, 2),
        *about(1, START, 40, 2),
        *about(2, START, 40, 2),
        *about(3, LATE, 12, 2),
        *about(None, START, 20, 4),
    ]


LAST = max(voice.day for voice in world())
SUNDAYS = [START + timedelta(days=6 + 7 * number) for number in range(13)]


def every_table(con: Connection) -> dict[str, list[str]]:
    """Rows of what the theme rooms write, without the runs that wrote them.

    Voices of months that are over are left out: they stay where they were when they were published.
    """
    tables = {
        "theme": "select * exclude (run_id) from core.theme",
        "shape": "select theme_id, radius, centroid from core.theme_shape",
        "text": "select * from core.text_theme",
        "assignment": "select assignment.* exclude (run_id, count_themes_known, strength) "
        "from core.assignment inner join core.contact on contact_id = voice_id "
        f"where received_on >= date '{LAST.replace(day=1)}'",
        "waiting": "select * from core.waiting",
        "lineage": "select * exclude (run_id) from core.lineage",
        "founding": "select * exclude (run_id) from core.founding",
        "day": "select * exclude (run_id) from core.theme_day",
        "member": "select * from core.cluster_member",
        "marker": "select * exclude (run_id) from core.marker",
    }
    return {name: sorted(map(repr, con.execute(q).fetchall())) for name, q in tables.items()}


def one_big_night(folder: Path) -> dict[str, list[str]]:
    folder.mkdir()
    with work_database(folder) as con:
        hear(con, world())
        one_night(con, LAST)
        return every_table(con)


def test_nights_split_and_shuffled_otherwise_give_the_same_themes(tmp_path: Path) -> None:
    big = one_big_night(tmp_path / "big")
    assert len(big["theme"]) >= 4
    assert len(big["founding"]) >= 2
    assert len(big["assignment"]) >= 5
    chance = random.Random(3)
    for number in range(3):
        folder = tmp_path / f"small-{number}"
        folder.mkdir()
        rows = world()
        chance.shuffle(rows)
        days = sorted(chance.sample(range(1, (LAST - START).days), 12))
        with work_database(folder) as con:
            for day in [
                START + timedelta(days=days[0] - 1),
                *(START + timedelta(d) for d in days),
                LAST,
            ]:
                # The file of each night holds what was received by then.
                hear(con, [voice for voice in rows if voice.day <= day])
                rows = [voice for voice in rows if voice.day > day]
                one_night(con, day)
            assert every_table(con) == big


def test_a_theme_is_born_after_its_fourth_and_soon_after_its_tenth_customer(
    con: Connection,
) -> None:
    hear(con, world())
    one_night(con, LAST)
    late = {voice.name: voice.day for voice in about(3, LATE, 12, 2)}
    found = {theme for name, theme in themes(con).items() if name in late and theme}
    [(born_on,)] = con.execute(
        "select born_on from core.theme where list_contains($found, theme_id)",
        {"found": list(found)},
    ).fetchall()
    days = sorted(late.values())
    assert days[3] <= born_on <= days[9] + timedelta(weeks=3)


def test_the_same_night_again_changes_nothing(con: Connection) -> None:
    hear(con, world())
    one_night(con, LAST)
    before = every_table(con)
    one_night(con, LAST)
    assert every_table(con) == before


def test_months_that_are_over_keep_their_themes_without_foundings(con: Connection) -> None:
    never = BirthSettings.model_validate({**BIRTH.model_dump(), "growth": 0})
    hear(con, world())
    one_night(con, date(2024, 2, 29), never)
    over = themes(con)
    one_night(con, LAST, never)
    after = themes(con)
    assert {name: after[name] for name in over} == over


def test_a_birth_takes_voices_of_the_open_month_only(con: Connection) -> None:
    never = BirthSettings.model_validate({**BIRTH.model_dump(), "growth": 0})
    late = date(2024, 2, 26)
    hear(con, [voice for voice in world() if voice.issue != 3])
    # From Monday to Thursday in February, on Friday and Saturday in March.
    hear(con, about(3, late, 6))
    one_night(con, date(2024, 3, 3), never)
    of_late = [themes(con)[voice.name] for voice in about(3, late, 6)]
    assert of_late[:4] == [None] * 4
    assert of_late[4] is not None and of_late[4] == of_late[5]
    [(count,)] = con.execute(
        "select count(*) from core.cluster_member "
        "where discovery_id = 'birth-20240303' and starts_with(text_hash, 'i3-')"
    ).fetchall()
    assert count == 6


def test_equal_words_go_where_they_went_before(con: Connection) -> None:
    hear(con, world())
    one_night(con, LAST)
    con.execute("delete from core.assignment where voice_id = 'i0-0101-0'")
    con.execute("update core.voice set text_hash = 'i1-0101-0' where voice_id = 'i0-0101-0'")
    one_night(con, LAST)
    found = themes(con)
    assert found["i0-0101-0"] == found["i1-0101-0"] is not None


def test_voices_wait_for_half_a_year_once_there_are_themes(con: Connection) -> None:
    hear(con, world())
    # A lone voice of February in an issue of its own; nobody calls any more after April.
    lone = Voice("lone", date(2024, 2, 20), 9, "k9")
    hear(con, [lone])
    one_night(con, date(2024, 8, 11))
    assert con.execute("select * from core.waiting where voice_id = 'lone'").fetchall() != []
    one_night(con, date(2024, 8, 25))
    assert con.execute("select * from core.waiting where voice_id = 'lone'").fetchall() == []
    assert themes(con)["lone"] is None


def grown_home(con: Connection) -> dict[str, str | None]:
    """A home published until March whose voices then double; returns its themes of March."""
    hear(con, [voice for voice in world() if voice.day <= date(2024, 2, 3)])
    one_night(con, date(2024, 2, 3))
    hear(con, [voice for voice in world() if voice.day > date(2024, 2, 3)])
    one_night(con, LAST)
    hear(con, about(4, date(2024, 4, 1), 200, 0))
    before = themes(con)
    one_night(con, date(2024, 4, 7))
    return before


def test_what_is_loaded_at_once_has_its_themes_in_all_months_and_no_marker(
    con: Connection,
) -> None:
    hear(con, world())
    one_night(con, LAST)
    first = [themes(con)[voice.name] for voice in about(0, START, 3, 2)]
    assert None not in first
    assert con.execute("select count(*) from core.marker").fetchall() == [(0,)]
    assert con.execute("select distinct series_version from core.theme").fetchall() == [(1,)]


def test_a_later_founding_leaves_published_months_alone(con: Connection) -> None:
    before = grown_home(con)
    assert con.execute(
        "select count(*) from core.founding where theme_day = '2024-04-07'"
    ).fetchall() == [(1,)]
    after = themes(con)
    over = {name for name in before if not name.startswith("i4-")}
    assert {name: after[name] for name in over} == {name: before[name] for name in over}
    assert con.execute("select count(*) from core.marker").fetchall() == [(0,)]


def test_months_that_are_over_are_counted_again_only_on_request(con: Connection) -> None:
    hear(con, [voice for voice in world() if voice.day <= date(2024, 1, 20)])
    one_night(con, date(2024, 1, 20))
    assert set(themes(con).values()) == {None}
    hear(con, [voice for voice in world() if voice.day > date(2024, 1, 20)])
    one_night(con, LAST)
    early = about(0, START, 8, 2)
    assert {themes(con)[voice.name] for voice in early} == {None}
    measure(night_of(con, LAST))
    known = con.execute("select theme_id from core.theme order by 1").fetchall()

    night = Night(con, open_run(con, "rediscover", LAST, NOW, "{}"), NOW)
    restate(night, ENCODER, DiscoverSettings(), BIRTH, AssignSettings().margin)
    close(night)
    [found] = {themes(con)[voice.name] for voice in early}
    assert (found,) in known
    assert con.execute("select marker_kind, marked_on from core.marker").fetchall() == [
        ("restatement", LAST)
    ]
    assert con.execute("select max(series_version) from core.theme").fetchall() == [(2,)]
    former = con.execute(
        "select distinct series_version from core.theme_period_former where theme_id = $found",
        {"found": found},
    ).fetchall()
    assert former == [(1,)]
    before = every_table(con)
    restate(night, ENCODER, DiscoverSettings(), BIRTH, AssignSettings().margin)
    assert every_table(con) == before


def test_copies_of_contacts_bear_no_theme_and_follow_the_one_that_is_born(
    con: Connection,
) -> None:
    never = BirthSettings.model_validate({**BIRTH.model_dump(), "growth": 0})
    hear(con, [voice for voice in world() if voice.issue != 3])
    one_night(con, date(2024, 2, 25), never)
    # One customer, and the same matter handed on by people without a number.
    told = [Voice(f"i3-copy-{n}", date(2024, 3, 4), 3, f"k-{n}") for n in range(9)]
    hear(con, told)
    con.execute(
        "insert into core.contact_copy select contact_id, 'i3-copy-0', 'near', 0.9, 'r' "
        "from core.contact where starts_with(contact_id, 'i3-copy-') and contact_id <> 'i3-copy-0'"
    )
    one_night(con, date(2024, 3, 10), never)
    assert {themes(con)[voice.name] for voice in told} == {None}
    # Three more customers make it enough, and the copies go where their words belong.
    hear(con, about(3, date(2024, 3, 11), 3, 1))
    one_night(con, date(2024, 3, 17), never)
    found = {themes(con)[voice.name] for voice in [*told, *about(3, date(2024, 3, 11), 3, 1)]}
    assert len(found) == 1 and None not in found


def test_copies_of_contacts_are_no_voices_of_a_founding(con: Connection) -> None:
    hear(con, world())
    con.execute(
        "insert into core.contact_copy select contact_id, 'i0-0101-0', 'near', 0.9, 'r' "
        "from core.contact where starts_with(contact_id, 'i0-') and contact_id <> 'i0-0101-0'"
    )
    one_night(con, LAST)
    [(count, texts)] = con.execute(
        "select count_voices, count_texts from core.discovery "
        "where starts_with(discovery_id, 'founding') order by as_of desc limit 1"
    ).fetchall()
    assert count < texts
    # Forty voices of one customer told forty times are no theme.
    assert {themes(con)[f"i0-0101-{n}"] for n in range(1, 20)} == {None}
