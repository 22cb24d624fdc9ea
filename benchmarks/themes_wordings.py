"""How many wordings count as one: one clustering of a demo home for each threshold.

    python -m benchmarks.themes_wordings --home DEMO --truth DEMO/demo-truth.json [.92 .88 .84]

Told are wordings, themes, AMI and purity over the texts whose contact has one planted issue, and
the share of them in no theme. Nothing is written to the home.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from pipelines.themes.discover import DiscoverSettings, discover
from pipelines.themes.wordings import group_wordings

TEXTS = """
select voice.text_hash, any_value(text_vector.vector), count(*), any_value(source_contact_id)
from core.voice
inner join core.contact using (contact_id)
inner join core.text_vector using (text_hash)
inner join core.assignment using (voice_id)
anti join core.voice_set_aside using (voice_id)
group by voice.text_hash
order by voice.text_hash
"""


def planted_issues(truth: Path, contacts: list[str]) -> np.ndarray:
    """Return the planted issue of each contact, empty where it has none or several."""
    known = json.loads(truth.read_text("utf-8"))["contacts"]
    issues = [known.get(contact, {}).get("theme_ids", []) for contact in contacts]
    return np.array([one[0] if len(one) == 1 else "" for one in issues])


def purity(issues: np.ndarray, labels: np.ndarray) -> float:
    """Share (0..1) of the texts in a theme that are about what most of its texts are about."""
    inside = labels >= 0
    pairs = Counter(zip(labels[inside].tolist(), issues[inside].tolist(), strict=True))
    most: Counter[int] = Counter()
    for (label, _), count in pairs.items():
        most[label] = max(most[label], count)
    return most.total() / max(1, int(inside.sum()))


def main() -> None:
    """Read arguments, cluster and print a line for each threshold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("thresholds", type=float, nargs="*", default=[0.92, 0.88, 0.84])
    arguments = parser.parse_args()
    with duckdb.connect(str(arguments.home / "work.duckdb"), read_only=True) as con:
        rows = con.execute(TEXTS).fetchall()
    vectors = np.array([row[1] for row in rows], dtype=np.float32)
    weights = np.array([row[2] for row in rows])
    issues = planted_issues(arguments.truth, [row[3] for row in rows])
    known = issues != ""
    print(f"{len(rows)} texts, {int(known.sum())} with one planted issue")
    for threshold in arguments.thresholds:
        wordings = int(group_wordings(vectors, threshold).max(initial=-1)) + 1
        labels = discover(vectors, weights, DiscoverSettings(same_wording=threshold)).labels
        told, planted = labels[known], issues[known]
        print(
            f"{threshold}: {wordings} wordings, {int(labels.max()) + 1} themes, "
            f"AMI {adjusted_mutual_info_score(planted, told):.3f}, "
            f"purity {purity(planted, told):.3f}, {(told < 0).mean():.1%} in no theme",
            flush=True,
        )


if __name__ == "__main__":
    main()
