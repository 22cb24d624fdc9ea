"""A BERT of three layers that reads single characters, as a sentence-transformers model."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from tests.embeddings.training.small_corpus import CORPUS

WIDTH = 16
PROMPT = "query: "


def small_bert(folder: Path, pooling: str = "mean") -> SentenceTransformer:
    """Build the model in an empty folder; its weights are the same each time."""
    characters = sorted({c for e in CORPUS.examples for c in e.text + PROMPT})
    names = ["<pad>", "<unk>", "<s>", "</s>", *characters]
    tokeniser = Tokenizer(models.WordLevel({n: i for i, n in enumerate(names)}, unk_token="<unk>"))
    tokeniser.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokeniser.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 2), ("</s>", 3)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokeniser,
        model_max_length=64,
        unk_token="<unk>",
        pad_token="<pad>",
        bos_token="<s>",
        eos_token="</s>",
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        network = BertModel(
            BertConfig(
                vocab_size=len(names),
                hidden_size=WIDTH,
                num_hidden_layers=3,
                num_attention_heads=2,
                intermediate_size=32,
                max_position_embeddings=64,
                initializer_range=0.5,
            )
        )
    network.save_pretrained(folder / "stock")
    fast.save_pretrained(folder / "stock")
    modules = [Transformer(str(folder / "stock")), Pooling(WIDTH, pooling_mode=pooling)]
    return SentenceTransformer(modules=modules, device="cpu")
