"""Amazon Transcribe: standard output (speaker or channel labels), Call Analytics, Contact Lens."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipelines.errors import InputError
from pipelines.ingest.document import document_row, scalars_of
from pipelines.ingest.read_json import load_json
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.segments import Segment, in_order_of_time, turns_of
from pipelines.ingest.source import SourceSpec


def read_amazon_transcribe(path: Path, spec: SourceSpec, encoding: str) -> Iterator[Row | BadRow]:
    """Yield the one contact of a result file.

    Raises InputError `transcribe_unknown` (file) when it is no such result, and as `load_json`
    and `document_row` do.
    """
    document = load_json(path, spec, encoding)
    if isinstance(document, BadRow):
        yield document
        return
    try:
        segments = list(_segments(document, spec.pause_seconds))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        raise InputError("transcribe_unknown", file=path.name) from None
    assert isinstance(document, dict)
    values = scalars_of({key: part for key, part in document.items() if key != "results"})
    turns = turns_of(segments, spec.pause_seconds)
    yield document_row(path, spec, {**values, "turns": turns})


def _segments(document: Any, pause_seconds: float) -> Iterator[Segment]:
    if "Transcript" in document:
        return (_of_analytics(part) for part in document["Transcript"])
    results = document["results"]
    if channels := results.get("channel_labels", {}).get("channels"):
        words = [
            _word(item, channel["channel_label"])
            for channel in channels
            for item in channel["items"]
        ]
    else:
        speakers = _speakers_by_time(results)
        words = [_word(item, _speaker(item, speakers)) for item in _items(results)]
    return iter(in_order_of_time(_punctuated(words), pause_seconds))


def _items(results: Any) -> list[Any]:
    if items := results.get("items"):
        return list(items)
    # Nothing word by word: the whole transcript is one piece.
    return [{"alternatives": [{"content": part["transcript"]}]} for part in results["transcripts"]]


def _of_analytics(part: Any) -> Segment:
    return Segment(
        str(part.get("ParticipantRole") or part.get("ParticipantId") or ""),
        _text(part["Content"]),
        float(part["BeginOffsetMillis"]) / 1000,
        float(part["EndOffsetMillis"]) / 1000,
    )


def _speakers_by_time(results: Any) -> dict[str, str]:
    """Older results name the speakers beside the words, by the time at which a word starts."""
    return {
        item["start_time"]: item["speaker_label"]
        for segment in results.get("speaker_labels", {}).get("segments", [])
        for item in segment.get("items", [])
    }


def _speaker(item: Mapping[str, Any], speakers: Mapping[str, str]) -> str:
    label = item.get("speaker_label") or item.get("channel_label")
    return str(label or speakers.get(item.get("start_time", ""), ""))


def _word(item: Any, label: str) -> Segment:
    alternatives = item["alternatives"]
    content = _text(alternatives[0]["content"]) if alternatives else ""
    begin, end = item.get("start_time"), item.get("end_time")
    return Segment(
        str(label),
        content,
        None if begin is None else float(begin),
        None if end is None else float(end),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _punctuated(words: list[Segment]) -> Iterator[Segment]:
    """Give punctuation, which has no time and in older results no speaker, to the word before."""
    label = ""
    for word in words:
        if word.begin_seconds is None and not word.label:
            word = Segment(label, word.text)
        label = word.label
        yield word
