"""XLM-RoBERTa's tokeniser over the pieces in the packed file of multilingual-e5-small."""

from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

BEGIN, PAD, END, UNKNOWN, MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"


def build_tokeniser(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return the unigram tokeniser; `pieces` are texts with scores, by token id."""
    tokeniser = Tokenizer(models.Unigram(list(pieces), unk_id=3, byte_fallback=False))
    tokeniser.normalizer = _normaliser()
    tokeniser.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokeniser.decoder = decoders.Metaspace(prepend_scheme="always")
    tokeniser.post_processor = processors.TemplateProcessing(
        single=f"{BEGIN} $A {END}", special_tokens=[(BEGIN, 0), (END, 2)]
    )
    return tokeniser


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
