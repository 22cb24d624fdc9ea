"""Who speaks: by label, by audio channel, or inferred from what is said; else unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp, log

from pydantic import BaseModel, ConfigDict, Field

from pipelines.ingest.labels import Speaker, fold_label, is_nameless
from pipelines.ingest.speaker_cues import asks, evidence, goes_on
from pipelines.ingest.turns import SpeakerBy, Turn

# Two voices in one recording are hardly ever two operators (a transfer) or two customers.
_LOG_ODDS_OF_TWO_SIDES = 3.0
_FIRST_IS_OPERATOR = 0.6
_SWITCH_WHEN_GOING_ON = 0.2
_SWITCH_AFTER_QUESTION = 0.95


class RoleSettings(BaseModel):
    """How speakers are told apart where no label says who they are.

    On `operator_audio_channels` (as the file names them, ch_0) the operator speaks, on all others
    the customer. `switch_probability`: how often the next turn is the other side's. Under
    `min_confidence` a speaker stays unknown. `operator_cues` and `customer_cues` are further
    phrases that only one side says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    operator_audio_channels: tuple[str, ...] = ()
    infer: bool = True
    min_confidence: float = Field(0.7, ge=0.5, le=1)
    switch_probability: float = Field(0.9, gt=0, lt=1)
    operator_cues: tuple[str, ...] = ()
    customer_cues: tuple[str, ...] = ()


def decide_speakers(turns: Sequence[Turn], settings: RoleSettings) -> list[Turn]:
    """Return the turns with their speakers, where they can be known, and how sure that is."""
    decided = _by_channel(turns, settings)
    open_turns = [turn for turn in decided if turn.speaker == "unknown"]
    if not settings.infer or not open_turns or len(decided) < 2:
        return decided
    if all(is_nameless(turn.label) for turn in decided):
        return _turn_by_turn(decided, settings)
    return _voice_by_voice(decided, settings)


def _by_channel(turns: Sequence[Turn], settings: RoleSettings) -> list[Turn]:
    channels = {fold_label(name) for name in settings.operator_audio_channels}
    if not channels:
        return list(turns)
    return [
        turn
        if turn.speaker != "unknown" or is_nameless(turn.label)
        else _known(turn, 9.9 if fold_label(turn.label) in channels else -9.9, "channel")
        for turn in turns
    ]


def _known(turn: Turn, log_odds: float, how: SpeakerBy) -> Turn:
    speaker: Speaker = "operator" if log_odds > 0 else "customer"
    confidence = 1.0 if how == "channel" else round(1 / (1 + exp(-abs(log_odds))), 3)
    return replace(turn, speaker=speaker, speaker_by=how, confidence=confidence)


def _evidence(turn: Turn, settings: RoleSettings) -> float:
    return evidence(turn.text, settings.operator_cues, settings.customer_cues)


def _if_sure(turn: Turn, log_odds: float, settings: RoleSettings) -> Turn:
    known = _known(turn, log_odds, "inferred")
    return known if (known.confidence or 0) >= settings.min_confidence else turn


def _voice_by_voice(turns: Sequence[Turn], settings: RoleSettings) -> list[Turn]:
    """Judge every label by all that was said under it, and two labels against each other.

    A turn without a label among labelled ones is a note, or a slip: its own words alone count.
    """
    totals: dict[str, float] = {}
    for turn in turns:
        if turn.speaker == "unknown" and not is_nameless(turn.label):
            so_far = totals.get(turn.label, _of_label(turn.label))
            totals[turn.label] = so_far + _evidence(turn, settings)
    judged = _against_each_other(totals, {turn.speaker for turn in turns} - {"unknown"})
    return [
        turn
        if turn.speaker != "unknown"
        else _if_sure(turn, judged.get(turn.label, _evidence(turn, settings)), settings)
        for turn in turns
    ]


def _of_label(label: str) -> float:
    """Who is written with 様 (山田様) is hardly the operator."""
    return -2 * _LOG_ODDS_OF_TWO_SIDES if label.endswith(("様", "さま")) else 0.0


def _against_each_other(totals: Mapping[str, float], known: set[Speaker]) -> dict[str, float]:
    """Return each label's log odds for the operator; two labels are two sides, whoever is who."""
    if len(totals) == 2 and not known:
        (first, one), (second, other) = totals.items()
        return {first: one - other, second: other - one}
    if len(totals) == 1 and len(known) == 1:
        prior = -_LOG_ODDS_OF_TWO_SIDES if "operator" in known else _LOG_ODDS_OF_TWO_SIDES
        return {label: total + prior for label, total in totals.items()}
    return dict(totals)


def _turn_by_turn(turns: Sequence[Turn], settings: RoleSettings) -> list[Turn]:
    """Judge nameless turns by their words and their neighbours.

    The forward-backward algorithm over two states (Rabiner 1989), in log odds.
    """
    said = [_evidence(turn, settings) for turn in turns]
    switches = [_switch(turn.text, settings.switch_probability) for turn in turns[:-1]]
    forward = _passed_on(said, switches, log(_FIRST_IS_OPERATOR / (1 - _FIRST_IS_OPERATOR)))
    backward = _passed_on(said[::-1], switches[::-1], 0.0)[::-1]
    return [
        _if_sure(turn, before + own + after, settings)
        for turn, before, own, after in zip(turns, forward, said, backward, strict=True)
    ]


def _switch(text: str, usual: float) -> float:
    """How probably the other side speaks after a text."""
    if goes_on(text):
        return _SWITCH_WHEN_GOING_ON
    return max(usual, _SWITCH_AFTER_QUESTION) if asks(text) else usual


def _passed_on(said: Sequence[float], switches: Sequence[float], first: float) -> list[float]:
    """Return, for each turn, the log odds for the operator that come from the turns before it."""
    passed = [first]
    for own, switch in zip(said, switches, strict=False):
        odds = exp(passed[-1] + own)
        passed.append(log((odds * (1 - switch) + switch) / (odds * switch + 1 - switch)))
    return passed
