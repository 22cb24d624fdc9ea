"""What holds for every text: exact spans, no overlaps, one result, nothing new when repeated."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.voices_masking import OWN_EXAMPLES, read_own
from pipelines.text.mask import MaskedText, Masker

CORPUS = Path(__file__).parents[3] / "corpus" / "retail_telecom"
PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,10}[0-9]{1,6}\]")
TURNS = [turn for example in read_own(OWN_EXAMPLES) for turn in example.turns]
PIECES = [
    "田中です", "090-0000-1234", "ゼロキューゼロ", "の", "はい", "、", "。", "\n", "様", "林",
    "東京都港区架空", "1-2-3", "昭和三十年", "四月", "五日", "生まれ", "@example.jp", "taro",
    "アットマーク", "ドット", "お名前は", "[氏名1]", "４１１１", "サトウ タロウ", "と申します",
    "𠮷田", "\ud800", "ﾀﾞ", "①", "円", "カード", "番号は", "さん", "みどり光",
]  # fmt: skip
anything = st.text(st.characters(exclude_categories=()), max_size=60)
mixed = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A real turn with a piece cut out, doubled, or something put into it."""
    turn = draw(st.sampled_from(TURNS))
    start = draw(st.integers(0, len(turn)))
    end = draw(st.integers(start, len(turn)))
    return turn[:start] + draw(st.sampled_from(["", turn[start:end] * 2, *PIECES])) + turn[end:]


mutated = _mutated()


def _assert_exact(text: str, result: MaskedText) -> None:
    rebuilt, at = "", 0
    for span in result.spans:
        assert at <= span.start < span.end <= len(text)
        assert PLACEHOLDER.fullmatch(span.placeholder)
        rebuilt += text[at : span.start] + span.placeholder
        at = span.end
    assert rebuilt + text[at:] == result.masked


@settings(max_examples=1_500)
@given(st.one_of(anything, mixed, mutated))
def test_any_text_is_masked_exactly(masker: Masker, text: str) -> None:
    [result] = masker.mask_contact([text])
    _assert_exact(text, result)
    before, after = (len(PLACEHOLDER.findall(words)) for words in (text, result.masked))
    assert after == before + len(result.spans)


@settings(max_examples=500)
@given(st.lists(st.one_of(mixed, mutated), max_size=5))
def test_the_same_contact_gives_the_same_result(masker: Masker, turns: list[str]) -> None:
    first = masker.mask_contact(turns)
    assert [result.masked for result in masker.mask_contact(turns)] == [
        result.masked for result in first
    ]
    for turn, result in zip(turns, first, strict=True):
        _assert_exact(turn, result)


@pytest.mark.parametrize("example", read_own(OWN_EXAMPLES), ids=lambda example: example.name)
def test_masking_twice_changes_nothing(masker: Masker, example: object) -> None:
    once = [result.masked for result in masker.mask_contact(example.turns)]  # type: ignore[attr-defined]
    assert [result.masked for result in masker.mask_contact(once)] == once


def test_masking_the_calls_twice_changes_nothing(masker: Masker) -> None:
    lines = (CORPUS / "calls.jsonl").read_text("utf-8").splitlines()
    for call in map(json.loads, lines):
        once = [r.masked for r in masker.mask_contact([t["text"] for t in call["turns"]])]
        assert [result.masked for result in masker.mask_contact(once)] == once


def test_long_and_awkward_texts_pass(masker: Masker) -> None:
    awkward = [
        "",
        "\x00",
        "あ" * 50_000,
        "田中様" * 5_000,
        "0" * 20_000,
        "ゼロ" * 5_000,
        "市" * 3_000,
    ]
    for text, result in zip(awkward, masker.mask_contact(awkward), strict=True):
        _assert_exact(text, result)
