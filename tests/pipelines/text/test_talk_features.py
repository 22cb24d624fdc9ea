"""How a clause stands among the others: small talks, exact numbers."""

import numpy as np

from pipelines.text.clause_features import FAR, Clause
from pipelines.text.clauses import Speaker, TurnText, clauses_of
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.mask import MaskedText
from pipelines.text.phrases import Phrases
from pipelines.text.talk_features import talk_features


def _clause(turn: int, words: str) -> Clause:
    return Clause(turn, 0, len(words), 0, words, "", "")


def test_a_clause_is_seen_beside_the_others_of_its_turn_and_of_the_talk() -> None:
    clauses = [_clause(1, "あ" * 6), _clause(1, "い" * 2), _clause(3, "う" * 4)]
    logs = np.zeros((3, 5), np.float32)
    logs[:, 0] = [2, 1, 3]
    found = talk_features(clauses, logs, np.full(3, 0.5, np.float32))
    below_best, above_others = found[:, 0], found[:, 1]
    assert below_best.tolist() == [0, -1, 0]
    assert above_others.tolist() == [-1, 1, -9]
    lengths, shares = found[:, 3], found[:, 4]
    assert lengths.tolist() == [8, 8, 4] and shares.tolist() == [0.75, 0.25, 1]
    numbers = found[:, 11]
    assert numbers.tolist() == [0, 0, 1]


def test_the_next_apology_is_counted_in_turns_of_the_operator(rules: ExtractRules) -> None:
    talk: list[tuple[Speaker, str]] = [
        ("customer", "荷物が届かないんです"),
        ("operator", "番号をお願いします"),
        ("customer", "三日も待っているんです"),
        ("operator", "誠に申し訳ございません"),
        ("customer", "今日の夕方に来てください"),
    ]
    turns = [TurnText(speaker, text, MaskedText(text, [])) for speaker, text in talk]
    found = clauses_of(turns, Phrases(rules))
    assert [clause.until_sorry for clause in found] == [1, 0, FAR]
    assert {clause.sorry_share for clause in found} == {0.5}
