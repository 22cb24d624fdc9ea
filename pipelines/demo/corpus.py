"""Read the fictional corpus that the demo draws its statements from."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.errors import InputError

Phrases = dict[str, tuple[str, ...]]


class Statement(NamedTuple):
    """One hand-written statement; `theme_id` is None for the statements without a theme."""

    statement_id: str
    theme_id: str | None
    kind: str
    text: str
    channel: str
    register: str


class Theme(NamedTuple):
    """One theme of the corpus."""

    theme_id: str
    name_ja: str
    near_neighbours: tuple[str, ...]


class Corpus(NamedTuple):
    """Themes and statements in the order of the files."""

    themes: tuple[Theme, ...]
    statements: tuple[Statement, ...]
    others: tuple[Statement, ...]


def read_corpus(corpus_dir: Path) -> Corpus:
    """Read themes.jsonl, statements.jsonl and other.jsonl of a corpus folder.

    Raises InputError `demo_corpus_missing` when a file is not there.
    """
    themes = tuple(
        Theme(row["theme_id"], row["name_ja"], tuple(row["near_neighbours"]))
        for row in _rows(corpus_dir / "themes.jsonl")
    )
    statements = tuple(
        Statement(
            row["id"], row["theme_id"], "complaint", row["text"], row["channel"], row["register"]
        )
        for row in _rows(corpus_dir / "statements.jsonl")
    )
    others = tuple(
        Statement(row["id"], None, row["kind"], row["text"], row["channel"], "flat")
        for row in _rows(corpus_dir / "other.jsonl")
    )
    return Corpus(themes, statements, others)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise InputError("demo_corpus_missing", file=path.name)
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def read_phrases(corpus_dir: Path) -> Phrases:
    """Read demo_phrases.toml as pools named `section.key`, for example `call.greetings`.

    Raises InputError `demo_corpus_missing` when the file is not there.
    """
    path = corpus_dir / "demo_phrases.toml"
    if not path.is_file():
        raise InputError("demo_corpus_missing", file=path.name)
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": tuple(texts)
        for section, pools in sections.items()
        for key, texts in pools.items()
    }
