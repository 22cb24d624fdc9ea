"""What a person asks of the ledger of measures becomes a line: checked against the home."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.errors import InputError
from pipelines.themes.decisions import new_id, next_moment
from pipelines.themes.desk_room import Desk
from pipelines.trends.measure_log import (
    Measure,
    MeasureLine,
    MeasureLog,
    Outcome,
    measures_of,
    next_measure_id,
)

LONGEST_TEXT = 200
_PERCENT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(%|%|パーセント)?")
_SIGNS = str.maketrans("－−‐–—▲△0123456789.", "-------0123456789.")


@dataclass(frozen=True)
class AskedMeasure:
    """What a person asks for; `measure_id` is empty for a new one, None leaves a value as it is.

    `is_again`: the same once more is meant, and no slip.
    """

    measure_id: str = ""
    theme: str | None = None
    what: str | None = None
    owner: str | None = None
    from_on: date | None = None
    expected_effect: float | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reason: str = ""
    is_again: bool = False


@dataclass
class LedgerDesk:
    """The home and its ledger while lines are written; grows with each, nothing is stored here."""

    desk: Desk
    log: MeasureLog
    by: str
    now: datetime
    made: list[MeasureLine] = field(default_factory=list)

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure, the ones just made included."""
        return measures_of([*self.log.lines, *self.made])

    def same(self, asked: AskedMeasure) -> Measure | None:
        """Return the measure that says the same of the same theme from the same day on, if any."""
        theme_id = self.desk.theme(asked.theme).theme_id if asked.theme else None
        wanted = theme_id, _one_line(asked.what), asked.from_on
        found = (
            one for one in self.measures.values() if (one.theme_id, one.what, one.from_on) == wanted
        )
        return min(found, key=lambda one: one.outcome == "withdrawn", default=None)

    def write(self, asked: AskedMeasure) -> MeasureLine:
        """Make a line of what was asked; raises InputError for what cannot be."""
        lines = [*self.log.lines, *self.made]
        known = self._known(asked) if asked.measure_id else None
        said = self._checked(asked, known)
        if known is None and not asked.is_again:
            self._refuse_twice(asked)
        moment = next_moment(self.now, lines)
        draft = {
            "line_id": "D",
            "decided_at": moment,
            "decided_by": self.by,
            "verb": _verb(asked, known),
            "measure_id": known.measure_id if known else next_measure_id(lines),
            "reason": asked.reason.strip(),
        }
        line = MeasureLine.model_validate(draft | said)
        line = line.model_copy(update={"line_id": new_id(moment, self.by, line.model_dump_json())})
        self.made.append(line)
        return line

    def _refuse_twice(self, asked: AskedMeasure) -> None:
        # A mistake that was withdrawn may be written down again.
        twin = self.same(asked)
        if twin is not None and twin.outcome != "withdrawn":
            raise InputError("measure_twice", measure=twin.measure_id)

    def _known(self, asked: AskedMeasure) -> Measure:
        known = self.measures.get(asked.measure_id.strip().upper())
        if known is None:
            raise InputError("measure_unknown", measure=asked.measure_id[:LONGEST_TEXT])
        if known.outcome == "withdrawn" and asked.outcome != "running":
            raise InputError("measure_withdrawn", measure=known.measure_id)
        return known

    def _checked(self, asked: AskedMeasure, known: Measure | None) -> dict[str, object]:
        theme_id = self.desk.theme(asked.theme).theme_id if asked.theme else None
        what = _one_line(asked.what)
        if known is None and not (theme_id and what and asked.from_on):
            raise InputError("measure_incomplete")
        from_on = asked.from_on or (known.from_on if known else None)
        if asked.closed_on and from_on and asked.closed_on < from_on:
            raise InputError("measure_closed_before", closed=asked.closed_on, begun=from_on)
        closed_on = asked.closed_on or (known.closed_on if known else None)
        if asked.outcome in ("done", "stopped") and closed_on is None:
            raise InputError("measure_no_last_day")
        if asked.expected_effect is not None and not -1 <= asked.expected_effect <= 10:
            raise InputError("measure_effect_range")
        return {
            "theme_id": theme_id,
            "what": what,
            "owner": _one_line(asked.owner),
            "from_on": asked.from_on,
            "expected_effect": asked.expected_effect,
            "closed_on": asked.closed_on,
            "outcome": asked.outcome,
        }


def _verb(asked: AskedMeasure, known: Measure | None) -> str:
    if known is None:
        return "add"
    if asked.outcome is None:
        return "change"
    return "reopen" if asked.outcome == "running" else "close"


def _one_line(said: str | None) -> str | None:
    said = " ".join(said.split()) if said else None
    if said and (len(said) > LONGEST_TEXT or not said.isprintable()):
        raise InputError("measure_text_long", most=LONGEST_TEXT)
    return said or None


def parse_effect(said: str) -> float | None:
    """Return a relative change as a person writes it (-30%, −30 %, -0.3), None when it is none.

    Without a sign of percent, numbers from -1 to 1 are shares and all others percent.
    """
    found = _PERCENT.fullmatch(said.strip().translate(_SIGNS))
    if found is None:
        return None
    number = float(found.group(1))
    return number / 100 if found.group(2) or abs(number) > 1 else number
