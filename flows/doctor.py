"""A check-up of the environment and of one home: everything that could stop the next night."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.encoders import read_shelf
from flows.errors import USER_ERRORS, SettingsError
from flows.home import RULES, Home, open_home
from flows.house import Tools
from flows.messages import Catalogue
from flows.notify_desk import look_at_targets, teams_without_target
from flows.serve import check_cron
from flows.voice_model import shipped_voice_model
from pipelines.notices.notify_words import parse_notify_words
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.fast_lane_rules import parse_fast_lane_rules
from pipelines.text.generic_words import parse_generic_words
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.themes.name_words import parse_name_words
from pipelines.trends.calendar import parse_calendar
from pipelines.trends.season_notice import parse_notice_words
from warehouse.connect import open_published, open_work
from warehouse.publish import read_latest
from warehouse.statements import rows

PARTS = (
    "duckdb",
    "prefect",
    "torch",
    "sentence-transformers",
    "sudachipy",
    "hdbscan",
    "umap-learn",
    "altair",
    "vl-convert-python",
    "typst",
    "xlsxwriter",
    "fonttools",
    "apprise",
)
LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    subject: str
    detail: str
    is_well: bool = True


def examine(folder: Path, words: Catalogue) -> list[Finding]:
    """Look at everything and return what was found; one fault does not hide the others."""
    findings = [_tried(words, "parts", _parts)]
    try:
        home = open_home(folder)
    except USER_ERRORS as error:
        return [*findings, _unwell(words, "settings", error)]
    looks = _looks(home, words)
    return findings + [_tried(words, subject, look) for subject, look in looks]


def _tried(words: Catalogue, subject: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(words.text(f"doctor_{subject}"), look())
    except USER_ERRORS as error:
        return _unwell(words, subject, error)


def _unwell(words: Catalogue, subject: str, error: Exception) -> Finding:
    detail = words.text(error.key, error.values)  # type: ignore[attr-defined]
    return Finding(words.text(f"doctor_{subject}"), detail, is_well=False)


def _parts() -> str:
    python = ".".join(str(part) for part in sys.version_info[:3])
    return f"Python {python}, " + ", ".join(f"{part} {_version(part)}" for part in PARTS)


def _version(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        raise SettingsError("part_missing", part=part) from None


def _looks(home: Home, words: Catalogue) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "disk", lambda: _disk(home, words)
    yield "settings", lambda: _settings(home)
    yield "sources", lambda: ", ".join(home.sources())
    yield "rules", lambda: _rules(home)
    yield "secret", lambda: _secret(home, words)
    yield "work", lambda: _work(home, words)
    yield "published", lambda: _published(home, words)
    yield "dictionary", lambda: Tools(home).tokeniser.fingerprint
    yield "encoder", lambda: _encoder(home, words)
    yield "notify", lambda: _notify(home, words)


def _encoder(home: Home, words: Catalogue) -> str:
    fingerprint, name = Tools(home).encoder.fingerprint, home.settings.encoder.name
    adapted = read_shelf(home).newest(name)
    if adapted is None:
        return fingerprint
    values = {"fingerprint": fingerprint, "name": name, "day": adapted.adapted_on}
    return words.text("doctor_encoder_adapted", values)


def _notify(home: Home, words: Catalogue) -> str:
    if not home.settings.notify.is_on:
        return words.text("doctor_notify_off")
    targets = list(look_at_targets(home, os.environ))
    values = {"count": len(targets), "targets": ", ".join(targets)}
    told = words.text("doctor_notify_targets", values)
    lacking = teams_without_target(home, targets)
    if lacking:
        told += words.text("doctor_notify_lacking", {"teams": ", ".join(lacking)})
    return told


def _disk(home: Home, words: Catalogue) -> str:
    free, least = shutil.disk_usage(home.folder).free, LEAST_FREE_BYTES
    values = {"free": f"{free / 1024**3:.1f}", "least": f"{least / 1024**3:.0f}"}
    if free < least:
        raise SettingsError("doctor_disk_low", **values)
    return words.text("doctor_disk_free", values)


def _settings(home: Home) -> str:
    check_cron(home.settings.schedule.cron)
    return str(home.folder / "voc.toml")


def _rules(home: Home) -> str:
    parse_mask_rules(home.rule_text("redaction.toml"))
    parse_extract_rules(home.rule_text("extract.toml"))
    parse_generic_words(home.rule_text("generic_words.toml"))
    parse_name_words(home.rule_text("theme_names.toml"))
    parse_fast_lane_rules(home.rule_text("fast_lane.toml"))
    parse_calendar(home.rule_text("calendar.toml"))
    parse_notice_words(home.rule_text("season_notice.toml"))
    parse_notify_words(home.rule_text("notify_words.toml"))
    shipped_voice_model()
    return ", ".join(RULES)


def _secret(home: Home, words: Catalogue) -> str:
    # The night may be given another key by the environment; this is the one of the home.
    return words.text("doctor_secret_found", {"count": len(home.customer_secret({}))})


def _work(home: Home, words: Catalogue) -> str:
    if not home.work.exists():
        raise SettingsError("work_missing", home=home.folder)
    with open_work(home.work, read_only=True) as con:
        [(contacts, voices, themes)] = rows(con, "doctor_counts")
    values = {"contacts": f"{contacts:,}", "voices": f"{voices:,}", "themes": f"{themes:,}"}
    return words.text("doctor_work_counts", values)


def _published(home: Home, words: Catalogue) -> str:
    latest = read_latest(home.folder)
    if latest is None:
        return words.text("doctor_published_none")
    with open_published(home.folder) as con:
        [(tables,)] = rows(con, "doctor_published")
    return words.text("doctor_published_found", {"as_of": latest.as_of, "tables": tables})
