"""Checkpoints of a training: written aside, then put in place, so a kill leaves a whole one."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor
from torch.nn import Parameter
from torch.optim import Optimizer

from embeddings.encoder import Vectors
from embeddings.errors import EncoderError
from embeddings.training.examples import Corpus
from embeddings.training.settings import TrainingSettings

# These do not change what one run does, only when it is saved and what is made of it afterwards.
_NOT_OF_THE_RUN = {"checkpoint_every", "runs", "tuned_share"}
_UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, KeyError, TypeError, UnpicklingError)


def recipe_fingerprint(corpus: Corpus, settings: TrainingSettings) -> str:
    """Return a short name for all that decides tuned weights besides the base: texts, settings."""
    source = f"{_texts_of(corpus)}\n{settings.model_dump_json(exclude={'checkpoint_every'})}"
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def run_fingerprint(
    corpus: Corpus,
    settings: TrainingSettings,
    start: Mapping[str, Tensor],
    teacher: Vectors | None,
) -> str:
    """Return a name for all that decides a run: texts, settings, start weights, teacher."""
    source = f"{_texts_of(corpus)}\n{settings.model_dump_json(exclude=_NOT_OF_THE_RUN)}"
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass"))
    for name, tensor in start.items():
        digest.update(name.encode())
        digest.update(tensor.detach().contiguous().numpy().tobytes())
    if teacher is not None:
        digest.update(teacher.tobytes())
    return digest.hexdigest()


def save_checkpoint(
    path: Path, run: str, step: int, parameters: Mapping[str, Parameter], optimiser: Optimizer
) -> None:
    """Write a checkpoint after `step` steps of the run with this fingerprint.

    Raises EncoderError `training_not_writable` when it cannot be written.
    """
    content = {
        "run": run,
        "step": step,
        "parameters": {name: p.detach() for name, p in parameters.items()},
        "optimiser": optimiser.state_dict(),
    }
    aside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        raise EncoderError("training_not_writable", folder=str(path.parent)) from error


def resume(path: Path, run: str, parameters: Mapping[str, Parameter], optimiser: Optimizer) -> int:
    """Put parameters and optimiser back as they were and return the steps done, 0 without a file.

    Raises EncoderError when the file cannot be read, or belongs to other texts, settings or base.
    """
    if not path.is_file():
        return 0
    content = _read(path)
    if content.get("run") != run:
        raise EncoderError("training_checkpoint_other", file=str(path))
    try:
        with torch.no_grad():
            for name, parameter in parameters.items():
                parameter.copy_(content["parameters"][name])
        optimiser.load_state_dict(content["optimiser"])
        return int(content["step"])
    except _UNREADABLE as error:
        raise EncoderError("training_checkpoint_unreadable", file=str(path)) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except _UNREADABLE as error:
        raise EncoderError("training_checkpoint_unreadable", file=str(path)) from error
    if not isinstance(content, dict):
        raise EncoderError("training_checkpoint_unreadable", file=str(path))
    return content


def _texts_of(corpus: Corpus) -> str:
    return repr((corpus.examples, corpus.unlabelled, sorted(corpus.themes.items())))
