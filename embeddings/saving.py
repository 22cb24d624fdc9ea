"""Writes a trained encoder so that `path:<folder>` gives it back."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.tuned_weights import (
    TUNED_FILE,
    TunedBase,
    TunedMetadata,
    in_base_numbers,
    write_tuned,
)

if TYPE_CHECKING:
    from torch import Tensor

    from embeddings.sentence_encoder import SentenceEncoder


def save_encoder(encoder: "SentenceEncoder", folder: Path, recipe: str) -> None:
    """Write an encoder of `load_trainable` into an existing folder.

    A bundled one as tuned weights alone (3 to 21 MB), any other as a whole sentence-transformers
    folder. `recipe` is the fingerprint of what it was trained on and how. The token table of e5 is
    not written: it is never trained.
    """
    if encoder.base is None:
        encoder.model.save(str(folder), create_model_card=False)
        return
    base = _base_state(encoder.base)
    network = encoder.model.transformers_model or encoder.model[0]
    state: Mapping[str, Tensor] = network.state_dict()
    if encoder.base.layers is not None:
        state = in_base_numbers(state, encoder.base.layers)
    write_tuned(
        folder / TUNED_FILE,
        base,
        {name: tensor for name, tensor in state.items() if name in base},
        TunedMetadata(
            tier=encoder.base.tier,
            base_sha256=encoder.base.sha256,
            recipe=recipe,
            layers=encoder.base.layers,
        ),
    )


def _base_state(base: TunedBase) -> "Mapping[str, Tensor]":
    """Return the untouched weights of a bundled model, by the names in its state dict."""
    from embeddings import e5_small, use_multilingual

    if base.tier == "e5":
        return e5_small.base_state()
    return use_multilingual.build_use_module().state_dict()
