"""Who is told in a home, and with what words: secrets are read here and handed on wrapped."""

import stat
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

from pydantic import SecretStr

from flows.data_files import config_folder
from flows.errors import USER_ERRORS, SettingsError
from flows.home import Home
from pipelines.night import Night
from pipelines.notices.compose import Letterhead
from pipelines.notices.notify_words import parse_notify_words
from pipelines.notices.prepare_room import NoticeDesk, prepare_notices
from pipelines.notices.urls import parse_urls
from pipelines.text.fast_lane_rules import parse_fast_lane_rules
from pipelines.trends.alert_settings import HOUSE

URLS_VARIABLE = "VOC_NOTIFY_URLS"
OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


def urls_path(home: Home) -> Path:
    """Return the file with the addresses of a home."""
    return home.folder / home.settings.notify.urls_file


def read_urls(home: Home, environ: Mapping[str, str]) -> dict[str, SecretStr]:
    """Return the address of each target, from the environment or else from the file of the home.

    Raises SettingsError when there is no such file, InputError for a line that cannot be read.
    """
    if given := environ.get(URLS_VARIABLE):
        return parse_urls(given, URLS_VARIABLE)
    path = urls_path(home)
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError("notify_urls_missing", file=path, variable=URLS_VARIABLE) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError("notify_urls_unreadable", file=path) from None
    return parse_urls(text, path.name)


def look_at_targets(home: Home, environ: Mapping[str, str]) -> dict[str, SecretStr]:
    """Return the address of each target, raising SettingsError for what would go wrong at night."""
    urls = read_urls(home, environ)
    path = urls_path(home)
    if not urls:
        raise SettingsError("notify_no_target", file=path)
    if not environ.get(URLS_VARIABLE) and path.stat().st_mode & OTHERS_READ:
        raise SettingsError("notify_urls_open", file=path)
    lost = [name for name in home.settings.notify.targets if name not in urls]
    if lost:
        raise SettingsError("notify_target_without_url", target=lost[0])
    _refuse_twins(home, urls)
    return urls


def _refuse_twins(home: Home, urls: Mapping[str, SecretStr]) -> None:
    """Refuse one address under two names that both are told the same kind of thing."""
    told = home.settings.notify
    for first, second in combinations(urls, 2):
        is_told_both = not {*told.of(first).events}.isdisjoint(told.of(second).events)
        if is_told_both and urls[first] == urls[second]:
            raise SettingsError("notify_same_url", first=first, second=second)


def teams_without_target(home: Home, targets: Iterable[str]) -> list[str]:
    """Return the teams of [[alerts.team]] whose alerts go to the house for want of a target.

    Raises SettingsError where the house has none either, so that alerts would reach nobody.
    """
    heard = home.settings.notify.heard_by(targets)
    if not heard:
        # No target is told any alert: that is what somebody chose.
        return []
    if HOUSE not in heard:
        raise SettingsError("notify_house_without_target")
    return [team.name for team in home.settings.alerts.team if team.name not in heard]


def letterhead(home: Home) -> Letterhead:
    """Return what the notices of a home are written with."""
    words = parse_notify_words(home.rule_text("notify_words.toml"))
    lane = parse_fast_lane_rules(home.rule_text("fast_lane.toml"))
    names = {category.code: category.name for category in lane.category}
    return Letterhead(words, home.settings.notify.sender, names)


def forgiving_letterhead(home: Home) -> Letterhead:
    """Return the same, with the words that are shipped where the home's own cannot be used.

    A mistake in them is told by the night; it must not hide that something failed.
    """
    try:
        return letterhead(home)
    except USER_ERRORS:
        shipped = (config_folder() / "notify_words.toml").read_text("utf-8")
        return Letterhead(parse_notify_words(shipped), home.settings.notify.sender)


def prepare(night: Night, home: Home, environ: Mapping[str, str]) -> None:
    """Put new alerts into the outbox. Mistakes in who is told are told and stop no night."""
    prepare_notices(night, _desk(night, home, environ) if home.settings.notify.is_on else None)


def _desk(night: Night, home: Home, environ: Mapping[str, str]) -> NoticeDesk | None:
    settings = home.settings.notify
    try:
        urls, head = read_urls(home, environ), letterhead(home)
    except USER_ERRORS as error:
        night.tell(error.key, **error.values)
        return None
    for name in settings.targets:
        if name not in urls:
            night.tell("notify_target_without_url", target=name)
    if not urls:
        night.tell("notify_no_target", file=urls_path(home))
    return NoticeDesk(settings, tuple(urls), head)
