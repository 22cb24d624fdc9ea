"""Settings shared by all tests."""

import os

from hypothesis import settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("DO_NOT_TRACK", "1")

settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("house")
