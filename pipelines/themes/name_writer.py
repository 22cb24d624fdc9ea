"""Let an outside program propose theme names; off by default and never part of the counting.

A program that the settings name gets one JSON document on its standard input and answers one:
{"themes": [{"theme_id", "name", "terms", "examples"}], "taken": [...]} -> {"T0001": "返金の遅れ"}.
It sees masked examples only. What it answers is checked like any name; a program that fails, is
late or answers nonsense changes nothing.
"""

import json
import re
import subprocess
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

_SENTENCE_MARK = re.compile(r"[。、！？!?\n\t]")
_PERSONAL = re.compile(r"[@\[\]［］【】]|\d{3,}|様$|さん$")


class Asked(NamedTuple):
    """A theme to name: the name its own words gave, its terms, and masked example voices."""

    theme_id: str
    name: str
    terms: tuple[str, ...]
    examples: tuple[str, ...]


class NameWriter(Protocol):
    """Proposes names; may leave out any theme."""

    def __call__(self, asked: Sequence[Asked], taken: Collection[str], /) -> Mapping[str, str]:
        """Return names by theme_id."""
        ...


class CommandWriter:
    """Asks a program; returns no names when it fails, is late, or answers no JSON object."""

    def __init__(self, command: Sequence[str], timeout_seconds: float = 60.0) -> None:
        self._command = list(command)
        self._timeout_seconds = timeout_seconds

    def __call__(self, asked: Sequence[Asked], taken: Collection[str], /) -> Mapping[str, str]:
        """Return names by theme_id."""
        question = {"themes": [one._asdict() for one in asked], "taken": sorted(taken)}
        try:
            done = subprocess.run(
                self._command,
                input=json.dumps(question, ensure_ascii=False),
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=self._timeout_seconds,
                check=True,
            )
            answer = json.loads(done.stdout)
        except (OSError, ValueError, subprocess.SubprocessError):
            return {}
        return answer if isinstance(answer, dict) else {}


def written_names(
    writer: NameWriter, asked: Sequence[Asked], taken: Collection[str], longest_name: int
) -> dict[str, str]:
    """Return the writer's names that are usable, by theme_id; the others keep their own.

    A name has 2 to `longest_name` characters, is no sentence, holds nothing personal and is borne
    by no other theme.
    """
    proposed = writer(asked, taken)
    used = set(taken) | {one.name for one in asked}
    accepted: dict[str, str] = {}
    for one in asked:
        name = proposed.get(one.theme_id)
        if not isinstance(name, str):
            continue
        name = name.strip()
        if _is_usable(name, longest_name) and name not in used:
            accepted[one.theme_id] = name
            used.add(name)
    return accepted


def _is_usable(name: str, longest_name: int) -> bool:
    return (
        2 <= len(name) <= longest_name
        and not _SENTENCE_MARK.search(name)
        and not _PERSONAL.search(name)
    )
