"""Score a grouping of the vehicle-defect reports against the silver issue tags."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

# An issue is found when one theme holds half of its tagged voices and is mostly about it.
RECALL_NEEDED = 0.5
PURITY_NEEDED = 0.7


@dataclass(frozen=True)
class SilverIssue:
    """How well the best theme of one issue fits it (recall and purity 0..1)."""

    issue: str
    tagged: int
    recall: float
    purity: float

    @property
    def is_found(self) -> bool:
        """Whether both limits are met."""
        return self.recall >= RECALL_NEEDED and self.purity >= PURITY_NEEDED


def read_column(file: Path, key: str, value: str) -> dict[str, str]:
    """Read two columns of a CSV as a dictionary in file order."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {row[key]: row[value] for row in csv.DictReader(lines)}


def score_issues(theme_of: dict[str, int], issue_of: dict[str, str]) -> list[SilverIssue]:
    """Match each issue with the theme that holds it best, largest issue first.

    `theme_of` and `issue_of` map voice ids to theme (-1 none) and issue. Purity counts tagged
    voices only: 88 % of the reports carry no tag, which does not make them wrong.
    """
    pairs = Counter((issue, theme_of[voice]) for voice, issue in issue_of.items())
    per_theme = Counter(theme_of[voice] for voice in issue_of)
    scored = []
    for issue, tagged in Counter(issue_of.values()).most_common():
        fits = [
            SilverIssue(issue, tagged, count / tagged, count / per_theme[theme])
            for (other, theme), count in sorted(pairs.items())
            if other == issue and theme >= 0
        ]
        empty = SilverIssue(issue, tagged, 0.0, 0.0)
        scored.append(max(fits, key=lambda fit: (fit.is_found, fit.recall), default=empty))
    return scored


def cluster_weights(texts: list[str]) -> tuple[list[str], np.ndarray]:
    """Distinct texts sorted by hash, and the copies of each, as discovery wants them."""
    from hashlib import sha256

    counts = Counter(texts)
    distinct = sorted(counts, key=lambda text: sha256(text.encode()).hexdigest())
    return distinct, np.array([counts[text] for text in distinct], dtype=float)
