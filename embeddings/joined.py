"""Two encoders side by side: the cosine of joined vectors is the weighted mean of both cosines."""

from collections.abc import Sequence

import numpy as np

from embeddings.checksums import fingerprint_of
from embeddings.encoder import Encoder, Progress, Vectors
from embeddings.sentence_encoder import unit_rows

# The share of `use` in the cosine. Of .25, .50 and .75, measured best on companies never seen in
# training (docs/encoder.md).
SHARE_OF_USE = 0.25


class JoinedEncoder:
    """An Encoder made of two; its vectors are as long as theirs together."""

    def __init__(self, first: Encoder, second: Encoder, share_of_first: float) -> None:
        self._parts = (first, second)
        self._factors = (share_of_first**0.5, (1 - share_of_first) ** 0.5)
        self.dimension = first.dimension + second.dimension
        both = f"{first.fingerprint}\n{second.fingerprint}\n{share_of_first}"
        self.fingerprint = fingerprint_of("joined", both, prompt="")

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text, float32, shape (len(texts), dimension).

        `progress` follows the second encoder: the slower one, where `joined` is concerned.
        """
        first, second = self._parts
        blocks = (first.encode(texts), second.encode(texts, progress))
        rows = [factor * block for factor, block in zip(self._factors, blocks, strict=True)]
        return unit_rows(np.hstack(rows))
