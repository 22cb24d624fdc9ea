"""Every knob of the alerts."""

from pydantic import BaseModel, ConfigDict, Field, field_validator

# The name under which the sensitivity of the house itself stands among the teams.
HOUSE = "all"
SCANNED_WIDTHS = (1, 2, 3, 5, 7, 10, 14, 21, 28)


class TeamSettings(BaseModel):
    """What one team wants to be told of, and how sensitively.

    An empty list is no limit, except that flags of the fast lane must be named. A team that names
    segments or products is told of rises that these carry. `chance` and `least_contacts` are
    those of the house unless given; `least_contacts` counts where it is more than that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    themes: tuple[str, ...] = Field((), description="theme_id")
    categories: tuple[str, ...] = Field((), description="names of categories of themes")
    segments: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    flags: tuple[str, ...] = Field((), description="flags or categories of the fast lane")
    chance: float | None = Field(None, gt=0, lt=0.05)
    least_contacts: int | None = Field(None, ge=1)


class AlertSettings(BaseModel):
    """How sudden, how sure and how large a rise must be, and when it is told again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Calibrated on worlds of which the truth is known (docs/trends-alerts.md).
    chance: float = Field(6e-4, gt=0, lt=0.05, description="tail probability that is an alarm")
    false_discovery: float = Field(0.05, gt=0, lt=1, description="over all series of a day")
    least_contacts: int = Field(5, ge=1, description="volume floor of a window")
    least_ratio: float = Field(2.0, ge=1, description="contacts / expected, up to full_width")
    least_long_ratio: float = Field(1.5, ge=1, description="the same of longer windows")
    full_width: int = Field(7, ge=1, description="a window of d days: chance x d / this")
    parts: tuple[str, ...] = ("segment", "product")
    # A theme has ten or more parts, and what happens to one is mostly seen in the theme.
    part_chance: float = Field(0.05, gt=0, le=1, description="of the chance of a theme")
    part_contacts: int = Field(20, ge=1, description="of a part in a year, to be watched")
    slow_ratio: float = Field(1.2, ge=1, description="newest weeks / half a year to a year ago")
    slow_chance: float = Field(1e-3, gt=0, lt=0.05, description="tail probability, asked weekly")
    slow_contacts: int = Field(10, ge=1, description="in the newest weeks")
    first_days: int = Field(60, ge=14, description="no alert before so much is known")
    cool_days: int = Field(14, ge=1, description="an episode is over after so many usual days")
    slow_cool_days: int = Field(84, ge=7)
    told_again_days: int = Field(182, ge=7, description="a slow rise that goes on is told again")
    new_after_days: int = Field(90, ge=0, description="what is first heard after these is new")
    new_customers: int = Field(6, ge=1, description="customers of a new theme that are an alert")
    new_for_days: int = Field(56, ge=0, description="a new theme raises no other alert")
    quiet_share: float = Field(0.2, gt=0, lt=1, description="of its former rate: quiet")
    quiet_days: int = Field(60, ge=14)
    grave_quiet_days: int = Field(60, ge=1, description="a voice of severity 3 after these is told")
    grave_chance: float = Field(3e-3, gt=0, lt=0.5, description="tail probability of several")
    team: tuple[TeamSettings, ...] = Field((), description="who wants to be told otherwise")
    seasonal_chance: float = Field(1e-3, gt=0, lt=1, description="likelier: a season explains it")

    @field_validator("team")
    @classmethod
    def _are_different(cls, teams: tuple[TeamSettings, ...]) -> tuple[TeamSettings, ...]:
        names = [HOUSE, *(team.name for team in teams)]
        if len(names) > len(set(names)):
            raise ValueError("two teams of one name, or one of the name of the house")
        return teams
