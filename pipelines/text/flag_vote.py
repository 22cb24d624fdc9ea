"""The fast lane's second vote: what a sentence means, where the lexicon knows none of its words.

Two logistic regressions for each flag, one on the vectors of the encoder in force and one on runs
of characters, learnt from sentences with known flags (`corpus/fast_lane/sentences.jsonl`). They
err in different places: the mean of both was right more often than either.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from pipelines.text.fast_lane_rules import FLAGS, Flag
from pipelines.text.flag_vote_sentences import BACKGROUND_GROUP, VoteSentence
from pipelines.text.flag_vote_settings import VoteSettings

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Verdict = Literal["raised", "unsure", "doubted"]

# Rows of unit length need weak regularisation.
INVERSE_STRENGTH = 30.0
MOST_STEPS = 300
TOLERANCE = 1e-3
# Runs of one to three characters, by their hash: nothing to learn, nothing to keep but weights.
RUN_FEATURES = 2**15
# Raise when the same sentences, or the same words of a voice, give another vote.
VOTE_VERSION = "2"

_RUNS = HashingVectorizer(
    analyzer="char", ngram_range=(1, 3), n_features=RUN_FEATURES, alternate_sign=False
)
_SENTENCE_END = re.compile("(?<=[。!?！？\n])")
# A shorter piece says too little by itself and goes with the one before.
SHORTEST_PIECE_CHARACTERS = 10
# Texts are encoded in other company from night to night, which moves the last digits of a vector.
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Vote:
    """What the vote says of one flag of one text: raised, unsure, or doubted."""

    flag: Flag
    probability: float
    verdict: Verdict


@dataclass(frozen=True)
class FlagVote:
    """Learnt weights, a column a flag: `vector_weights`, `run_weights`, `offsets` (flags,)."""

    vector_weights: Floats
    run_weights: Floats
    offsets: Floats

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """Return the probability of each flag, shape (len(texts), 3), columns as in FLAGS."""
        if not texts:
            return np.zeros((0, len(FLAGS)))
        leaning = vectors.astype(np.float64) @ self.vector_weights
        leaning += _RUNS.transform(texts) @ self.run_weights + self.offsets
        return np.asarray(0.5 * (1.0 + np.tanh(leaning / 2)), np.float64)


def with_pieces(sentences: Sequence[VoteSentence]) -> list[VoteSentence]:
    """Return the sentences, and the pieces of those without flags as sentences of their own.

    Voices are read piece by piece, too: 「お恥ずかしい限りです。」 is no offence.
    """
    known = {one.text for one in sentences}
    found = [
        replace(one, text=piece)
        for one in sentences
        if not one.flags and one.group != BACKGROUND_GROUP
        for piece in pieces(one.text)
        if piece not in known
    ]
    return [*sentences, *found]


def learn_vote(sentences: Sequence[VoteSentence], vectors: Vectors) -> FlagVote:
    """Return the vote learnt from sentences and their vectors, one row a sentence.

    A sentence teaches only the flags that it was judged for. The same input gives the same vote.
    """
    seen = (vectors.astype(np.float64), _RUNS.transform([one.text for one in sentences]))
    weights, offsets = [], np.zeros(len(FLAGS))
    for features in seen:
        learnt = [_learn_flag(features, sentences, flag) for flag in FLAGS]
        weights.append(np.stack([model.coef_[0] for model in learnt], axis=1) / len(seen))
        offsets += np.array([model.intercept_[0] for model in learnt]) / len(seen)
    return FlagVote(weights[0], weights[1], offsets)


def _learn_flag(features: Any, sentences: Sequence[VoteSentence], flag: Flag) -> LogisticRegression:
    judged = np.flatnonzero([flag in one.judged for one in sentences])
    taught = [sentences[at] for at in judged.tolist()]
    model = LogisticRegression(C=INVERSE_STRENGTH, max_iter=MOST_STEPS, tol=TOLERANCE)
    return model.fit(
        features[judged],
        np.array([flag in one.flags for one in taught]),
        sample_weight=np.array([one.weight for one in taught]),
    )


def heard(
    texts: Sequence[str],
    vectors: Vectors,
    vote: FlagVote,
    piece_from: float,
    encode: Encode,
    is_flagged: Sequence[bool] | None = None,
) -> Floats:
    """Return the probability of each flag in each text, or in the sentence of it that has most.

    A danger told in one sentence of ten is thin in the vector of all ten. Sentences are encoded
    only where the whole text reaches `piece_from` for some flag or where the lexicon found
    something (`is_flagged`). Shape (len(texts), 3).
    """
    found = vote.probabilities(texts, vectors)
    is_asked = found.max(axis=1, initial=0) >= piece_from
    if is_flagged is not None:
        is_asked = is_asked | np.array(is_flagged, bool)
    asked = [(at, piece) for at in np.flatnonzero(is_asked).tolist() for piece in pieces(texts[at])]
    if asked:
        said = [piece for _, piece in asked]
        np.maximum.at(found, [at for at, _ in asked], vote.probabilities(said, encode(said)))
    return found


def raised(probabilities: Floats, settings: VoteSettings) -> Bools:
    """Return which flags the vote raises by itself, in the shape of `probabilities`."""
    bars = [settings.safety, settings.legal, settings.harassment]
    return np.asarray(probabilities >= np.array(bars))


def take_votes(
    texts: Sequence[str],
    spotted: Sequence[Collection[str]],
    vectors: Vectors,
    vote: FlagVote,
    settings: VoteSettings,
    encode: Encode,
) -> list[list[Vote]]:
    """Return what the vote raises in each text, and what it thinks of what the lexicon spotted.

    Only what stands alone is doubted: a threat in the same breath hides a danger from the vote.
    """
    is_flagged = [bool(flags) for flags in spotted]
    chances = heard(texts, vectors, vote, settings.piece_from, encode, is_flagged)
    is_raised = raised(chances, settings)
    return [
        [
            Vote(flag, round(float(chances[row, column]), DIGITS), verdicts[column])
            for column, flag in enumerate(FLAGS)
            if is_raised[row, column] or flag in flags
        ]
        for row, flags in enumerate(spotted)
        for verdicts in [_verdicts(chances[row], is_raised[row], flags, settings)]
    ]


def _verdicts(
    chances: Floats, is_raised: Bools, spotted: Collection[str], settings: VoteSettings
) -> list[Verdict]:
    is_alone = len(spotted) == 1 and not is_raised.any()
    least = (settings.doubt_safety, settings.doubt_legal, settings.doubt_harassment)
    return [
        "raised" if up else "doubted" if is_alone and chance < doubt else "unsure"
        for up, chance, doubt in zip(is_raised.tolist(), chances.tolist(), least, strict=True)
    ]


def vote_fingerprint(
    encoder_fingerprint: str, sentences_fingerprint: str, settings: VoteSettings
) -> str:
    """Return a short hash of all that decides how a text is voted on."""
    parts = (VOTE_VERSION, encoder_fingerprint, sentences_fingerprint, settings.model_dump_json())
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def pieces(text: str) -> list[str]:
    """Return the sentences of a text, short ones joined to the one before; empty for one alone."""
    found: list[str] = []
    for sentence in filter(str.strip, _SENTENCE_END.split(text)):
        if found and min(len(found[-1]), len(sentence.strip())) < SHORTEST_PIECE_CHARACTERS:
            found[-1] += sentence
        else:
            found.append(sentence)
    return [one.strip() for one in found] if len(found) > 1 else []
