"""`voc mask`: texts as JSON Lines in, the same with personal data masked; no home touched."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.data_files import config_folder
from flows.errors import SettingsError
from pipelines.ingest.plain import refuse_constant
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.tokenise import Tokeniser

RULES = "redaction.toml"


@dataclass(frozen=True)
class Masked:
    """What came of one line: a line of output, and the key of what was wrong with it."""

    line_number: int
    output: str
    problem: str = ""


@dataclass(frozen=True)
class MaskFilter:
    """Masking of single texts."""

    masker: Masker

    def answers(self, lines: Iterable[bytes]) -> Iterator[Masked]:
        """Yield one answer a line that is not blank, in order, as soon as it is known.

        A line that cannot be read gives a line with its number and an error, so that the output
        has as many lines as the input; none of its words are repeated.
        """
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield self._answer(number, line)

    def _answer(self, number: int, line: bytes) -> Masked:
        try:
            row = json.loads(line.decode("utf-8-sig"), parse_constant=refuse_constant)
        except (ValueError, RecursionError):
            return _problem(number, "not_json", "mask_line_not_json")
        text = row.get("text") if isinstance(row, dict) else None
        if not isinstance(text, str):
            return _problem(number, "no_text", "mask_line_no_text")
        [masked] = self.masker.mask_contact([text])
        spans = [{"start": s.start, "end": s.end, "type": s.type} for s in masked.spans]
        row |= {"masked": masked.masked, "spans": spans}
        return Masked(number, json.dumps(row, ensure_ascii=False))


def _problem(number: int, code: str, message_key: str) -> Masked:
    return Masked(number, json.dumps({"line": number, "error": code}), message_key)


def mask_filter(rules: Path | None = None) -> MaskFilter:
    """Return the filter with the shipped rules or those of a file.

    Raises SettingsError when the file cannot be read, InputError when a rule is wrong.
    """
    path = rules or config_folder() / RULES
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise SettingsError("mask_rules_unreadable", file=path.name) from None
    return MaskFilter(Masker(parse_mask_rules(text, path.name), Tokeniser()))
