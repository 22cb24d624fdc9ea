"""`voc mask`: lines in, as many lines out, bad lines told by their number and nothing else."""

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.mask_filter import MaskFilter, mask_filter
from flows.messages import catalogue
from pipelines.errors import InputError

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


def test_memory_is_flat(shipped: MaskFilter) -> None:
    def lines(count: int) -> Iterator[bytes]:
        for number in range(count):
            said = f"{number}番目の佐藤です。電話は090-0000-{number % 10_000:04}"
            yield json.dumps({"text": said}).encode()

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in shipped.answers(lines(count)):
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(200)
    assert peak(2_000) < 2 * peak(500) + 200_000
