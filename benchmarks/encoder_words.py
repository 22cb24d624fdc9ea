"""Baselines that know words only: TF-IDF with SVD, and the mean of chiVe's word vectors.

Both take the normalised forms of content words; with all words both are much worse (k-means V on
the first company .25 against .18, and .34 against .24).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline

from embeddings.encoder import Vectors
from embeddings.sentence_encoder import unit_rows
from pipelines.text.tokenise import Tokeniser

SVD_DIMENSIONS = 128


class Words:
    """Splits texts into content words."""

    def __init__(self) -> None:
        self._tokeniser = Tokeniser()
        self.fingerprint = self._tokeniser.fingerprint

    def __call__(self, text: str) -> list[str]:
        """Return the normalised forms of a text's content words, of all words where it has none."""
        tokens = self._tokeniser.tokenise(text)
        kept = [token for token in tokens if token.is_content] or tokens
        return [token.normalised_form for token in kept]


class TfIdf:
    """TF-IDF and SVD, fitted on the very texts that are to be compared, as an analyst would."""

    name = "tfidf"

    def __init__(self, words: Words) -> None:
        self._words = words
        self.fingerprint = f"tfidf-svd{SVD_DIMENSIONS} {words.fingerprint}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text; the length of a row depends on how many texts there are."""
        return self.transform(self.fit(texts), texts)

    def fit(self, texts: Sequence[str]) -> Pipeline:
        """Return the fitted steps."""
        weigh = TfidfVectorizer(analyzer=self._words)
        sizes = weigh.fit_transform(texts).shape
        reduce = TruncatedSVD(min(SVD_DIMENSIONS, *(size - 1 for size in sizes)), random_state=0)
        return make_pipeline(weigh, reduce).fit(texts)

    def transform(self, fitted: Pipeline, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text with steps that were fitted on others."""
        return unit_rows(fitted.transform(texts).astype(np.float32))


class WordMeans:
    """The mean of word vectors, from the file that chive_vectors.py writes."""

    name = "chive"

    def __init__(self, path: Path, words: Words) -> None:
        with np.load(path, allow_pickle=False) as stored:
            names = bytes(stored["words"].item()).decode().split("\n")
            self._row_of = dict(zip(names, stored["rows"].tolist(), strict=True))
            self._matrix = stored["matrix"]
            self.fingerprint = f"{stored['source']} {words.fingerprint}"
        self._words = words

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text; a text without a known word has the first axis."""
        return unit_rows(np.array([self.mean(self._words(text)) for text in texts], np.float32))

    def mean(self, words: Sequence[str]) -> np.ndarray:
        """Return the mean vector of the known words, zeros when none is known."""
        rows = [self._row_of[word] for word in words if word in self._row_of]
        if not rows:
            return np.zeros(self._matrix.shape[1], dtype=np.float32)
        mean: np.ndarray = self._matrix[rows].mean(axis=0)
        return mean
