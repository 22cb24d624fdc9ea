"""The shipped rules, read once for the tests of this folder."""

from pathlib import Path

import pytest

from flows.voice_model import shipped_voice_model
from pipelines.text.extract import Extractor
from pipelines.text.extract_rules import ExtractRules, parse_extract_rules
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.tokenise import Tokeniser
from pipelines.text.voice_model import VoiceModel

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="session")
def tokeniser() -> Tokeniser:
    return Tokeniser()


@pytest.fixture(scope="session")
def masker(tokeniser: Tokeniser) -> Masker:
    return Masker(parse_mask_rules((CONFIG / "redaction.toml").read_text("utf-8")), tokeniser)


@pytest.fixture(scope="session")
def rules() -> ExtractRules:
    return parse_extract_rules((CONFIG / "extract.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def model() -> VoiceModel:
    return shipped_voice_model()


@pytest.fixture(scope="session")
def extractor(rules: ExtractRules, model: VoiceModel) -> Extractor:
    return Extractor(rules, model)
