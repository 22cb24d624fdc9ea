"""Composition of all settings; each model lives beside the code that turns its knobs."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from embeddings import EncoderSettings
from embeddings.adapt import AdaptSettings
from flows.errors import SettingsError
from pipelines.ingest.room import IngestSettings
from pipelines.notices.notify_settings import NotifySettings
from pipelines.review.publish_room import PublishSettings
from pipelines.text.collate_room import RepeatSettings
from pipelines.text.copies import CopySettings
from pipelines.themes.assign import AssignSettings
from pipelines.themes.birth import BirthSettings
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.example_room import ExampleSettings
from pipelines.themes.name import NameSettings
from pipelines.themes.rediscover_room import RediscoverSettings
from pipelines.trends.alert_settings import HOUSE, AlertSettings
from pipelines.trends.bridge_room import BridgeSettings
from pipelines.trends.denominators import RateSettings
from pipelines.trends.effect import EffectSettings
from pipelines.trends.expect import ExpectSettings
from pipelines.trends.outages import OutageSettings
from pipelines.trends.season_profile import SeasonSettings


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TokeniserSettings(_Frozen):
    """Sudachi's splitting: A short, B middle, C long units."""

    mode: Literal["A", "B", "C"] = "C"


class WarehouseSettings(_Frozen):
    """What DuckDB may take of the machine."""

    memory_limit: str = Field("2GB", pattern=r"^\d+(\.\d+)?(MB|GB)$")
    threads: int = Field(2, ge=1)


class ScheduleSettings(_Frozen):
    """When `voc serve` runs what, in Asia/Tokyo, and when silence is an alarm.

    Reviews are due on the first business day of the next month.
    """

    cron: str = "0 2 * * *"
    rediscover_cron: str = "0 6 * * 0"
    monthly_at: str = Field("07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    port: int = Field(4200, ge=1024, le=65535)
    stale_hours: float = Field(26, gt=0)


class Settings(_Frozen):
    """Everything in voc.toml."""

    warehouse: WarehouseSettings = WarehouseSettings()
    ingest: IngestSettings = IngestSettings()
    copies: CopySettings = CopySettings()
    repeat: RepeatSettings = RepeatSettings()
    tokeniser: TokeniserSettings = TokeniserSettings()
    encoder: EncoderSettings = EncoderSettings()
    adapt: AdaptSettings = AdaptSettings()
    assign: AssignSettings = AssignSettings()
    discover: DiscoverSettings = DiscoverSettings()
    birth: BirthSettings = BirthSettings()
    rediscover: RediscoverSettings = RediscoverSettings()
    name: NameSettings = NameSettings()
    examples: ExampleSettings = ExampleSettings()
    rates: RateSettings = RateSettings()
    outages: OutageSettings = OutageSettings()
    bridge: BridgeSettings = BridgeSettings()
    expect: ExpectSettings = ExpectSettings()
    alerts: AlertSettings = AlertSettings()
    season: SeasonSettings = SeasonSettings()
    effect: EffectSettings = EffectSettings()
    publish: PublishSettings = PublishSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    notify: NotifySettings = NotifySettings()


def load_settings(path: Path) -> Settings:
    """Read voc.toml; raises SettingsError naming the key, with the nearest valid name."""
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError("home_missing", home=path.parent) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError("settings_unreadable", file=path.name) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("settings_not_toml", file=path.name, where=_where(error)) from None
    _refuse_unknown(Settings, found, path.name, "")
    try:
        settings = Settings.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            "settings_bad_value", file=path.name, setting=key, why=first["msg"]
        ) from None
    _check_teams(settings, path.name)
    url = settings.notify.reports_url
    if url and "://" not in url:
        raise SettingsError("notify_reports_url", file=path.name, url=url)
    return settings


def _check_teams(settings: Settings, file_name: str) -> None:
    """Refuse teams of notices that no alert can name: what is told to them would never come."""
    known = [HOUSE, *(team.name for team in settings.alerts.team)]
    for target, told in settings.notify.targets.items():
        values = {"file": file_name, "target": target}
        for team in told.teams:
            if team not in known:
                raise SettingsError(
                    "notify_team_unknown", **values, team=team, teams=", ".join(known)
                )
        if told.teams and not told.heard:
            raise SettingsError("notify_teams_without_alerts", **values)


def _where(error: tomllib.TOMLDecodeError) -> str:
    return str(error).rsplit("(", 1)[-1].rstrip(")")


def _refuse_unknown(
    model: type[BaseModel], found: dict[str, Any], file_name: str, prefix: str
) -> None:
    for key, value in found.items():
        if key not in model.model_fields:
            nearest = difflib.get_close_matches(key, model.model_fields, n=1, cutoff=0.0)[0]
            raise SettingsError(
                "settings_unknown_key",
                file=file_name,
                setting=prefix + key,
                nearest=prefix + nearest,
            )
        _refuse_below(model.model_fields[key].annotation, value, file_name, prefix + key)


def _refuse_below(annotation: Any, value: Any, file_name: str, place: str) -> None:
    """Refuse unknown keys below a key: in a table, in tables by name, or in a list of them."""
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    if is_model and isinstance(value, dict):
        _refuse_unknown(annotation, value, file_name, f"{place}.")
    elif get_origin(annotation) is dict and isinstance(value, dict):
        for name, table in value.items():
            _refuse_below(get_args(annotation)[1], table, file_name, f"{place}.{name}")
    elif get_origin(annotation) is tuple and isinstance(value, list):
        for number, table in enumerate(value):
            _refuse_below(get_args(annotation)[0], table, file_name, f"{place}.{number}")
