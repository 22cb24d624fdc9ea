"""Any sequence of decisions, night by night or at once after a rebuild, gives the same themes."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.themes.decisions import Decision, Seen
from tests.pipelines.room_night import work_database
from tests.pipelines.themes.curated_world import (
    REACH,
    Said,
    ask,
    found_themes,
    hear,
    homes,
    night,
    write_log,
)
from tests.pipelines.themes.decided import decide, undo, voice
from warehouse.statements import Connection

VOICES = [
    Said("a", 0), Said("b", 10), Said("c", 90), Said("d", 100), Said("e", 180), Said("f", 190),
]  # fmt: skip
ANCHORS = {"T0001": "ab", "T0002": "cd", "T0003": "ef"}
SEEN = {
    theme_id: Seen(
        born_on="2024-02-01",
        theme_name=f"名{theme_id}",
        category_name="分類",
        radius=REACH,
        encoder_fingerprint="e",
        anchors=tuple(map(voice, letters)),
    )
    for theme_id, letters in ANCHORS.items()
}
theme = st.sampled_from(sorted(ANCHORS))
letters = st.text("abcdef", min_size=1, max_size=2)


def about(minute: int, verb: str, *theme_ids: str, **more: object) -> Decision:
    """A decision that remembers its themes, as the command writes it."""
    seen = {theme_id: SEEN[theme_id] for theme_id in theme_ids if theme_id in SEEN}
    return decide(minute, verb, *theme_ids, seen=seen, **more)


def one(minute: int) -> st.SearchStrategy[Decision]:
    return st.one_of(
        st.builds(
            lambda verb, t: about(minute, verb, t),
            st.sampled_from(["approve", "retire", "restore"]),
            theme,
        ),
        st.builds(lambda t: about(minute, "rename", t, names=[f"{minute}番"]), theme),
        st.builds(lambda into, t: about(minute, "merge", into, t), theme, theme),
        st.builds(
            lambda verb, t, said: about(minute, verb, t, voices=said),
            st.sampled_from(["move", "example", "not-this"]),
            theme,
            letters,
        ),
        st.builds(
            lambda t, said: about(minute, "split", t, parts={f"T001{minute}": said}), theme, letters
        ),
        st.builds(lambda target: undo(minute, target), st.integers(0, 4)),
    )


sequences = st.integers(1, 5).flatmap(lambda n: st.tuples(*(one(minute) for minute in range(n))))


def decided(con: Connection, themes: frozenset[str]) -> dict[str, list[object]]:
    """All that people decided, as the database shows it, of the themes that they spoke of."""
    listed = ", ".join(f"'{theme_id}'" for theme_id in sorted(themes))
    of_themes = f"where theme_id in ({listed})" if themes else "where false"
    return {
        "theme": ask(
            con,
            "select theme_id, status, retired_on, retired_reason, merged_into, approved_on, "
            f"born_on from core.theme {of_themes} "
            "and coalesce(retired_reason, '') <> 'undone' order by 1",
        ),
        "name": ask(
            con,
            "select theme_id, theme_name, category_name, is_named_by_person from core.theme_name "
            f"inner join core.theme using (theme_id) {of_themes} "
            "and coalesce(retired_reason, '') <> 'undone' order by 1",
        ),
        "pin": ask(con, "from core.pin order by all"),
        "not_this": ask(con, "from core.not_this order by all"),
        "confirmation": ask(con, "from core.confirmation order by all"),
        "decision": ask(
            con, "select * exclude (run_id, restated_by) from core.decision order by 1"
        ),
        "placed": ask(
            con,
            "select voice_id, theme_id from core.assignment "
            "where assigned_by = 'person' order by 1",
        ),
    }


def spoken_of(made: tuple[Decision, ...]) -> frozenset[str]:
    """Themes of decisions that are in force or were overridden: a rebuild knows of these."""
    from pipelines.themes.replay import replay

    return replay(made).theme_ids


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(sequences)
def test_night_by_night_and_at_once_after_a_rebuild(made: tuple[Decision, ...]) -> None:
    with TemporaryDirectory() as one_folder, TemporaryDirectory() as other_folder:
        with work_database(Path(one_folder)) as con:
            found_themes(con, 5, 95, 185)
            hear(con, *VOICES)
            for count in range(len(made) + 1):
                night(con, write_log(Path(one_folder), *made[:count]))
            step_by_step, where = decided(con, spoken_of(made)), homes(con)
        with work_database(Path(other_folder)) as con:
            con.execute("insert into core.theme_day values ('2024-03-17', 0, 0, 'r')")
            hear(con, *VOICES)
            night(con, write_log(Path(other_folder), *made))
            at_once, there = decided(con, spoken_of(made)), homes(con)
    assert at_once == step_by_step
    # Of themes that nobody decided about a rebuild knows nothing until voices found them again.
    assert {name for name, theme_id in there.items() if theme_id} <= set(where)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(sequences)
def test_undo_restores_the_themes(made: tuple[Decision, ...]) -> None:
    undone = [undo(50 + number, len(made) - 1 - number) for number in range(len(made))]
    with TemporaryDirectory() as folder, work_database(Path(folder)) as con:
        found_themes(con, 5, 95, 185)
        hear(con, *VOICES)
        night(con, write_log(Path(folder)))
        before, where = decided(con, frozenset(ANCHORS)), homes(con)
        night(con, write_log(Path(folder), *made))
        night(con, write_log(Path(folder), *made, *undone))
        after, there = decided(con, frozenset(ANCHORS)), homes(con)
    before.pop("decision"), after.pop("decision")
    assert after == before
    assert there == where
