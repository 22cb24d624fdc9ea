"""What is told: an alert as a notice needs it, a notice, and what came of sending one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.notices.notify_settings import Event, TargetSettings
from pipelines.trends.alert_settings import HOUSE

State = Literal["delivered", "due", "unsure"]


@dataclass(frozen=True)
class Raised:
    """An alert, as in mart.alert; `is_astray` where none of its teams had a target."""

    alert_id: str
    alert_kind: str
    theme_id: str | None
    theme_name: str | None
    category_name: str | None
    raised_on: date
    since_on: date
    flag: str | None
    is_grave: bool
    size: int
    expected: float
    is_seasonal: bool
    count_customers: int
    segment: str | None
    product: str | None
    channel: str | None
    region: str | None
    teams: Sequence[str]
    is_astray: bool


@dataclass(frozen=True)
class Notice:
    """One message for one target; the same `notice_id` is the same message."""

    notice_id: str
    target: str
    event: Event
    about_on: date
    title: str
    body: str


@dataclass(frozen=True)
class Outcome:
    """What came of sending: delivered, due (it did not arrive, try again) or unsure.

    `reason` is a code such as http_404 or unreachable, never words of an error.
    """

    state: State
    reason: str | None = None


# Sends a title and a body to the target of a name.
Send = Callable[[str, str, str], Outcome]


def notice_key(target: str, event: Event, about: Sequence[str]) -> str:
    """Return the identifier of a message about some things for one target."""
    words = "\n".join([target, event, *sorted(about)])
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def is_wanted(alert: Raised, target: TargetSettings) -> bool:
    """Say whether a target is to be told of an alert: for one of its teams, or for the house."""
    told = {*alert.teams, HOUSE} if alert.is_astray else {*alert.teams}
    is_kind_wanted = not target.alert_kinds or alert.alert_kind in target.alert_kinds
    return is_kind_wanted and not told.isdisjoint(target.heard)
