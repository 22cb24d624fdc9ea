"""Training on a handful of texts: what was learnt, and that it is the same again."""

from pipelines.text.clause_features import Clause
from pipelines.text.clause_labels import UNKNOWN, LabelledSpan, clause_labels
from pipelines.text.clauses import TurnText
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.kind import KINDS
from pipelines.text.mask import MaskedText
from pipelines.text.phrases import Phrases
from pipelines.text.voice_model import voice_model_bytes
from pipelines.text.voice_training import (
    FOLDS,
    Labelled,
    LabelledContact,
    Material,
    TrainingSettings,
    train,
)

TEXTS = {
    "complaint": "荷物が届かないんです",
    "request": "住所を変更してください",
    "inquiry": "何時まで開いてますか",
    "praise": "とても助かりました感激です",
    "other": "今日は暑いですねえ",
}


def material() -> Material:
    statements = [
        Labelled(text + "よ" * more, kind, fold)  # type: ignore[arg-type]
        for fold in range(FOLDS)
        for more in range(3)
        for kind, text in TEXTS.items()
    ]
    said = "昨日の件ですけど、荷物が届かないんです。"
    turn = TurnText("customer", said, MaskedText(said, []))
    span = LabelledSpan(0, 9, 19, "complaint")
    contacts = [LabelledContact([turn, turn], [span], fold) for fold in range(FOLDS)]
    return Material(statements, ["紙を探しますね"] * 3, contacts)


def test_training_finds_the_kinds_and_does_so_again(rules: ExtractRules) -> None:
    settings = TrainingSettings(fewest_texts_of_gram=1, steps=15)
    trained = train(material(), Phrases(rules), settings)
    found = trained.model.kind_probabilities(list(TEXTS.values())).argmax(axis=1)
    assert [KINDS[kind] for kind in found] == list(TEXTS)
    assert trained.held_out.shape == (len(material().statements), len(KINDS))
    again = train(material(), Phrases(rules), settings)
    assert voice_model_bytes(again.model) == voice_model_bytes(trained.model)


def test_where_only_complaints_were_marked_a_question_is_left_open() -> None:
    said = ("荷物が届かない", "いつ届きますか", "はい昨日頼みました")
    clauses = [Clause(turn, 0, len(words), 0, words, "", "") for turn, words in enumerate(said)]
    spans = [LabelledSpan(0, 0, 4, "complaint")]
    other = KINDS.index("other")
    assert clause_labels(clauses, spans, False) == [0, other, other]
    assert clause_labels(clauses, spans, True) == [0, UNKNOWN, other]
