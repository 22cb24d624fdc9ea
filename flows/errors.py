"""Errors of the front door, each with the exit code that `voc` ends with."""

from embeddings.errors import EncoderError
from pipelines.errors import InputError
from warehouse.errors import WarehouseError

DONE, BUG, USAGE, BAD_INPUT, BUSY, STALE = range(6)


class FrontDoorError(Exception):
    """A mistake in how the program was called or set up; `key` names its message."""

    exit_code = BAD_INPUT

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class SettingsError(FrontDoorError):
    """Settings or a home that cannot be used."""


class Busy(FrontDoorError):
    """Another run holds the lock of this home."""

    exit_code = BUSY


class RoomFailed(Exception):
    """A bug inside a room: where it happened and what kind it is, without the error's words.

    Words of an error may quote a cell or a sentence of a customer, and this exception is
    printed, logged and shown by Prefect.
    """

    def __init__(self, room: str, error: BaseException, frames: list[str]) -> None:
        super().__init__(f"{room}: {type(error).__name__}")
        self.room = room
        self.error_type = type(error).__name__
        self.frames = frames


USER_ERRORS = (FrontDoorError, InputError, WarehouseError, EncoderError)
