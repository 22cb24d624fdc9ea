"""WebVTT and SubRip (SRT) with speakers: <v Name>, "Name:" or >> before the words.

Own reading, since nothing may be lost or shown: webvtt-py 0.6.0 drops the words behind a blank
line, a second voice and a cue with a broken arrow; srt 3.5.3 prints them to stderr; pysubs2 1.8.1
knows no voices.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.document import document_row, read_document
from pipelines.ingest.html_text import without_entities
from pipelines.ingest.label_lines import label_lines
from pipelines.ingest.labels import Speaker
from pipelines.ingest.lines import has_undecodable
from pipelines.ingest.plain import clean_text
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.ingest.segments import Segment, turns_of
from pipelines.ingest.source import SourceSpec

_TIMES = re.compile(r"^\s*(?P<begin>[0-9:.,]+)\s*-{1,3}>\s*(?P<end>[0-9:.,]+)?")
_TIME = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2})(?:[.,]([0-9]{1,6}))?")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]*)>|</v>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|font|v)(?:[.\s][^>\n]*)?>|<[0-9:.]+>|\{\\[a-z]+[^}\n]*\}", re.I
)
_NEW_SPEAKER = re.compile(r"^\s*(?:>>|＞＞)\s*")


@dataclass(slots=True)
class _Cue:
    begin_seconds: float | None
    end_seconds: float | None
    lines: list[str] = field(default_factory=list)


def read_subtitles(path: Path, spec: SourceSpec, encoding: str) -> Iterator[Row | BadRow]:
    """Yield the one contact of a WebVTT or SRT file.

    Raises InputError `subtitles_broken` (file) when no line has times, and as `read_document` and
    `document_row` do.
    """
    text = read_document(path, spec, encoding)
    if has_undecodable(text):
        yield reject(1, "undecodable_bytes", text)
        return
    cues = list(_cues(clean_text(text).split("\n")))
    if not cues:
        raise InputError("subtitles_broken", file=path.name)
    pieces = [piece for cue in cues for piece in _voices(cue)]
    turns = turns_of(_labelled(pieces, spec.speakers), spec.pause_seconds)
    yield document_row(path, spec, {"turns": turns})


def _cues(lines: list[str]) -> Iterator[_Cue]:
    """Gather the lines under each line of times; stray lines belong to the cue before them."""
    cue: _Cue | None = None
    is_webvtt = lines[0].lstrip().startswith("WEBVTT")
    is_comment = is_webvtt
    for place, line in enumerate(lines):
        if (times := _times(line)) is not None:
            if cue is not None:
                _drop_identifier(cue, lines, place, is_webvtt)
                yield cue
            cue, is_comment = _Cue(*times), False
        elif not line.strip():
            is_comment = False
        elif is_webvtt and _is_after_blank(lines, place) and _COMMENT.match(line):
            is_comment = True
        elif not is_comment and cue is not None:
            cue.lines.append(line)
    if cue is not None:
        yield cue


def _times(line: str) -> tuple[float | None, float | None] | None:
    found = _TIMES.match(line)
    if found is not None:
        return _seconds(found["begin"]), _seconds(found["end"] or "")
    return (None, None) if "-->" in line else None


def _seconds(written: str) -> float | None:
    found = _TIME.fullmatch(written)
    if found is None:
        return None
    hours, minutes, seconds, part = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{part or 0}")


def _is_after_blank(lines: list[str], place: int) -> bool:
    return place == 0 or not lines[place - 1].strip()


def _drop_identifier(cue: _Cue, lines: list[str], place: int, is_webvtt: bool) -> None:
    """A number, in WebVTT any line of its own, right above the times names the next cue."""
    above = lines[place - 1]
    if cue.lines and cue.lines[-1] == above:
        is_own_line = is_webvtt and _is_after_blank(lines, place - 1)
        if above.strip().isdecimal() or is_own_line:
            cue.lines.pop()


def _voices(cue: _Cue) -> Iterator[Segment]:
    """Split a cue at its voice tags; what stands outside of them has no label."""
    label, place, text = "", 0, "\n".join(cue.lines)
    for tag in _VOICE.finditer(text):
        yield from _lines(cue, label, text[place : tag.start()])
        label, place = without_entities(tag.group(1) or "").strip(), tag.end()
    yield from _lines(cue, label, text[place:])


def _lines(cue: _Cue, label: str, text: str) -> Iterator[Segment]:
    for line in without_entities(_TAG.sub("", text)).split("\n"):
        if line.strip():
            yield Segment(label, line.strip(), cue.begin_seconds, cue.end_seconds)


def _labelled(pieces: list[Segment], more_labels: Mapping[str, Speaker]) -> Iterator[Segment]:
    """Take "Name:" off the words where no tag names the voice; it holds until the next one."""
    split = label_lines(["" if piece.label else piece.text for piece in pieces], more_labels)
    label = ""
    for piece, line in zip(pieces, split, strict=True):
        if piece.label:
            yield piece
            continue
        if line.label is not None:
            label = line.label
        elif _NEW_SPEAKER.match(piece.text):
            label = ""
        words = _NEW_SPEAKER.sub("", line.text)
        yield Segment(label, words, piece.begin_seconds, piece.end_seconds)
