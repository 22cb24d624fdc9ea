"""WebVTT and SRT, also as broken programs write them."""

from pathlib import Path

import pytest

from tests.pipelines.ingest.one_file import one_contact, outcome
from tests.pipelines.ingest.test_samples import shipped

A, B = "00:01.000 --> 00:02.000", "00:00:09,000 --> 00:00:10,000"


def turns(folder: Path, text: str, name: str = "call_20260301.vtt") -> list[tuple[str, str]]:
    path = folder / name
    path.write_text(text, "utf-8")
    return [(turn.label, turn.text) for turn in one_contact(path, shipped("subtitles")).turns]


def cue(words: str, times: str = A) -> str:
    return f"WEBVTT\n\n{times}\n{words}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (cue("<v 佐藤>はい。\n"), [("佐藤", "はい。")]),
        (cue("<v.loud 佐藤>は<b>い</b>。</v>"), [("佐藤", "はい。")]),
        (cue("<v 佐藤>はい。</v> <v 客>高い。</v>"), [("佐藤", "はい。"), ("客", "高い。")]),
        (f"WEBVTT - 題\nKind: x\n\nNOTE 内密\n二行目\n\nid\n{A}\n客：高い", [("客", "高い")]),
        (cue("客：料金が\n\n高いです\n"), [("客", "料金が高いです")]),
        (cue("客：はい\n\n00:07.000 -> 00:08.000\n壊れた矢印"), [("客", "はい壊れた矢印")]),
        (cue("客：はい\n\n00:1x --> そのうち\n壊れた時刻"), [("客", "はい壊れた時刻")]),
        (f"1\n{B}\n客：はい\n2\n{B}\n客：空行なし", [("客", "はい空行なし")]),
        (f"1\n{B}\n{{\\an8}}<i>客：</i>&lt;3 と言った<3", [("客", "<3 と言った<3")]),
        (f"1\n{B}\n客：高い\n\n2\n{B}\n続\n\n3\n{B}\n>> はい", [("客", "高い続"), ("", "はい")]),
        (f"1\n{B}\nこれは。\n\n2\n{B}\nあれは", [("", "これは。"), ("", "あれは")]),
        (f"1\n{B}\nこれ\n\n2\n00:00:10,100 --> 00:00:12,000\nは", [("", "これは")]),
        (f"1\n{B}\nこれ\n\n2\n00:00:11,000 --> 00:00:12,000\nは", [("", "これ"), ("", "は")]),
    ],
)  # fmt: skip
def test_cues(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert turns(tmp_path, text) == expected


def test_latin_words_stay_apart(tmp_path: Path) -> None:
    text = f"1\n{B}\nOP: Hello\n\n2\n{B}\nOP: there. 5\n\n3\n{B}\nOP: 円"
    assert turns(tmp_path, text, "call_20260301.srt") == [("OP", "Hello there. 5円")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("WEBVTT\n\n客：時刻なし".encode(), ["!subtitles_broken"]),
        (f"WEBVTT\n\n{A}\n\n".encode(), ["1:empty_text"]),
        (f"WEBVTT\n\n{A}\n客：高い".encode("cp932"), ["call_20260301 高い"]),
        (f"WEBVTT\n\n{A}\n客：高い&#{'9' * 5000};".encode(), None),
    ],
)
def test_whole_files(tmp_path: Path, content: bytes, expected: list[str] | None) -> None:
    path = tmp_path / "call_20260301.vtt"
    path.write_bytes(content)
    found = outcome(path, shipped("subtitles"))
    assert len(found) == 1 if expected is None else found == expected
