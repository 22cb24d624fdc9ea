"""What all decisions together mean: a pure function of the set of them, whatever their order.

Decisions are taken by time. Each writes into slots (a theme's name, its life, a voice's place); a
later one that writes the same slot overrides the earlier. An undone decision is left out, so that
undoing one is replaying without it. Decisions about a theme whose split is undone have no effect.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pipelines.themes.decisions import Decision, Part, Seen, VoiceKey

ZONE = ZoneInfo("Asia/Tokyo")

StateName = Literal["in_force", "partly_overridden", "overridden", "undone", "no_effect"]
Slot = tuple[str, ...]


class State(NamedTuple):
    """What became of a decision, and the decision that undid or overrode it last."""

    name: StateName
    by: str | None = None


class Placed(NamedTuple):
    """A voice that a person put into a theme, by which verb of which decision."""

    theme_id: str
    voice: VoiceKey
    verb: str
    decision_id: str


class Life(NamedTuple):
    """Whether a person wants a theme to live: merged, retired, or living against the machine."""

    kind: Literal["merged", "retired", "living"]
    since: date
    into: str | None = None


class Born(NamedTuple):
    """A theme that a person made, by a split (`parent` is the whole) or of voices without one."""

    parent: str | None
    born_on: date
    part: Part


@dataclass(frozen=True)
class Curation:
    """What people want of themes and voices, and what became of each decision.

    Keys are theme_ids and voice_ids; `seen` holds the newest description of every theme that a
    decision in force is about. `apart` are voices kept out of themes, `lives` as last decided,
    `answers` the last answer to each proposal.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    approved_on: Mapping[str, date] = field(default_factory=dict)
    lives: Mapping[str, Life] = field(default_factory=dict)
    placed: Mapping[str, Placed] = field(default_factory=dict)
    apart: Mapping[tuple[str, str], tuple[VoiceKey, str]] = field(default_factory=dict)
    born: Mapping[str, Born] = field(default_factory=dict)
    unborn: frozenset[str] = frozenset()
    seen: Mapping[str, Seen] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    answers: Mapping[str, Decision] = field(default_factory=dict)

    def owner(self, theme_id: str) -> str | None:
        """Return the theme that counts a theme's voices now: itself, the one it was merged into
        (over several merges), or None when a person retired it."""
        life = self.lives.get(theme_id)
        while life is not None and life.kind == "merged" and life.into is not None:
            theme_id = life.into
            life = self.lives.get(theme_id)
        if theme_id in self.unborn or (life is not None and life.kind == "retired"):
            return None
        return theme_id

    @property
    def theme_ids(self) -> frozenset[str]:
        """Every theme that a decision in force says something about."""
        ids = {*self.names, *self.categories, *self.approved_on, *self.lives, *self.born}
        ids |= {placed.theme_id for placed in self.placed.values()}
        ids |= {life.into for life in self.lives.values() if life.into}
        ids |= {theme_id for _, theme_id in self.apart}
        return frozenset(ids | self.seen.keys())


def replay(decisions: Iterable[Decision]) -> Curation:
    """Return what a set of decisions means; one that is listed twice counts once."""
    by_id = {decision.decision_id: decision for decision in decisions}
    ordered = sorted(by_id.values(), key=lambda decision: decision.order)
    undone = _undone(ordered)
    standing = [d for d in ordered if d.decision_id not in undone]
    made = {part.theme_id for d in ordered for part in d.parts}
    unborn = made - {part.theme_id for d in standing for part in d.parts}
    return _Replay(frozenset(unborn)).of(standing, undone)


def _undone(ordered: list[Decision]) -> dict[str, str]:
    """Return who undid whom. From the last on: an undo that is itself undone counts for nothing."""
    undone: dict[str, str] = {}
    place = {decision.decision_id: number for number, decision in enumerate(ordered)}
    for number, decision in reversed(list(enumerate(ordered))):
        target = decision.undoes
        # Of one that comes later in time an undo cannot have known.
        if (
            decision.verb == "undo"
            and target is not None
            and decision.decision_id not in undone
            and place.get(target, number) < number
        ):
            undone.setdefault(target, decision.decision_id)
    return undone


class _Replay:
    """The slots while decisions are taken in one after the other."""

    def __init__(self, unborn: frozenset[str]) -> None:
        self.unborn = unborn
        self.writer: dict[Slot, str] = {}
        self.wrote: dict[str, set[Slot]] = {}
        self.lost_to: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.categories: dict[str, str] = {}
        self.approved: dict[str, date] = {}
        self.lives: dict[str, Life] = {}
        self.placed: dict[str, Placed] = {}
        self.apart: dict[tuple[str, str], tuple[VoiceKey, str]] = {}
        self.born: dict[str, Born] = {}
        self.seen: dict[str, Seen] = {}
        self.answers: dict[str, Decision] = {}

    def of(self, standing: list[Decision], undone: Mapping[str, str]) -> Curation:
        for decision in standing:
            self.wrote[decision.decision_id] = set()
            self._take(decision)
        states = {target: State("undone", by) for target, by in undone.items()}
        states |= {d.decision_id: self._state(d, undone) for d in standing}
        return Curation(
            self.names, self.categories, self.approved, self.lives, self.placed, self.apart,
            self.born, self.unborn, self.seen, states, self.answers,
        )  # fmt: skip

    def _take(self, decision: Decision) -> None:
        day = decision.decided_at.astimezone(ZONE).date()
        themes = [theme_id for theme_id in decision.theme_ids if theme_id not in self.unborn]
        whole = len(themes) == len(decision.theme_ids)
        match decision.verb:
            case "rename" if themes:
                self._rename(decision, themes[0])
            case "approve":
                for theme_id in themes:
                    self._write(decision, ("approval", theme_id))
                    self.approved[theme_id] = day
            case "retire" | "restore":
                kind: Literal["retired", "living"] = (
                    "retired" if decision.verb == "retire" else "living"
                )
                for theme_id in themes:
                    self._live(decision, theme_id, Life(kind, day))
            case "merge" if themes and themes[0] == decision.theme_ids[0]:
                self._merge(decision, themes, day)
            case "split" if whole and themes:
                self._make(decision, decision.theme_ids[0], day)
            case "make" if whole and themes:
                self._make(decision, None, day)
            case "reject" if decision.proposal:
                self._write(decision, ("proposal", decision.proposal.proposal_id))
            case "move" | "pin" | "example" if themes:
                self._place(decision, themes[0], decision.voices)
            case "not-this" if themes:
                self._keep_apart(decision, themes[0])
            case _:
                return
        if decision.proposal and self.wrote[decision.decision_id]:
            self.answers[decision.proposal.proposal_id] = decision
        self.seen |= {
            theme_id: seen
            for theme_id, seen in decision.seen.items()
            if theme_id not in self.unborn and self.wrote[decision.decision_id]
        }

    def _rename(self, decision: Decision, theme_id: str) -> None:
        if decision.names:
            self._write(decision, ("name", theme_id))
            self.names[theme_id] = decision.names[0]
        if decision.category:
            self._write(decision, ("category", theme_id))
            self.categories[theme_id] = decision.category

    def _live(self, decision: Decision, theme_id: str, life: Life) -> None:
        self._write(decision, ("life", theme_id))
        self.lives[theme_id] = life

    def _merge(self, decision: Decision, themes: list[str], day: date) -> None:
        into = themes[0]
        for theme_id in dict.fromkeys(themes[1:]):
            if theme_id == into:
                continue
            # Whoever merges into a theme wants it to live, also when it was retired, or merged
            # into the very theme that now goes into it.
            life = self.lives.get(into)
            if life is not None and (life.kind == "retired" or theme_id in self._way(into)):
                self._live(decision, into, Life("living", day))
            self._live(decision, theme_id, Life("merged", day, into))

    def _way(self, theme_id: str) -> Iterator[str]:
        """The themes that a theme goes into, one after the other."""
        life = self.lives.get(theme_id)
        while life is not None and life.into is not None:
            yield life.into
            life = self.lives.get(life.into)

    def _make(self, decision: Decision, parent: str | None, day: date) -> None:
        for number, part in enumerate(decision.parts):
            self._write(decision, ("born", part.theme_id))
            self.born[part.theme_id] = Born(parent, day, part)
            self._place(decision, part.theme_id, part.voices)
            if number < len(decision.names) and decision.names[number]:
                self._write(decision, ("name", part.theme_id))
                self.names[part.theme_id] = decision.names[number]

    def _place(self, decision: Decision, theme_id: str, voices: Iterable[VoiceKey]) -> None:
        for voice in voices:
            self._write(decision, ("voice", voice.voice_id))
            self._write(decision, ("pair", voice.voice_id, theme_id))
            self.apart.pop((voice.voice_id, theme_id), None)
            self.placed[voice.voice_id] = Placed(
                theme_id, voice, decision.verb, decision.decision_id
            )

    def _keep_apart(self, decision: Decision, theme_id: str) -> None:
        for voice in decision.voices:
            self._write(decision, ("pair", voice.voice_id, theme_id))
            self.apart[voice.voice_id, theme_id] = voice, decision.decision_id
            placed = self.placed.get(voice.voice_id)
            if placed is not None and placed.theme_id == theme_id:
                self._write(decision, ("voice", voice.voice_id))
                del self.placed[voice.voice_id]

    def _write(self, decision: Decision, slot: Slot) -> None:
        earlier = self.writer.get(slot)
        if earlier is not None and earlier != decision.decision_id:
            self.lost_to[earlier] = decision.decision_id
        self.writer[slot] = decision.decision_id
        self.wrote[decision.decision_id].add(slot)

    def _state(self, decision: Decision, undone: Mapping[str, str]) -> State:
        key = decision.decision_id
        if decision.verb == "undo":
            return State("in_force" if key in undone.values() else "no_effect")
        wrote = self.wrote[key]
        if not wrote:
            return State("no_effect")
        kept = sum(self.writer[slot] == key for slot in wrote)
        if kept == len(wrote):
            return State("in_force")
        return State("partly_overridden" if kept else "overridden", self.lost_to[key])
