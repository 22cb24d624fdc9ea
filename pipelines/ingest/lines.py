"""Physical lines of a text file, with undecodable bytes marked instead of raising or vanishing."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

# A longer line (or record) is rejected: one broken export must not fill the memory.
LINE_CHARACTERS_LIMIT = 16_000_000

MARK_ERRORS = "voc_mark_undecodable"
_MARK = re.compile("[\udc00-\udcff]")


def _mark_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # `surrogateescape` refuses bytes below 0x80, which UTF-16 and ISO-2022-JP can leave over.
    marked = "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end])
    return marked, error.end


codecs.register_error(MARK_ERRORS, _mark_bytes)


def decode_marked(data: bytes, encoding: str) -> str:
    """Decode, each undecodable byte NN becoming the lone surrogate U+DCNN."""
    return data.decode(encoding, MARK_ERRORS)


def has_undecodable(text: str) -> bool:
    """Say whether a decoded (not yet JSON-parsed) text holds a marked byte."""
    return not text.isascii() and _MARK.search(text) is not None


def physical_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield lines with their line ends (LF, CR LF or CR), a byte-order mark taken off.

    A line of LINE_CHARACTERS_LIMIT characters or more comes cut to exactly that length, without
    its end, and counts as one line.
    """
    with path.open(encoding=encoding, errors=MARK_ERRORS, newline="") as stream:
        is_first = True
        while line := stream.readline(LINE_CHARACTERS_LIMIT):
            if len(line) == LINE_CHARACTERS_LIMIT:
                tail = line
                while tail and tail[-1] not in "\r\n":
                    tail = stream.readline(LINE_CHARACTERS_LIMIT)
            yield line.removeprefix("\ufeff") if is_first else line
            is_first = False
