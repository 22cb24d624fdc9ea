"""What every room is told: the database, the run it belongs to and whom to tell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from warehouse.ledger import Run
from warehouse.statements import Connection

# Called with (work done, work in all) of the room at hand; never with a customer's words.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Stay quiet."""


@dataclass(frozen=True)
class Problem:
    """Something a person should look at; `key` and `values` fill a message of config/messages."""

    key: str
    values: dict[str, object]


@dataclass(frozen=True)
class Night:
    """One run at work: rooms read and write through `con` and count in the run's ledger."""

    con: Connection
    run: Run
    now: datetime
    progress: Progress = no_progress
    problems: list[Problem] = field(default_factory=list)

    @property
    def as_of(self) -> date:
        """Business day of the run: contacts received up to its end are taken."""
        return self.run.as_of

    def tell(self, key: str, **values: object) -> None:
        """Note a problem that does not stop the night."""
        self.problems.append(Problem(key, values))
