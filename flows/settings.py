"""Composition of all settings; each model lives beside the code that turns its knobs."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from embeddings import EncoderSettings
from embeddings.adapt import AdaptSettings
from flows.errors import SettingsError
from pipelines.ingest.room import IngestSettings
from pipelines.review.publish_room import PublishSettings
from pipelines.text.collate_room import RepeatSettings
from pipelines.text.copies import CopySettings
from pipelines.themes.assign import AssignSettings
from pipelines.themes.birth import BirthSettings
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.example_room import ExampleSettings
from pipelines.themes.name import NameSettings
from pipelines.themes.rediscover_room import RediscoverSettings
from pipelines.trends.alert_settings import AlertSettings
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
    """When `voc serve` runs the night, in Asia/Tokyo, and when silence is an alarm."""

    cron: str = "0 2 * * *"
    rediscover_cron: str = "0 6 * * 0"
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
        return Settings.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            "settings_bad_value", file=path.name, setting=key, why=first["msg"]
        ) from None


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
        inner = model.model_fields[key].annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel) and isinstance(value, dict):
            _refuse_unknown(inner, value, file_name, f"{prefix}{key}.")
