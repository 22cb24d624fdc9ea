"""One run of training: seeded, resumable, the same result for the same seed and threads."""

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_
from torch.optim import AdamW

from embeddings.encoder import Vectors
from embeddings.training.batches import Batch, BatchPlan
from embeddings.training.checkpoint import resume, run_fingerprint, save_checkpoint
from embeddings.training.examples import Corpus
from embeddings.training.loss import likeness_distillation, supervised_contrastive
from embeddings.training.settings import TrainingSettings
from embeddings.training.trainable import Trainable
from embeddings.training.weights import State

# Called after each step with (steps done, steps in all, loss of this step); never with a text.
StepProgress = Callable[[int, int, float], None]


def tune(
    trainable: Trainable,
    corpus: Corpus,
    settings: TrainingSettings,
    *,
    progress: StepProgress | None = None,
    checkpoint: Path | None = None,
    teacher: Vectors | None = None,
) -> State:
    """Train from the weights as they are and return copies of the trained parameters by name.

    With a `checkpoint` file a run that was cut off goes on where it was saved, to the same bits as
    if it had not been cut. `teacher` holds one unit row per example of the corpus, in its order;
    it is needed when `distil_weight` is above 0. Raises EncoderError when there are too few themes
    or the checkpoint belongs to another run, FloatingPointError when the loss is not finite.
    """
    if settings.distil_weight > 0 and teacher is None:
        raise ValueError("distil_weight is above 0, but there is no teacher")
    plan = BatchPlan(corpus, settings)
    parameters = trainable.parameters
    optimiser = AdamW(
        parameters.values(),
        lr=settings.learning_rate,
        weight_decay=settings.weight_decay,
        fused=True,
    )
    run = run_fingerprint(corpus, settings, parameters, teacher)
    done = resume(checkpoint, run, parameters, optimiser) if checkpoint else 0
    for step in range(done, settings.steps):
        optimiser.param_groups[0]["lr"] = learning_rate(step, settings)
        with _deterministic():
            loss = _loss(trainable, plan.batch(step), settings, teacher, step)
            optimiser.zero_grad()
            loss.backward()
        clip_grad_norm_(parameters.values(), settings.largest_gradient, error_if_nonfinite=True)
        optimiser.step()
        if checkpoint and _is_saved(step + 1, settings):
            save_checkpoint(checkpoint, run, step + 1, parameters, optimiser)
        if progress is not None:
            progress(step + 1, settings.steps, loss.item())
    return {name: parameter.detach().clone() for name, parameter in parameters.items()}


def learning_rate(step: int, settings: TrainingSettings) -> float:
    """Return the learning rate of a step, counted from 0: a rise, then a fall to the end."""
    rise = min(1.0, (step + 1) / max(1, settings.warmup_steps))
    left = 1 - (step + 1) / settings.steps
    if settings.decay == "cosine":
        left = 0.5 * (1 - math.cos(math.pi * left))
    floor = settings.final_rate_share
    return settings.learning_rate * rise * (floor + (1 - floor) * left)


def _loss(
    trainable: Trainable,
    batch: Batch,
    settings: TrainingSettings,
    teacher: Vectors | None,
    step: int,
) -> Tensor:
    with torch.random.fork_rng(devices=[]), arithmetic(settings):
        # Dropout, too, depends on nothing but seed and step.
        torch.manual_seed(settings.seed * 1_000_003 + step)
        vectors = trainable.vectors(batch.texts)
    loss = supervised_contrastive(vectors, torch.tensor(batch.themes), settings.temperature)
    if teacher is None or settings.distil_weight == 0:
        return loss
    own, wanted = vectors[: len(batch.examples)], teacher[list(batch.examples)]
    kept = likeness_distillation(own, torch.from_numpy(wanted), settings.distil_temperature)
    return loss + settings.distil_weight * kept


def arithmetic(settings: TrainingSettings) -> AbstractContextManager[object]:
    """Return the context in which products are taken: in bfloat16 if wanted and the CPU can."""
    can = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.bf16 and can)


@contextmanager
def _deterministic() -> Iterator[None]:
    """Add up gradients in a fixed order; with several threads torch takes them as they come."""
    before = torch.are_deterministic_algorithms_enabled()
    torch.use_deterministic_algorithms(True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)


def _is_saved(done: int, settings: TrainingSettings) -> bool:
    return done % settings.checkpoint_every == 0 or done == settings.steps
