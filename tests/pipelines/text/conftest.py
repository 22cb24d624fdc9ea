"""The shipped rules, read once for the tests of this folder."""

from pathlib import Path

import pytest

from pipelines.text.extract import Extractor
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.tokenise import Tokeniser

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="session")
def tokeniser() -> Tokeniser:
    return Tokeniser()


@pytest.fixture(scope="session")
def masker(tokeniser: Tokeniser) -> Masker:
    return Masker(parse_mask_rules((CONFIG / "redaction.toml").read_text("utf-8")), tokeniser)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(parse_extract_rules((CONFIG / "extract.toml").read_text("utf-8")))
