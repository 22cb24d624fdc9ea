"""Train the model of extraction anew from the corpora and put it into config/models.

    python -m flows.train_voices [--corpus DIR] [--target DIR]

Some minutes on one core. The same corpora and rules give the same model; other processors may
round its last digits otherwise, and so give another checksum.
"""

import argparse
import hashlib
from pathlib import Path

from flows.data_files import config_folder, corpus_folder
from flows.voice_model import MODEL_NAME, SUMS_NAME, model_folder
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.phrases import Phrases
from pipelines.text.tokenise import Tokeniser
from pipelines.text.voice_material import read_material
from pipelines.text.voice_model import voice_model_bytes
from pipelines.text.voice_training import Material, TrainingSettings, train


def material_of(corpus: Path) -> Material:
    """Read what is learnt from, masked by the shipped rules."""
    rules = parse_mask_rules((config_folder() / "redaction.toml").read_text("utf-8"))
    return read_material(corpus, Masker(rules, Tokeniser()))


def shipped_phrases() -> Phrases:
    """Return the shipped lists of extraction."""
    return Phrases(parse_extract_rules((config_folder() / "extract.toml").read_text("utf-8")))


def write_model(data: bytes, target: Path) -> None:
    """Write a model and its checksum, as `sha256sum -c` reads it."""
    target.mkdir(parents=True, exist_ok=True)
    (target / MODEL_NAME).write_bytes(data)
    total = hashlib.sha256(data).hexdigest()
    (target / SUMS_NAME).write_text(f"{total}  {MODEL_NAME}\n", "ascii")


def main() -> None:
    """Read arguments, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=corpus_folder())
    parser.add_argument("--target", type=Path, default=model_folder())
    arguments = parser.parse_args()
    trained = train(material_of(arguments.corpus), shipped_phrases(), TrainingSettings())
    data = voice_model_bytes(trained.model)
    write_model(data, arguments.target)
    print(f"{arguments.target / MODEL_NAME}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
