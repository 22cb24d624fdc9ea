"""Files that are one contact: names, sidecars, JSON files and recognised speech."""

import json
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.ingest.document import document_row
from pipelines.ingest.read import scan_source_file
from pipelines.ingest.source import SourceColumns, SourceSpec
from tests.pipelines.ingest.one_file import TABLE, one_contact, outcome, rows_of
from tests.pipelines.ingest.test_samples import shipped

WHISPER = SourceSpec(name="w", format="whisper")


def saved(folder: Path, value: object, name: str = "call_20260301.json") -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "received_at"),
    [
        ("call_20260301_101500", "20260301101500"),
        ("2026-03-01T10.15-0001", "202603011015"),
        ("2026-03-01 10-15-00", "20260301101500"),
        ("20260301", "20260301"),
        ("R20260301", "20260301"),
        ("0012026030112", None),
        ("call", None),
    ],
)
def test_date_in_the_name(tmp_path: Path, name: str, received_at: str | None) -> None:
    row = document_row(tmp_path / f"{name}.json", WHISPER, {})
    assert row.values.get("received_at") == received_at
    assert row.values["contact_id"] == name


def test_pattern_of_the_source(tmp_path: Path) -> None:
    spec = SourceSpec(
        name="w",
        file_name_pattern=r"(?P<contact_id>[A-Z]+-\d+)_(?P<channel>\w+?)_(?P<received_at>\d{8})",
        columns=SourceColumns(contact_id=("番号",)),
    )
    row = document_row(tmp_path / "K-7_tel_20260301.json", spec, {})
    assert row.values == {"番号": "K-7", "channel": "tel", "received_at": "20260301"}


def test_sidecar_outranks_document_and_name(tmp_path: Path) -> None:
    path = saved(tmp_path, {"text": "音", "product": "鍋", "segment": "個人"})
    saved(tmp_path, {"received_at": "2026-05-01", "product": "皿"}, f"{path.stem}.meta.json")
    contact = one_contact(path, WHISPER)
    assert contact.received_on.isoformat() == "2026-05-01"
    assert (contact.product, contact.segment) == ("皿", "個人")


@pytest.mark.parametrize("broken", ["", "{", "[]", "1", '{"a": NaN', "[" * 100_000])
def test_broken_sidecar(tmp_path: Path, broken: str) -> None:
    path = saved(tmp_path, {"text": "音"})
    saved(tmp_path, broken, f"{path.name}.meta.json")
    with pytest.raises(InputError) as caught:
        rows_of(path, WHISPER)
    assert (caught.value.key, caught.value.values) == (
        "sidecar_broken",
        {"file": f"{path.name}.meta.json"},
    )


def test_the_same_words_in_two_files_are_two_contents(tmp_path: Path) -> None:
    first, second = saved(tmp_path, {"text": "音"}), saved(tmp_path, {"text": "音"}, "b.json")
    checksums = {scan_source_file(path, WHISPER).sha256 for path in (first, second)}
    saved(tmp_path, {"received_at": "2026-05-01"}, "b.json.meta.json")
    checksums.add(scan_source_file(second, WHISPER).sha256)
    assert len(checksums) == 3
    assert len({scan_source_file(path, TABLE).sha256 for path in (first, second)}) == 1


@pytest.mark.parametrize(
    ("value", "turns"),
    [
        ({"text": "音です"}, [("", "音です")]),
        ([{"text": "音", "start": 0, "end": 1}, {"text": "です", "start": 1.1, "end": 2}],
         [("", "音です")]),
        ({"segments": [{"text": "音", "start": 0, "end": 1}, {"text": "声", "start": 9, "end": 9}]},
         [("", "音"), ("", "声")]),
        ({"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " 音。"},
                            {"offsets": {"from": 950, "to": 1900}, "text": " 声"}]},
         [("", "音。"), ("", "声")]),
        ({"segments": [{"text": "はい音が", "speaker": "A", "words": [
            {"word": "はい", "speaker": "A"}, {"word": "音が", "speaker": "B"}]}]},
         [("A", "はい"), ("B", "音が")]),
        ({"segments": [{"text": "はい、音が", "speaker": "A", "words": [
            {"word": "はい", "speaker": "A"}, {"word": "音が", "speaker": "B"}]}]},
         [("A", "はい、音が")]),
        ({"segments": [{"text": "Hello", "speaker": 0}, {"text": " world", "speaker": 0}]},
         [("0", "Hello world")]),
    ],
)  # fmt: skip
def test_whisper(tmp_path: Path, value: object, turns: list[tuple[str, str]]) -> None:
    contact = one_contact(saved(tmp_path, value), WHISPER)
    assert [(turn.label, turn.text) for turn in contact.turns] == turns


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{", "!json_broken"),
        ("[" * 100_000, "!json_broken"),
        ('{"text": NaN}', "!json_broken"),
        ({}, "!whisper_unknown"),
        (5, "!whisper_unknown"),
        ({"segments": [1]}, "!whisper_unknown"),
        ({"segments": [{"text": 5}]}, "!whisper_unknown"),
        ({"segments": [{"text": "a", "start": 10**400}]}, "!whisper_unknown"),
        ({"segments": []}, "1:empty_text"),
        ({"text": "\ud800"}, "call_20260301 \ufffd"),
    ],
)
def test_what_is_no_result_of_whisper(tmp_path: Path, value: object, expected: str) -> None:
    assert outcome(saved(tmp_path, value), WHISPER) == [expected]


def test_old_result_of_transcribe_names_speakers_beside_the_words(tmp_path: Path) -> None:
    words = [("はい", "0.1"), ("高い", "1.5"), ("です", "1.7")]
    items = [
        {"type": "pronunciation", "start_time": time, "end_time": str(float(time) + 0.2),
         "alternatives": [{"content": word}]}
        for word, time in words
    ]  # fmt: skip
    items.insert(1, {"type": "punctuation", "alternatives": [{"content": "。"}]})
    spoken = [("0.1", "spk_0"), ("1.5", "spk_1"), ("1.7", "spk_1")]
    segments = [{"items": [{"start_time": time, "speaker_label": who}]} for time, who in spoken]
    value = {"results": {"items": items, "speaker_labels": {"segments": segments}}}
    contact = one_contact(saved(tmp_path, value), shipped("amazon_transcribe"))
    assert [(turn.label, turn.text) for turn in contact.turns] == [
        ("spk_0", "はい。"),
        ("spk_1", "高いです"),
    ]


def test_two_channels_at_once_are_not_mixed_word_by_word(tmp_path: Path) -> None:
    def item(word: str, begin: float) -> dict[str, object]:
        return {"start_time": str(begin), "end_time": str(begin + 0.2),
                "alternatives": [{"content": word}]}  # fmt: skip

    channels = [
        {"channel_label": "ch_0", "items": [item("料金", 1.0), item("が", 1.3), item("高い", 1.6)]},
        {"channel_label": "ch_1", "items": [item("はい", 1.2), item("ええ", 9.0)]},
    ]
    value = {"results": {"channel_labels": {"channels": channels}}}
    contact = one_contact(saved(tmp_path, value), shipped("amazon_transcribe"))
    assert [turn.text for turn in contact.turns] == ["料金が高い", "はいええ"]


@pytest.mark.parametrize(
    "value", [{}, [], {"results": {}}, {"results": {"items": [1]}}, {"Transcript": 1}]
)
def test_what_is_no_result_of_transcribe(tmp_path: Path, value: object) -> None:
    assert outcome(saved(tmp_path, value), shipped("amazon_transcribe")) == ["!transcribe_unknown"]


GOOD = '{"contact_id": "1", "received_at": "2026-03-01", "text": "音"}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, ["1 音"]),
        (f"[{GOOD}]", ["1 音"]),
        (f"\ufeff[ {GOOD} ,\n{GOOD.replace('音', '声')}\n]\n", ["1 音", "1 声"]),
        (f"[{GOOD}, 5, [], {GOOD}]", ["1 音", "2:not_an_object", "3:not_an_object", "1 音"]),
        ("[]", []),
        ("[", ["!json_broken"]),
        (f"[{GOOD}", ["!json_broken"]),
        (f"[{GOOD}] x", ["!json_broken"]),
        (f"[{GOOD}, {{]", ["!json_broken"]),
        ("x", ["!json_broken"]),
    ],
)
def test_json_files(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert outcome(saved(tmp_path, text, "a.json"), TABLE) == expected


def test_json_array_longer_than_a_block(tmp_path: Path) -> None:
    rows = [
        {"contact_id": n, "received_at": "2026-03-01", "text": "長い話" * n} for n in range(300)
    ]
    found = outcome(saved(tmp_path, rows, "a.json"), TABLE)
    assert found[1:] == [f"{n} {'長い話' * n}" for n in range(1, 300)]
