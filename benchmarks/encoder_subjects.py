"""What is compared: encoders by name, models of folds, word baselines, and joins of these."""

import hashlib
import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from benchmarks.encoder_sets import TextSet
from embeddings import Encoder, load_encoder
from embeddings.encoder import Vectors


class Subject(Protocol):
    """Something that gives a text set its vectors."""

    @property
    def name(self) -> str:
        """The subject's name in cells and tables."""
        ...

    def fingerprint(self, text_set: TextSet) -> str:
        """Name all that decides the vectors of this set, besides its texts."""
        ...

    def vectors(self, text_set: TextSet) -> Vectors:
        """Return one unit row per text."""
        ...


class _Encodes(Protocol):
    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str], /) -> Vectors: ...


class Plain:
    """One encoder for all sets, loaded when it is first asked for anything."""

    def __init__(self, name: str, load: Callable[[], _Encodes]) -> None:
        self.name = name
        self._load = load
        self._loaded: _Encodes | None = None

    def fingerprint(self, text_set: TextSet) -> str:
        """Return the encoder's own."""
        return self._encoder().fingerprint

    def vectors(self, text_set: TextSet) -> Vectors:
        """Encode the texts."""
        return self._encoder().encode(text_set.texts)

    def _encoder(self) -> _Encodes:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


class OfFolds:
    """One model per fold; a company is encoded by the model that never saw it.

    `fold_of` gives a company's fold, `load` the encoder of a fold. One encoder is held at a time.
    """

    def __init__(
        self, name: str, fold_of: Mapping[str, int], load: Callable[[int], Encoder]
    ) -> None:
        self.name = name
        self._fold_of = fold_of
        self._load = load
        self._held: tuple[int, Encoder] | None = None
        self._fingerprints: dict[int, str] = {}

    def fingerprint(self, text_set: TextSet) -> str:
        """Return the one of the fold's model."""
        fold = self._fold_of[text_set.name]
        if fold not in self._fingerprints:
            self._fingerprints[fold] = self._encoder(fold).fingerprint
        return self._fingerprints[fold]

    def vectors(self, text_set: TextSet) -> Vectors:
        """Encode a company's statements with the fold's model."""
        return self._encoder(self._fold_of[text_set.name]).encode(text_set.texts)

    def _encoder(self, fold: int) -> Encoder:
        if self._held is None or self._held[0] != fold:
            self._held = None  # two models at once would take a gigabyte
            self._held = (fold, self._load(fold))
        return self._held[1]


@dataclass(frozen=True)
class Joined:
    """Vectors of several subjects side by side; its cosine is the weighted mean of theirs.

    `weights` add up to one.
    """

    parts: tuple[Subject, ...]
    weights: tuple[float, ...]

    @property
    def name(self) -> str:
        """Return for example `use .25 + e5 .75`."""
        named = zip(self.parts, self.weights, strict=True)
        return " + ".join(
            f"{part.name} {weight:.2f}".replace(" 0.", " .") for part, weight in named
        )

    def fingerprint(self, text_set: TextSet) -> str:
        """Return the parts' fingerprints with their weights."""
        named = zip(self.parts, self.weights, strict=True)
        return " + ".join(f"{weight} {part.fingerprint(text_set)}" for part, weight in named)

    def vectors(self, text_set: TextSet) -> Vectors:
        """Join the parts' unit rows, each scaled by the root of its weight."""
        scaled = [
            math.sqrt(weight) * part.vectors(text_set)
            for part, weight in zip(self.parts, self.weights, strict=True)
        ]
        return np.hstack(scaled).astype(np.float32)


class Kept:
    """A subject whose vectors are kept in files, so that a killed run need not encode again."""

    def __init__(self, subject: Subject, folder: Path) -> None:
        self._subject = subject
        self._folder = folder
        self.name = subject.name

    def fingerprint(self, text_set: TextSet) -> str:
        """Return the subject's."""
        return self._subject.fingerprint(text_set)

    def vectors(self, text_set: TextSet) -> Vectors:
        """Read the set's vectors, or ask the subject and write them."""
        key = f"{self.fingerprint(text_set)}\n{digest_of(text_set)}"
        path = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:20]}.npy"
        if path.exists():
            return np.asarray(np.load(path), dtype=np.float32)
        found = self._subject.vectors(text_set)
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        with aside.open("wb") as out:
            np.save(out, found)
        os.replace(aside, path)
        return found


@lru_cache(maxsize=256)
def digest_of(text_set: TextSet) -> str:
    """Return eight hex digits over a set's texts and judgements: changed data is measured anew."""
    return hashlib.sha256(repr(text_set).encode("utf-8", "replace")).hexdigest()[:8]


def loaded(name: str) -> Plain:
    """Return the subject of an encoder that `load_encoder` knows, on one thread."""
    return Plain(name, lambda: load_encoder(name))
