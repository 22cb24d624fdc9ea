"""`voc extract` as a filter: lines in, lines out, bad lines told and passed over."""

import json
import subprocess
import sys
from pathlib import Path

from flows.messages import catalogue

ROOT = Path(__file__).parents[2]
VOC = [sys.executable, "-c", "from flows.cli import command; command()"]
CALL = {
    "contact_id": "C1",
    "turns": [
        {"speaker": "operator", "text": "お電話ありがとうございます。いかがなさいましたか。"},
        {"speaker": "customer", "text": "もしもし、田中と申します。"},
        {
            "speaker": "customer",
            "text": "三日前に頼んだ荷物がまだ届かないんです。\u3000困ってます。",
        },
        {"speaker": "operator", "text": "申し訳ございません。"},
    ],
}


def filtered(lines: list[str]) -> tuple[int, list[dict[str, object]], str]:
    done = subprocess.run(
        [*VOC, "extract"],
        cwd=ROOT,
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_lines_come_back_as_the_contract_names_them() -> None:
    quiet = {"contact_id": 7, "turns": [{"speaker": "customer", "text": "はい。"}, {"text": None}]}
    code, found, told = filtered(
        [json.dumps(CALL, ensure_ascii=False), "", json.dumps(quiet), "{", '{"turns": 3}']
    )
    assert code == 3
    first, second = found
    assert second == {"contact_id": 7, "voices": []}
    assert first["contact_id"] == "C1"
    [voice] = first["voices"]  # type: ignore[misc]
    assert set(voice) == {
        "text",
        "masked",
        "kind",
        "kind_probability",
        "flags",
        "evidence",
        "votes",
        "spans",
    }
    assert voice["flags"] == voice["evidence"] == voice["votes"] == []
    assert voice["kind"] == "complaint" and 0.5 < voice["kind_probability"] <= 1
    said = [turn["text"] for turn in CALL["turns"]]  # type: ignore[index]
    pieces = [said[span["turn"]][span["start"] : span["end"]] for span in voice["spans"]]
    assert voice["text"] == " ".join(pieces)
    assert "三日前に頼んだ荷物がまだ届かないんです" in voice["text"]
    words = catalogue("ja")
    assert told.splitlines() == [
        words.text("filter_not_json", {"line": 4}),
        words.text("filter_no_turns", {"line": 5}),
    ]


def test_nothing_in_is_nothing_out() -> None:
    assert filtered([]) == (0, [], "")


def test_a_lone_surrogate_passes_and_flags_come_with_their_evidence() -> None:
    odd = (
        '{"contact_id": "\\ud800", "turns": [{"speaker": "customer", "text": "壊れ\\ud800ました"}]}'
    )
    said = "担当者を殺すぞ。コンセントから煙も出てるんだ。"
    contact = {"contact_id": 1, "turns": [{"speaker": "customer", "text": said}]}
    code, [passed, found], told = filtered([odd, json.dumps(contact, ensure_ascii=False)])
    assert (code, told) == (0, "")
    assert passed["contact_id"] == "\ud800"
    voices = found["voices"]
    assert {flag for voice in voices for flag in voice["flags"]} == {"safety", "harassment"}  # type: ignore[attr-defined]
    evidence = [one for voice in voices for one in voice["evidence"]]  # type: ignore[attr-defined]
    assert [said[one["start"] : one["end"]] for one in evidence] == ["殺すぞ", "煙も出"]
    assert [one["severity"] for one in evidence] == [3, 3]


def test_what_is_no_turn_is_no_contact() -> None:
    code, found, _ = filtered(['{"contact_id": "x", "turns": ["words", 1]}', '{"turns": [NaN]}'])
    assert (code, found) == (3, [])
