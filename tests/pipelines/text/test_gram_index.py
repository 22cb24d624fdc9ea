"""N-grams found by numpy beside those found by a set, one text after another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.gram_index import GramIndex
from pipelines.text.ngram_model import grams

GRAMS = ["あ", "い", "ああ", "あい", "いあい", "あいあい", "いいいい", "😀"]
INDEX = GramIndex(GRAMS)


def slowly(texts: list[str]) -> list[tuple[int, int]]:
    return [
        (number, place)
        for number, text in enumerate(texts)
        for place, gram in enumerate(GRAMS)
        if gram in grams(text)
    ]


@given(st.lists(st.text("あいう😀\0\ud800", max_size=9), max_size=6))
def test_each_gram_of_each_text_is_found_once(texts: list[str]) -> None:
    of_text, places = INDEX.find(texts)
    assert list(zip(of_text.tolist(), places.tolist(), strict=True)) == slowly(texts)


@pytest.mark.parametrize("letters", [1, 3, 5_000])
def test_many_characters_leave_room_for_few_texts_at_a_time(letters: int) -> None:
    alphabet = [chr(0x4E00 + number) for number in range(letters)]
    texts = [alphabet[number % letters] for number in range(9_000)]
    of_text, places = GramIndex(alphabet).find(texts)
    assert of_text.tolist() == list(range(9_000))
    assert places.tolist() == [number % letters for number in range(9_000)]


def test_no_texts_have_no_grams() -> None:
    assert [part.tolist() for part in INDEX.find([])] == [[], []]
