"""Arithmetic on weights: averages of runs, and the way from base to tuned weights."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import Parameter

State = dict[str, Tensor]


def interpolate(base: Mapping[str, Tensor], tuned: Mapping[str, Tensor], weight: float) -> State:
    """Return base + weight * (tuned - base) for each tensor of `tuned`, in float32.

    Half of the way keeps more of what the base knew of other texts, and finds themes of unseen
    companies better than the whole (WiSE-FT, Wortsman et al. 2022, arXiv:2109.01903). `tuned` may
    name fewer tensors than `base`, never others.
    """
    return {
        name: torch.lerp(base[name].detach().float(), tensor.detach().float(), weight)
        for name, tensor in tuned.items()
    }


def average(states: Sequence[Mapping[str, Tensor]]) -> State:
    """Return the mean of each tensor over several runs, which all name the same tensors.

    A "model soup" (Wortsman et al. 2022, arXiv:2203.05482).
    """
    first, *_ = states
    return {
        name: torch.stack([state[name].detach().float() for state in states]).mean(dim=0)
        for name in first
    }


def put_into(parameters: Mapping[str, Parameter], state: Mapping[str, Tensor]) -> None:
    """Overwrite parameters by the tensors of the same names."""
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(state[name])
