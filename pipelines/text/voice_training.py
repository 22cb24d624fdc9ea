"""Training of the voice model on labelled texts and labelled contacts; a minute on one core."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from pydantic import BaseModel, ConfigDict, Field

from pipelines.text.clause_features import COMPLAINT, Clause, clause_features
from pipelines.text.clause_labels import OTHER, UNKNOWN, LabelledSpan, clause_labels
from pipelines.text.clauses import TurnText, clauses_of
from pipelines.text.gram_index import GramIndex, Ints
from pipelines.text.kind import KINDS, Kind
from pipelines.text.mask import render
from pipelines.text.ngram_model import Floats, NgramModel, as_seen, grams, log_softmax
from pipelines.text.phrases import Phrases
from pipelines.text.segment import segments
from pipelines.text.softmax import calibration, softmax_regression
from pipelines.text.talk_features import talk_features
from pipelines.text.tree_training import grow
from pipelines.text.voice_model import VoiceModel

FOLDS = 5


class TrainingSettings(BaseModel):
    """Weights of the sources of examples, and how strongly weights are held small.

    The first six are for the model of clauses, `stated_*` for that of whole statements; short
    statements count `calibrated_short` of all in calibration.
    `strength_*` is the inverse of L2 regularisation. `balance` is the power (0: as counted, 1:
    all kinds weigh the same) to which rare kinds are lifted. `trees` of `tree_depth` tell
    complaints.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_grams: int = Field(50_000, ge=1)
    fewest_texts_of_gram: int = Field(4, ge=1)
    whole: float = 1.0
    piece: float = 0.1
    line: float = 2.0
    clause: float = 6.0
    operator: float = 0.7
    short: float = 2.0
    stated_short: float = 10.0
    calibrated_short: float = Field(0.3, ge=0, le=1)
    stated_piece: float = 0.0
    stated_line: float = 0.5
    stated_clause: float = 3.0
    balance: float = 0.6
    strength_words: float = 10.0
    strength_clauses: float = 0.1
    steps: int = Field(80, ge=1)
    trees: int = Field(300, ge=1)
    tree_depth: int = Field(3, ge=1)


@dataclass(frozen=True)
class Labelled:
    """One text with its kind; a text of fold k is not seen by the models that judge fold k.

    `is_short`: written to teach the kinds of a few plain words, which long texts leave open.
    """

    masked: str
    kind: Kind
    fold: int
    is_short: bool = False


@dataclass(frozen=True)
class LabelledContact:
    """One contact with everything that it states, or with all its complaints only."""

    turns: list[TurnText]
    spans: list[LabelledSpan]
    fold: int
    complaints_only: bool = False


@dataclass(frozen=True)
class Material:
    """All that is learnt from: statements, lines that state nothing, and whole contacts."""

    statements: Sequence[Labelled]
    lines: Sequence[str]
    contacts: Sequence[LabelledContact]


@dataclass(frozen=True)
class Trained:
    """The model of everything, and what the models of the folds said of texts they never saw.

    `held_out` (n, 5) are calibrated probabilities of the statements; `by_fold` are models
    trained without one fold each.
    """

    model: VoiceModel
    held_out: Floats
    by_fold: list[VoiceModel]


@dataclass(frozen=True)
class _Examples:
    texts: list[str]
    kinds: Ints
    weights: Floats
    stated_weights: Floats
    folds: Ints


def train(material: Material, phrases: Phrases, settings: TrainingSettings) -> Trained:
    """Train the models of the five folds and the one of everything."""
    clauses = [clauses_of(contact.turns, phrases) for contact in material.contacts]
    labels = [
        clause_labels(of_contact, contact.spans, contact.complaints_only)
        for of_contact, contact in zip(clauses, material.contacts, strict=True)
    ]
    stated = [[OTHER if kind == UNKNOWN else kind for kind in one] for one in labels]
    examples = _examples(material, clauses, stated, settings)
    index, counts, idf = _vocabulary(examples.texts, settings)
    weighed = _weighed(counts, idf)
    count = len(material.statements)
    held_out = np.zeros((count, len(KINDS)), np.float32)
    pairs: list[tuple[NgramModel, NgramModel]] = []
    for fold in (*range(FOLDS), None):
        seen = examples.folds != fold if fold is not None else np.ones(len(examples.folds), bool)
        whole = _fit(weighed, examples, examples.stated_weights, seen, settings)
        clause = _fit(weighed, examples, examples.weights, seen, settings)
        pairs.append((_ngram_model(index, idf, whole), _ngram_model(index, idf, clause)))
        if fold is not None:
            inside = np.flatnonzero(examples.folds[:count] == fold)
            held_out[inside] = weighed[inside] @ whole[:-1] + whole[-1]
    short = np.array([one.is_short for one in material.statements])
    shares = [(~short, 1 - settings.calibrated_short), (short, settings.calibrated_short)]
    sharpness, shift = calibration(held_out, examples.kinds[:count], shares)
    features, talk, own = _held_out_features(material, clauses, pairs, (sharpness, shift))
    targets = np.concatenate([np.array(one, int) for one in labels])

    def model(pair: tuple[NgramModel, NgramModel], seen: Ints) -> VoiceModel:
        known = seen[targets[seen] != UNKNOWN]
        parts = _clause_model(features[known], targets[known], settings)
        both = np.hstack([features[seen], talk[seen]])
        trees = grow(both, targets[seen] == COMPLAINT, settings.trees, settings.tree_depth)
        return VoiceModel(*pair, sharpness, shift, *parts, trees, fingerprint="training")

    by_fold = [model(pairs[fold], np.flatnonzero(own != fold)) for fold in range(FOLDS)]
    calibrated = np.exp(log_softmax((held_out * sharpness + shift).astype(np.float32)))
    return Trained(model(pairs[-1], np.arange(len(own))), calibrated, by_fold)


def _examples(
    material: Material,
    clauses: Sequence[Sequence[Clause]],
    labels: Sequence[Sequence[int]],
    settings: TrainingSettings,
) -> _Examples:
    # Text, kind, weight for the clauses' model, weight for the statements' model, fold.
    found: list[tuple[str, int, float, float, int]] = []
    whole, short = (settings.whole, settings.whole), (settings.short, settings.stated_short)
    for one in material.statements:
        pair = short if one.is_short else whole
        found.append((one.masked, KINDS.index(one.kind), *pair, one.fold))
    pair = settings.piece, settings.stated_piece
    for one in material.statements:
        pieces = [] if one.is_short else segments(one.masked)
        for piece in pieces if len(pieces) > 1 else ():
            text = one.masked[piece.start : piece.end]
            found.append((text, KINDS.index(one.kind), *pair, one.fold))
    found += [(line, OTHER, settings.line, settings.stated_line, -1) for line in material.lines]
    for contact, of_contact, kinds in zip(material.contacts, clauses, labels, strict=True):
        for clause, kind in zip(of_contact, kinds, strict=True):
            # That a clause states nothing says little of a statement with the same words.
            stated = 0.0 if kind == OTHER else settings.stated_clause
            found.append((clause.masked, kind, settings.clause, stated, contact.fold))
        for turn in contact.turns:
            for piece in segments(turn.text) if turn.speaker == "operator" else ():
                text = render(turn.text, turn.masked.spans, piece.start, piece.end)
                found.append((text, OTHER, settings.operator, 0.0, contact.fold))
    texts, kinds_, weights, stated_weights, folds = zip(*found, strict=True)
    numbers = np.array(kinds_)
    is_short = np.zeros(len(found), bool)
    is_short[: len(material.statements)] = [one.is_short for one in material.statements]
    return _Examples(
        list(texts),
        numbers,
        _lifted(np.array(weights, np.float32), numbers, is_short, settings.balance),
        _lifted(np.array(stated_weights, np.float32), numbers, is_short, settings.balance),
        np.array(folds),
    )


def _lifted(
    weights: Floats, kinds: Ints, is_short: npt.NDArray[np.bool_], balance: float
) -> Floats:
    """Return the weights with rare kinds lifted.

    Among the short statements by their own counts: by those of all, a short word of praise would
    weigh four times a short complaint, and the model would hear praise in 「壊れました」.
    """
    lifted = weights.copy()
    for part in (is_short, ~is_short):
        of_kind = np.maximum(np.bincount(kinds[part], weights[part], len(KINDS)), 1e-9)
        lifted[part] *= ((of_kind.max() / of_kind)[kinds[part]] ** balance).astype(np.float32)
    return lifted


def _vocabulary(
    texts: Sequence[str], settings: TrainingSettings
) -> tuple[GramIndex, sparse.csr_array, Floats]:
    """Return the n-grams, their presence in the texts and their IDF."""
    found = [grams(as_seen(text)) for text in texts]
    count = Counter(gram for one in found for gram in one)
    often = [gram for gram, times in count.items() if times >= settings.fewest_texts_of_gram]
    kept = sorted(sorted(often), key=count.__getitem__, reverse=True)[: settings.most_grams]
    rows = {gram: row for row, gram in enumerate(kept)}
    columns = [[rows[gram] for gram in one if gram in rows] for one in found]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([column for one in columns for column in one])
    present = sparse.csr_array(
        (np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), len(rows))
    )
    times = np.array([count[gram] for gram in kept], np.float32)
    return GramIndex(kept), present, (np.log(len(texts) / times) + 1).astype(np.float32)


def _weighed(present: sparse.csr_array, idf: Floats) -> sparse.csr_array:
    weighed = present @ sparse.diags_array(idf)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    scaled = sparse.diags_array((1 / np.maximum(length, 1e-6)).astype(np.float32)) @ weighed
    return sparse.csr_array(scaled, dtype=np.float32)


def _fit(
    weighed: sparse.csr_array,
    examples: _Examples,
    weights: Floats,
    seen: npt.NDArray[np.bool_],
    settings: TrainingSettings,
) -> Floats:
    chosen = np.flatnonzero(seen & (weights > 0))
    return softmax_regression(
        weighed[chosen],
        examples.kinds[chosen],
        weights[chosen],
        settings.strength_words,
        settings.steps,
    )


def _ngram_model(index: GramIndex, idf: Floats, solution: Floats) -> NgramModel:
    table = np.hstack([solution[:-1] * idf[:, None], (idf**2)[:, None]])
    # Half precision is what the file holds; the report must be of the model that is shipped.
    return NgramModel(index, table.astype(np.float16).astype(np.float32), solution[-1])


def _held_out_features(
    material: Material,
    clauses: Sequence[Sequence[Clause]],
    pairs: Sequence[tuple[NgramModel, NgramModel]],
    calibrated: tuple[Floats, Floats],
) -> tuple[Floats, Floats, Ints]:
    """Return the features of all clauses, scored by models that never saw their contact."""
    features, talk, folds = [], [], []
    sharpness, shift = calibrated
    for contact, of_contact in zip(material.contacts, clauses, strict=True):
        if of_contact:
            words = [clause.masked for clause in of_contact]
            statement, clause = (model.scores(words) for model in pairs[contact.fold])
            alone = np.exp(log_softmax((statement * sharpness + shift).astype(np.float32)))
            logs = log_softmax(clause)
            features.append(clause_features(of_contact, logs))
            talk.append(talk_features(of_contact, logs, alone[:, COMPLAINT]))
            folds += [contact.fold] * len(of_contact)
    return np.vstack(features), np.vstack(talk), np.array(folds)


def _clause_model(
    features: Floats, targets: Ints, settings: TrainingSettings
) -> tuple[Floats, Floats, Floats, Floats]:
    centre = features.mean(axis=0)
    spread = np.maximum(features.std(axis=0), 1e-3)
    weights = np.ones(len(targets), np.float32)
    standard = (features - centre) / spread
    solution = softmax_regression(standard, targets, weights, settings.strength_clauses, 300)
    return centre, spread, solution[:-1], solution[-1]
