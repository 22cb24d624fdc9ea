"""Where the data that comes with the program lies: config/ and corpus/."""

from importlib.resources import files
from pathlib import Path


def _folder(name: str) -> Path:
    """Return a data folder: inside the package when installed, beside it in a checkout."""
    package = Path(str(files("flows")))
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / name


def config_folder() -> Path:
    """Return the folder of the commented default settings."""
    return _folder("config")


def corpus_folder() -> Path:
    """Return the folder of the fictional corpora."""
    return _folder("corpus")
