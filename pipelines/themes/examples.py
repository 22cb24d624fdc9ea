"""Choose a theme's example voices: typical, and not five times the same."""

import numpy as np

# Share of representativeness against novelty in each choice.
REPRESENTATIVE_SHARE = 0.4


def choose_examples(vectors: np.ndarray, strengths: np.ndarray, count: int = 5) -> list[int]:
    """Return row numbers of up to `count` members, the most typical first.

    `vectors` (n, d) unit rows and `strengths` (n,) 0..1 of one theme's members. Maximal marginal
    relevance (Carbonell & Goldstein 1998, doi:10.1145/290941.291025) with strength as relevance
    and cosine as likeness; ties go to the lower row.
    """
    score = REPRESENTATIVE_SHARE * np.asarray(strengths, dtype=np.float64)
    likeness = np.zeros(len(vectors))
    chosen: list[int] = []
    while len(chosen) < min(count, len(vectors)):
        value = score - (1.0 - REPRESENTATIVE_SHARE) * likeness
        value[chosen] = -np.inf
        best = int(value.argmax())
        chosen.append(best)
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return chosen
