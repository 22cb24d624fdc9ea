"""A decision of a person about themes: one line of decisions.jsonl, without a customer's words."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple, Protocol, get_args

from pydantic import AwareDatetime, Field

from pipelines.line_log import BrokenLine, Line, parse_lines

Verb = Literal[
    "rename", "merge", "split", "approve", "retire", "restore",
    "move", "pin", "example", "not-this", "make", "reject", "undo",
]  # fmt: skip
VERBS: tuple[str, ...] = get_args(Verb)
MOST_ANCHORS = 20


class VoiceKey(Line):
    """Where a voice is found again: by itself, or by its contact and its words' hash."""

    voice_id: str
    contact_id: str
    text_hash: str


class Seen(Line):
    """What a theme was when it was decided upon: enough to make it anew in an empty database."""

    born_on: date
    theme_name: str | None = None
    category_name: str | None = None
    radius: float | None = None
    encoder_fingerprint: str | None = None
    anchors: tuple[VoiceKey, ...] = Field((), max_length=MOST_ANCHORS)


class ProposalKey(Line):
    """The proposal that a decision answers."""

    proposal_id: str
    kind: str


class Part(Line):
    """A theme that a person makes, with the voices that show what it is about."""

    theme_id: str
    voices: tuple[VoiceKey, ...]


class Decision(Line):
    """What one person decided at one moment.

    `theme_ids`: the theme that stays or takes comes first, then those merged into it or split off
    it. `names` are new names, `category` a new category. `voices` are those that a verb is about,
    `proposal` what it answers with yes (`reject`: with no).
    """

    decision_id: str = Field(min_length=1)
    decided_at: AwareDatetime
    decided_by: str
    verb: Verb
    theme_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    category: str | None = None
    voices: tuple[VoiceKey, ...] = ()
    parts: tuple[Part, ...] = ()
    seen: Mapping[str, Seen] = {}
    proposal: ProposalKey | None = None
    undoes: str | None = None
    is_restated: bool = False
    reason: str = ""

    @property
    def order(self) -> tuple[datetime, str]:
        """What decides which of two decisions is the later one."""
        return self.decided_at, self.decision_id


class Log(NamedTuple):
    """The decisions of a log in the order of their lines, and the lines that are none."""

    decisions: tuple[Decision, ...]
    broken: tuple[BrokenLine, ...]


def parse_log(data: bytes) -> Log:
    """Read a log; every line that is no decision is told by its number, and the rest is read."""
    return Log(*parse_lines(data, Decision))


class Decided(Protocol):
    """What was decided at a moment."""

    @property
    def decided_at(self) -> datetime:
        """The moment, aware."""


def next_moment(now: datetime, decisions: Iterable[Decided]) -> datetime:
    """Return the moment of a new decision: now, but after all others even when a clock went back.

    A decision is made by somebody who knows those in the log, so it is the later one.
    """
    moment = now.astimezone(UTC)
    last = max(
        (decision.decided_at for decision in decisions), default=moment - timedelta.resolution
    )
    return moment if moment > last else last.astimezone(UTC) + timedelta.resolution


def new_id(moment: datetime, by: str, body: str) -> str:
    """Return an identifier that sorts by time; equal moments differ by who decided what."""
    digest = hashlib.blake2b(f"{by}\x1f{body}".encode(), digest_size=3).hexdigest()
    return f"D{moment.astimezone(UTC):%Y%m%d%H%M%S%f}-{digest}"
