"""Encoders that were adapted in a home: which ones there are, and which one is in use.

`models/installed.json` holds, for each encoder that the settings can name, the adapted ones on top
of it, oldest first; the last is in use. Another name in the settings has its own list, so that a
change of the setting always counts. The weights lie in `models/<fingerprint>/`.
"""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.checksums import sha256_of_folder
from flows.errors import SettingsError
from flows.home import Home
from warehouse.publish import replace_text

_FILE = "installed.json"


class Installed(BaseModel):
    """One adapted encoder: its files' sum, since when, and its accuracy when it was judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    sha256: str
    adapted_on: date
    count_confirmed: int
    before: float
    after: float


class Shelf(BaseModel):
    """All adapted encoders of a home by the name in the settings, oldest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adapted: dict[str, tuple[Installed, ...]] = {}

    def newest(self, name: str) -> Installed | None:
        """Return the adapted encoder in use for a name in the settings, if there is one."""
        return next(reversed(self.adapted.get(name, ())), None)

    def with_one_more(self, name: str, new: Installed) -> "Shelf":
        """Return the shelf with a new encoder in use."""
        return Shelf(adapted=self.adapted | {name: (*self.adapted.get(name, ()), new)})

    def without_newest(self, name: str) -> "Shelf":
        """Return the shelf with the encoder before the newest in use."""
        return Shelf(adapted=self.adapted | {name: self.adapted.get(name, ())[:-1]})


def models(home: Home) -> Path:
    """Return the folder of a home's adapted encoders."""
    return home.folder / "models"


def read_shelf(home: Home) -> Shelf:
    """Return what is installed; raises SettingsError when the file was damaged."""
    path = models(home) / _FILE
    if not path.exists():
        return Shelf()
    try:
        return Shelf(adapted=json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, ValidationError):
        raise SettingsError("installed_unreadable", file=path) from None


def write_shelf(home: Home, shelf: Shelf) -> None:
    """Remember what is installed, in one atomic step."""
    text = json.dumps(shelf.model_dump(mode="json")["adapted"], indent=2, sort_keys=True)
    replace_text(models(home) / _FILE, text + "\n")


def encoder_name(home: Home, shelf: Shelf | None = None) -> str:
    """Return what the home's encoder is loaded by: an adapted one, or the one in the settings.

    Raises SettingsError when the weights of the adapted one were changed since it was installed:
    other weights would be another encoder, and a night would compute every vector anew.
    """
    name = home.settings.encoder.name
    newest = (shelf or read_shelf(home)).newest(name)
    if newest is None:
        return name
    folder = models(home) / newest.fingerprint
    if not folder.is_dir() or _sha256(folder) != newest.sha256:
        raise SettingsError("installed_changed", folder=folder)
    return f"path:{folder}"


@cache
def _sha256(folder: Path) -> str:
    return sha256_of_folder(folder)


def adapted_label(name: str) -> str:
    """Return what a whole model adapted from one in the settings is called, before its sum."""
    return "adapted-" + re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")[-40:]
