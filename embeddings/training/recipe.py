"""A whole recipe: several runs, their average, and the way back towards the base weights."""

from pathlib import Path

from embeddings.encoder import Vectors
from embeddings.training.examples import Corpus
from embeddings.training.settings import TrainingSettings
from embeddings.training.trainable import Trainable
from embeddings.training.tune import StepProgress, tune
from embeddings.training.weights import State, average, interpolate, put_into


def train(
    trainable: Trainable,
    corpus: Corpus,
    settings: TrainingSettings,
    *,
    progress: StepProgress | None = None,
    work: Path | None = None,
    teacher: Vectors | None = None,
) -> State:
    """Return the tuned weights of a recipe by name, and leave the model with them in place.

    `work` is a folder for one checkpoint per run: called again with the same folder it goes on
    where it was cut off. `progress` and `teacher` as in `tune`; progress counts over all runs.
    """
    base = {name: parameter.detach().clone() for name, parameter in trainable.parameters.items()}
    tuned = []
    for number in range(settings.runs):
        put_into(trainable.parameters, base)
        seed = settings.seed + number
        state = tune(
            trainable,
            corpus,
            settings.model_copy(update={"seed": seed}),
            progress=_over_all_runs(progress, number, settings.runs),
            checkpoint=work / f"seed-{seed}.pt" if work else None,
            teacher=teacher,
        )
        tuned.append(state)
    result = interpolate(base, average(tuned), settings.tuned_share)
    put_into(trainable.parameters, result)
    return result


def _over_all_runs(progress: StepProgress | None, number: int, runs: int) -> StepProgress | None:
    if progress is None:
        return None
    return lambda done, steps, loss: progress(number * steps + done, runs * steps, loss)
