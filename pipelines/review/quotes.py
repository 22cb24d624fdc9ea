"""Choosing quotes that differ from each other, so that three of them tell more than one."""

from collections.abc import Sequence

from pipelines.review.facts_theme import Quote

# Two statements that share half of their pairs of characters are the same one told again.
LARGEST_OVERLAP = 0.5


def differing(candidates: Sequence[Quote], count: int) -> tuple[Quote, ...]:
    """Return the first `count` quotes of which no two are nearly the same text."""
    chosen: list[tuple[Quote, frozenset[str]]] = []
    for quote in candidates:
        pairs = _pairs(quote.text)
        is_told = any(_overlap(pairs, other) >= LARGEST_OVERLAP for _, other in chosen)
        if len(chosen) < count and not is_told:
            chosen.append((quote, pairs))
    return tuple(quote for quote, _ in chosen)


def _pairs(text: str) -> frozenset[str]:
    closed = "".join(text.split())
    return frozenset(closed[start : start + 2] for start in range(max(1, len(closed) - 1)))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard index of two sets of character pairs, 0 to 1."""
    return len(one & other) / len(one | other)
