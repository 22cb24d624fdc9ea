"""How a clause stands among everything else that the customer says in the contact.

The columns and the trees grown on them belong together: a change here needs training anew
(`python -m flows.train_voices`).
"""

from collections.abc import Sequence

import numpy as np

from pipelines.text.clause_features import COMPLAINT, OTHER, Clause
from pipelines.text.gram_index import Ints
from pipelines.text.ngram_model import Floats

# What stands for the score of a clause that is not there.
_NOWHERE = -6.0


def talk_features(clauses: Sequence[Clause], logs: Floats, alone: Floats) -> Floats:
    """Return one row a clause of one contact.

    `logs` (n, 5) are the log probabilities of the clauses' words, `alone` (n,) the probability
    of being a complaint if nothing else were said.
    """
    alone = np.log(alone + 1e-6)
    turns = np.array([clause.turn for clause in clauses])
    sizes = np.array([len(clause.masked) for clause in clauses], np.float32)
    scores = logs[:, COMPLAINT] - logs[:, OTHER]
    chances = 1 / (1 + np.exp(-scores))
    starts = np.flatnonzero(np.concatenate([[True], turns[1:] != turns[:-1]]))
    counts = np.diff(np.append(starts, len(turns)))
    of_turn = np.repeat(np.arange(len(starts)), counts)
    sums = np.add.reduceat(chances, starts)[of_turn]
    lengths = np.add.reduceat(sizes, starts)[of_turn]
    usual = max(1.0, float(sizes.sum()) / len(starts))
    place = np.arange(len(turns)) - starts[of_turn]
    columns = [
        scores - np.maximum.reduceat(scores, starts)[of_turn],
        _most_of_others(scores, starts, of_turn) - scores,
        sums,
        lengths,
        sizes / np.maximum(lengths, 1),
        # A line of a chat is short, a turn at the telephone is not.
        lengths / usual,
        np.full(len(turns), usual),
        np.full(len(turns), float(len(starts))),
        counts[of_turn],
        place,
        counts[of_turn] - 1 - place,
        of_turn,
        alone,
        np.maximum.reduceat(alone, starts)[of_turn] - alone,
        *_before_and_behind(scores),
        *_contact(scores, chances, alone),
        [clause.until_sorry for clause in clauses],
        [clause.sorry_share for clause in clauses],
        [len(clause.asked) for clause in clauses],
        [len(clause.answered) for clause in clauses],
    ]
    return np.column_stack(columns).astype(np.float32)


def _most_of_others(scores: Floats, starts: Ints, of_turn: Ints) -> Floats:
    """Return the highest score among the other clauses of the same turn."""
    most = np.maximum.reduceat(scores, starts)[of_turn]
    without = np.where(scores >= most, _NOWHERE, scores)
    second = np.maximum.reduceat(without, starts)[of_turn]
    return np.where(scores >= most, second, most)


def _before_and_behind(scores: Floats) -> list[Floats]:
    """Return how much higher the highest score before and the highest behind is."""
    nowhere = np.array([_NOWHERE], scores.dtype)
    before = np.maximum.accumulate(np.concatenate([nowhere, scores[:-1]]))
    behind = np.maximum.accumulate(np.concatenate([nowhere, scores[:0:-1]]))[::-1]
    return [before - scores, behind - scores]


def _contact(scores: Floats, chances: Floats, alone: Floats) -> list[Floats]:
    """Return what is the same for all clauses, and the share of clauses with a higher score."""
    size = len(scores)
    ordered = np.sort(scores)
    highest = np.concatenate([ordered[::-1], np.full(3, _NOWHERE)])[:3]
    above = (size - np.searchsorted(ordered, scores, "right")) / size
    same = [*highest, chances.sum(), chances.mean(), alone.max(), np.exp(alone).mean()]
    return [above, *(np.full(size, value) for value in same)]
