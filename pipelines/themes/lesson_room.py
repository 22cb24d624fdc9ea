"""What the warehouse holds for an encoder to learn from: confirmed voices and weak pairs."""

from collections.abc import Sequence

from embeddings.adapt import Lesson, WeakKind
from pipelines.themes.weak_pairs import Pair, distinct, recap_pairs
from warehouse.statements import Connection, rows

# Many more than a training sees.
MOST_PAIRS = 20_000


def read_lesson(con: Connection, kinds: Sequence[WeakKind]) -> Lesson:
    """Return the confirmed statements, one theme each, and the weak pairs of some kinds."""
    return Lesson(tuple(rows(con, "lesson_confirmed")), weak_pairs(con, kinds))


def weak_pairs(con: Connection, kinds: Sequence[WeakKind]) -> tuple[Pair, ...]:
    """Return the weak pairs of some kinds, each kind's in an order that is always the same."""
    return tuple(pair for kind in kinds for pair in _pairs(con, kind)[:MOST_PAIRS])


def _pairs(con: Connection, kind: WeakKind) -> list[Pair]:
    if kind == "recap":
        return recap_pairs(rows(con, "lesson_recaps"))
    same = {"contact": "lesson_same_contact", "category": "lesson_same_category"}
    return distinct(rows(con, same[kind]))
