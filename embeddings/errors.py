"""Errors that a user can cause and mend; the words are in config/messages, never here."""


class EncoderError(Exception):
    """A mistake in input or settings, told to the user in one line.

    `key` names the message in config/messages/*.toml and `values` fill its placeholders.
    Values are file names, column names, counts and ids of ours, never a customer's words.
    """

    exit_code = 3

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
