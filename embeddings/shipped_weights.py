"""The tuned weights that come with this package, checked by their sums each time they are read."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from embeddings.checksums import sha256_of_file
from embeddings.errors import EncoderError
from embeddings.tuned_weights import TunedWeights, read_tuned

FOLDER = Path(__file__).parent / "weights"
SUMS_FILE = "checksums.json"
_SUMS = TypeAdapter(dict[str, str])
# Tiers whose tuned weights lie in FOLDER. The others are their untouched base models.
SHIPPED: tuple[str, ...] = ("use", "e5")


def tuned_file(tier: str) -> Path:
    """Return where the tuned weights of a tier lie, whether they are shipped or not."""
    return FOLDER / f"{tier}.safetensors"


def read_shipped(tier: str, base_sha256: str) -> TunedWeights | None:
    """Return the shipped tuned weights of a tier, None where the tier has none.

    Raises EncoderError when the file or its sum is missing, changed, or of another base.
    """
    if tier not in SHIPPED:
        return None
    path = tuned_file(tier)
    if not path.is_file():
        raise EncoderError("encoder_tuned_missing", file=path.name)
    if _sums(path.parent).get(path.name) != sha256_of_file(path):
        raise EncoderError("encoder_tuned_changed", file=path.name)
    return read_tuned(path, {tier: base_sha256})


def record_sum(path: Path) -> None:
    """Write a file's sha256 into the sums file beside it (training calls this last)."""
    sums_path = path.parent / SUMS_FILE
    sums = _sums(path.parent) if sums_path.is_file() else {}
    sums[path.name] = sha256_of_file(path)
    sums_path.write_text(json.dumps(sums, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _sums(folder: Path) -> dict[str, str]:
    try:
        return _SUMS.validate_json((folder / SUMS_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise EncoderError("encoder_tuned_missing", file=SUMS_FILE) from error
