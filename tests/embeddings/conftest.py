"""The encoders, loaded once for all tests of this folder."""

from pathlib import Path

import pytest

from embeddings import Encoder, load_encoder, load_trainable


@pytest.fixture(scope="session")
def use_encoder() -> Encoder:
    return load_encoder("use")


@pytest.fixture(scope="session")
def use_base() -> Encoder:
    return load_encoder("use-base")


@pytest.fixture(scope="session")
def e5_encoder() -> Encoder:
    return load_encoder("e5")


@pytest.fixture(scope="session")
def e5_base() -> Encoder:
    return load_encoder("e5-base")


@pytest.fixture(scope="session")
def e5_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoders")


@pytest.fixture(scope="session")
def stock_e5(e5_cache: Path) -> Encoder:
    """The untouched model as sentence-transformers runs it: slow, and beyond doubt."""
    return load_trainable("e5-base", cache_dir=e5_cache)
