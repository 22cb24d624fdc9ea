"""Errors that a user can cause and mend; the words are in config/messages, never here."""

import duckdb


class WarehouseError(Exception):
    """A mistake in input or settings, told to the user in one line.

    `key` names the message in config/messages/*.toml and `values` fill its placeholders.
    Values are file names, column names, counts and ids of ours, never a customer's words.
    """

    exit_code = 3

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def as_user_error(error: BaseException) -> WarehouseError | None:
    """Return what to tell a user of a DuckDB or system error that is no bug, else None."""
    words = str(error)
    if any(sign in words for sign in ("No space left", "File too large", "Disk quota")):
        return WarehouseError("disk_full")
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError("out_of_memory")
    if isinstance(error, PermissionError):
        return WarehouseError("no_permission", file=error.filename or "")
    return None
