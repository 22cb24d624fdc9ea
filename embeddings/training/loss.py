"""What training makes small: distance within a theme against distance to all others."""

import torch
from torch import Tensor
from torch.nn import functional

from embeddings.training.batches import NO_THEME


def supervised_contrastive(vectors: Tensor, themes: Tensor, temperature: float) -> Tensor:
    """Return the supervised contrastive loss (Khosla et al. 2020, arXiv:2004.11362, L_out).

    `vectors` are unit rows, shape (texts, dimension); `themes` numbers each text's theme, shape
    (texts,). A text of NO_THEME is only something to keep away from. Needs at least one theme with
    two texts.
    """
    likeness = _without_itself(vectors @ vectors.T / temperature)
    log_share = likeness - torch.logsumexp(likeness, dim=1, keepdim=True)
    is_same = (themes[:, None] == themes[None, :]) & (themes != NO_THEME)[:, None]
    is_same.fill_diagonal_(False)
    count_same = is_same.sum(dim=1)
    # Not a product with 0 and 1: -inf on the diagonal times 0 would be NaN.
    summed = log_share.masked_fill(~is_same, 0.0).sum(dim=1)
    has_same = count_same > 0
    return -(summed[has_same] / count_same[has_same]).mean()


def likeness_distillation(vectors: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    """Return how far the likenesses among texts have moved from those that a teacher sees.

    For each text the divergence (Kullback-Leibler) of its shares of likeness to the other texts
    from the teacher's shares, averaged over the texts. Both are unit rows, shape (texts, any
    dimension), with the same texts.
    """
    own = _without_itself(vectors @ vectors.T / temperature).log_softmax(dim=1)
    wanted = _without_itself(teacher @ teacher.T / temperature).softmax(dim=1)
    return functional.kl_div(own, wanted, reduction="batchmean")


def _without_itself(likeness: Tensor) -> Tensor:
    itself = torch.eye(len(likeness), dtype=torch.bool)
    # Finite, so that 0 times it stays 0 in gradients.
    return likeness.masked_fill(itself, -1e9)
