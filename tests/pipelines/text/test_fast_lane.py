"""The fast lane on sentences, the notation of its lexicon, and its places in the original."""

import re
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.text.clauses import Speaker, TurnText
from pipelines.text.fast_lane import Evidence, FastLane
from pipelines.text.fast_lane_notation import read_expression
from pipelines.text.fast_lane_rules import FastLaneRules, parse_fast_lane_rules
from pipelines.text.mask import MaskedText, Span
from tests.pipelines.text.fast_lane_dangers import DANGERS, NO_DANGERS
from tests.pipelines.text.fast_lane_safety import SAFETY
from tests.pipelines.text.fast_lane_sentences import NOTHING, lines
from tests.pipelines.text.fast_lane_steps import HARASSMENT, LEGAL

RULES = (Path(__file__).parents[3] / "config" / "fast_lane.toml").read_text("utf-8")
SMALL = """
supposing = ["もし"]
no_supposing = ["もしもし"]
elsewhere = ["ニュースで"]
said_to_customer = []
titles = []
third_persons = []
[families]
[[category]]
code = "leak"
flag = "safety"
name = "漏れ"
severity = 2
scope = "event"
words = ["水…漏れ"]
other_senses = ["水漏れ修理"]
"""


def said(*texts: str, speaker: Speaker = "customer") -> list[TurnText]:
    return [TurnText(speaker, text, MaskedText(text, [])) for text in texts]


@pytest.fixture(scope="module")
def lane() -> FastLane:
    return FastLane(parse_fast_lane_rules(RULES))


def flags(found: list[Evidence]) -> set[str]:
    return {one.flag for one in found}


@pytest.mark.parametrize("text", lines(SAFETY + DANGERS))
def test_a_danger_is_found(lane: FastLane, text: str) -> None:
    assert "safety" in flags(lane.find(said(text)))


@pytest.mark.parametrize("text", lines(LEGAL))
def test_a_legal_step_is_found(lane: FastLane, text: str) -> None:
    assert "legal" in flags(lane.find(said(text)))


@pytest.mark.parametrize("text", lines(HARASSMENT))
def test_an_offence_is_found(lane: FastLane, text: str) -> None:
    assert "harassment" in flags(lane.find(said(text)))


@pytest.mark.parametrize("text", lines(NOTHING + NO_DANGERS))
def test_denials_suppositions_and_other_senses_are_left_alone(lane: FastLane, text: str) -> None:
    assert lane.find(said(text)) == []


def test_the_operator_is_not_heard_and_the_unknown_speaker_is(lane: FastLane) -> None:
    assert lane.find(said("煙が出たんですか。煙が出ました。", speaker="operator")) == []
    assert flags(lane.find(said("煙が出ました。", speaker="unknown"))) == {"safety"}


def test_evidence_stands_at_its_characters_and_is_masked(lane: FastLane) -> None:
    text = "田中さんの家から煙が出ました"
    turns = [*said("はい", speaker="operator"), TurnText("customer", text, MaskedText(text, []))]
    [smoke] = lane.find(turns)
    assert (smoke.turn, text[smoke.start : smoke.end]) == (1, "煙が出")
    assert (smoke.category, smoke.severity, smoke.masked) == ("smoke", 3, "煙が出")
    named = "コンセントから田中が炎"
    masked = MaskedText("コンセントから[氏名1]が炎", [Span(7, 9, "PERSON", "[氏名1]")])
    assert lane.find([TurnText("customer", named, masked)]) == []


def test_half_width_kana_keeps_its_place(lane: FastLane) -> None:
    text = "ｽﾄｰﾌﾞのｶﾞｽ漏れです㈱"
    [gas] = lane.find(said(text))
    assert (gas.category, text[gas.start : gas.end]) == ("gas", "ｶﾞｽ漏れ")


def test_denial_of_one_thing_is_none_of_the_other(lane: FastLane) -> None:
    found = lane.find(said("けがはなかったけど煙が出ました。火は出ていません。"))
    assert [one.category for one in found] == ["smoke"]


def test_the_same_demand_over_and_over_is_harassment(lane: FastLane) -> None:
    demand = "責任者から直接電話させてくださいと言ってるんです。"
    five, six = said(*[demand] * 5), said(*[demand] * 6)
    assert lane.find(five) == []
    assert [(one.category, one.turn) for one in lane.find(six)] == [("repetition", 5)]
    assert lane.find(said(*["荷物がまだ届いていないんですけれども。"] * 9)) == []


def small(**changes: str) -> FastLane:
    text = SMALL
    for old, new in changes.items():
        text = text.replace(old, new)
    return FastLane(parse_fast_lane_rules(text))


def test_a_lexicon_of_ones_own_works_alone() -> None:
    own = small()
    assert [one.name for one in own.find(said("水がぽたぽた漏れてます"))] == ["漏れ"]
    for other in (
        "水漏れ修理を頼みたい",
        "もし水が漏れたら",
        "ニュースで水が漏れた",
        "水は漏れません",
    ):
        assert own.find(said(other)) == []
    assert own.find(said("もしもし、水が漏れて困ってます")) != []


@pytest.mark.parametrize(
    "entry", ["…漏れ", "(水|)", "(水", "水)", "{nothing}", "", "}", "$", "水?"]
)
def test_an_entry_that_cannot_be_read_is_told(entry: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_fast_lane_rules(SMALL.replace("水…漏れ", entry))
    assert caught.value.key == "rules_bad_setting"


def test_two_categories_of_one_code_are_told() -> None:
    again = SMALL + SMALL[SMALL.index("[[category]]") :]
    with pytest.raises(InputError):
        parse_fast_lane_rules(again)


def test_an_expression_knows_how_it_begins() -> None:
    read = read_expression("(火|煙|)(が|も)…出", {})
    assert read.begins == {"火が", "火も", "煙が", "煙も", "が\0", "も\0"}
    assert re.fullmatch(read.pattern, "煙がすごく出")


def test_the_shipped_lexicon_names_every_flag() -> None:
    rules: FastLaneRules = parse_fast_lane_rules(RULES)
    assert {category.flag for category in rules.category} == {"safety", "legal", "harassment"}
