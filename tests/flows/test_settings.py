"""voc.toml: what its comments promise is what the models hold, and mistakes are told in words."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from flows.data_files import config_folder
from flows.errors import SettingsError
from flows.messages import LANGUAGES, catalogue
from flows.settings import Settings, load_settings

TEMPLATE = config_folder() / "voc.toml"
COMMENTED = re.compile(r"^# (?=[a-z_]+ = )", re.MULTILINE)
HEADING = re.compile(r"^\[([a-z_]+)\]$", re.MULTILINE)


def uncommented() -> dict[str, dict[str, Any]]:
    """Return voc.toml as it reads once every commented setting is taken into use."""
    return tomllib.loads(COMMENTED.sub("", TEMPLATE.read_text("utf-8")))


def written(tmp_path: Path, text: str) -> Path:
    """Write a voc.toml."""
    path = tmp_path / "voc.toml"
    path.write_text(text, "utf-8")
    return path


def told(error: SettingsError, language: str) -> str:
    """Return the one line that the user reads."""
    return catalogue(language).text(error.key, error.values)


def test_the_template_as_it_comes_gives_the_defaults() -> None:
    assert load_settings(TEMPLATE) == Settings()


def test_every_commented_setting_is_found_and_parses(tmp_path: Path) -> None:
    text = COMMENTED.sub("", TEMPLATE.read_text("utf-8"))
    found = uncommented()
    assert sum(len(part) for part in found.values()) >= 15
    assert load_settings(written(tmp_path, text)) == Settings.model_validate(found)


@pytest.mark.parametrize(
    ("part", "key"), [(part, key) for part, keys in uncommented().items() for key in keys]
)
def test_a_commented_value_is_the_default(part: str, key: str) -> None:
    model = getattr(Settings(), part)
    assert (
        getattr(Settings.model_validate(uncommented()), part).model_dump()[key]
        == (model.model_dump()[key])
    )


def test_every_part_of_the_settings_has_its_heading() -> None:
    headings = HEADING.findall(TEMPLATE.read_text("utf-8"))
    assert sorted(headings) == sorted(Settings.model_fields)


@pytest.mark.parametrize(
    ("text", "setting", "nearest"),
    [
        ("[brith]\nmin_waiting = 3\n", "brith", "birth"),
        ("[birth]\nmin_wating = 3\n", "birth.min_wating", "birth.min_waiting"),
        ("[schedule]\ncorn = '0 3 * * *'\n", "schedule.corn", "schedule.cron"),
        ("keep_daily = 3\n", "keep_daily", None),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_valid_name(
    tmp_path: Path, text: str, setting: str, nearest: str | None
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(tmp_path, text))
    assert refused.value.key == "settings_unknown_key"
    assert refused.value.values["setting"] == setting
    if nearest:
        assert refused.value.values["nearest"] == nearest
    for language in LANGUAGES:
        line = told(refused.value, language)
        assert setting in line and str(refused.value.values["nearest"]) in line


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("[birth]\nmin_waiting = 'many'\n", "birth.min_waiting"),
        ("[birth]\ngrowth = 0.5\n", "birth.growth"),
        ("[warehouse]\nmemory_limit = '2 buckets'\n", "warehouse.memory_limit"),
        ("[tokeniser]\nmode = 'D'\n", "tokeniser.mode"),
        ("[schedule]\nport = 80\n", "schedule.port"),
        ("birth = 3\n", "birth"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(tmp_path: Path, text: str, setting: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(tmp_path, text))
    assert refused.value.key == "settings_bad_value"
    assert (refused.value.exit_code, refused.value.values["setting"]) == (3, setting)
    for language in LANGUAGES:
        assert setting in told(refused.value, language)


@pytest.mark.parametrize("url", ["\\\\server\\share\\reports", "intra.example.jp/reports"])
def test_a_place_of_reports_that_is_no_url_is_refused_with_what_to_write(
    tmp_path: Path, url: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(tmp_path, f"[notify]\nreports_url = '{url}'\n"))
    for language in LANGUAGES:
        line = told(refused.value, language)
        assert url in line and "file://server/share/reports" in line


@pytest.mark.parametrize("url", ["", "https://intra.example.jp/reports", "file://server/share"])
def test_a_place_of_reports_is_a_url_or_nothing(tmp_path: Path, url: str) -> None:
    found = load_settings(written(tmp_path, f"[notify]\nreports_url = '{url}'\n"))
    assert found.notify.reports_url == url


def test_a_file_that_is_no_toml_is_refused_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(tmp_path, "[birth]\nmin_waiting = \n"))
    assert refused.value.key == "settings_not_toml"
    assert "line 2" in told(refused.value, "en")


def test_a_home_without_settings_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(tmp_path / "voc.toml")
    assert refused.value.key == "home_missing"


@pytest.mark.parametrize("part", sorted(Settings.model_fields))
def test_settings_are_frozen_and_refuse_what_they_do_not_know(part: str) -> None:
    model: BaseModel = getattr(Settings(), part)
    assert model.model_config["frozen"] and model.model_config["extra"] == "forbid"
