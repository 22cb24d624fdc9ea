"""Encoders and companies for tests of the encoder benchmark: vectors that can be read."""

from collections.abc import Sequence

import numpy as np

from benchmarks.encoder_sets import LabelledTexts
from embeddings.encoder import Progress, Vectors
from embeddings.training.examples import Corpus, Example, Theme

COMPANY = LabelledTexts(
    "みどり通販",
    ("届かない", "遅い", "来ない", "高い", "請求が二重", "料金が変"),
    ("delivery", "delivery", "delivery", "billing", "billing", "billing"),
    ("call", "call", "mail", "call", "mail", "mail"),
)


class Compass:
    """Sends every text to the direction named for it, and remembers what it was asked."""

    dimension = 2

    def __init__(self, fingerprint: str, degrees_of: dict[str, float]) -> None:
        self.fingerprint = fingerprint
        self.asked: list[tuple[str, ...]] = []
        self._degrees_of = degrees_of

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.asked.append(tuple(texts))
        angles = np.deg2rad([self._degrees_of[text] for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


# Deliveries about 0 degrees, bills about 90.
RIGHT = dict(zip(COMPANY.texts, (0.0, 2.0, 4.0, 86.0, 88.0, 90.0), strict=True))

# One company in each fold.
HOMES = ("retail_telecom", "travel", "housing", "care", "coop")


def small_corpus() -> Corpus:
    """Return five companies, one per fold, with one theme and two statements each."""
    themes = {f"t{n}": Theme(f"t{n}", "名", group=f"会社{n}", folder=HOMES[n]) for n in range(5)}
    examples = [
        Example(f"{label}の{manner}", label, theme.group, manner)
        for label, theme in themes.items()
        for manner in ("call", "mail")
    ]
    return Corpus(tuple(examples), (), themes)
