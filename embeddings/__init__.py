"""Encoders: sentences in, numpy unit vectors out. Importing this package loads no model library."""

from embeddings.encoder import Encoder, EncoderSettings, Progress, Vectors
from embeddings.errors import EncoderError
from embeddings.loading import load_encoder, load_trainable

__all__ = [
    "Encoder",
    "EncoderError",
    "EncoderSettings",
    "Progress",
    "Vectors",
    "load_encoder",
    "load_trainable",
]
