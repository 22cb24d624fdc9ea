from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.text.tokenise import Tokeniser
from pipelines.text.user_dictionary import parse_user_dictionary

HEADING = "surface,reading,normalised_form,part_of_speech\n"
SHIPPED = Path(__file__).parents[3] / "config" / "user_dictionary.csv"


def test_words_with_their_kind_and_place(tokeniser: Tokeniser) -> None:
    tokens = tokeniser.tokenise("田中がスマホを壊した")
    assert [(t.surface, t.part_of_speech, t.is_content) for t in tokens] == [
        ("田中", "固有名詞人名姓", False),
        ("が", "助詞", False),
        ("スマホ", "名詞", True),
        ("を", "助詞", False),
        ("壊し", "動詞", True),
        ("た", "助動詞", False),
    ]
    assert (tokens[4].start, tokens[4].end, tokens[4].dictionary_form) == (7, 9, "壊す")


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_string_is_covered_exactly(tokeniser: Tokeniser, text: str) -> None:
    tokens = tokeniser.tokenise(text)
    assert "".join(token.surface for token in tokens) == text.translate(
        {code: "\ufffd" for code in range(0xD800, 0xE000)}
    )
    assert all(t.end - t.start == len(t.surface) for t in tokens)


@pytest.mark.parametrize(
    "text", ["", "🙇‍♀️😡", "\ud800だめ", "届かない。" * 20_000, "あ" * 100_000, "\ufdfa" * 12_000]
)
def test_awkward_and_long_texts(tokeniser: Tokeniser, text: str) -> None:
    tokens = tokeniser.tokenise(text)
    assert sum(len(token.surface) for token in tokens) == len(text)
    assert [t.start for t in tokens[1:]] == [t.end for t in tokens[:-1]]


def test_a_long_text_reads_like_its_sentences(tokeniser: Tokeniser) -> None:
    sentence = "荷物が届かない。"
    one = [token.surface for token in tokeniser.tokenise(sentence)]
    assert [token.surface for token in tokeniser.tokenise(sentence * 6_000)] == one * 6_000


def test_user_dictionary_joins_words(tmp_path: Path, tokeniser: Tokeniser) -> None:
    source = tmp_path / "words.csv"
    source.write_text(HEADING + "みどり光電話,ミドリヒカリデンワ,光電話,名詞\n", "utf-8")
    with_words = Tokeniser(source, cache_folder=tmp_path / "cache")
    [token, *_] = with_words.tokenise("みどり光電話が切れる")
    assert (token.surface, token.normalised_form) == ("みどり光電話", "光電話")
    assert token.is_content
    assert with_words.fingerprint != tokeniser.fingerprint
    [compiled] = (tmp_path / "cache").iterdir()
    written_at = compiled.stat().st_mtime_ns
    assert Tokeniser(source, cache_folder=tmp_path / "cache").fingerprint == with_words.fingerprint
    assert compiled.stat().st_mtime_ns == written_at


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("置き配,オキハイ,置き配", "user_dictionary_columns"),
        (",オキハイ,置き配,名詞", "user_dictionary_surface"),
        ("置き配,おきはい,置き配,名詞", "user_dictionary_reading"),
        ("置き配,オキハイ,置き配,めいし", "user_dictionary_part_of_speech"),
    ],
)
def test_a_bad_line_is_named(line: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_user_dictionary("# words\n" + HEADING + "\n" + line + "\n", "words.csv")
    assert caught.value.key == key
    assert (caught.value.values["file"], caught.value.values["line"]) == ("words.csv", 4)


def test_a_bad_heading_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        parse_user_dictionary("置き配,オキハイ,置き配,名詞\n", "words.csv")
    assert caught.value.key == "user_dictionary_heading"
    with pytest.raises(InputError) as caught:
        Tokeniser(tmp_path / "none.csv", cache_folder=tmp_path)
    assert caught.value.key == "user_dictionary_unreadable"


def test_the_shipped_dictionary_is_sound() -> None:
    words = parse_user_dictionary(SHIPPED.read_text("utf-8"), SHIPPED.name)
    assert len({word.surface for word in words}) == len(words) > 20
