"""A check-up of the environment and of one home: everything that could stop the next night."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from flows.errors import USER_ERRORS
from flows.home import RULES, Home, open_home
from flows.house import Tools
from flows.messages import catalogue
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.mask_rules import parse_mask_rules
from warehouse.connect import open_published, open_work
from warehouse.publish import read_latest
from warehouse.statements import rows

PARTS = (
    "duckdb",
    "prefect",
    "torch",
    "sentence-transformers",
    "sudachipy",
    "hdbscan",
    "umap-learn",
)
LEAST_FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    subject: str
    detail: str
    is_well: bool = True


def examine(folder: Path) -> list[Finding]:
    """Look at everything and return what was found; one fault does not hide the others."""
    findings = [_parts()]
    try:
        home = open_home(folder)
    except USER_ERRORS as error:
        return [*findings, _unwell("設定", error)]
    findings.append(_disk(home))
    for subject, look in _looks(home):
        try:
            findings.append(Finding(subject, look()))
        except USER_ERRORS as error:
            findings.append(_unwell(subject, error))
    return findings


def _unwell(subject: str, error: Exception) -> Finding:
    words = catalogue("ja").text(error.key, error.values)  # type: ignore[attr-defined]
    return Finding(subject, words, is_well=False)


def _parts() -> Finding:
    python = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("環境", f"Python {python}, " + ", ".join(f"{p} {version(p)}" for p in PARTS))


def _disk(home: Home) -> Finding:
    free = shutil.disk_usage(home.folder).free
    detail = f"空き {free / 1024**3:.1f} GB"
    return Finding("ディスク", detail, is_well=free > LEAST_FREE_BYTES)


def _looks(home: Home) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "設定", lambda: str(home.folder / "voc.toml")
    yield "ソース", lambda: ", ".join(home.sources())
    yield "規則", lambda: _rules(home)
    yield "顧客番号の鍵", lambda: f"{len(home.customer_secret({}))} 文字"
    yield "work.duckdb", lambda: _work(home)
    yield "published.duckdb", lambda: _published(home)
    yield "辞書", lambda: Tools(home).tokeniser.fingerprint
    yield "エンコーダー", lambda: Tools(home).encoder.fingerprint


def _rules(home: Home) -> str:
    parse_mask_rules(home.rule("redaction.toml").read_text("utf-8-sig"))
    parse_extract_rules(home.rule("extract.toml").read_text("utf-8-sig"))
    return ", ".join(RULES)


def _work(home: Home) -> str:
    with open_work(home.work, read_only=True) as con:
        [(contacts, voices, themes)] = rows(con, "doctor_counts")
    return f"応対 {contacts:,} 件、声 {voices:,} 件、テーマ {themes:,} 件"


def _published(home: Home) -> str:
    latest = read_latest(home.folder)
    if latest is None:
        return "まだありません"
    with open_published(home.folder) as con:
        [(tables,)] = rows(con, "doctor_published")
    return f"{latest.as_of} まで、{tables} 表"
