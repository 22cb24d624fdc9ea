"""From an encoder's name to a ready encoder, without ever asking the network."""

from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.encoder import Encoder
from embeddings.errors import EncoderError

if TYPE_CHECKING:
    from embeddings.sentence_encoder import SentenceEncoder

_BUNDLED = ("use", "use-base", "e5", "e5-base")
_JOINED = "joined"


def load_encoder(
    name: str = "use",
    *,
    threads: int = 1,
    cache_dir: Path | None = None,
    batch_size: int | None = None,
) -> Encoder:
    """Return the encoder of that name, its weights checked, from files on this machine only.

    Names: `use` (USE multilingual v3) and `e5` (multilingual-e5-small), bundled, with our tuned
    weights; `joined`, both side by side; `use-base` and `e5-base`, without our weights;
    `hub:<owner/model>` (a model already in the local Hugging Face cache) and `path:<folder>` (a
    sentence-transformers folder, or one written by `save_encoder`). `threads` are CPU threads while
    encoding, `batch_size` texts per forward pass (None: what measured best). Nothing is written:
    `cache_dir` is for
    `load_trainable`, which takes the same arguments. Raises EncoderError when the name is unknown
    or weights are missing or changed.
    """
    if name == _JOINED:
        from embeddings.joined import SHARE_OF_USE, JoinedEncoder

        use, e5 = (_load(tier, threads, batch_size) for tier in ("use", "e5"))
        return JoinedEncoder(use, e5, SHARE_OF_USE)
    return _load(name, threads, batch_size)


def load_trainable(
    name: str = "use",
    *,
    threads: int = 1,
    cache_dir: Path | None = None,
    batch_size: int | None = None,
) -> "SentenceEncoder":
    """Return the encoder of that name around a model that can be trained, with the same vectors.

    For e5 that is the stock model, slower than the one for encoding; it is unpacked once into
    `cache_dir` (490 MB, by default ~/.cache/voc-themes). Raises EncoderError as `load_encoder`,
    when that folder cannot be written, and for `joined`, which is not one model.
    """
    if name == _JOINED:
        raise EncoderError("encoder_not_trainable", name=name)
    from embeddings import e5_small, stock_model
    from embeddings.shipped_weights import read_shipped

    kind, _, rest = name.partition(":")
    tuned = stock_model.tuned_in(Path(rest)) if kind == "path" and rest else None
    if name == "e5":
        tuned = read_shipped("e5", e5_small.BASE_SHA256)
    elif name != "e5-base" and (tuned is None or tuned.metadata.tier != "e5"):
        return _load(name, threads, batch_size)
    folder = cache_dir or Path.home() / ".cache" / "voc-themes"
    return e5_small.load_trainable_e5(tuned, folder, threads=threads, batch_size=batch_size)


def _load(name: str, threads: int, batch_size: int | None) -> "SentenceEncoder":
    kind, _, rest = name.partition(":")
    if name in _BUNDLED:
        return _load_bundled(name, threads, batch_size)
    if kind not in ("hub", "path") or not rest:
        raise EncoderError("encoder_unknown", name=name)
    from embeddings import stock_model

    if kind == "hub":
        return stock_model.load_hub(rest, threads=threads, batch_size=batch_size)
    return stock_model.load_folder(Path(rest), threads=threads, batch_size=batch_size)


def _load_bundled(name: str, threads: int, batch_size: int | None) -> "SentenceEncoder":
    """Import the libraries of the one model that is asked for, not those of both."""
    from embeddings.shipped_weights import read_shipped

    tier, _, base = name.partition("-")
    if tier == "use":
        from embeddings.use_multilingual import BASE_SHA256, load_use

        tuned = None if base else read_shipped(tier, BASE_SHA256)
        return load_use(tuned, threads=threads, batch_size=batch_size)
    from embeddings.e5_small import BASE_SHA256, load_e5

    tuned = None if base else read_shipped(tier, BASE_SHA256)
    return load_e5(tuned, threads=threads, batch_size=batch_size)
