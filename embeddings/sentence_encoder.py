"""The one encoder class: a sentence-transformers model with our batching around it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from embeddings.encoder import Progress, Vectors
from embeddings.preparation import batches_by_length, prepare

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from embeddings.tuned_weights import TunedBase


class SentenceEncoder:
    """An Encoder around a sentence-transformers model.

    `model` stays reachable for training, if it came from `load_trainable`; `save_encoder` writes
    it, and it comes back through load_encoder("path:<folder>"). `base` is what its weights are a
    change of, None when they stand for themselves.
    """

    def __init__(
        self,
        model: "SentenceTransformer",
        *,
        fingerprint: str,
        prompt: str,
        threads: int,
        batch_size: int,
        base: "TunedBase | None" = None,
    ) -> None:
        self.model = model
        self.base = base
        self.fingerprint = fingerprint
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.prompt = prompt
        self.threads = threads
        self._batch_size = batch_size

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text, float32, shape (len(texts), dimension).

        Equal texts are encoded once; batches are by length, and rows come back in the order of
        `texts`. No row is ever NaN: an empty text has the unit vector that the model gives it.
        """
        row_of: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            row_of.setdefault(prepare(text), []).append(row)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        unique = list(row_of)
        done = 0
        with torch_threads(self.threads):
            for batch in batches_by_length(unique, self._batch_size):
                encoded = self._encode_batch([unique[position] for position in batch])
                for position, vector in zip(batch, encoded, strict=True):
                    vectors[row_of[unique[position]]] = vector
                    done += len(row_of[unique[position]])
                if progress is not None:
                    progress(done, len(texts))
        return vectors

    def _encode_batch(self, texts: list[str]) -> Vectors:
        encoded = self.model.encode(
            texts,
            prompt=self.prompt or None,
            batch_size=len(texts),
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return unit_rows(encoded)


def unit_rows(vectors: Vectors) -> Vectors:
    """Scale each row to length one; a row of zeros becomes the first axis.

    Taken in double precision, so that a row's length is one to the last float32 digit. Raises
    FloatingPointError on NaN or infinity: only broken weights give those, and passing them on
    would spoil every cluster.
    """
    if not np.isfinite(vectors).all():
        raise FloatingPointError("the encoder returned a vector that is not finite")
    wide = vectors.astype(np.float64)
    length = np.linalg.norm(wide, axis=1, keepdims=True)
    wide[length[:, 0] == 0.0, 0] = 1.0
    length[length == 0.0] = 1.0
    unit: Vectors = (wide / length).astype(np.float32)
    return unit


@contextmanager
def torch_threads(threads: int) -> Iterator[None]:
    """Set torch's thread count, which belongs to the whole process, and put the old one back."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)
