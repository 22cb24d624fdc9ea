"""Every message that the code can give exists in both languages and is given its values."""

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from flows.messages import LANGUAGES, catalogue
from tests.flows.conftest import ROOT

PACKAGES = ("flows", "pipelines", "embeddings", "warehouse")
ERRORS = {
    "InputError", "WarehouseError", "EncoderError", "FrontDoorError", "SettingsError", "Busy",
}  # fmt: skip
TELLERS = {"tell", "say"}


@dataclass(frozen=True)
class Use:
    """One place that gives a message: its key, the values it fills in, and whether more come."""

    place: str
    key: str
    names: frozenset[str]
    has_more: bool


def _called(node: ast.Call) -> str:
    target = node.func
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def _constants(node: ast.expr, tree: ast.AST) -> Iterator[str]:
    """The keys that an expression can be: itself, both ends of a choice, or a name's values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, tree)
        yield from _constants(node.orelse, tree)
    elif isinstance(node, ast.Name):
        for other in ast.walk(tree):
            if isinstance(other, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == node.id for target in other.targets
            ):
                yield from _constants(other.value, tree)


def _uses() -> list[Use]:
    found = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or _called(node) not in ERRORS | TELLERS:
                continue
            names = frozenset(word.arg for word in node.keywords if word.arg)
            has_more = any(word.arg is None for word in node.keywords)
            for key in _constants(node.args[0], tree) if node.args else ():
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                found.append(Use(place, key, names, has_more))
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_scan_finds_keys_of_every_package() -> None:
    found = {(use.place.split("/")[0], use.key) for use in _uses()}
    for known in (
        ("flows", "home_missing"), ("flows", "busy"), ("pipelines", "file_growing"),
        ("pipelines", "excel_encrypted"), ("warehouse", "database_in_use"),
        ("embeddings", "encoder_unknown"),
    ):  # fmt: skip
        assert known in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_in_the_code_has_a_message_and_its_values(language: str) -> None:
    texts = catalogue(language).texts
    uses = _uses()
    assert [f"{use.place} {use.key}" for use in uses if use.key not in texts] == []
    lacking = [
        f"{use.place} {use.key} {missing}"
        for use in uses
        if not use.has_more
        # (the ingest room adds the source when it tells of a file's error)
        for missing in sorted(_placeholders(texts[use.key]) - use.names - {"source"})
    ]
    assert lacking == []


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    ja, en = (catalogue(language).texts for language in LANGUAGES)
    assert sorted(ja) == sorted(en)
    assert [key for key in ja if _placeholders(ja[key]) != _placeholders(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_one_line(language: str) -> None:
    texts = catalogue(language).texts
    assert [key for key, text in texts.items() if not text.strip() or "\n" in text] == []
