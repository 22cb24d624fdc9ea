"""What decisions mean: one by one, against each other, undone, and in any sequence."""

from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.themes.decisions import Decision
from pipelines.themes.replay import Curation, State, replay
from tests.pipelines.themes.decided import decide, seen, undo


def state(curation: Curation, minute: int) -> State:
    return curation.states[f"D{minute:03d}"]


def test_a_later_name_overrides_an_earlier_one_visibly() -> None:
    found = replay(
        [decide(1, "rename", "T1", names=["遅延"]), decide(2, "rename", "T1", names=["遅れ"])]
    )
    assert found.names == {"T1": "遅れ"}
    assert state(found, 1) == State("overridden", "D002")
    assert state(found, 2) == State("in_force")


def test_time_decides_and_not_the_order_of_lines() -> None:
    lines = [
        decide(1, "rename", "T1", names=["一"]),
        decide(2, "merge", "T1", "T2"),
        decide(3, "restore", "T2"),
        decide(4, "retire", "T1"),
    ]
    assert len({repr(replay(order)) for order in permutations(lines)}) == 1


def test_undo_is_a_replay_without_it() -> None:
    earlier = [decide(1, "rename", "T1", names=["一"]), decide(2, "approve", "T1")]
    later = decide(3, "rename", "T1", names=["二"])
    found = replay([*earlier, later, undo(4, 3)])
    assert found.names == replay(earlier).names == {"T1": "一"}
    assert state(found, 3) == State("undone", "D004")
    assert state(found, 1) == State("in_force")


def test_an_undone_undo_brings_the_decision_back() -> None:
    found = replay([decide(1, "retire", "T1"), undo(2, 1), undo(3, 2)])
    assert found.owner("T1") is None
    assert [state(found, minute).name for minute in (1, 2, 3)] == ["in_force", "undone", "in_force"]


def test_an_undo_of_something_later_or_unknown_has_no_effect() -> None:
    found = replay([undo(1, 2), decide(2, "retire", "T1"), undo(3, 9)])
    assert found.owner("T1") is None
    assert (state(found, 1).name, state(found, 3).name) == ("no_effect", "no_effect")


def test_merges_are_followed_to_their_end() -> None:
    found = replay([decide(1, "merge", "T2", "T3"), decide(2, "merge", "T1", "T2")])
    assert [found.owner(theme) for theme in ("T1", "T2", "T3", "T4")] == ["T1", "T1", "T1", "T4"]


def test_two_people_merging_two_themes_into_each_other_the_later_one_counts() -> None:
    found = replay([decide(1, "merge", "T1", "T2"), decide(2, "merge", "T2", "T1")])
    assert (found.owner("T1"), found.owner("T2")) == ("T2", "T2")
    assert state(found, 1) == State("overridden", "D002")
    assert (
        replay([decide(1, "merge", "T1", "T2"), decide(2, "merge", "T2", "T1"), undo(3, 2)]).owner(
            "T2"
        )
        == "T1"
    )


def test_a_circle_of_three_is_broken_by_the_last() -> None:
    found = replay(
        [
            decide(1, "merge", "T2", "T1"),
            decide(2, "merge", "T3", "T2"),
            decide(3, "merge", "T1", "T3"),
        ]
    )
    assert {found.owner(theme) for theme in ("T1", "T2", "T3")} == {"T1"}


def test_merging_into_a_retired_theme_wants_it_alive() -> None:
    found = replay([decide(1, "retire", "T1"), decide(2, "merge", "T1", "T2")])
    assert (found.owner("T1"), found.owner("T2")) == ("T1", "T1")
    assert state(found, 1) == State("overridden", "D002")


def test_a_theme_merged_into_itself_is_nothing() -> None:
    assert state(replay([decide(1, "merge", "T1", "T1")]), 1).name == "no_effect"


def test_the_last_place_of_a_voice_counts() -> None:
    found = replay(
        [
            decide(1, "example", "T1", voices="ab"),
            decide(2, "move", "T2", voices="a"),
            decide(3, "not-this", "T1", voices="b"),
        ]
    )
    assert {voice: placed.theme_id for voice, placed in found.placed.items()} == {"a": "T2"}
    assert set(found.apart) == {("b", "T1")}
    assert state(found, 1) == State("partly_overridden", "D003")


def test_an_example_takes_a_not_this_back() -> None:
    found = replay(
        [decide(1, "not-this", "T1", voices="a"), decide(2, "example", "T1", voices="a")]
    )
    assert not found.apart and found.placed["a"].theme_id == "T1"
    assert state(found, 1) == State("overridden", "D002")


def test_a_split_names_and_fills_its_parts() -> None:
    found = replay([decide(1, "split", "T1", parts={"T8": "ab", "T9": "c"}, names=["八", "九"])])
    assert {born.parent for born in found.born.values()} == {"T1"}
    assert found.names == {"T8": "八", "T9": "九"}
    assert {voice: placed.theme_id for voice, placed in found.placed.items()} == {
        "a": "T8", "b": "T8", "c": "T9",
    }  # fmt: skip


def test_what_was_decided_about_a_theme_whose_split_is_undone_has_no_effect() -> None:
    found = replay(
        [
            decide(1, "split", "T1", parts={"T9": "a"}),
            decide(2, "approve", "T9"),
            decide(3, "merge", "T9", "T2"),
            decide(4, "retire", "T9", "T3"),
            undo(5, 1),
        ]
    )
    assert (found.owner("T9"), found.owner("T2"), found.owner("T3")) == (None, "T2", None)
    assert state(found, 2).name == state(found, 3).name == "no_effect"
    assert found.approved_on == {} and "T9" not in found.theme_ids


def test_a_line_that_stands_twice_counts_once() -> None:
    line = decide(1, "rename", "T1", names=["一"])
    assert repr(replay([line, line])) == repr(replay([line]))


def test_a_theme_is_remembered_as_it_was_last_seen() -> None:
    found = replay(
        [
            decide(1, "approve", "T1", seen={"T1": seen("a")}),
            decide(2, "approve", "T1", seen={"T1": seen("b")}),
            undo(3, 2),
        ]
    )
    assert [key.voice_id for key in found.seen["T1"].anchors] == ["a"]
    assert found.approved_on == {"T1": date(2024, 3, 1)}


def test_days_are_those_of_japan() -> None:
    late = decide(20 * 60, "approve", "T1")
    assert replay([late]).approved_on == {"T1": date(2024, 3, 2)}


THEMES = ("T1", "T2", "T3", "T4")
theme = st.sampled_from(THEMES)
voices = st.text("abcd", min_size=1, max_size=3)


def one(minute: int) -> st.SearchStrategy[Decision]:
    """Any decision of one minute; undos go to earlier and later ones, and to none."""
    about_one = st.builds(
        lambda verb, theme_id: decide(minute, verb, theme_id),
        st.sampled_from(["approve", "retire", "restore"]),
        theme,
    )
    return st.one_of(
        about_one,
        st.builds(
            lambda t, name: decide(minute, "rename", t, names=[name]), theme, st.text("一二")
        ),
        st.builds(lambda a, b: decide(minute, "merge", a, *b), theme, st.lists(theme, max_size=2)),
        st.builds(
            lambda verb, t, said: decide(minute, verb, t, voices=said),
            st.sampled_from(["move", "pin", "example", "not-this"]),
            theme,
            voices,
        ),
        st.builds(
            lambda t, said: decide(minute, "split", t, parts={f"T9{minute}": said}, names=["新"]),
            theme,
            voices,
        ),
        st.builds(lambda target: undo(minute, target), st.integers(0, 9)),
    )


sequences = st.integers(1, 8).flatmap(lambda n: st.tuples(*(one(minute) for minute in range(n))))


@given(sequences, st.randoms())
def test_any_sequence_in_any_order_means_the_same(made: tuple[Decision, ...], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(made) * 2
    chance.shuffle(shuffled)
    assert replay(shuffled) == replay(made)


@given(sequences)
def test_undoing_the_last_restores_what_was_before(made: tuple[Decision, ...]) -> None:
    before, after = replay(made[:-1]), replay([*made, undo(50, len(made) - 1)])
    unborn = {part.theme_id for part in made[-1].parts}
    for name in ("names", "approved_on", "lives", "placed", "apart", "born", "seen"):
        assert getattr(before, name) == getattr(after, name)
    assert after.unborn - before.unborn <= unborn


@given(sequences)
def test_owners_are_themes_that_live(made: tuple[Decision, ...]) -> None:
    found = replay(made)
    for theme_id in THEMES:
        owner = found.owner(theme_id)
        assert owner is None or found.owner(owner) == owner
    for placed in found.placed.values():
        assert (placed.voice.voice_id, placed.theme_id) not in found.apart


@given(sequences)
def test_every_decision_has_a_state_and_points_to_another(made: tuple[Decision, ...]) -> None:
    found = replay(made)
    assert found.states.keys() == {decision.decision_id for decision in made}
    for key, (name, by) in found.states.items():
        assert (by is None) == (name in ("in_force", "no_effect"))
        assert by != key
