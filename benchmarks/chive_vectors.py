"""Take chiVe's word vectors out of ja-ginza into one file that `benchmarks.encoders` can read.

ja-ginza needs an older Sudachi than we do, so it lives in an environment of its own:

    python -m venv /tmp/ginza && /tmp/ginza/bin/pip install ja-ginza==5.3.0
    /tmp/ginza/bin/python benchmarks/chive_vectors.py chive.npz

Nothing of ours is imported here, and nothing but spaCy and ja-ginza is needed.
"""

import sys
from importlib.metadata import version
from pathlib import Path

import ja_ginza  # type: ignore[import-not-found]
import numpy as np
from spacy.vocab import Vocab  # type: ignore[import-not-found]


def main() -> None:
    """Write words (normalised forms), the row of each, the matrix, and where they come from."""
    target = Path(sys.argv[1])
    [folder] = (p for p in Path(ja_ginza.__file__).parent.glob("ja_ginza-*") if p.is_dir())
    vocab = Vocab().from_disk(folder / "vocab", exclude=["lookups"])
    row_of = {vocab.strings[key]: row for key, row in vocab.vectors.key2row.items()}
    np.savez(
        target,
        words=np.array("\n".join(row_of).encode()),
        rows=np.array(list(row_of.values()), dtype=np.int32),
        matrix=vocab.vectors.data.astype(np.float32),
        source=np.array(f"ja-ginza {version('ja-ginza')}"),
    )
    print(f"{len(row_of):,} words, {len(vocab.vectors.data):,} vectors: {target}")


if __name__ == "__main__":
    main()
