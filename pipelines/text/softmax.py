"""Multinomial logistic regression and its calibration, by L-BFGS on plain arrays."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.optimize
import scipy.sparse as sparse

from pipelines.text.gram_index import Ints
from pipelines.text.kind import KINDS
from pipelines.text.ngram_model import Floats, log_softmax


def softmax_regression(
    inputs: sparse.csr_array | Floats, kinds: Ints, weights: Floats, strength: float, steps: int
) -> Floats:
    """Fit multinomial logistic regression with L2 by L-BFGS; returns (features + 1, 5)."""
    width, size = len(KINDS), inputs.shape[1]
    wanted = np.eye(width, dtype=np.float32)[kinds]
    across = inputs.T if isinstance(inputs, np.ndarray) else inputs.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        now = flat.reshape(size + 1, width).astype(np.float32)
        logs = log_softmax(inputs @ now[:size] + now[size])
        error = (np.exp(logs) - wanted) * weights[:, None]
        slope = np.vstack([strength * (across @ error) + now[:size], strength * error.sum(axis=0)])
        cost = -strength * float((logs * wanted).sum(axis=1) @ weights)
        return cost + 0.5 * float((now[:size] ** 2).sum()), slope.ravel().astype(np.float64)

    start = np.zeros((size + 1) * width)
    options = {"maxiter": steps, "maxcor": 6}
    found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return found.x.reshape(size + 1, width).astype(np.float32)


def calibration(
    scores: Floats, kinds: Ints, shares: Sequence[tuple[npt.NDArray[np.bool_], float]]
) -> tuple[Floats, Floats]:
    """Return one sharpness and one shift a kind.

    `shares` says how much parts of the texts count; of each, complaints and the rest the same.
    """
    weights = np.zeros(len(kinds))
    for part, share in shares:
        for inside in (part & (kinds == 0), part & (kinds != 0)):
            weights[inside] = share / 2 / max(1, inside.sum())
    wanted = np.eye(len(KINDS))[kinds]

    def loss(flat: np.ndarray) -> float:
        logs = log_softmax((scores * flat[0] + flat[1:]).astype(np.float64))
        return -float((logs * wanted).sum(axis=1) @ weights)

    start = np.array([1.0, 0, 0, 0, 0, 0])
    found = scipy.optimize.minimize(loss, start, method="L-BFGS-B").x.astype(np.float32)
    return np.array(found[0]), found[1:]
