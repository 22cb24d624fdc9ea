"""Adaptation: an encoder learns from voices that people confirmed, and is judged on others.

Pure: texts and labels in, tuned weights and scores out. Whoever calls decides what becomes of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from embeddings.encoder import Vectors
from embeddings.errors import EncoderError
from embeddings.held_out import Interval, Parts, count_wordings, hits, interval, split, wordings_of

if TYPE_CHECKING:
    from embeddings.sentence_encoder import SentenceEncoder
    from embeddings.training.examples import Example
    from embeddings.training.settings import TrainingSettings
    from embeddings.training.trainable import Trainable
    from embeddings.training.weights import State

Share = Annotated[float, Field(gt=0, lt=1)]
WeakKind = Literal["recap", "contact", "category"]
# Called with (steps done, steps in all); never with a text.
Steps = Callable[[int, int], None]


class AdaptSettings(BaseModel):
    """How an encoder is adapted, and what it takes to be called better.

    At least `min_themes` themes need `min_wordings` confirmed voices in different words each; two
    statements with a cosine of `same_wording` or more count as one wording. Of the wordings
    `validation_share` choose how far to go from the present weights (`tuned_shares`) and
    `test_share` judge; the rest is trained on for `steps` batches. The new encoder is better when
    the lower end of the `confidence` interval of its gain is above 0.

    `weak_kinds` names the weak pairs to learn from first, in `weak_steps` batches, if there are
    `min_weak_pairs`: `recap` (a voice and the operator's recap of it), `contact` (two voices of
    one contact), `category` (voices of one product and category).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_themes: Annotated[int, Field(ge=2)] = 5
    min_wordings: Annotated[int, Field(ge=4)] = 8
    same_wording: Annotated[float, Field(gt=0, le=1)] = 0.9
    validation_share: Share = 0.2
    test_share: Share = 0.3
    tuned_shares: Annotated[tuple[float, ...], Field(min_length=1)] = (0.25, 0.5, 0.75, 1.0)
    confidence: Share = 0.9
    steps: Annotated[int, Field(ge=1)] = 40
    seed: int = 0
    weak_kinds: tuple[WeakKind, ...] = ()
    weak_steps: Annotated[int, Field(ge=1)] = 40
    min_weak_pairs: Annotated[int, Field(ge=2)] = 200


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from: statements with their theme, and pairs that may say the same."""

    confirmed: tuple[tuple[str, str], ...]
    weak_pairs: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> list[str]:
        """The confirmed statements."""
        return [text for text, _ in self.confirmed]

    @property
    def themes(self) -> list[str]:
        """The theme of each confirmed statement."""
        return [theme for _, theme in self.confirmed]


@dataclass(frozen=True)
class Accuracy:
    """Shares (0..1) of held-out voices whose theme is found by prototype and by nearest voice."""

    prototype: float
    nearest: float

    @property
    def mean(self) -> float:
        """The mean of both."""
        return (self.prototype + self.nearest) / 2


@dataclass(frozen=True)
class AdaptResult:
    """How the tuned weights did on confirmed voices held out, before and after.

    `gain` is the difference of the means of both accuracies. `tuned_share` is how far the weights
    went from the present ones (0) to the trained ones (1).
    """

    before: Accuracy
    after: Accuracy
    gain: Interval
    tuned_share: float
    count_themes: int
    count_confirmed: int
    count_held_out: int
    count_weak_pairs: int

    @property
    def is_better(self) -> bool:
        """True when the gain is not likely to be chance."""
        return self.gain.low > 0


def adapt(
    encoder: "SentenceEncoder",
    lesson: Lesson,
    settings: AdaptSettings,
    *,
    work: Path | None = None,
    progress: Steps | None = None,
) -> AdaptResult:
    """Tune an encoder, which is left with the new weights, and judge it on voices held out.

    `work` is a folder for checkpoints: calling again with the same lesson and settings goes on
    from there, to the same weights. Raises EncoderError `adapt_too_few` when too little is
    confirmed to tell better from worse.
    """
    before = encoder.encode(lesson.texts)
    parts = _checked_parts(before, lesson, settings)
    tuned_share = _train(encoder, lesson, parts, settings, _Desk(work, progress))
    after = encoder.encode(lesson.texts)
    old, new = (hits(v, lesson.themes, parts.training, parts.test) for v in (before, after))
    gains = (new - old).mean(axis=1)
    return AdaptResult(
        Accuracy(*old.mean(axis=0).tolist()),
        Accuracy(*new.mean(axis=0).tolist()),
        interval(gains, parts.wordings[parts.test], settings.confidence, settings.seed),
        tuned_share,
        count_themes=len(set(lesson.themes)),
        count_confirmed=len(lesson.confirmed),
        count_held_out=len(parts.test),
        count_weak_pairs=len(_weak_pairs(lesson, parts, settings)),
    )


def _checked_parts(vectors: Vectors, lesson: Lesson, settings: AdaptSettings) -> Parts:
    wordings = wordings_of(vectors, settings.same_wording)
    counts = count_wordings(lesson.themes, wordings)
    enough = sum(count >= settings.min_wordings for count in counts.values())
    if enough < settings.min_themes:
        raise EncoderError(
            "adapt_too_few",
            voices=len(lesson.confirmed),
            themes=enough,
            needed_themes=settings.min_themes,
            needed_voices=settings.min_wordings,
        )
    return split(
        lesson.texts, wordings, settings.validation_share, settings.test_share, settings.seed
    )


@dataclass(frozen=True)
class _Desk:
    """Where a training keeps its checkpoints and whom it tells."""

    work: Path | None
    progress: Steps | None

    def checkpoint(self, name: str) -> Path | None:
        return self.work / f"{name}.pt" if self.work else None


def _train(
    encoder: "SentenceEncoder", lesson: Lesson, parts: Parts, settings: AdaptSettings, desk: _Desk
) -> float:
    """Put the chosen weights into the encoder; returns how far they are from the base."""
    from embeddings.sentence_encoder import torch_threads
    from embeddings.training.trainable import trainable_of

    recipe = _recipe(encoder, settings)
    trainable = trainable_of(encoder.model, encoder.prompt, recipe)
    base = {name: parameter.detach().clone() for name, parameter in trainable.parameters.items()}
    with torch_threads(encoder.threads):
        tuned = _tuned(trainable, _examples(lesson, parts, settings), recipe, settings, desk)
    choice = _Choice(encoder, lesson, parts)
    return choice.best(trainable, base, tuned, settings.tuned_shares)


def _recipe(encoder: "SentenceEncoder", settings: AdaptSettings) -> "TrainingSettings":
    """Return small steps for the upper layers of a transformer, larger ones for USE."""
    from embeddings.training.settings import TrainingSettings

    both = {"steps": settings.steps, "seed": settings.seed}
    if encoder.model.transformers_model is None:
        return TrainingSettings(learning_rate=3e-4, **both)
    return TrainingSettings(learning_rate=4e-5, trained_layers=8, dropout=0.1, bf16=True, **both)


def _examples(
    lesson: Lesson, parts: Parts, settings: AdaptSettings
) -> "tuple[list[Example], list[Example]]":
    """Return weak examples (each pair a label of its own) and confirmed ones."""
    from embeddings.training.examples import Example

    weak = [
        Example(text, f"pair-{number}")
        for number, pair in enumerate(_weak_pairs(lesson, parts, settings))
        for text in pair
    ]
    return weak, [Example(*lesson.confirmed[row]) for row in parts.training.tolist()]


def _weak_pairs(lesson: Lesson, parts: Parts, settings: AdaptSettings) -> list[tuple[str, str]]:
    """Return the pairs to learn from: none with a voice that is kept back, and none if too few."""
    kept_back = {lesson.confirmed[row][0] for row in (*parts.validation, *parts.test)}
    pairs = [pair for pair in lesson.weak_pairs if not kept_back & set(pair)]
    return pairs if len(pairs) >= settings.min_weak_pairs else []


def _tuned(
    trainable: "Trainable",
    examples: "tuple[list[Example], list[Example]]",
    recipe: "TrainingSettings",
    settings: AdaptSettings,
    desk: _Desk,
) -> "State":
    """Train on weak pairs first and on confirmed voices last, so that people have the last word."""
    from embeddings.training.examples import Corpus
    from embeddings.training.tune import tune

    weak, confirmed = examples
    first = settings.weak_steps if weak else 0
    total = first + settings.steps

    def tell(done: int) -> None:
        if desk.progress is not None:
            desk.progress(done, total)

    if weak:
        tune(
            trainable,
            Corpus(tuple(weak)),
            recipe.model_copy(update={"steps": first}),
            progress=lambda done, steps, loss: tell(done),
            checkpoint=desk.checkpoint("weak"),
        )
    return tune(
        trainable,
        Corpus(tuple(confirmed)),
        recipe,
        progress=lambda done, steps, loss: tell(first + done),
        checkpoint=desk.checkpoint("confirmed"),
    )


@dataclass(frozen=True)
class _Choice:
    """The choice of a point between base and tuned weights, on the validation part."""

    encoder: "SentenceEncoder"
    lesson: Lesson
    parts: Parts

    def best(
        self, trainable: "Trainable", base: "State", tuned: "State", shares: Sequence[float]
    ) -> float:
        """Leave the model at the best share; of equals the smallest, which forgets least."""
        from embeddings.training.weights import interpolate, put_into

        scores = []
        for share in sorted(shares):
            put_into(trainable.parameters, interpolate(base, tuned, share))
            scores.append(self._score())
        chosen = sorted(shares)[int(np.argmax(scores))]
        put_into(trainable.parameters, interpolate(base, tuned, chosen))
        return chosen

    def _score(self) -> float:
        rows = np.concatenate([self.parts.training, self.parts.validation])
        vectors = self.encoder.encode([self.lesson.texts[row] for row in rows])
        themes = [self.lesson.themes[row] for row in rows]
        known = np.arange(len(self.parts.training))
        asked = np.arange(len(known), len(rows))
        return float(hits(vectors, themes, known, asked).mean())
