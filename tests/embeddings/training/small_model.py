"""A model of some fifty numbers to train."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import Parameter, functional


class Characters:
    """A Trainable: the mean of a text's character vectors, through one matrix."""

    def __init__(self) -> None:
        generator = torch.Generator().manual_seed(1)
        self._table = torch.randn(64, 8, generator=generator)
        self.parameters = {
            "matrix": Parameter(torch.randn(8, 6, generator=generator)),
            "bias": Parameter(torch.zeros(6)),
        }

    def vectors(self, texts: Sequence[str]) -> Tensor:
        means = [self._table[[ord(c) % 64 for c in text]].mean(dim=0) for text in texts]
        mixed = torch.stack(means) @ self.parameters["matrix"] + self.parameters["bias"]
        return functional.normalize(functional.dropout(mixed, 0.1), dim=1)
