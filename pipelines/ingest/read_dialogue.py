"""Plain-text dialogues: one speaker a line or paragraph, with labels or without."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from pipelines.ingest.document import document_row, read_document
from pipelines.ingest.label_lines import Line, label_lines
from pipelines.ingest.labels import Speaker
from pipelines.ingest.lines import has_undecodable
from pipelines.ingest.plain import BLANK, clean_text
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.ingest.source import SourceSpec

_HEADER = re.compile(
    r"^[\s　]*[■◆●・＊*]?[\s　]*(?P<key>[^\s:：、。「」][^:：、。「」\t]{0,19}?)"
    r"[ 　]*[:：\t][\s　]*(?P<value>\S.*)$"
)
_RULER = re.compile(r"[\s\-‐–—―ー=＝_＿*＊━─~〜・+#]*")


def read_dialogue(path: Path, spec: SourceSpec, encoding: str) -> Iterator[Row | BadRow]:
    """Yield the one contact of a text file.

    Lines "name: value" before the first speaker are values of the contact; without labels only
    those lines at the beginning whose name a column of the source has. Raises InputError as
    `read_document` and `document_row` do.
    """
    text = read_document(path, spec, encoding)
    if has_undecodable(text):
        yield reject(1, "undecodable_bytes", text)
        return
    header, turns = _dialogue(text, spec)
    yield document_row(path, spec, {**header, "turns": turns})


def _dialogue(text: str, spec: SourceSpec) -> tuple[dict[str, str], list[dict[str, str]]]:
    lines = clean_text(text).split("\n")
    split = label_lines(lines, spec.speakers)
    first = next((place for place, line in enumerate(split) if line.label is not None), None)
    if first is None:
        header, rest = _header(lines, spec.columns.all_names)
        return header, _paragraphs(rest)
    header, rest = _header(lines[:first], None)
    return header, _lines(rest) + _labelled_turns(split[first:])


def dialogue_turns(text: str, more_labels: Mapping[str, Speaker]) -> list[dict[str, str]]:
    """Return the turns ({"speaker", "text"}) of a dialogue that is written without a header."""
    lines = clean_text(text).split("\n")
    split = label_lines(lines, more_labels)
    first = next((place for place, line in enumerate(split) if line.label is not None), None)
    if first is None:
        return _paragraphs(lines)
    return _lines(lines[:first]) + _labelled_turns(split[first:])


def _lines(lines: list[str]) -> list[dict[str, str]]:
    return [{"speaker": "", "text": line.strip()} for line in lines if _has_words(line)]


def _labelled_turns(lines: list[Line]) -> list[dict[str, str]]:
    turns: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.label is not None:
            turns.append((line.label, [line.text]))
        else:
            turns[-1][1].append(line.text)
    return [
        {"speaker": label, "text": "\n".join(filter(_has_words, texts)).strip()}
        for label, texts in turns
    ]


def _paragraphs(lines: list[str]) -> list[dict[str, str]]:
    """Without labels a paragraph is a turn, or a line where there is but one paragraph."""
    paragraphs = [list(group) for has_words, group in groupby(lines, _has_words) if has_words]
    if len(paragraphs) < 2:
        return _lines(lines)
    return [{"speaker": "", "text": "\n".join(part).strip()} for part in paragraphs]


def _header(lines: list[str], known: frozenset[str] | None) -> tuple[dict[str, str], list[str]]:
    """Split "name: value" lines off the beginning; of the `known` names only, if any are given."""
    values: dict[str, str] = {}
    for place, line in enumerate(lines):
        if not _has_words(line):
            continue
        found = _HEADER.match(line)
        if (
            found is None
            or found["key"] in values
            or (known is not None and found["key"] not in known)
        ):
            return values, lines[place:]
        values[found["key"]] = found["value"].strip()
    return values, []


def _has_words(line: str) -> bool:
    return bool(line.strip(BLANK)) and _RULER.fullmatch(line) is None
