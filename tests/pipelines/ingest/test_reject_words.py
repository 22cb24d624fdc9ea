"""Every reason and every message of this room has its words in both languages."""

import re
import tomllib
from pathlib import Path

import pytest

from pipelines.ingest.rows import REJECT_REASONS

ROOT = Path(__file__).parents[3]
OURS = ("source", "rows", "encoding", "lines", "header", "plain", "read", "dates", "turns")
ALSO = ("document", "messages", "mail_text", "mail_quotes")


def keys_in_code() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "pipelines" / "ingest").glob("*.py"):
        if path.stem in (*OURS, *ALSO, "contact") or path.stem.startswith(("read_", "encoding_")):
            found |= set(re.findall(r'InputError\(\s*"(\w+)"', path.read_text("utf-8")))
    return found | {"excel_encrypted", "excel_old_format"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_words_exist(language: str) -> None:
    path = ROOT / "config" / "messages" / f"{language}.toml"
    messages = tomllib.loads(path.read_text("utf-8"))
    reasons = {f"reject_{reason}" for reason in REJECT_REASONS}
    assert (keys_in_code() | reasons) - messages.keys() == set()


def test_reasons_in_code_are_the_listed_ones() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "pipelines" / "ingest").glob("*.py"))
    named = set(re.findall(r'_Refused\("(\w+)"\)', code))
    named |= set(re.findall(r'reject\([\w.]+, "(\w+)"', code))
    named |= set(re.findall(r'_first_line_rejected\(feed, "(\w+)"\)', code))
    assert named | {"bad_json", "nul_byte"} == set(REJECT_REASONS)
