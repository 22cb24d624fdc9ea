"""From an encoder's name to a ready encoder, without ever asking the network."""

from collections.abc import Callable
from pathlib import Path

from embeddings.encoder import Encoder
from embeddings.errors import EncoderError


def load_encoder(
    name: str = "use",
    *,
    threads: int = 1,
    cache_dir: Path | None = None,
    batch_size: int | None = None,
) -> Encoder:
    """Return the encoder of that name, its weights checked, from files on this machine only.

    Names: `use` (USE multilingual v3, bundled), `e5` (multilingual-e5-small, bundled in 4 bits and
    unpacked once into `cache_dir`, by default ~/.cache/voc-themes), `hub:<owner/model>` (a model
    already in the local Hugging Face cache) and `path:<folder>` (a sentence-transformers folder).
    `threads` are CPU threads while encoding, `batch_size` texts per forward pass (None: what
    measured best). Raises EncoderError when the name is unknown or weights are missing or changed.
    """
    kind, _, rest = name.partition(":")
    loaders: dict[str, Callable[[], Encoder]] = {
        "use": lambda: _load_use(threads, batch_size),
        "e5": lambda: _load_e5(cache_dir, threads, batch_size),
    }
    if rest:
        loaders = {
            "hub": lambda: _load_hub(rest, threads, batch_size),
            "path": lambda: _load_path(Path(rest), threads, batch_size),
        }
    if kind not in loaders or name.endswith(":"):
        raise EncoderError("encoder_unknown", name=name)
    return loaders[kind]()


def _load_use(threads: int, batch_size: int | None) -> Encoder:
    from embeddings.use_multilingual import load_use

    return load_use(threads=threads, batch_size=batch_size)


def _load_e5(cache_dir: Path | None, threads: int, batch_size: int | None) -> Encoder:
    from embeddings.e5_small import load_e5

    folder = cache_dir or Path.home() / ".cache" / "voc-themes"
    return load_e5(folder, threads=threads, batch_size=batch_size)


def _load_hub(model_name: str, threads: int, batch_size: int | None) -> Encoder:
    from embeddings.stock_model import load_hub

    return load_hub(model_name, threads=threads, batch_size=batch_size)


def _load_path(folder: Path, threads: int, batch_size: int | None) -> Encoder:
    from embeddings.stock_model import load_folder

    return load_folder(folder, threads=threads, batch_size=batch_size)
