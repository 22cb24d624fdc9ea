"""Timed pieces of speech (segments, words, cues) become turns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.ingest.labels import is_nameless

_SENTENCE_ENDS = "。．？！?!」』"
# How a Japanese sentence ends where the recogniser writes no signs, as Whisper often does ...
_FINISHED = re.compile(
    r"(?:です|ます|ました|でした|ません|ましょう|でしょう|ください|下さい|お願いします|はい|ええ|"
    r"(?:です|ます|ました|でした|ません|でしょう|だ|た|ない|い)[かねよわ]{1,2})$"
)
# ... unless the next piece takes the sentence up again.
_TAKES_UP = re.compile(r"(?:けれど|けど|が|ので|から|のに|し|か|ね|よ|って|と)(?![ぁ-ん]*ます)")
# Without labels nothing else ends a turn in speech without signs and pauses.
_LONGEST_UNSIGNED_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of speech: its speaker's label ("" when there is none), words and seconds."""

    label: str
    text: str
    begin_seconds: float | None = None
    end_seconds: float | None = None


def joined(first: str, second: str) -> str:
    """Join two pieces of speech, with a space only where two Latin words would run together."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first + second
    last, start = first[-1], second[0]
    is_latin = last.isascii() and start.isascii() and start.isalnum()
    if is_latin and not (last.isdigit() and start.isdigit()):
        return f"{first} {second}"
    return first + second


def in_order_of_time(segments: Iterable[Segment], pause_seconds: float) -> list[Segment]:
    """Bring the words of several speakers into order, a speaker's words until a pause together.

    Two people who talk at once come out one after the other, not word by word.
    """
    by_label: dict[str, list[Segment]] = {}
    for segment in segments:
        by_label.setdefault(segment.label, []).append(segment)
    spoken = [
        piece for of_label in by_label.values() for piece in _until_pauses(of_label, pause_seconds)
    ]
    return sorted(spoken, key=lambda segment: segment.begin_seconds or 0.0)


def _until_pauses(segments: Sequence[Segment], pause_seconds: float) -> list[Segment]:
    pieces: list[Segment] = []
    for segment in segments:
        if pieces and _pause(pieces[-1], segment) <= pause_seconds:
            pieces[-1] = _together(pieces[-1], segment)
        else:
            pieces.append(segment)
    return pieces


def _pause(before: Segment, after: Segment) -> float:
    """Seconds between two segments; 0 when one of them carries no time (punctuation)."""
    if before.end_seconds is None or after.begin_seconds is None:
        return 0.0
    return after.begin_seconds - before.end_seconds


def _together(first: Segment, second: Segment) -> Segment:
    end = second.end_seconds if second.end_seconds is not None else first.end_seconds
    begin = first.begin_seconds if first.begin_seconds is not None else second.begin_seconds
    return Segment(first.label, joined(first.text, second.text), begin, end)


def turns_of(segments: Iterable[Segment], pause_seconds: float) -> list[dict[str, str]]:
    """Return turns as {"speaker", "text"}: what one label says in a row is one turn.

    Without labels a new turn begins after a sentence or a pause, so that no sentence is cut; two
    speakers in one turn would be worse than one speaker in two.
    """
    turns: list[Segment] = []
    for segment in segments:
        if not segment.text.strip():
            continue
        if turns and _goes_on(turns[-1], segment, pause_seconds):
            turns[-1] = _together(turns[-1], segment)
        else:
            turns.append(segment)
    return [{"speaker": turn.label, "text": turn.text.strip()} for turn in turns]


def _goes_on(turn: Segment, segment: Segment, pause_seconds: float) -> bool:
    if turn.label != segment.label:
        return False
    if not is_nameless(turn.label):
        return True
    if turn.end_seconds is None or segment.begin_seconds is None:
        return False
    return not _is_over(turn.text, segment.text) and _pause(turn, segment) < pause_seconds


def _is_over(said: str, next_words: str) -> bool:
    said, next_words = said.rstrip(), next_words.lstrip()
    if said[-1:] in _SENTENCE_ENDS or len(said) >= _LONGEST_UNSIGNED_CHARACTERS:
        return True
    return bool(_FINISHED.search(said)) and not _TAKES_UP.match(next_words)
