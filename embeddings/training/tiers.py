"""Trains a bundled model by a recipe, and writes what was learnt."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from torch.nn import ModuleList

from embeddings.encoder import Vectors
from embeddings.errors import EncoderError
from embeddings.loading import load_encoder, load_trainable
from embeddings.saving import save_encoder
from embeddings.sentence_encoder import SentenceEncoder, torch_threads
from embeddings.shipped_weights import record_sum
from embeddings.training.checkpoint import recipe_fingerprint
from embeddings.training.examples import Corpus
from embeddings.training.recipe import train
from embeddings.training.settings import TrainingSettings
from embeddings.training.trainable import trainable_of
from embeddings.training.tune import StepProgress
from embeddings.tuned_weights import TUNED_FILE


def train_tier(
    tier: str,
    corpus: Corpus,
    settings: TrainingSettings,
    work: Path,
    *,
    threads: int = 1,
    cache_dir: Path | None = None,
    progress: StepProgress | None = None,
) -> Path:
    """Train `use` or `e5` from its base weights; load_encoder("path:<folder>") takes the result.

    `work` holds the checkpoints, and in `encoder`, the folder that is returned, the tuned weights:
    called again after a kill it goes on. `cache_dir` as in `load_trainable`. Raises EncoderError
    when the corpus is too small, a folder cannot be written or `work` belongs to another training.
    """
    encoder = load_trainable(f"{tier}-base", threads=threads, cache_dir=cache_dir)
    keep_layers(encoder, settings.kept_layers)
    trainable = trainable_of(encoder.model, encoder.prompt, settings)
    teacher = _teacher(tier, corpus, settings, threads)
    with torch_threads(threads):
        train(trainable, corpus, settings, progress=progress, work=work, teacher=teacher)
    folder = work / "encoder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Aside first: weights that are there are whole, and mean that the training is done.
        with TemporaryDirectory(prefix="encoder.", dir=work) as aside:
            save_encoder(encoder, Path(aside), recipe_fingerprint(corpus, settings))
            os.replace(Path(aside) / TUNED_FILE, folder / TUNED_FILE)
    except OSError as error:
        raise EncoderError("training_not_writable", folder=str(folder)) from error
    return folder


def ship(folder: Path, tier: str, out: Path) -> Path:
    """Copy a tier's trained weights into the folder of shipped weights and record their sha256.

    Returns the file. Raises EncoderError `training_not_writable` when `out` cannot be written.
    """
    file = out / f"{tier}.safetensors"
    aside = file.with_name(file.name + ".part")
    try:
        out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / TUNED_FILE, aside)
        os.replace(aside, file)
        record_sum(file)
    except OSError as error:
        raise EncoderError("training_not_writable", folder=str(out)) from error
    return file


def keep_layers(encoder: SentenceEncoder, layers: Sequence[int] | None) -> None:
    """Leave only these layers of an untouched BERT in the encoder; None keeps all."""
    if layers is None or encoder.base is None:
        return
    network: Any = encoder.model.transformers_model
    network.encoder.layer = ModuleList(network.encoder.layer[number] for number in layers)
    network.config.num_hidden_layers = len(layers)
    encoder.base = encoder.base._replace(layers=tuple(layers))


def _teacher(tier: str, corpus: Corpus, settings: TrainingSettings, threads: int) -> Vectors | None:
    """Return the teacher's vectors of all examples, None when nothing is distilled.

    Only training texts are shown to it. Whether its own training saw held-out companies is up to
    whoever names it.
    """
    if settings.distil_weight == 0:
        return None
    name = f"{tier}-base" if settings.teacher == "base" else settings.teacher
    texts = [example.text for example in corpus.examples]
    return load_encoder(name, threads=threads).encode(texts)
