"""What is told to whom; the addresses themselves are secrets and lie elsewhere."""

from collections.abc import Iterable
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from pipelines.trends.alert_settings import HOUSE

Event = Literal["alerts", "problems", "failure", "review"]
AlertKind = Literal["spike", "slow_rise", "new_theme", "comeback", "fast_lane"]
EVENTS: tuple[Event, ...] = get_args(Event)


class TargetSettings(BaseModel):
    """What one target is told, and for whom; `teams` and `alert_kinds` are about alerts only.

    `teams` are names of [[alerts.team]]; a target without any is one of the house.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: tuple[Event, ...] = EVENTS
    teams: tuple[str, ...] = ()
    alert_kinds: tuple[AlertKind, ...] = ()

    @property
    def heard(self) -> frozenset[str]:
        """The teams for whom it is told alerts."""
        return frozenset(self.teams or (HOUSE,)) if "alerts" in self.events else frozenset()


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

    def heard_by(self, targets: Iterable[str]) -> frozenset[str]:
        """Return the teams for whom some of these targets are told alerts."""
        return frozenset[str]().union(*(self.of(target).heard for target in targets))
