"""Timed pieces of speech without labels and signs, as Whisper writes Japanese."""

import pytest

from pipelines.ingest.segments import Segment, turns_of


def spoken(*pieces: str, pause_seconds: float = 0.1) -> list[str]:
    """Return the turns of unlabelled pieces of one second, with the same pause between all."""
    segments = [
        Segment("", piece, at * (1 + pause_seconds), at * (1 + pause_seconds) + 1)
        for at, piece in enumerate(pieces)
    ]
    return [turn["text"] for turn in turns_of(segments, pause_seconds=0.8)]


@pytest.mark.parametrize(
    ("pieces", "turns"),
    [
        (["お電話ありがとうございます", "請求が二重なんです"], 2),
        (["請求が二重になっています", "けど確認できますか"], 1),
        (["昨日買った", "掃除機が動きません"], 1),
        (["届かないんですよ", "ご住所をお願いします", "はい", "港区です"], 4),
        (["動きません。", "見てください"], 2),
        (["炊飯器の", "ふたが"], 1),
    ],
)
def test_a_turn_ends_where_a_sentence_ends(pieces: list[str], turns: int) -> None:
    found = spoken(*pieces)
    assert len(found) == turns
    assert "".join(found) == "".join(pieces)


def test_a_pause_ends_a_turn_and_so_does_length() -> None:
    assert spoken("炊飯器の", "ふたが", pause_seconds=1.0) == ["炊飯器の", "ふたが"]
    without_end = ["ふたが開かなくて"] * 40
    found = spoken(*without_end)
    assert max(map(len, found)) < 130
    assert "".join(found) == "".join(without_end)


def test_labels_outrank_sentences() -> None:
    segments = [Segment("A", "動きません。", 0, 1), Segment("A", "見てください。", 1.1, 2)]
    assert turns_of(segments, 0.8) == [{"speaker": "A", "text": "動きません。見てください。"}]
