"""Which texts stand in the batch of a step: a pure function of texts, settings and step number.

A training that was cut off goes on with the very batches that it would have seen.
"""

from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from embeddings.errors import EncoderError
from embeddings.training.examples import Corpus
from embeddings.training.settings import TrainingSettings

NO_THEME = -1


class Batch(NamedTuple):
    """The texts of one step, each with the number of its theme in this batch or NO_THEME.

    The first len(examples) texts are the corpus' examples at these positions; after them come
    descriptions of themes, then texts without a theme.
    """

    texts: tuple[str, ...]
    themes: tuple[int, ...]
    examples: tuple[int, ...]


class BatchPlan:
    """All batches of a training.

    Only themes with two examples or more can be used, since a text needs another one that says the
    same. Raises EncoderError `training_too_few_themes` when fewer than two themes have them.
    """

    def __init__(self, corpus: Corpus, settings: TrainingSettings) -> None:
        self._corpus = corpus
        self._settings = settings
        self._examples_of = _positions_by_label(corpus)
        if len(self._examples_of) < 2:
            raise EncoderError("training_too_few_themes", count=len(self._examples_of))
        self._labels_of: dict[str, list[str]] = defaultdict(list)
        for label, positions in self._examples_of.items():
            self._labels_of[corpus.examples[positions[0]].group].append(label)
        self._groups = sorted(self._labels_of)

    def batch(self, step: int) -> Batch:
        """Return the batch of a step, counted from 0."""
        # A generator for each step, seeded by words: the same in any process and Python.
        random = Random(f"{self._settings.seed}/{step}")
        labels = self._draw_labels(random)
        texts: list[str] = []
        themes: list[int] = []
        examples: list[int] = []
        for number, label in enumerate(labels):
            drawn = self._draw_examples(label, random)
            examples += drawn
            texts += [self._corpus.examples[position].text for position in drawn]
            themes += [number] * len(drawn)
        for number, text in self._descriptions(labels):
            texts.append(text)
            themes.append(number)
        others = self._draw_others(random)
        themes += [NO_THEME] * len(others)
        return Batch(tuple(texts + others), tuple(themes), tuple(examples))

    def _draw_labels(self, random: Random) -> list[str]:
        """Draw some themes of one group, and the rest from all other themes."""
        count = min(self._settings.themes_per_batch, len(self._examples_of))
        of_group = self._labels_of[random.choice(self._groups)]
        near = random.sample(
            of_group, min(int(count * self._settings.same_group_share), len(of_group))
        )
        rest = [label for label in self._examples_of if label not in set(near)]
        return near + random.sample(rest, count - len(near))

    def _draw_examples(self, label: str, random: Random) -> list[int]:
        positions = self._examples_of[label]
        count = min(self._settings.statements_per_theme, len(positions))
        if not self._settings.balance_channels:
            return random.sample(positions, count)
        channels = [self._corpus.examples[position].channel for position in positions]
        return _in_turns(positions, channels, random)[:count]

    def _descriptions(self, labels: Sequence[str]) -> list[tuple[int, str]]:
        if not self._settings.descriptions:
            return []
        known = self._corpus.themes
        return [
            (number, known[label].description)
            for number, label in enumerate(labels)
            if label in known and known[label].description
        ]

    def _draw_others(self, random: Random) -> list[str]:
        others = self._corpus.unlabelled
        drawn = random.sample(others, min(self._settings.others_per_batch, len(others)))
        return [other.text for other in drawn]


def _positions_by_label(corpus: Corpus) -> dict[str, list[int]]:
    """Return the positions of each label's examples, where it has two or more, by sorted label."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, example in enumerate(corpus.examples):
        found[example.label].append(position)
    return {label: found[label] for label in sorted(found) if len(found[label]) > 1}


def _in_turns(positions: Sequence[int], channels: Sequence[str], random: Random) -> list[int]:
    """Return all positions in random order, one of each channel in turn as long as it has some."""
    by_channel: dict[str, list[int]] = defaultdict(list)
    for position, channel in zip(positions, channels, strict=True):
        by_channel[channel].append(position)
    queues = [random.sample(queue, len(queue)) for queue in by_channel.values()]
    random.shuffle(queues)
    longest = max(len(queue) for queue in queues)
    return [queue[turn] for turn in range(longest) for queue in queues if turn < len(queue)]
