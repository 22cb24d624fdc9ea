"""decisions.jsonl: what is written is read, broken lines are told, nobody overwrites anybody."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipelines.line_log import to_line
from pipelines.themes.decision_log import append, read_log
from pipelines.themes.decisions import Decision, Log, new_id, next_moment, parse_log
from tests.pipelines.themes.decided import decide, seen

ALL = [
    decide(1, "rename", "T1", names=["一"], category="類", seen={"T1": seen("a", "b")}),
    decide(2, "merge", "T1", "T2", is_restated=True, reason="同じ"),
    decide(3, "split", "T1", parts={"T3": "ab"}, names=["三"]),
    decide(4, "example", "T1", voices="c"),
    decide(5, "undo", "T1", undoes="D001"),
]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    for decision in ALL:
        assert append(path, lambda log, one=decision: [one]) == [decision]  # type: ignore[misc]
    assert read_log(path) == Log(tuple(ALL), ())


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_log(tmp_path / "decisions.jsonl") == Log((), ())


def test_a_line_says_only_what_there_is_to_say() -> None:
    line = json.loads(to_line(decide(1, "approve", "T1")))
    assert sorted(line) == ["decided_at", "decided_by", "decision_id", "theme_ids", "verb"]


def test_a_log_holds_no_words_of_a_customer() -> None:
    keys = set(json.loads(to_line(ALL[0]))["seen"]["T1"]["anchors"][0])
    assert keys == {"voice_id", "contact_id", "text_hash"}


def test_broken_lines_are_told_and_the_rest_is_read() -> None:
    good = [to_line(decision).encode() for decision in ALL]
    broken = b'{"decision_id": "D9", "verb": "explode"}\n'
    data = good[0] + b"\n" + b"\xff\xfe\n" + good[1] + broken + b"[1]\n" + good[2][:40]
    log = parse_log(data)
    assert log.decisions == tuple(ALL[:2])
    assert [tuple(line) for line in log.broken] == [
        (3, False),
        (5, False),
        (6, False),
        (7, True),
    ]


def test_keys_of_a_later_version_do_no_harm() -> None:
    line = json.loads(to_line(ALL[1])) | {"mood": "good"}
    assert parse_log(json.dumps(line).encode()).decisions == (ALL[1],)


def test_a_cut_off_line_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(to_line(ALL[0]).encode() + to_line(ALL[1]).encode()[:30])
    append(path, lambda log: [ALL[2]])
    log = read_log(path)
    assert log.decisions == (ALL[0], ALL[2])
    assert [tuple(line) for line in log.broken] == [(2, False)]


@given(st.binary(max_size=200), st.integers(0, 500))
def test_any_damage_is_survived(noise: bytes, place: int) -> None:
    data = "".join(map(to_line, ALL)).encode()
    place = min(place, len(data))
    log = parse_log(data[:place] + noise + data[place:])
    untouched = [one for one in log.decisions if one in ALL]
    assert len(untouched) >= len(ALL) - 1


def _many(path: str, who: str) -> None:
    for _ in range(20):
        append(Path(path), lambda log: [_one(log, who)])


def _one(log: Log, who: str) -> Decision:
    moment = next_moment(datetime(2024, 3, 1, tzinfo=UTC), log.decisions)
    return decide(0, "approve", "T1", decided_at=moment, decision_id=new_id(moment, who, "x"))


def test_two_processes_append_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    spawned = get_context("spawn")
    people = [spawned.Process(target=_many, args=(str(path), who)) for who in ("佐藤", "鈴木")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    log = read_log(path)
    assert (len(log.decisions), log.broken) == (40, ())
    moments = [one.decided_at for one in log.decisions]
    assert moments == sorted(set(moments))
    assert len({one.decision_id for one in log.decisions}) == 40


def test_two_threads_append_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda who: _many(str(path), who), ("佐藤", "鈴木")))
    assert len(read_log(path).decisions) == 40


def test_a_clock_that_goes_back_makes_no_earlier_decision() -> None:
    earlier = ALL[0].decided_at - timedelta(days=1)
    assert next_moment(earlier, ALL[:1]) > ALL[0].decided_at
    assert next_moment(earlier, ()) == earlier


def test_identifiers_sort_by_time() -> None:
    first, second = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 3, 1, 0, 0, 0, 1, tzinfo=UTC)
    assert new_id(first, "z", "z") < new_id(second, "a", "a")
