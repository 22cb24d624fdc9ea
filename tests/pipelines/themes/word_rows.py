"""Words as tokenising stores them, made by hand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A token with only what naming reads."""

    surface: str
    part_of_speech: str = "名詞"
    is_content: bool = True
    normalised_form: str = ""
    dictionary_form: str = ""

    def __post_init__(self) -> None:
        for field in ("normalised_form", "dictionary_form"):
            object.__setattr__(self, field, getattr(self, field) or self.surface)


def noun(surface: str) -> Word:
    """Return a noun."""
    return Word(surface)


def other(surface: str) -> Word:
    """Return a particle."""
    return Word(surface, "助詞", is_content=False)


def mark(surface: str) -> Word:
    """Return a punctuation mark."""
    return Word(surface, "補助記号", is_content=False)


def verb(surface: str, dictionary: str) -> Word:
    """Return a verb in some form."""
    return Word(surface, "動詞", True, dictionary, dictionary)


def adjective(surface: str, dictionary: str) -> Word:
    """Return an adjective in some form."""
    return Word(surface, "形容詞", True, dictionary, dictionary)


NOT = Word("ない", "助動詞", is_content=False)
PAST = Word("た", "助動詞", is_content=False)
GA, WO, NO, TE = other("が"), other("を"), other("の"), other("て")
