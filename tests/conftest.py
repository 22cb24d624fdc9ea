"""Settings shared by all tests."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")

settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("house")

# Of the longest files, those that use one of these. They begin first: the file that ends last
# decides when all is over.
_OF_WHOLE_NIGHTS = {"nights", "serving"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that run whole nights; files and their tests stay together."""
    long = {
        item.path for item in items if _OF_WHOLE_NIGHTS & set(getattr(item, "fixturenames", ()))
    }
    items.sort(key=lambda item: item.path not in long)
