"""What every reader yields: a row of named values, or a row that could not be read."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

RAW_CHARACTERS_KEPT = 100_000

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as received; `number` is the line (text), sheet row (Excel) or row (Parquet), from 1.

    `values` maps column name to value: text for delimited files, plain JSON values for JSON
    Lines, typed cells for Excel and Parquet. None and "" mean that the cell is missing.
    """

    number: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class BadRow:
    """One rejected row: `reason` is a code of REJECT_REASONS, `raw` what was received.

    `raw` holds a customer's words: it stays on the private side and out of every message.
    """

    number: int
    reason: str
    raw: str


REJECT_REASONS = (
    "undecodable_bytes",
    "nul_byte",
    "line_too_long",
    "unclosed_quote",
    "bad_quote",
    "wrong_column_count",
    "bad_json",
    "not_an_object",
    "bad_mail",
    "mail_too_large",
    "missing_id",
    "id_too_long",
    "missing_date",
    "bad_date",
    "date_before_1990",
    "date_in_future",
    "bad_turns",
    "empty_text",
    "text_too_long",
)


def reject(number: int, reason: str, received: str) -> BadRow:
    """Make a bad row whose raw text is cut to RAW_CHARACTERS_KEPT and can be stored as UTF-8.

    NUL and lone surrogates (undecodable bytes among them, see lines.py) become \\xNN or \\uNNNN.
    """
    return BadRow(number, reason, _UNSTORABLE.sub(_escaped, received[:RAW_CHARACTERS_KEPT]))


def rejects_text(
    found: Iterable[tuple[int, str, str]], explain: Callable[[str, Mapping[str, object]], str]
) -> str:
    """Write bad rows (number, reason, raw) as JSON Lines that a person can mend, with the why."""
    lines = [
        json.dumps(
            {
                "row": number,
                "reason": reason,
                "why": explain(f"reject_{reason}", {}),
                "received": received,
            },
            ensure_ascii=False,
        )
        for number, reason, received in found
    ]
    return "\n".join(lines) + "\n"


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0 or 0xDC00 <= code <= 0xDCFF:
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}"
