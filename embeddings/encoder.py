"""What an encoder is: sentences in, unit vectors out."""

from collections.abc import Callable, Sequence
from typing import Annotated, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

Vectors = NDArray[np.float32]
# Called after each batch with (texts done, texts in all); never with a text.
Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """Turns sentences into unit vectors that lie close where the meaning does."""

    @property
    def fingerprint(self) -> str:
        """Names model, weights, prompt and text preparation: equal ones give equal vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one per text, float32, shape (len(texts), dimension)."""
        ...


class EncoderSettings(BaseModel):
    """Which encoder to use and how much of the machine it may take.

    `name` is one of use, e5, joined, use-base, e5-base, hub:<owner/model>, path:<folder>. `threads`
    counts CPU threads of one process; one is often fastest for these small models. `batch_size`
    counts texts per forward pass; None takes what measured best for the model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^(use|e5|joined|use-base|e5-base|hub:\S+|path:.+)$")] = (
        "use"
    )
    threads: Annotated[int, Field(ge=1)] = 1
    batch_size: Annotated[int, Field(ge=1)] | None = None
