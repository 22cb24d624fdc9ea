"""What is told to whom; the addresses themselves are secrets and lie elsewhere."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Event = Literal["alerts", "problems", "failure", "review"]
AlertKind = Literal["spike", "slow_rise", "new_theme", "comeback", "fast_lane"]
EVENTS: tuple[Event, ...] = get_args(Event)


class TargetSettings(BaseModel):
    """What one target is told; of alerts those that fit every list that is not empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: tuple[Event, ...] = EVENTS
    alert_kinds: tuple[AlertKind, ...] = ()
    themes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


class NotifySettings(BaseModel):
    """Notices to people outside; off until somebody switches them on.

    `targets` narrows what a target named in the file of URLs is told; one that is not named here is
    told everything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_on: bool = False
    urls_file: str = "notify.urls"
    sender: str = "voc"
    newest_days: int = Field(7, ge=1)
    alerts_per_message: int = Field(8, ge=1, le=50)
    quotes: int = Field(0, ge=0, le=3)
    quotes_from_customers: int = Field(5, ge=2)
    reports_url: str = ""
    targets: dict[str, TargetSettings] = {}

    def of(self, target: str) -> TargetSettings:
        """Return what a target is told."""
        return self.targets.get(target, TargetSettings())
