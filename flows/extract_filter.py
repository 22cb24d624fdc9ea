"""`voc extract`: contacts as JSON Lines in, their voices as JSON Lines out; no home is touched."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from embeddings import Encoder, load_encoder
from flows.data_files import config_folder
from flows.flag_vote import shipped_vote
from flows.voice_model import shipped_voice_model
from pipelines.ingest.labels import to_speaker
from pipelines.ingest.plain import refuse_constant
from pipelines.ingest.roles import RoleSettings, decide_speakers
from pipelines.ingest.turns import Turn
from pipelines.text.clauses import TurnText
from pipelines.text.extract import Extractor, Voice
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.fast_lane import FastLane
from pipelines.text.fast_lane_rules import parse_fast_lane_rules
from pipelines.text.flag_vote import FlagVote, Vote, take_votes
from pipelines.text.flag_vote_settings import VoteSettings
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.tokenise import Tokeniser


@dataclass(frozen=True)
class Answer:
    """What came of one line: a line of output, or the key of what is wrong with it."""

    line_number: int
    output: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ExtractFilter:
    """Masking and extraction with the rules that come with the program."""

    masker: Masker
    extractor: Extractor
    vote_settings: VoteSettings

    def answers(self, lines: Iterable[bytes]) -> Iterator[Answer]:
        """Yield one answer a line that is not blank, in order, as soon as it is known."""
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield self._answer(number, line)

    def _answer(self, number: int, line: bytes) -> Answer:
        try:
            contact = json.loads(line.decode("utf-8-sig"), parse_constant=refuse_constant)
        except (ValueError, RecursionError):
            return Answer(number, problem="filter_not_json")
        turns = _turns(contact)
        if turns is None:
            return Answer(number, problem="filter_no_turns")
        voices = self.voices(turns)
        found = {"contact_id": contact.get("contact_id"), "voices": voices}
        return Answer(number, json.dumps(found, ensure_ascii=False))

    def voices(self, turns: Sequence[Turn]) -> list[dict[str, Any]]:
        """Return the voices of one contact as the contract names their parts."""
        masked = self.masker.mask_contact([turn.text for turn in turns])
        said = [
            TurnText(turn.speaker, turn.text, one) for turn, one in zip(turns, masked, strict=True)
        ]
        voices = self.extractor.extract(said)
        votes = self.votes(voices) if voices else []
        return [_as_json(voice, of_voice) for voice, of_voice in zip(voices, votes, strict=True)]

    def votes(self, voices: Sequence[Voice]) -> list[list[Vote]]:
        """Return what the second vote says of each voice."""
        if not self.vote_settings.enabled:
            return [[] for _ in voices]
        texts = [voice.vector_text for voice in voices]
        spotted = [{one.flag for one in voice.flags} for voice in voices]
        encoder, vote = _vote()
        vectors = encoder.encode(texts)
        return take_votes(texts, spotted, vectors, vote, self.vote_settings, encoder.encode)


def shipped_filter() -> ExtractFilter:
    """Return the filter with the shipped rules and model."""
    config = config_folder()
    mask_rules = parse_mask_rules((config / "redaction.toml").read_text("utf-8"))
    extract_rules = parse_extract_rules((config / "extract.toml").read_text("utf-8"))
    lexicon = parse_fast_lane_rules((config / "fast_lane.toml").read_text("utf-8"))
    extractor = Extractor(extract_rules, shipped_voice_model(), FastLane(lexicon))
    return ExtractFilter(Masker(mask_rules, Tokeniser()), extractor, lexicon.vote)


@cache
def _vote() -> tuple[Encoder, FlagVote]:
    """Return the encoder and its vote, loaded with the first voice that there is."""
    encoder = load_encoder("use")
    return encoder, shipped_vote(encoder)


def _turns(contact: object) -> list[Turn] | None:
    """Return the turns as given: numbers and offsets of the output point into the input."""
    parts = contact.get("turns") if isinstance(contact, dict) else None
    if not isinstance(parts, list):
        return None
    turns = []
    for part in parts:
        if not isinstance(part, dict) or not isinstance(text := part.get("text"), str | None):
            return None
        label = part.get("speaker")
        name = label if isinstance(label, str) else ""
        turns.append(Turn(to_speaker(label, {}), text or "", name))
    return decide_speakers(turns, RoleSettings())


def _as_json(voice: Voice, votes: Sequence[Vote]) -> dict[str, Any]:
    doubted = {one.flag for one in votes if one.verdict == "doubted"}
    by_vote = {one.flag for one in votes if one.verdict == "raised"}
    return {
        "text": voice.text,
        "masked": voice.masked,
        "kind": voice.kind,
        "kind_probability": round(voice.kind_probability, 4),
        "flags": sorted({one.flag for one in voice.flags} - doubted | by_vote),
        "evidence": [asdict(one) for one in voice.flags],
        "votes": [asdict(one) for one in votes],
        "spans": [{"turn": s.turn, "start": s.start, "end": s.end} for s in voice.spans],
    }
