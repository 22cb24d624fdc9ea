"""What a labelled contact says of each of its clauses."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.text.clause_features import Clause
from pipelines.text.kind import KINDS, Kind

OTHER = KINDS.index("other")
# No complaint, but perhaps one of the other kinds, which nobody looked for in this contact.
UNKNOWN = -1
_MAY_ASK = re.compile(
    "[かの][?？。]*$|[?？]|いつ|何|いくら|どこ|どう|ください|お願い|たい[んの]?(?:です|だ|や|じゃ|けど|と|。|$)|ほしい"
    "|もらえ|いただけ|教えて|助か|親切|丁寧|おいし|うれし"
)


@dataclass(frozen=True)
class LabelledSpan:
    """Characters [start, end) of turn `turn` that state something of a kind.

    Spans of one contact with the same `matter` tell of the same matter.
    """

    turn: int
    start: int
    end: int
    kind: Kind
    matter: str = ""


def clause_labels(
    clauses: Sequence[Clause], spans: Sequence[LabelledSpan], is_complaints_only: bool
) -> list[int]:
    """Return the number of each clause's kind; UNKNOWN where only complaints were looked for."""
    found = [KINDS.index(_label(clause, spans)) for clause in clauses]
    if not is_complaints_only:
        return found
    return [
        UNKNOWN if kind == OTHER and _MAY_ASK.search(clause.masked) else kind
        for clause, kind in zip(clauses, found, strict=True)
    ]


def _label(clause: Clause, spans: Sequence[LabelledSpan]) -> Kind:
    """Return the kind that holds at least half of a clause, `other` when none does."""
    inside: Counter[Kind] = Counter()
    for span in spans:
        if span.turn == clause.turn:
            inside[span.kind] += max(0, min(span.end, clause.end) - max(span.start, clause.start))
    best = inside.most_common(1)
    return best[0][0] if best and best[0][1] * 2 >= clause.end - clause.start else "other"
