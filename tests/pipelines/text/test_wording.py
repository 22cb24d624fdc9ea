"""The words by which contacts are compared, and the keys under which they are found."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.wording import (
    BANDS,
    SHARED,
    bands,
    compared_words,
    count_characters,
    jaccard,
    shingles,
)


@pytest.mark.parametrize(
    ("masked", "words"),
    [
        (["[氏名1]です。", "まだ、届き ません！"], "〓ですまだ届きません"),
        (["[氏名12]です。まだ届きません"], "〓ですまだ届きません"),
        (["ＡＢＣが１個"], "abcが1個"),
        (["転送:\n\nまだ届きません。"], "まだ届きません"),
        (["Fwd: まだ届きません。"], "まだ届きません"),
        (
            ["-----Original Message-----\nFrom: [メール1]\n件名: ご意見\n\n> まだ届きません。"],
            "まだ届きません",
        ),
        (["まだ届きません。\n\n----------\n[氏名1]\nみどり商事"], "まだ届きません"),
        ([], ""),
        (["……"], ""),
    ],
)
def test_only_what_the_customer_said_is_compared(masked: list[str], words: str) -> None:
    assert compared_words(masked) == words


def test_numbers_that_name_nobody_tell_texts_apart() -> None:
    assert compared_words(["3000円"]) != compared_words(["5000円"])


def test_personal_items_are_no_characters() -> None:
    assert count_characters(compared_words(["[氏名1]です[電話番号1]"])) == 2


def plain_shingles(words: str) -> set[str]:
    return {words[at : at + 3] for at in range(len(words) - 2)}


@given(st.text(st.sampled_from("あいう𠮷〓a1"), max_size=12), st.text("あいう𠮷", max_size=12))
def test_similarity_is_that_of_plain_sets(one: str, other: str) -> None:
    left, right = plain_shingles(one), plain_shingles(other)
    either = left | right
    wanted = len(left & right) / len(either) if either else 0.0
    assert jaccard(shingles(one), shingles(other)) == wanted
    assert len(shingles(one)) == len(left)


def test_bands_are_the_same_on_every_machine_and_with_every_version() -> None:
    # Stored bands are compared with new ones: other numbers need another WORDING_VERSION.
    found = bands(shingles("まだ商品が届かないのですが"))
    assert len(found) == BANDS
    assert found[:2] == [11223447391364281514, 1404168055745282930]


def test_pairs_at_the_threshold_are_found_and_distant_ones_are_not() -> None:
    chance, found, let_through = Random(3), 0, 0
    for _ in range(200):
        common = chance.sample(range(10**6), 140)
        near = [np.array(common + chance.sample(range(10**6, 10**7), 30)) for _ in range(2)]
        far = [np.array(common[:30] + chance.sample(range(10**6, 10**7), 140)) for _ in range(2)]
        found += shared_bands(*near) >= SHARED
        let_through += shared_bands(*far) >= SHARED
    # Jaccard 140 / 200 = .7 and 30 / 310 = .1: the shares that wording.py states.
    assert found >= 198
    assert let_through == 0


def shared_bands(one: np.ndarray, other: np.ndarray) -> int:
    return len({*bands(one.astype(np.uint64))} & {*bands(other.astype(np.uint64))})
