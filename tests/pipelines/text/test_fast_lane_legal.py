"""Legal steps and offences in many people's words, and whose legal matter is meant."""

from pathlib import Path

import pytest

from pipelines.text.clauses import TurnText
from pipelines.text.fast_lane import FastLane
from pipelines.text.fast_lane_rules import parse_fast_lane_rules
from pipelines.text.mask import MaskedText
from tests.pipelines.text.fast_lane_sentences import lines
from tests.pipelines.text.fast_lane_sentences_legal import (
    HARASSMENT_2,
    LEGAL_2,
    NOTHING_2,
)

RULES = (Path(__file__).parents[3] / "config" / "fast_lane.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def lane() -> FastLane:
    return FastLane(parse_fast_lane_rules(RULES))


def flags_of(lane: FastLane, text: str) -> set[str]:
    return {one.flag for one in lane.find([TurnText("customer", text, MaskedText(text, []))])}


@pytest.mark.parametrize("text", lines(LEGAL_2))
def test_a_legal_step_is_found(lane: FastLane, text: str) -> None:
    assert "legal" in flags_of(lane, text)


@pytest.mark.parametrize("text", lines(HARASSMENT_2))
def test_an_offence_is_found(lane: FastLane, text: str) -> None:
    assert "harassment" in flags_of(lane, text)


@pytest.mark.parametrize("text", lines(NOTHING_2))
def test_matters_of_others_and_mere_anger_are_left_alone(lane: FastLane, text: str) -> None:
    assert flags_of(lane, text) == set()


def test_a_fraud_by_others_is_foreign_and_one_by_staff_is_not(lane: FastLane) -> None:
    assert flags_of(lane, "詐欺に遭ったので弁護士に相談しています。") == set()
    assert flags_of(lane, "お宅の社員の詐欺に遭ったので弁護士に相談しています。") == {"legal"}


def test_a_demand_put_as_a_question_is_no_denial(lane: FastLane) -> None:
    assert "harassment" in flags_of(lane, "こちらへ出向いて頭を下げるべきではないでしょうか。")
    assert flags_of(lane, "こちらへ出向いて頭を下げる必要はありません。") == set()
