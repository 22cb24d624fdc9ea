"""The trained model of extraction that comes with the program: config/models/voices.npz."""

from functools import cache
from pathlib import Path

from flows.data_files import config_folder
from flows.errors import SettingsError
from pipelines.text.voice_model import VoiceModel, parse_voice_model

MODEL_NAME = "voices.npz"
SUMS_NAME = "SHA256SUMS"


def model_folder() -> Path:
    """Return the folder of the model and of its checksum."""
    return config_folder() / "models"


@cache
def shipped_voice_model() -> VoiceModel:
    """Read the model once; raises a user's error when the file is missing or is another one."""
    folder = model_folder()
    try:
        data = (folder / MODEL_NAME).read_bytes()
        sums = (folder / SUMS_NAME).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        raise SettingsError("model_missing", file=MODEL_NAME) from None
    # As `sha256sum` writes it: the sum, then the name.
    expected = dict(zip(sums[1::2], sums[::2], strict=False)).get(MODEL_NAME, "")
    return parse_voice_model(data, expected, MODEL_NAME)
