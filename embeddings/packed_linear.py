"""Matrix products with weights that are laid out for the processor once, at load."""

import platform
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

# oneDNN through torch's operators for compiled models: they are the only way to keep its layout.
_ONEDNN: Any = torch.ops.mkldnn
_HAS_ONEDNN = (
    platform.machine() in ("x86_64", "AMD64")
    and torch.backends.mkldnn.is_available()
    and hasattr(_ONEDNN, "_linear_pointwise")
    and hasattr(_ONEDNN, "_reorder_linear_weight")
)
# The number of rows that the layout is chosen for; any number works.
_USUAL_ROWS = 512


class PackedLinear:
    """x @ weight.T + bias, optionally with GELU; weight has shape (out, in). For encoding only.

    torch's own linear takes MKL, which on AMD processors runs at half the speed of oneDNN with
    weights in its layout (60 against 130 GFLOP/s). Elsewhere than on x86 it is torch's own.
    """

    def __init__(self, weight: Tensor, bias: Tensor, *, gelu: bool = False) -> None:
        self._bias = bias.contiguous()
        self._weight = weight.contiguous()
        self._gelu = gelu
        self._is_packed = _HAS_ONEDNN
        if self._is_packed:
            self._weight = _ONEDNN._reorder_linear_weight(self._weight, _USUAL_ROWS)

    def __call__(self, x: Tensor) -> Tensor:
        """Return the product for each row of x, shape (rows, out)."""
        product: Tensor
        if self._is_packed:
            after, how = ("gelu", "none") if self._gelu else ("none", "")
            product = _ONEDNN._linear_pointwise(x, self._weight, self._bias, after, [], how)
            return product
        product = functional.linear(x, self._weight, self._bias)
        return functional.gelu(product) if self._gelu else product
