import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.normalise import normalise, text_hash


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("ＡＢＣ　１２３", "ABC 123"),
        ("ｻｰﾊﾞｰが\r\n落ちた\r", "サーバーが\n落ちた"),
        ("サ−バ―が", "サーバーが"),
        ("090ー0000‐1234", "090-0000-1234"),
        ("か\u200b\u3099", "が"),
        ("葛\U000e0100城", "葛城"),
        ("来ない〜 \n\n\n\n はい", "来ない~\n\nはい"),
        ("\ud83dだめ\x00", "\ufffdだめ"),
        ("", ""),
    ],
)
def test_one_spelling(given_text: str, expected: str) -> None:
    assert normalise(given_text) == expected


@given(st.text(st.characters(exclude_categories=())))
def test_twice_is_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text("かア一々「。ー-019Zz[] 　！゛", max_size=6))
def test_usual_words_are_left_as_they_are(text: str) -> None:
    # Behind a character that is written out the whole way is walked.
    assert normalise(text + "\nＡ") == (normalise(text) + "\nA").strip()


@given(st.text("か゛ー-−―〜ア\u3099\u200b\u3000\r\n1\uffa0 \ud800", max_size=12))
def test_twice_is_once_on_the_awkward_characters(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_hash_is_stable_and_takes_any_string() -> None:
    assert text_hash("声") == "e873ab57564311bcb6cc5c39ad5898fd"
    assert text_hash("声") != text_hash("音")
    assert len(text_hash("\ud800")) == 32
