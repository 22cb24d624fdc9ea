"""A BERT's layers over texts that stand one after another, without padding.

The parameters are the stock model's own, so training here trains it. Statements differ much in
length: padded to the longest of a batch, half of all rows would be padding.
"""

from collections.abc import Sequence
from typing import NamedTuple, cast

import torch
from torch import Tensor
from torch.nn import functional
from transformers.models.bert.modeling_bert import BertLayer, BertSelfAttention

# Added to the likeness of a place that holds no token; finite, as bfloat16 softmax wants it.
_NOWHERE = -1e4


class Places(NamedTuple):
    """Where tokens stand when texts are laid out as a table of (texts, longest).

    `rows` is each token's row in the flattened table, shape (tokens,); `mask` is 0 at tokens and
    very negative elsewhere, shape (texts, 1, 1, longest).
    """

    rows: Tensor
    mask: Tensor

    @classmethod
    def of(cls, lengths: Sequence[int]) -> "Places":
        """Lay out texts with these numbers of tokens."""
        is_token = torch.arange(max(lengths))[None, :] < torch.tensor(lengths)[:, None]
        mask = torch.zeros(is_token.shape).masked_fill(~is_token, _NOWHERE)
        return cls(is_token.reshape(-1).nonzero()[:, 0], mask[:, None, None, :])


def run_layer(layer: BertLayer, x: Tensor, places: Places, dropout: float) -> Tensor:
    """Return x after one BertLayer; x has one row per token of all texts, shape (tokens, width).

    `dropout` works on what is added to x, as in the paper (Devlin et al. 2019), not on attention.
    """
    attention = layer.attention
    own = cast(BertSelfAttention, attention.self)
    added = attention.output.dense(_attended(own, x, places))
    x = attention.output.LayerNorm(functional.dropout(added, dropout) + x)
    added = layer.output.dense(layer.intermediate(x))
    normal: Tensor = layer.output.LayerNorm(functional.dropout(added, dropout) + x)
    return normal


def mean_of_texts(x: Tensor, lengths: Sequence[int]) -> Tensor:
    """Return unit rows: each text's mean over its tokens, in float32, shape (texts, width)."""
    mean = torch.segment_reduce(x.float(), "mean", lengths=torch.tensor(lengths))
    return functional.normalize(mean, dim=1)


def _attended(own: BertSelfAttention, x: Tensor, places: Places) -> Tensor:
    """Return each token's mixture of its text's values, shape (tokens, width)."""
    texts, longest = places.mask.shape[0], places.mask.shape[3]
    heads, size = own.num_attention_heads, own.attention_head_size
    parts = (own.query, own.key, own.value)
    weight = torch.cat([part.weight for part in parts])
    mixed = functional.linear(x, weight, torch.cat([part.bias for part in parts]))
    table = mixed.new_zeros(texts * longest, mixed.shape[1]).index_copy(0, places.rows, mixed)
    query, key, value = (
        table.view(texts, longest, 3, heads, size)
        .permute(2, 0, 3, 1, 4)
        .reshape(3, texts * heads, longest, size)
    )
    likeness = torch.bmm(query, key.transpose(1, 2)).float() * size**-0.5
    share = (likeness.view(texts, heads, longest, longest) + places.mask).softmax(dim=-1)
    share = share.to(value.dtype).view(texts * heads, longest, longest)
    found = torch.bmm(share, value).view(texts, heads, longest, size)
    return found.permute(0, 2, 1, 3).reshape(texts * longest, heads * size)[places.rows]
