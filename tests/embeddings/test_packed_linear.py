"""The product in oneDNN's layout against torch's own."""

import pytest
import torch
from torch.nn import functional

from embeddings import packed_linear
from embeddings.packed_linear import PackedLinear


@pytest.mark.parametrize("gelu", [False, True])
@pytest.mark.parametrize("has_onednn", [True, False])
@pytest.mark.parametrize("rows", [1, 33, 512])
def test_it_is_torchs_linear(
    rows: int, has_onednn: bool, gelu: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_linear, "_HAS_ONEDNN", has_onednn and packed_linear._HAS_ONEDNN)
    random = torch.Generator().manual_seed(3)
    x, weight, bias = (torch.randn(*s, generator=random) for s in ((rows, 96), (40, 96), (40,)))
    wanted = functional.linear(x, weight, bias)
    found = PackedLinear(weight, bias, gelu=gelu)(x)
    assert torch.allclose(found, functional.gelu(wanted) if gelu else wanted, atol=2e-5)
