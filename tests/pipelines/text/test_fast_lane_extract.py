"""A flagged clause always ends up in a voice, whatever the model and the rules think of it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.clauses import TurnText
from pipelines.text.extract import Extractor, Voice
from pipelines.text.extract_rules import ExtractRules, parse_extract_rules
from pipelines.text.fast_lane import FastLane
from pipelines.text.fast_lane_rules import parse_fast_lane_rules
from pipelines.text.mask import MaskedText
from pipelines.text.voice_model import VoiceModel

CONFIG = Path(__file__).parents[3] / "config"
FLAGGED = ["煙が出たんです", "死ね", "弁護士に相談します", "はい、殺すぞ", "えーと、火が出ました"]
PLAIN = [
    "はい",
    "もしもし",
    "荷物が届きません",
    "火は出ていません",
    "ありがとうございます",
    "分かりました",
]


class Deaf(VoiceModel):
    """Hears nothing but small talk."""

    def __init__(self) -> None:
        pass

    def clause_probabilities(
        self, contacts: Sequence[Sequence[object]]
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        return [(self.kind_probabilities(one), np.zeros(len(one))) for one in contacts]

    def kind_probabilities(self, texts: Sequence[object]) -> np.ndarray:
        return np.tile([0.1, 0.0, 0.0, 0.0, 0.9], (len(texts), 1))


def extractor() -> Extractor:
    rules: ExtractRules = parse_extract_rules((CONFIG / "extract.toml").read_text("utf-8"))
    strict = rules.model_copy(update={"shortest_voice_characters": 20})
    lexicon = parse_fast_lane_rules((CONFIG / "fast_lane.toml").read_text("utf-8"))
    return Extractor(strict, Deaf(), FastLane(lexicon))


EXTRACTOR = extractor()


def voices(*said: tuple[str, str]) -> list[Voice]:
    return EXTRACTOR.extract(
        [TurnText(speaker, text, MaskedText(text, [])) for speaker, text in said]  # type: ignore[arg-type]
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["customer", "operator", "unknown"]),
            st.lists(st.sampled_from(FLAGGED + PLAIN), min_size=1, max_size=5),
        ),
        max_size=6,
    )
)
def test_what_is_flagged_is_in_a_voice_with_that_flag(
    contact: list[tuple[str, list[str]]],
) -> None:
    said = [(speaker, "。".join(clauses) + "。") for speaker, clauses in contact]
    found = voices(*said)
    wanted = EXTRACTOR._fast_lane.find(  # type: ignore[union-attr]
        [TurnText(speaker, text, MaskedText(text, [])) for speaker, text in said]  # type: ignore[arg-type]
    )
    expected = sum(
        clause in FLAGGED
        for speaker, clauses in contact
        if speaker != "operator"
        for clause in clauses
    )
    assert len(wanted) == expected
    for one in wanted:
        assert any(
            one in voice.flags
            and span.turn == one.turn
            and span.start <= one.start
            and one.end <= span.end
            for voice in found
            for span in voice.spans
        )
    assert all(voice.vector_text for voice in found)


def test_only_flagged_words_give_a_voice_and_only_the_customers_do() -> None:
    [voice] = voices(("operator", "いかがなさいましたか。"), ("customer", "死ね。"))
    assert (voice.text, [one.flag for one in voice.flags]) == ("死ね", ["harassment"])
    assert voices(("operator", "煙が出たのですね。"), ("customer", "はい。")) == []


def test_without_the_fast_lane_the_same_words_are_dropped() -> None:
    lone = Extractor(EXTRACTOR._rules, Deaf())
    text = "死ね。"
    assert lone.extract([TurnText("customer", text, MaskedText(text, []))]) == []


@pytest.mark.parametrize("text", ["煙が出たんです。", "ｶﾞｽ漏れです。"])
def test_evidence_points_into_the_original(text: str) -> None:
    [voice] = voices(("customer", text))
    [one] = voice.flags
    assert text[one.start : one.end] in voice.text
