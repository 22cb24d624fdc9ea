"""multilingual-e5-small's forward pass for encoding: no padding, weights in oneDNN's layout.

The same numbers as the stock BERT (Devlin et al. 2019, arXiv:1810.04805, and the mean of a text's
tokens) to seven digits, in about half the time. It cannot be trained: see `e5_small.stock_e5`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from embeddings.e5_weights import NetworkShape, PackedRows
from embeddings.packed_linear import PackedLinear

# Tokens that travel together: their intermediate values stay in the processor's cache.
BIN_TOKENS = 512
_SMALLEST_BIN = 32


class E5Module(InputModule):
    """Texts to the mean of their tokens' vectors.

    `state` has transformers' names without the token table, which stays packed in `words`; `layers`
    are the numbers of the layers to run, in order.
    """

    def __init__(
        self,
        tokeniser: Tokenizer,
        words: PackedRows,
        state: Mapping[str, Tensor],
        shape: NetworkShape,
        layers: Sequence[int],
    ) -> None:
        super().__init__()
        self.tokeniser = tokeniser
        self.tokeniser.no_padding()
        self.tokeniser.enable_truncation(shape.positions)
        self._words = words
        self._shape = shape
        # All tokens are of the first type.
        self._positions = (
            state["embeddings.position_embeddings.weight"]
            + state["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _Norm.of(state, "embeddings.LayerNorm", shape)
        self._layers = [_Layer.of(state, f"encoder.layer.{n}.", shape) for n in layers]

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: object
    ) -> dict[str, Tensor]:
        """Return the token ids of all texts in one row, and the number of tokens per text."""
        # One by one: encode_batch starts threads, which a later fork would complain about.
        ids = [self.tokeniser.encode(f"{prompt or ''}{text}").ids for text in inputs]
        flat = torch.tensor([token for text_ids in ids for token in text_ids])
        return {"input_ids": flat, "lengths": torch.tensor([len(text_ids) for text_ids in ids])}

    @torch.inference_mode()
    def forward(self, features: dict[str, Tensor], **kwargs: object) -> dict[str, Tensor]:
        """Add `sentence_embedding`, shape (texts, hidden), not of length one."""
        lengths: list[int] = features["lengths"].tolist()
        texts = torch.split(features["input_ids"], lengths)
        vectors = torch.empty(len(texts), self._shape.hidden)
        for places in bins(lengths):
            vectors[places] = self._encode_bin([texts[place] for place in places])
        features["sentence_embedding"] = vectors
        return features

    def _encode_bin(self, texts: list[Tensor]) -> Tensor:
        layout = _Layout.of([len(text) for text in texts])
        ids, word_of = torch.unique(torch.cat(texts), return_inverse=True)
        words = torch.from_numpy(self._words.take(ids.numpy()))
        x = functional.pad(words[word_of] + self._positions[layout.position], layout.filling)
        x = self._norm(x)
        for layer in self._layers:
            x = layer(x, layout)
        tokens = x[: len(layout.position)]
        return torch.segment_reduce(tokens, "mean", lengths=layout.lengths)

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector (sentence-transformers asks for it under this name)."""
        return self._shape.hidden

    def save(self, output_path: str, *args: object, **kwargs: object) -> None:
        """Raise NotImplementedError: what is saved is the stock model or its tuned weights."""
        raise NotImplementedError("save the stock model, or its tuned weights with write_tuned")


def bins(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield positions of texts, longest first, so that the tokens of each fit into BIN_TOKENS."""
    bin_places: list[int] = []
    count_tokens = 0
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if bin_places and count_tokens + lengths[place] > BIN_TOKENS:
            yield bin_places
            bin_places, count_tokens = [], 0
        bin_places.append(place)
        count_tokens += lengths[place]
    if bin_places:
        yield bin_places


class _Layout(NamedTuple):
    """Where the tokens of a bin stand: one after another, and in a table (texts, longest).

    `position` is each token's place in its text and `cell` its cell in the flattened table, shape
    (tokens,); `token` is each cell's token, the last row where there is none; `mask` keeps
    attention away from empty cells; `filling` pads the rows to one of few sizes, since oneDNN
    prepares itself for each size it meets.
    """

    lengths: Tensor
    position: Tensor
    cell: Tensor
    token: Tensor
    mask: Tensor | None
    filling: tuple[int, int, int, int]

    @classmethod
    def of(cls, lengths: list[int]) -> "_Layout":
        longest, count = max(lengths), sum(lengths)
        counts = torch.tensor(lengths)
        is_token = torch.arange(longest) < counts[:, None]
        cell = is_token.view(-1).nonzero()[:, 0]
        token = torch.full((len(lengths) * longest,), count - 1).index_copy_(
            0, cell, torch.arange(count)
        )
        mask = None
        if count < len(token):
            mask = torch.zeros(is_token.shape).masked_fill_(~is_token, -torch.inf)[:, None, None]
        rows = max(_SMALLEST_BIN, 1 << (count - 1).bit_length())
        return cls(counts, cell % longest, cell, token, mask, (0, 0, 0, rows - count))


class _Norm(NamedTuple):
    """A layer norm."""

    weight: Tensor
    bias: Tensor
    epsilon: float

    @classmethod
    def of(cls, state: Mapping[str, Tensor], name: str, shape: NetworkShape) -> "_Norm":
        return cls(state[f"{name}.weight"], state[f"{name}.bias"], shape.epsilon)

    def __call__(self, x: Tensor) -> Tensor:
        return functional.layer_norm(x, self.weight.shape, self.weight, self.bias, self.epsilon)


class _Layer(NamedTuple):
    """One layer of the network, its parts in the order in which they are gone through."""

    heads: int
    queries_keys_values: PackedLinear
    attended: PackedLinear
    attended_norm: _Norm
    widened: PackedLinear
    narrowed: PackedLinear
    norm: _Norm

    @classmethod
    def of(cls, state: Mapping[str, Tensor], prefix: str, shape: NetworkShape) -> "_Layer":
        def linear(*names: str, gelu: bool = False) -> PackedLinear:
            weight = torch.cat([state[f"{prefix}{name}.weight"] for name in names])
            bias = torch.cat([state[f"{prefix}{name}.bias"] for name in names])
            return PackedLinear(weight, bias, gelu=gelu)

        return cls(
            shape.heads,
            linear(*(f"attention.self.{part}" for part in ("query", "key", "value"))),
            linear("attention.output.dense"),
            _Norm.of(state, f"{prefix}attention.output.LayerNorm", shape),
            linear("intermediate.dense", gelu=True),
            linear("output.dense"),
            _Norm.of(state, f"{prefix}output.LayerNorm", shape),
        )

    def __call__(self, x: Tensor, layout: _Layout) -> Tensor:
        x = self.attended_norm(self.attended(self._mixed(x, layout)).add_(x))
        return self.norm(self.narrowed(self.widened(x)).add_(x))

    def _mixed(self, x: Tensor, layout: _Layout) -> Tensor:
        """Return each token's mixture of its text's values, shape of x."""
        texts, width = len(layout.lengths), x.shape[1]
        table = self.queries_keys_values(x)[layout.token]
        query, key, value = table.view(texts, -1, 3, self.heads, width // self.heads).permute(
            2, 0, 3, 1, 4
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=layout.mask)
        flat = mixed.transpose(1, 2).reshape(-1, width)
        return functional.pad(flat[layout.cell], layout.filling)
