"""Models as the training sees them: parameters to change, and texts to vectors with a gradient."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize
from torch import Tensor
from torch.nn import Module, Parameter, functional
from transformers import BertModel

from embeddings.preparation import prepare
from embeddings.training.packed_bert import Places, mean_of_texts, run_layer
from embeddings.training.settings import TrainingSettings

# Texts whose lower layers are kept: 30 to 60 KB each.
_KEPT_TEXTS = 20_000
_LAYER_NUMBER = re.compile(r"(?:^|\.)(?:layers?|h|blocks?)\.(\d+)\.")


class Trainable(Protocol):
    """Anything that `tune` can train."""

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters to train, under the names of the network's state dict."""
        ...

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Return unit rows in float32, shape (texts, dimension), through which a gradient flows."""
        ...


def network_of(model: SentenceTransformer) -> Module:
    """Return the part with the weights: the transformer, else the first module (UseModule)."""
    return model.transformers_model or model[0]


def trainable_of(model: SentenceTransformer, prompt: str, settings: TrainingSettings) -> Trainable:
    """Return the fitting Trainable: layers of a mean-pooled BERT, any other model as a whole.

    It shares its weights with the model; names are those of `network_of(model).state_dict()`.
    Embeddings of a transformer's tokens stay as they are.
    """
    if isinstance(model.transformers_model, BertModel) and _is_mean_of_tokens(model):
        return TopLayers(model, prompt, settings)
    return WholeModel(model, prompt, settings)


class WholeModel:
    """Any sentence-transformers model by its own forward pass, such as the one around UseModule."""

    def __init__(self, model: SentenceTransformer, prompt: str, settings: TrainingSettings) -> None:
        self._model = model.eval()
        self._prompt = prompt
        self._dropout = settings.dropout
        self.parameters = _chosen(network_of(model), settings.trained_layers)

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Return unit rows, shape (texts, dimension)."""
        prepared = [prepare(text) for text in texts]
        features = self._model.preprocess(prepared, prompt=self._prompt or None)
        vectors: Tensor = self._model(features)["sentence_embedding"].float()
        return functional.normalize(functional.dropout(vectors, self._dropout), dim=1)


class TopLayers:
    """A mean-pooled BERT of which some upper layers are trained.

    What the layers below give for a text never changes, so it is computed once per text; each text
    alone, so that it does not depend on the batch in which the text came first.
    """

    def __init__(self, model: SentenceTransformer, prompt: str, settings: TrainingSettings) -> None:
        bert: Any = model.eval().transformers_model
        layers = list(bert.encoder.layer)
        count = min(settings.trained_layers or len(layers), len(layers))
        self._embeddings = bert.embeddings
        self._lower, self._upper = layers[: len(layers) - count], layers[len(layers) - count :]
        self._tokeniser = model.tokenizer
        self._prompt = prompt
        self._max_tokens = settings.max_tokens
        self._dropout = settings.dropout
        self._known: dict[str, Tensor] = {}
        self.parameters = _chosen(bert, count)

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Return unit rows, shape (texts, dimension)."""
        rows = [self._below(text) for text in texts]
        lengths = [len(row) for row in rows]
        places = Places.of(lengths)
        x = torch.cat(rows).float()
        for layer in self._upper:
            x = run_layer(layer, x, places, self._dropout)
        return mean_of_texts(x, lengths)

    def _below(self, text: str) -> Tensor:
        """Return a text's rows after the layers that are not trained, shape (tokens, width)."""
        if (known := self._known.get(text)) is not None:
            return known
        rows = self._computed_below(text)
        if len(self._known) < _KEPT_TEXTS:
            self._known[text] = rows
        return rows

    @torch.no_grad()
    def _computed_below(self, text: str) -> Tensor:
        ids = self._tokeniser(
            [self._prompt + prepare(text)], truncation=True, max_length=self._max_tokens
        )["input_ids"]
        x: Tensor = self._embeddings(input_ids=torch.tensor(ids))[0]
        places = Places.of([len(x)])
        for layer in self._lower:
            x = run_layer(layer, x, places, dropout=0.0)
        # Half the memory; the next product would round to bfloat16 anyway.
        return x.bfloat16() if torch.is_autocast_enabled("cpu") else x


def _is_mean_of_tokens(model: SentenceTransformer) -> bool:
    _, *rest = model
    after = [module for module in rest if not isinstance(module, Normalize)]
    return [getattr(module, "pooling_mode", None) for module in after] == ["mean"]


def _chosen(network: Module, trained_layers: int | None) -> dict[str, Parameter]:
    """Return the parameters to train, and freeze the others.

    Names tell them apart: embeddings are never trained, of numbered layers the highest ones, a
    pooling layer that no vector goes through is left alone, everything else is trained.
    """
    found = dict(network.named_parameters())
    numbers = {name: _LAYER_NUMBER.search(name) for name in found}
    layers = {int(number[1]) for number in numbers.values() if number}
    lowest = max(layers) + 1 - trained_layers if layers and trained_layers else 0
    chosen = {}
    for name, parameter in found.items():
        number = numbers[name]
        is_high = int(number[1]) >= lowest if number else True
        is_aside = "embeddings." in name or name.startswith("pooler.")
        parameter.requires_grad_(is_high and not is_aside)
        if parameter.requires_grad:
            chosen[name] = parameter
    return chosen
