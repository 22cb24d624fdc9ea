"""The trained part of extraction: which clauses state something, and what kind a voice is of.

Three small linear models and some trees in one file. The first two weigh character n-grams: of a
whole statement (its kind), and of a clause (for which nothing stated is a kind, too). The third
weighs a clause's scores together with its neighbours and its place in the contact; whether the
clause is a complaint the trees say, who see the same and how it stands in the whole talk.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.errors import InputError
from pipelines.text.boosted_trees import BoostedTrees
from pipelines.text.clause_features import COMPLAINT, Clause, clause_features
from pipelines.text.gram_index import GramIndex
from pipelines.text.ngram_model import Floats, NgramModel, log_softmax
from pipelines.text.talk_features import talk_features

# How a clause stands in the talk says nothing where there is hardly any talk: up to so many clauses
# the linear model tells complaints, too, and the clause's own words, as a statement, add this.
FEW = 6
SUPPORT = 0.3

_TREES = ("columns", "borders", "leaves", "start")


@dataclass(frozen=True, slots=True)
class VoiceModel:
    """The parts of the model.

    `statements` and `words` share their n-grams. `sharpness` and `shift` calibrate the kinds;
    `centre` and `spread` standardise features. `weights` is (features, 5) and `offset` (5,): the
    model of clauses; `trees` tell which are complaints. `fingerprint` is the beginning of the
    file's SHA-256.
    """

    statements: NgramModel
    words: NgramModel
    sharpness: Floats
    shift: Floats
    centre: Floats
    spread: Floats
    weights: Floats
    offset: Floats
    trees: BoostedTrees
    fingerprint: str

    def clause_probabilities(
        self, contacts: Sequence[Sequence[Clause]]
    ) -> list[tuple[Floats, Floats]]:
        """Return of each contact what its clauses state (n, 5), `other` being nothing.

        And, (n,), how probably each would be a complaint if it stood alone.
        """
        words = [clause.masked for clauses in contacts for clause in clauses]
        known = self.words.known(words)
        logs = log_softmax(self.words.scores_of(known, len(words)))
        alone = self._calibrated(self.statements.scores_of(known, len(words)))[:, COMPLAINT]
        borders = np.cumsum([0, *map(len, contacts)]).tolist()
        return [
            (self._in_the_talk(clauses, logs[first:last], alone[first:last]), alone[first:last])
            for clauses, (first, last) in zip(contacts, pairwise(borders), strict=True)
        ]

    def _in_the_talk(self, clauses: Sequence[Clause], logs: Floats, alone: Floats) -> Floats:
        """Return what the clauses of one contact state, by their scores and by their places."""
        if not clauses:
            return logs
        features = clause_features(clauses, logs)
        standard = (features - self.centre) / self.spread
        logs_here = log_softmax((standard @ self.weights + self.offset).astype(np.float32))
        if len(clauses) <= FEW:
            logs_here[:, COMPLAINT] += SUPPORT * (np.log(alone + 1e-3) - np.log(0.5))
            return np.exp(log_softmax(logs_here))
        shares: Floats = np.exp(logs_here)
        complains = self.trees.probabilities(
            np.hstack([features, talk_features(clauses, logs, alone)])
        )
        others = 1 - shares[:, COMPLAINT]
        shares *= ((1 - complains) / np.maximum(others, 1e-9))[:, None]
        shares[:, COMPLAINT] = complains
        return shares

    def kind_probabilities(self, masked_texts: Sequence[str]) -> Floats:
        """Return (n, 5): the calibrated probability of each kind for whole statements."""
        return self._calibrated(self.statements.scores(masked_texts))

    def _calibrated(self, scores: Floats) -> Floats:
        logs = log_softmax((scores * self.sharpness + self.shift).astype(np.float32))
        result: Floats = np.exp(logs)
        return result


def parse_voice_model(data: bytes, expected_sha256: str, name: str) -> VoiceModel:
    """Read a model file; raises InputError when it is not the one that was shipped."""
    found = hashlib.sha256(data).hexdigest()
    if found != expected_sha256:
        raise InputError("model_changed", file=name)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            parts = {part: arrays[part] for part in arrays.files}
        grams = GramIndex(parts["grams"].tobytes().decode("utf-8").split("\n"))
        trees = BoostedTrees(*(parts[f"trees_{part}"] for part in _TREES))
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError("model_changed", file=name) from error
    statements, words = (
        NgramModel(grams, parts[f"{name}_table"].astype(np.float32), parts[f"{name}_bias"])
        for name in ("statements", "words")
    )
    rest = ("sharpness", "shift", "centre", "spread", "weights", "offset")
    others = {part: parts[part] for part in rest}
    return VoiceModel(statements, words, **others, trees=trees, fingerprint=found[:16])


def voice_model_bytes(model: VoiceModel) -> bytes:
    """Return the file of a model: arrays only, the same bytes for the same model."""
    out = io.BytesIO()
    listed = "\n".join(model.words.grams.grams)
    np.savez_compressed(
        out,
        grams=np.frombuffer(listed.encode("utf-8"), np.uint8),
        statements_table=model.statements.table.astype(np.float16),
        statements_bias=model.statements.bias,
        words_table=model.words.table.astype(np.float16),
        words_bias=model.words.bias,
        sharpness=model.sharpness,
        shift=model.shift,
        centre=model.centre,
        spread=model.spread,
        weights=model.weights,
        offset=model.offset,
        **{f"trees_{part}": getattr(model.trees, part) for part in _TREES},
    )
    return out.getvalue()
