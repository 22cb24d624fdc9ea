"""Models that are already on this machine: a folder, or the local Hugging Face cache.

A folder is either a stock sentence-transformers model, or one that was trained here: the tuned
weights of a bundled model, or a saved UseModule. Code inside a model folder is never run.
"""

import json
import re
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

from embeddings import e5_small, use_multilingual
from embeddings.checksums import fingerprint_of, sha256_of_folder
from embeddings.errors import EncoderError
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.silence import silenced_loading
from embeddings.tuned_weights import TUNED_FILE, TunedWeights, read_tuned
from embeddings.use_module import UseModule

BATCH_SIZE = 32

# The prompt that each family's authors give for grouping texts by topic; first match counts.
_FAMILY_PROMPTS = (
    (re.compile(r"(^|[^a-z0-9])ruri-v3-"), "トピック: "),
    (re.compile(r"(^|[^a-z0-9])e5-(small|base|large)(?!.*instruct)"), "query: "),
)
_OWN_MODULE = f"{UseModule.__module__}.{UseModule.__name__}"
_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    ImportError,
    SafetensorError,
)


def load_hub(model_name: str, *, threads: int, batch_size: int | None) -> SentenceEncoder:
    """Return a model of the local Hugging Face cache, such as cl-nagoya/ruri-v3-30m.

    Raises EncoderError `encoder_not_local` when it was not downloaded before: texts are private, so
    nothing here opens a connection.
    """
    try:
        snapshot = snapshot_download(model_name, local_files_only=True)
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EncoderError("encoder_not_local", name=model_name) from error
    return _load(Path(snapshot), model_name, threads, batch_size)


def load_folder(folder: Path, *, threads: int, batch_size: int | None) -> SentenceEncoder:
    """Return the model in a folder, stock or trained here.

    Raises EncoderError when there is no such folder or no sentence encoder in it.
    """
    # A relative path shaped like owner/model would be taken for a name on the hub.
    absolute = folder.expanduser().absolute()
    if not absolute.is_dir():
        raise EncoderError("encoder_folder_missing", folder=str(folder))
    tuned = tuned_in(absolute)
    if tuned is None:
        return _load(absolute, absolute.name, threads, batch_size)
    load = {"use": use_multilingual.load_use, "e5": e5_small.load_e5}[tuned.metadata.tier]
    return load(tuned, threads=threads, batch_size=batch_size)


def tuned_in(folder: Path) -> TunedWeights | None:
    """Return the tuned weights in a folder that `save_encoder` wrote, None in any other folder.

    Raises EncoderError when they cannot be read or belong to other base weights than ours.
    """
    path = folder.expanduser() / TUNED_FILE
    bases = {"use": use_multilingual.BASE_SHA256, "e5": e5_small.BASE_SHA256}
    return read_tuned(path, bases) if path.is_file() else None


def family_prompt(model_name: str) -> str:
    """Return the prompt of a model's family by its name, empty for bge-m3 and unknown families."""
    for pattern, prompt in _FAMILY_PROMPTS:
        if pattern.search(model_name.lower()):
            return prompt
    return ""


def _load(folder: Path, model_name: str, threads: int, batch_size: int | None) -> SentenceEncoder:
    try:
        own = _is_trained_use(folder)
        model = _trained_use(folder) if own else _stock(folder)
        prompt = _prompt(model, model_name)
        weights = sha256_of_folder(folder)
    except _UNREADABLE as error:
        reason = type(error).__name__
        raise EncoderError(
            "encoder_folder_unreadable", folder=str(folder), reason=reason
        ) from error
    if own:
        weights += "".join(use_multilingual.EXPECTED_SHA256.values())
    return SentenceEncoder(
        model,
        fingerprint=fingerprint_of(_label(model_name), weights, prompt),
        prompt=prompt,
        threads=threads,
        batch_size=batch_size or (use_multilingual.BATCH_SIZE if own else BATCH_SIZE),
    )


def _stock(folder: Path) -> SentenceTransformer:
    with silenced_loading():
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False
        )


def _is_trained_use(folder: Path) -> bool:
    """Tell whether `SentenceEncoder.model.save` wrote the folder from the bundled default."""
    modules = folder / "modules.json"
    if not modules.is_file():
        return False
    types = [module["type"] for module in json.loads(modules.read_text(encoding="utf-8"))]
    return types == [_OWN_MODULE]


def _trained_use(folder: Path) -> SentenceTransformer:
    """Build our module in code: from a folder it would count as somebody's remote code."""
    module = use_multilingual.build_use_module()
    module.load_trained(folder)
    return SentenceTransformer(modules=[module], device="cpu")


def _prompt(model: SentenceTransformer, model_name: str) -> str:
    """The prompt a model was saved with by default, else its family's."""
    if model.default_prompt_name:
        return str(model.prompts[model.default_prompt_name])
    return family_prompt(model_name)


def _label(model_name: str) -> str:
    """A name that fits into keys and file names; a folder may bear its own fingerprint."""
    name = re.sub(r"-[0-9a-f]{12}$", "", model_name)
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-")[:60] or "model"
