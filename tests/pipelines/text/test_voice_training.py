"""Training on a handful of texts: what was learnt, and that it is the same again."""

import numpy as np

from flows.data_files import corpus_folder
from pipelines.text.clause_features import Clause
from pipelines.text.clause_labels import UNKNOWN, LabelledSpan, clause_labels
from pipelines.text.clauses import TurnText
from pipelines.text.extract_rules import ExtractRules
from pipelines.text.kind import KINDS
from pipelines.text.mask import MaskedText, Masker
from pipelines.text.phrases import Phrases
from pipelines.text.softmax import calibration
from pipelines.text.voice_material import MEASURED_ROUND, read_material, read_short
from pipelines.text.voice_model import voice_model_bytes
from pipelines.text.voice_training import (
    FOLDS,
    Labelled,
    LabelledContact,
    Material,
    TrainingSettings,
    _lifted,
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


def test_short_statements_weigh_by_their_own_counts() -> None:
    # Three long complaints to one long word of praise; among the short ones two to one.
    kinds = np.array([0, 0, 0, 3, 0, 0, 3])
    is_short = np.arange(7) >= 4
    weights = np.array([1, 1, 1, 1, 5, 5, 5], np.float32)
    found = _lifted(weights, kinds, is_short, 1.0)
    np.testing.assert_allclose(found, [1, 1, 1, 3, 5, 5, 10], rtol=1e-6)


def test_calibration_counts_parts_by_their_shares() -> None:
    # The scores favour praise by two; right for the first part, the other way in the second.
    scores = np.zeros((40, len(KINDS)), np.float32)
    scores[:, 3] = np.where(np.arange(40) % 2, 2, -2)
    kinds = np.where(np.arange(40) % 2, 3, 0)
    kinds[20:] = 3 - kinds[20:]
    first = np.arange(40) < 20
    sharpness = [
        float(calibration(scores, kinds, [(first, 1 - share), (~first, share)])[0])
        for share in (0.1, 0.5, 0.9)
    ]
    assert sharpness[0] > 0.5 and sharpness[2] < -0.5
    np.testing.assert_allclose(sharpness[1], 0, atol=1e-3)


def test_the_last_round_of_the_short_statements_is_not_learnt_from(masker: Masker) -> None:
    corpus = corpus_folder()
    learnt = {one.masked for one in read_material(corpus, masker).statements if one.is_short}
    measured = {one.masked for part, one in read_short(corpus) if part == MEASURED_ROUND}
    assert len(learnt) > 900 and len(measured) > 200 and not learnt & measured
    assert {kind for kind in KINDS} == {one.kind for _, one in read_short(corpus)}


def test_where_only_complaints_were_marked_a_question_is_left_open() -> None:
    said = ("荷物が届かない", "いつ届きますか", "はい昨日頼みました")
    clauses = [Clause(turn, 0, len(words), 0, words, "", "") for turn, words in enumerate(said)]
    spans = [LabelledSpan(0, 0, 4, "complaint")]
    other = KINDS.index("other")
    assert clause_labels(clauses, spans, False) == [0, other, other]
    assert clause_labels(clauses, spans, True) == [0, UNKNOWN, other]
