"""The user dictionary as people write it: four columns, checked line by line."""

import csv
import io
import unicodedata
from dataclasses import dataclass

from pipelines.errors import InputError

# Simple name -> Sudachi's four filled part-of-speech columns and the connection number.
# 4786, 5133, 5146 are those that Sudachi's user dictionary guide gives for proper nouns,
# verbal nouns and nouns; names and places connect like other proper nouns.
_PARTS_OF_SPEECH = {
    "名詞": ("名詞,普通名詞,一般,*", 5146),
    "サ変名詞": ("名詞,普通名詞,サ変可能,*", 5133),
    "固有名詞": ("名詞,固有名詞,一般,*", 4786),
    "人名姓": ("名詞,固有名詞,人名,姓", 4786),
    "人名名": ("名詞,固有名詞,人名,名", 4786),
    "地名": ("名詞,固有名詞,地名,一般", 4786),
}
_COLUMNS = ("surface", "reading", "normalised_form", "part_of_speech")
# Sudachi refuses nothing but breaks on longer words; nobody writes a word this long.
_LONGEST_SURFACE = 100


@dataclass(frozen=True, slots=True)
class UserWord:
    """One word of the user dictionary."""

    surface: str
    reading: str
    normalised_form: str
    part_of_speech: str


def parse_user_dictionary(csv_text: str, name: str) -> list[UserWord]:
    """Read the words of a user dictionary written as CSV; `name` is the file's name for messages.

    Lines starting with # and empty lines are skipped; the first other line is the heading
    surface,reading,normalised_form,part_of_speech. Raises InputError with the line number.
    """
    words: list[UserWord] = []
    heading_seen = False
    for number, line in enumerate(io.StringIO(csv_text.removeprefix("\ufeff")), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([line.strip()]))]
        if not heading_seen:
            heading_seen = True
            if tuple(cells) != _COLUMNS:
                raise InputError("user_dictionary_heading", file=name, line=number)
            continue
        words.append(_word(cells, name, number))
    return words


def sudachi_lexicon(words: list[UserWord]) -> str:
    """Write the words in the 18-column CSV that Sudachi's dictionary builder reads."""
    return "".join(_lexicon_line(word) for word in words)


def _word(cells: list[str], name: str, line: int) -> UserWord:
    if len(cells) != len(_COLUMNS):
        raise InputError("user_dictionary_columns", file=name, line=line, count=len(cells))
    surface, reading, normalised_form, part_of_speech = cells
    word = UserWord(surface, reading, normalised_form or surface, part_of_speech)
    if not 0 < len(word.surface) <= _LONGEST_SURFACE or any(map(_is_unwritable, cells)):
        raise InputError("user_dictionary_surface", file=name, line=line)
    if word.reading and not _is_katakana(word.reading):
        raise InputError("user_dictionary_reading", file=name, line=line)
    if word.part_of_speech not in _PARTS_OF_SPEECH:
        choices = "、".join(_PARTS_OF_SPEECH)
        raise InputError("user_dictionary_part_of_speech", file=name, line=line, choices=choices)
    return word


def _is_katakana(reading: str) -> bool:
    return all("ァ" <= character <= "ヺ" or character == "ー" for character in reading)


def _is_unwritable(cell: str) -> bool:
    return any(character in ',"\\' or ord(character) < 32 for character in cell)


def _lexicon_line(word: UserWord) -> str:
    part_of_speech, connection = _PARTS_OF_SPEECH[word.part_of_speech]
    # Sudachi looks words up in its own normalised spelling: NFKC and lower case.
    key = unicodedata.normalize("NFKC", word.surface).lower()
    # -32768 asks Sudachi to set the cost so that the word wins over its parts.
    return (
        f"{key},{connection},{connection},-32768,{word.surface},{part_of_speech},*,*,"
        f"{word.reading or word.surface},{word.normalised_form},*,C,*,*,*,*\n"
    )
