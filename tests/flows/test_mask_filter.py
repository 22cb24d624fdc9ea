"""`voc mask`: lines in, as many lines out, bad lines told by their number and nothing else."""

import json
import subprocess
import sys
import tracemalloc
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.mask_filter import MaskFilter, mask_filter
from flows.messages import catalogue
from pipelines.errors import InputError
from pipelines.text.mask_found import REMEMBERED_TURNS

COMMAND = [sys.executable, "-c", "import sys; from flows.cli import main; sys.exit(main())"]
NAME = "倉持玲奈"


@pytest.fixture(scope="module")
def shipped() -> MaskFilter:
    return mask_filter()


def test_lines_keep_their_keys_and_gain_the_mask(shipped: MaskFilter) -> None:
    rows = [
        {"id": 7, "text": "倉持です。電話は090-0000-1234"},
        {"text": "届きません", "masked": "old"},
    ]
    lines = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
    first, second = (
        json.loads(answer.output) for answer in shipped.answers([lines[0], b"\n", lines[1]])
    )
    assert first == {
        **rows[0],
        "masked": "[氏名1]です。電話は[電話番号1]",
        "spans": [
            {"start": 0, "end": 2, "type": "PERSON"},
            {"start": 8, "end": 21, "type": "PHONE"},
        ],
    }
    assert second == {"text": "届きません", "masked": "届きません", "spans": []}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (f"{NAME} 090-0000-1234".encode(), "not_json"),
        (f'"{NAME}"'.encode(), "no_text"),
        (f'{{"text": ["{NAME}"]}}'.encode(), "no_text"),
        (f'{{"{NAME}": 1}}'.encode(), "no_text"),
        (b'{"text": "\xff"}', "not_json"),
        (b"[" * 100_000, "not_json"),
    ],
)
def test_a_broken_line_is_a_line_of_its_own(shipped: MaskFilter, line: bytes, error: str) -> None:
    good = b'{"text": "ok"}'
    answers = list(shipped.answers([good, line, good]))
    assert json.loads(answers[1].output) == {"line": 2, "error": error}
    assert [bool(answer.problem) for answer in answers] == [False, True, False]


def test_the_command_ends_with_3_and_repeats_no_words() -> None:
    lines = [f'{{"text": "{NAME}です"}}', f"broken {NAME}", '{"text": "\\ud800"}']
    done = subprocess.run(
        [*COMMAND, "mask"],
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [row.get("masked") for row in out] == ["[氏名1]です", None, "\ud800"]
    assert done.stderr.splitlines()[0] == catalogue("ja").text("mask_line_not_json", {"line": 2})
    assert NAME not in done.stderr


def test_other_rules_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as missing:
        mask_filter(tmp_path / "none.toml")
    assert missing.value.key == "mask_rules_unreadable"
    (tmp_path / "bad.toml").write_text("surprise = 1", "utf-8")
    with pytest.raises(InputError) as bad:
        mask_filter(tmp_path / "bad.toml")
    assert bad.value.values["file"] == "bad.toml"


def test_memory_is_flat_once_the_remembered_turns_are_full(shipped: MaskFilter) -> None:
    def lines(begin: int, end: int) -> Iterator[bytes]:
        for number in range(begin, end):
            phone = f"090-{number // 10_000:04}-{number % 10_000:04}"
            said = f"{number % 1_000}番目の佐藤です。電話は{phone}"
            yield json.dumps({"text": said}).encode()

    full = REMEMBERED_TURNS + 2_000  # the tables grow a last time when they are full
    tracemalloc.start()
    try:
        deque(shipped.answers(lines(0, full)), maxlen=0)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        deque(shipped.answers(lines(full, full + 3_000)), maxlen=0)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < held + 200_000
    assert held < 40_000_000
