"""The encoders, loaded once for all tests of this folder."""

from pathlib import Path

import pytest

from embeddings import Encoder, load_encoder


@pytest.fixture(scope="session")
def use_encoder() -> Encoder:
    return load_encoder("use")


@pytest.fixture(scope="session")
def e5_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoders")


@pytest.fixture(scope="session")
def e5_encoder(e5_cache: Path) -> Encoder:
    return load_encoder("e5", cache_dir=e5_cache)
