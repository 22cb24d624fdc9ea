"""Room name: new themes get a name, a category and example voices that differ from each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from embeddings import Encoder
from pipelines.night import Night
from pipelines.themes.candidates import NameRules, NameSettings
from pipelines.themes.categorise import centres_of, group_themes, name_categories
from pipelines.themes.example_room import ExampleSettings, write_examples
from pipelines.themes.mentions import Mentions, mentions_of
from pipelines.themes.name import ThemeName, name_themes
from pipelines.themes.name_words import NameWords
from pipelines.themes.name_writer import Asked, CommandWriter, written_names
from pipelines.themes.shapes import Shapes, read_shapes
from pipelines.themes.term_counts import TermCounts
from warehouse.ledger import stage
from warehouse.statements import batches, load, rows

__all__ = ["ExampleSettings", "name"]

BATCH_TOKENS = 100_000

# A theme as name_due.sql or name_given.sql tells it.
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One stored token, as naming needs it."""

    surface: str
    normalised_form: str
    dictionary_form: str
    part_of_speech: str
    is_content: bool


@dataclass(frozen=True)
class Known:
    """All living themes, what a sample of texts mentions, each text's theme (-1: none) and kind."""

    shapes: Shapes
    said: list[Mentions]
    themes: list[int]
    kinds: list[str | None]

    def counts(self, themes: list[int], rules: NameRules) -> TermCounts:
        """Count terms by these groups of texts."""
        return TermCounts(self.said, themes, rules.settings.prior_texts, self.kinds)


def name(
    night: Night,
    encoder: Encoder,
    words: NameWords,
    settings: NameSettings,
    examples: ExampleSettings,
) -> None:
    """Write core.theme_name for themes that need a name and core.theme_example for changed ones.

    A theme is named when it is new, and looked at again when it has grown; a name that a person
    gave stays. Categories go on from night to night (see categorise).
    """
    with stage(night.con, night.run, "name", "theme") as counts:
        named = _name_due(night, encoder, NameRules(words, settings, encoder.encode))
        counts.wrote(len(named))
        chosen = write_examples(night, encoder.fingerprint, examples)
        if chosen:
            counts.note("themes_with_new_examples", chosen)
        if named and settings.command:
            counts.note("names_by_command", _ask_writer(night, named, settings))


def _ask_writer(night: Night, theme_ids: list[str], settings: NameSettings) -> int:
    """Take over the usable names that the settings' program proposes for these themes."""
    told = rows(night.con, "name_asked", theme_ids=theme_ids)
    asked = [Asked(row[0], row[1], tuple(row[2]), tuple(row[3] or ())) for row in told]
    others = {row[1] for row in rows(night.con, "name_given") if row[0] not in theme_ids}
    writer = CommandWriter(settings.command, settings.command_timeout_seconds)
    names = written_names(writer, asked, others, settings.longest_name)
    written = [{"theme_id": key, "theme_name": value} for key, value in names.items()]
    load(night.con, "name_rewrite", pa.Table.from_pylist(written, _WRITTEN))
    return len(names)


def _name_due(night: Night, encoder: Encoder, rules: NameRules) -> list[str]:
    shapes = read_shapes(night.con, encoder.fingerprint)
    number_of = {theme_id: number for number, theme_id in enumerate(shapes.theme_ids)}
    found = rows(night.con, "name_due", growth=rules.settings.growth)
    due = {number_of[row[0]]: row for row in found if row[0] in number_of}
    if not due:
        return []
    known = _read_known(night, shapes, number_of, rules)
    # Without a word there is nothing to name a theme by.
    due = {number: row for number, row in due.items() if number in set(known.themes)}
    given = {row[0]: row[1:] for row in rows(night.con, "name_given")}
    named = _names(known, due, given, rules)
    categories = _categories(known, given, rules)
    _write(night, named, due, categories)
    return [row[0] for row in due.values()]


def _read_known(night: Night, shapes: Shapes, number_of: dict[str, int], rules: NameRules) -> Known:
    """Read the words of sampled texts, one text at a time: a million words fill the memory."""
    known = Known(shapes, [], [], [])
    for theme_id, kind, tokens in _texts(night, rules.settings.texts_per_theme):
        known.said.append(mentions_of(tokens, rules.words))
        known.kinds.append(kind)
        # Words of a retired theme count as the rest of the texts.
        known.themes.append(number_of.get(theme_id, -1) if theme_id else -1)
    return known


def _texts(
    night: Night, texts_per_theme: int
) -> Iterator[tuple[str | None, str | None, list[Word]]]:
    read = batches(night.con, "name_tokens", BATCH_TOKENS, texts_per_theme=texts_per_theme)
    tokens = (row for batch in read for row in zip(*batch.to_pydict().values(), strict=True))
    for _, rows_of_text in groupby(tokens, key=itemgetter(0)):
        listed = list(rows_of_text)
        yield listed[0][1], listed[0][2], [Word(*row[3:]) for row in listed]


def _names(
    known: Known, due: dict[int, Row], given: dict[str, Row], rules: NameRules
) -> dict[int, ThemeName]:
    renamed = {row[0] for row in due.values()}
    taken = {row[0] for theme_id, row in given.items() if theme_id not in renamed}
    wanted = {number: row[1] for number, row in due.items()}
    counts = known.counts(known.themes, rules)
    return name_themes(counts, known.shapes.centroids, wanted, taken, rules)


def _categories(known: Known, given: dict[str, Row], rules: NameRules) -> dict[str, str]:
    """Return the name of each living theme's category."""
    shapes = known.shapes
    present = [given[t][1] if t in given else "" for t in shapes.theme_ids]
    index, names = group_themes(shapes.centroids, present)
    category_of_text = [int(index[theme]) if theme >= 0 else -1 for theme in known.themes]
    counts = known.counts(category_of_text, rules)
    named = name_categories(counts, centres_of(shapes.centroids, index), names, rules)
    return {theme_id: named[int(index[n])] for n, theme_id in enumerate(shapes.theme_ids)}


def _write(
    night: Night,
    named: dict[int, ThemeName],
    due: dict[int, Row],
    categories: dict[str, str],
) -> None:
    new = [
        {
            "theme_id": due[number][0],
            "theme_name": theme.name,
            "terms": list(theme.terms),
            "category_name": categories[due[number][0]],
            "count_voices": due[number][2],
        }
        for number, theme in named.items()
    ]
    load(night.con, "name_write", pa.Table.from_pylist(new, _NAME), run_id=night.run.run_id)
    moved = [{"theme_id": key, "category_name": value} for key, value in categories.items()]
    load(night.con, "name_write_categories", pa.Table.from_pylist(moved, _CATEGORY))


_NAME = pa.schema(
    {
        "theme_id": pa.string(),
        "theme_name": pa.string(),
        "terms": pa.list_(pa.string()),
        "category_name": pa.string(),
        "count_voices": pa.int64(),
    }
)
_WRITTEN = pa.schema({"theme_id": pa.string(), "theme_name": pa.string()})
_CATEGORY = pa.schema({"theme_id": pa.string(), "category_name": pa.string()})
