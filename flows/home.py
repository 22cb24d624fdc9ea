"""A home: the folder that holds one company's inbox, databases, settings and reports."""

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.data_files import config_folder
from flows.errors import SettingsError
from flows.settings import Settings, load_settings
from pipelines.ingest.source import SourceSpec, load_source
from warehouse.connect import open_work
from warehouse.migrate import migrate
from warehouse.statements import Connection

FOLDERS = ("inbox", "quarantine", "published", "reports", "models", "logs", "sources", "rules")
RULES = (
    "redaction.toml",
    "extract.toml",
    "fast_lane.toml",
    "generic_words.toml",
    "theme_names.toml",
    "calendar.toml",
    "season_notice.toml",
    "user_dictionary.csv",
)
# Rule files that homes made earlier have not got: they work with the shipped one.
LATER_RULES = (
    "fast_lane.toml",
    "generic_words.toml",
    "theme_names.toml",
    "calendar.toml",
    "season_notice.toml",
)
SECRET_VARIABLE = "VOC_CUSTOMER_SECRET"


@dataclass(frozen=True)
class Home:
    """Paths and settings of one home."""

    folder: Path
    settings: Settings

    @property
    def work(self) -> Path:
        """The private database."""
        return self.folder / "work.duckdb"

    @property
    def lock(self) -> Path:
        """The file whose lock a run holds."""
        return self.folder / ".running.lock"

    @property
    def decisions(self) -> Path:
        """What people decided about themes, one decision a line."""
        return self.folder / "decisions.jsonl"

    @property
    def measures(self) -> Path:
        """What people do about themes, one line for each thing written down."""
        return self.folder / "measures.jsonl"

    def rule(self, name: str) -> Path:
        """Return the path of a rule file."""
        return self.folder / "rules" / name

    def open_work(self) -> Connection:
        """Open the private database for writing."""
        limits = self.settings.warehouse
        return open_work(self.work, memory_limit=limits.memory_limit, threads=limits.threads)

    def source_names(self) -> tuple[str, ...]:
        """Return the name of every source mapping, in order."""
        return tuple(path.stem for path in sorted((self.folder / "sources").glob("*.toml")))

    def rule_text(self, name: str) -> str:
        """Return the text of a rule file; raises SettingsError when it cannot be read."""
        path = self.rule(name)
        if name in LATER_RULES and not path.exists():
            path = config_folder() / name
        try:
            return path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise SettingsError("rules_unreadable", file=name, home=self.folder) from None

    def sources(self, names: tuple[str, ...] = ()) -> dict[str, SourceSpec]:
        """Return the source mappings, or those named; raises when a name has no mapping."""
        known = self.source_names()
        unknown = [name for name in names if name not in known]
        if unknown:
            raise SettingsError("source_unknown", source=unknown[0], sources=", ".join(known))
        folder = self.folder / "sources"
        return {name: load_source(folder / f"{name}.toml") for name in names or known}

    def customer_secret(self, environ: Mapping[str, str]) -> bytes:
        """Return the secret that customer numbers are hashed with."""
        if environ.get(SECRET_VARIABLE):
            return environ[SECRET_VARIABLE].encode()
        path = self.folder / "customer.key"
        try:
            secret = path.read_bytes().strip()
        except OSError:
            secret = b""
        if not secret:
            raise SettingsError("secret_missing", file=path)
        return secret


def open_home(folder: Path) -> Home:
    """Read an existing home; raises SettingsError when there is none."""
    return Home(folder.resolve(), load_settings(folder / "voc.toml"))


def init_home(folder: Path) -> tuple[Home, list[str]]:
    """Make a home, or add what is missing to one; returns it and the names of what was made.

    Existing files are never changed.
    """
    try:
        made = _make(folder)
    except OSError as error:
        raise SettingsError("home_not_writable", home=folder, why=error.strerror) from None
    home = open_home(folder)
    with home.open_work() as con:
        migrate(con)
    return home, made


def _make(folder: Path) -> list[str]:
    config, made = config_folder(), []
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    copies = {folder / "voc.toml": config / "voc.toml"}
    copies |= {folder / "rules" / name: config / name for name in RULES}
    copies |= {folder / "sources" / path.name: path for path in (config / "sources").glob("*.toml")}
    for target, origin in sorted(copies.items()):
        if not target.exists():
            shutil.copyfile(origin, target)
            made.append(str(target.relative_to(folder)))
    for source in (folder / "sources").glob("*.toml"):
        (folder / "inbox" / source.stem).mkdir(exist_ok=True)
    return made + _make_secret(folder / "customer.key")


def _make_secret(path: Path) -> list[str]:
    if path.exists():
        return []
    # Made aside: an init killed half-way must not leave an empty key behind.
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as opened:
        opened.write(secrets.token_hex(32) + "\n")
    os.replace(aside, path)
    return [path.name]
