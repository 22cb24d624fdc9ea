"""What is told: an alert as a notice needs it, a notice, and what came of sending one."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.notices.notify_settings import Event, TargetSettings

State = Literal["delivered", "due", "unsure"]


@dataclass(frozen=True)
class Raised:
    """An alert, as in mart.alert."""

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
    """Say whether a target wants to be told of an alert."""
    asked = (
        (target.alert_kinds, alert.alert_kind),
        (target.themes, alert.theme_id),
        (target.categories, alert.category_name),
        (target.products, alert.product),
        (target.segments, alert.segment),
    )
    return "alerts" in target.events and all(not wanted or one in wanted for wanted, one in asked)
