from hypothesis import given
from hypothesis import strategies as st

from embeddings.preparation import MAX_CHARACTERS, batches_by_length, prepare


def test_a_usual_sentence_is_left_as_it_is() -> None:
    assert prepare("ＡＢＣ 料金が〜高い。\n") == "ＡＢＣ 料金が〜高い。\n"


def test_lone_surrogates_and_nul_are_marked_as_unreadable() -> None:
    assert prepare("届\ud83dか\udc00な\x00い") == "届\ufffdか\ufffdな\ufffdい"


def test_a_long_text_is_cut_at_the_stated_limit() -> None:
    assert prepare("あ" * MAX_CHARACTERS + "い") == "あ" * MAX_CHARACTERS


@given(st.text(st.characters(exclude_categories=())))
def test_a_prepared_text_can_always_be_written_as_utf8_and_stays_prepared(text: str) -> None:
    prepared = prepare(text)
    prepared.encode("utf-8")
    assert prepare(prepared) == prepared


def test_batches_go_from_long_to_short_texts() -> None:
    texts = ["い", "あ" * 50, "あ", "あ" * 9]
    assert list(batches_by_length(texts, 2)) == [[1, 3], [2, 0]]


def test_long_texts_travel_in_smaller_batches() -> None:
    texts = ["あ" * 1920] * 5
    assert [len(batch) for batch in batches_by_length(texts, 60)] == [3, 2]
    assert [len(batch) for batch in batches_by_length(texts, 1)] == [1] * 5


@given(st.lists(st.text(max_size=300), max_size=40), st.integers(1, 10))
def test_batches_hold_every_position_once(texts: list[str], batch_size: int) -> None:
    positions = [p for batch in batches_by_length(texts, batch_size) for p in batch]
    assert sorted(positions) == list(range(len(texts)))
