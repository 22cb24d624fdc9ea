"""Whisper and its relatives: openai-whisper, faster-whisper, WhisperX, whisper.cpp, the API."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.errors import InputError
from pipelines.ingest.document import document_row, scalars_of
from pipelines.ingest.read_json import load_json
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.segments import Segment, turns_of
from pipelines.ingest.source import SourceSpec


def read_whisper(path: Path, spec: SourceSpec, encoding: str) -> Iterator[Row | BadRow]:
    """Yield the one contact of a result file.

    Raises InputError `whisper_unknown` (file) when it is no such result, and as `load_json` and
    `document_row` do.
    """
    document = load_json(path, spec, encoding)
    if isinstance(document, BadRow):
        yield document
        return
    try:
        segments = [piece for part in _parts(document) for piece in _pieces(part)]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise InputError("whisper_unknown", file=path.name) from None
    values = scalars_of(document) if isinstance(document, dict) else {}
    turns = turns_of(segments, spec.pause_seconds)
    if turns and _is_told_by(values.get("text"), turns):
        del values["text"]
    yield document_row(path, spec, {**values, "turns": turns})


def _is_told_by(text: object, turns: list[dict[str, str]]) -> bool:
    """The whole text repeats its segments; anything else in it stays as an attribute."""
    said = "".join(turn["text"] for turn in turns)
    return isinstance(text, str) and "".join(text.split()) == "".join(said.split())


def _parts(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    for name in ("segments", "transcription"):
        if isinstance(document.get(name), list):
            parts: list[Any] = document[name]
            return parts
    return [{"text": document["text"]}]


def _pieces(part: Any) -> Iterator[Segment]:
    """One segment, or several where its words were said by different speakers."""
    begin, end = _seconds(part)
    label = _label(part)
    words = part.get("words") or []
    if len({_label(word) or label for word in words}) < 2 or not _are_the_text(words, part):
        yield Segment(label, _text(part["text"]), begin, end)
        return
    for word in words:
        yield Segment(_label(word) or label, _text(word["word"]), *_seconds(word))


def _are_the_text(words: list[Any], part: Any) -> bool:
    told = "".join("".join(_text(word["word"]).split()) for word in words)
    return told == "".join(_text(part["text"]).split())


def _label(part: Any) -> str:
    label = part.get("speaker")
    return "" if label is None else str(label)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _seconds(part: Any) -> tuple[float | None, float | None]:
    if isinstance(offsets := part.get("offsets"), dict):
        return float(offsets["from"]) / 1000, float(offsets["to"]) / 1000
    begin, end = part.get("start"), part.get("end")
    return None if begin is None else float(begin), None if end is None else float(end)
