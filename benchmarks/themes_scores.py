"""How good a grouping of voices is, by the same rules for every contestant.

* Agreement with the true themes (AMI: Vinh et al. 2010, ARI: Hubert & Arabie 1985, V: Rosenberg &
  Hirschberg 2007) is taken over true complaints only. Those in no theme count as one group of
  their own, so leaving voices out is not free.
* `ami_all`: AMI over all voices, those without a theme being one class and those in no theme one
  group: whoever tells irrelevant voices apart gains.
* `unassigned`: share of the true complaints that are in no theme.
* `swallowed`: share of the irrelevant voices that lie in a theme mostly made of complaints, where
  they would be counted as complaints. Irrelevant voices that make a theme among themselves are in
  `assigned_irrelevant` too.
* `themes`: all found, whatever they are made of; `themes_per_k` divides by the true number.
"""

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score


def grouping_scores(themes: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Score labels (n,) against true themes (n,), both with -1 for none."""
    real = themes >= 0
    found, true = labels[real], themes[real]
    k = len(np.unique(true))
    count = len(np.unique(labels[labels >= 0]))
    return {
        "ami": float(adjusted_mutual_info_score(true, found)),
        "ami_all": float(adjusted_mutual_info_score(themes, labels)),
        "ari": float(adjusted_rand_score(true, found)),
        "v": float(v_measure_score(true, found)),
        "unassigned": float((found < 0).mean()),
        **_irrelevant(real, labels),
        "themes": float(count),
        "themes_per_k": count / k,
    }


def _irrelevant(real: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    outside = labels[~real]
    if len(outside) == 0:
        return {"swallowed": 0.0, "assigned_irrelevant": 0.0}
    inside = labels >= 0
    size = np.bincount(labels[inside], minlength=1)
    complaints = np.bincount(labels[inside & real], minlength=len(size))
    is_complaint_theme = 2 * complaints > size
    assigned = outside[outside >= 0]
    return {
        "swallowed": float(is_complaint_theme[assigned].sum() / len(outside)),
        "assigned_irrelevant": float(len(assigned) / len(outside)),
    }
