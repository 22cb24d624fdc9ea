"""Compact files of tuned weights: what training changed, as differences to known base weights.

A matrix is kept as int8 differences with one scale a row, a vector (bias, layer norm) as it is in
float32. Ten times smaller than the whole model, and the vectors keep a cosine above .9999.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from embeddings.checksums import sha256_of_file
from embeddings.errors import EncoderError

# The name of such a file in a folder that stands for a whole encoder.
TUNED_FILE = "tuned.safetensors"
_METADATA_KEY = "voc_themes"
_SCALE, _ROWS = ".scale", ".rows"
_LARGEST = 127.0
# Below this share of changed rows, the rows are listed: a token table learns few of its tokens.
_FEW = 0.5


class TunedMetadata(BaseModel):
    """What a file of tuned weights belongs to.

    `tier` is use or e5; `base_sha256` names the base weights (BASE_SHA256 of use_multilingual and
    e5_small); `recipe` is the fingerprint of data and procedure of the training; `layers` lists
    the base model's layers that are kept, in order (None: all, or the model has none).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tier: str
    base_sha256: str
    recipe: str
    layers: tuple[int, ...] | None = None


class TunedBase(NamedTuple):
    """What an encoder's weights are a change of: a tier, its base weights, the layers it keeps."""

    tier: str
    sha256: str
    layers: tuple[int, ...] | None = None


@dataclass(frozen=True)
class TunedWeights:
    """A read file: name, metadata, sha256, and the stored tensors by their stored names."""

    file: str
    metadata: TunedMetadata
    sha256: str
    stored: Mapping[str, Tensor]

    def applied(self, base: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return base with the tuned weights in place: new float32 tensors where they differ.

        Layers that are not kept stay in; the caller leaves them out by `metadata.layers`. Raises
        EncoderError `encoder_tuned_unreadable` when names or shapes do not fit the base.
        """
        result = dict(base)
        for name, change in self.stored.items():
            if name.endswith((_SCALE, _ROWS)):
                continue
            if name not in base:
                raise _unreadable(self.file)
            result[name] = self._one_applied(name, change, base[name])
        return result

    def _one_applied(self, name: str, change: Tensor, base: Tensor) -> Tensor:
        scale = self.stored.get(name + _SCALE)
        rows = self.stored.get(name + _ROWS)
        try:
            if scale is None:
                return change.view(base.shape).clone()
            flat = base.detach().float().reshape(-1, base.shape[-1]).clone()
            where = slice(None) if rows is None else rows.long()
            flat[where] += change.float() * scale[:, None]
        except (RuntimeError, IndexError) as error:
            raise _unreadable(self.file) from error
        return flat.view(base.shape)


def write_tuned(
    path: Path,
    base: Mapping[str, Tensor],
    tuned: Mapping[str, Tensor],
    metadata: TunedMetadata,
) -> str:
    """Write the differences of tuned to base weights and return the file's sha256.

    Both are state dicts with the same names and shapes (tuned may have fewer: the rest is
    unchanged), for e5 with the base model's layer numbers: see `in_base_numbers`. Tensors without
    a difference are left out, and so are unchanged rows where most rows are. Raises ValueError for
    a name or a shape that the base does not have, and for a number that is not finite.
    """
    stored: dict[str, Tensor] = {}
    for name, tensor in tuned.items():
        if name not in base or base[name].shape != tensor.shape:
            raise ValueError(f"the base weights have no {name} of this shape")
        new, old = (t.detach().float().cpu() for t in (tensor, base[name]))
        if not torch.isfinite(new).all():
            raise ValueError(f"{name} is not finite")
        if not torch.equal(new, old):
            stored |= _changes(name, new, old)
    save_file(stored, str(path), metadata={_METADATA_KEY: metadata.model_dump_json()})
    return sha256_of_file(path)


def read_tuned(path: Path, bases: Mapping[str, str]) -> TunedWeights:
    """Return the tuned weights in a file; `bases` are the known tiers with their base's sha256.

    Raises EncoderError `encoder_tuned_missing` without a file, `encoder_tuned_unreadable` when it
    is not such a file, and `encoder_tuned_other_base` when it belongs to another tier or base.
    """
    if not path.is_file():
        raise EncoderError("encoder_tuned_missing", file=path.name)
    try:
        with safe_open(str(path), framework="pt") as file:
            metadata = TunedMetadata.model_validate_json((file.metadata() or {})[_METADATA_KEY])
            stored = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, ValidationError) as error:
        raise _unreadable(path.name) from error
    if bases.get(metadata.tier) != metadata.base_sha256:
        raise EncoderError("encoder_tuned_other_base", file=path.name)
    return TunedWeights(path.name, metadata, sha256_of_file(path), stored)


def in_base_numbers(state: Mapping[str, Tensor], layers: tuple[int, ...]) -> dict[str, Tensor]:
    """Return a shortened BERT's state dict under the base model's layer numbers.

    `layers` lists the kept base layers: layer i of the state is base layer layers[i].
    """
    renamed = {}
    for name, tensor in state.items():
        head, found, tail = name.partition("encoder.layer.")
        number, _, rest = tail.partition(".")
        renamed[f"{head}{found}{layers[int(number)]}.{rest}" if found else name] = tensor
    return renamed


def _changes(name: str, new: Tensor, old: Tensor) -> dict[str, Tensor]:
    """Return the stored tensors of one weight: int8 rows, scales, and which rows when few."""
    if new.dim() < 2:
        return {name: new.contiguous()}
    change = (new - old).reshape(-1, new.shape[-1])
    changed = change.abs().amax(dim=1) > 0
    stored = {}
    if changed.float().mean() < _FEW:
        stored[name + _ROWS] = changed.nonzero()[:, 0].int()
        change = change[changed]
    scale = change.abs().amax(dim=1).clamp_min(torch.finfo(torch.float32).tiny) / _LARGEST
    stored[name + _SCALE] = scale
    stored[name] = (change / scale[:, None]).round().to(torch.int8)
    return stored


def _unreadable(name: str) -> EncoderError:
    return EncoderError("encoder_tuned_unreadable", file=name)
