"""What a training learns from: texts with their themes, and texts that belong to no theme."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.errors import EncoderError


class Example(NamedTuple):
    """A text that says what `label` (a theme) is about.

    `group` is the company, "" when unknown; `channel` is call, mail or chat, "" when unknown.
    """

    text: str
    label: str
    group: str = ""
    channel: str = ""


class Unlabelled(NamedTuple):
    """A text without a theme; `groups` are the companies that it may have been written for."""

    text: str
    groups: tuple[str, ...] = ()
    channel: str = ""


class Theme(NamedTuple):
    """A theme's words, its near neighbours (labels), its company and the folder it came from."""

    label: str
    name: str
    description: str = ""
    near: tuple[str, ...] = ()
    group: str = ""
    folder: str = ""


@dataclass(frozen=True)
class Corpus:
    """Examples, texts without a theme, and themes by label (only those with a description)."""

    examples: tuple[Example, ...]
    unlabelled: tuple[Unlabelled, ...] = ()
    themes: Mapping[str, Theme] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[str, ...]:
        """All companies, sorted."""
        return tuple(sorted({example.group for example in self.examples}))


class _Line(NamedTuple):
    """One line of a file of JSON Lines, with where it stands."""

    place: Mapping[str, object]
    row: Mapping[str, Any]

    def text_of(self, key: str) -> str:
        """Return a text that must be there; raises EncoderError when it is missing or blank."""
        value = self.row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise EncoderError("training_line_without", column=key, **self.place)
        return value


def read_corpus(folder: Path) -> Corpus:
    """Return the corpus in a folder: per subfolder themes.jsonl, statements.jsonl, other.jsonl.

    A theme without `company` belongs to a company named like its folder. Raises EncoderError when
    there is nothing to read or a line is broken, naming file and line but no text.
    """
    places = sorted(path.parent for path in folder.glob("*/themes.jsonl"))
    if not places:
        raise EncoderError("training_corpus_missing", folder=str(folder))
    themes: dict[str, Theme] = {}
    examples: list[Example] = []
    unlabelled: list[Unlabelled] = []
    for place in places:
        found = _themes(place, themes)
        themes |= found
        examples += _examples(place, found)
        unlabelled += _unlabelled(place, found)
    return Corpus(tuple(examples), tuple(unlabelled), themes)


def hold_out(corpus: Corpus, companies: Collection[str]) -> tuple[Corpus, Corpus]:
    """Return what training may see without these companies, and what was held out.

    A text without a theme is held out when one of its possible companies is. Raises EncoderError
    `training_company_unknown` for a company that the corpus does not have.
    """
    for company in companies:
        if company not in corpus.groups:
            names = ", ".join(corpus.groups)
            raise EncoderError("training_company_unknown", company=company, companies=names)
    kept = Corpus(
        tuple(e for e in corpus.examples if e.group not in companies),
        tuple(u for u in corpus.unlabelled if not set(u.groups) & set(companies)),
        {label: t for label, t in corpus.themes.items() if t.group not in companies},
    )
    held = Corpus(
        tuple(e for e in corpus.examples if e.group in companies),
        tuple(u for u in corpus.unlabelled if set(u.groups) & set(companies)),
        {label: t for label, t in corpus.themes.items() if t.group in companies},
    )
    return kept, held


def _themes(place: Path, known: Mapping[str, Theme]) -> dict[str, Theme]:
    themes: dict[str, Theme] = {}
    for line in _lines(place / "themes.jsonl"):
        label = line.text_of("theme_id")
        if label in known or label in themes:
            raise EncoderError("training_theme_twice", **line.place)
        themes[label] = Theme(
            label,
            line.text_of("name_ja"),
            line.text_of("description_ja"),
            tuple(line.row.get("near") or line.row.get("near_neighbours") or ()),
            str(line.row.get("company") or place.name),
            place.name,
        )
    return themes


def _examples(place: Path, themes: Mapping[str, Theme]) -> Iterator[Example]:
    for line in _lines(place / "statements.jsonl"):
        label = line.text_of("theme_id")
        if label not in themes:
            raise EncoderError("training_theme_unknown", **line.place)
        channel = str(line.row.get("channel") or "")
        yield Example(line.text_of("text"), label, themes[label].group, channel)


def _unlabelled(place: Path, themes: Mapping[str, Theme]) -> Iterator[Unlabelled]:
    groups = tuple(sorted({theme.group for theme in themes.values()}))
    for line in _lines(place / "other.jsonl"):
        yield Unlabelled(line.text_of("text"), groups, str(line.row.get("channel") or ""))


def _lines(path: Path) -> Iterator[_Line]:
    name = f"{path.parent.name}/{path.name}"
    try:
        # Not splitlines(): a statement may hold a line separator of Unicode.
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EncoderError("training_file_unreadable", file=name) from error
    for number, text in enumerate(lines, start=1):
        if text.strip():
            yield _Line({"file": name, "line": number}, _row(text, name, number))


def _row(text: str, name: str, number: int) -> dict[str, Any]:
    try:
        row = loads(text)
    except JSONDecodeError as error:
        raise EncoderError("training_line_not_json", file=name, line=number) from error
    if not isinstance(row, dict):
        raise EncoderError("training_line_not_json", file=name, line=number)
    return row
