"""The losses against slow, boring twins, sum by sum."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional

from embeddings.training.batches import NO_THEME
from embeddings.training.loss import likeness_distillation, supervised_contrastive


def _unit(count: int, seed: int, width: int = 5) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return functional.normalize(torch.randn(count, width, generator=generator), dim=1)


def _shares(rows: list[list[float]], anchor: int, temperature: float) -> dict[int, float]:
    """The softmax of one row's cosines to all other rows."""
    grown = {
        other: math.exp(sum(a * b for a, b in zip(rows[anchor], row, strict=True)) / temperature)
        for other, row in enumerate(rows)
        if other != anchor
    }
    return {other: value / sum(grown.values()) for other, value in grown.items()}


def _slow_contrastive(rows: list[list[float]], themes: list[int], temperature: float) -> float:
    losses = []
    for anchor, theme in enumerate(themes):
        same = [o for o, t in enumerate(themes) if o != anchor and t == theme != NO_THEME]
        shares = _shares(rows, anchor, temperature)
        if same:
            losses.append(-sum(math.log(shares[other]) for other in same) / len(same))
    return sum(losses) / len(losses)


def _slow_divergence(
    rows: list[list[float]], wanted: list[list[float]], temperature: float
) -> float:
    total = 0.0
    for anchor in range(len(rows)):
        own, other = (_shares(r, anchor, temperature) for r in (rows, wanted))
        total += sum(p * math.log(p / own[place]) for place, p in other.items())
    return total / len(rows)


@settings(max_examples=30)
@given(
    st.lists(st.integers(NO_THEME, 3), min_size=0, max_size=8), st.integers(0, 999),
    st.sampled_from([0.05, 0.5, 1.0]),
)  # fmt: skip
def test_contrastive_loss_equals_its_slow_twin(
    drawn: list[int], seed: int, temperature: float
) -> None:
    themes = [0, 0, *drawn]
    vectors = _unit(len(themes), seed)
    found = supervised_contrastive(vectors, torch.tensor(themes), temperature).item()
    assert found == pytest.approx(
        _slow_contrastive(vectors.double().tolist(), themes, temperature), rel=1e-4, abs=1e-5
    )


@settings(max_examples=30)
@given(st.integers(2, 7), st.integers(0, 999), st.sampled_from([0.05, 0.5]))
def test_distillation_equals_its_slow_twin(count: int, seed: int, temperature: float) -> None:
    own, teacher = _unit(count, seed), _unit(count, seed + 1, width=3)
    found = likeness_distillation(own, teacher, temperature).item()
    slow = _slow_divergence(own.double().tolist(), teacher.double().tolist(), temperature)
    assert found == pytest.approx(slow, rel=1e-3, abs=1e-5)


def test_nothing_is_lost_against_a_teacher_that_agrees() -> None:
    vectors = _unit(6, 3)
    assert likeness_distillation(vectors, vectors, 0.05).item() == pytest.approx(0, abs=1e-6)


def test_texts_without_a_theme_push_but_are_not_pulled_together() -> None:
    vectors = _unit(4, 5).requires_grad_()
    themes = torch.tensor([0, 0, NO_THEME, NO_THEME])
    with_others = supervised_contrastive(vectors, themes, 0.5)
    alone = supervised_contrastive(vectors[:2], themes[:2], 0.5)
    assert with_others.item() > alone.item() == pytest.approx(0, abs=1e-6)
    (gradient,) = torch.autograd.grad(with_others, vectors)
    assert torch.isfinite(gradient).all() and gradient[2:].abs().sum() > 0
