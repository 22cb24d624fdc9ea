"""Words of a Japanese text, from Sudachi: the only module that knows it."""

import hashlib
import importlib.metadata
import os
import re
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import sudachidict_core
import sudachipy
from sudachipy import sudachipy as sudachi_builder
from sudachipy.errors import SudachiError

from pipelines.errors import InputError
from pipelines.text.user_dictionary import parse_user_dictionary, sudachi_lexicon

_SURROGATES = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile("[。！？!?\n]")
# Sudachi takes 49,149 bytes of UTF-8; 12,000 characters never exceed 48,000 bytes.
_LONGEST_PIECE = 12_000
_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "固有名詞", "固有名詞地名"}
_EMPTY_VERBS = {"為る", "成る", "有る", "居る", "言う", "出来る", "遣る", "下さる"}
# What is asked of a word of the vocabulary; Sudachi reads the rest only where it is wanted.
_FIELDS = {"pos_id", "normalized_form", "dictionary_form"}
# Words that no dictionary holds share numbers from here on.
_FIRST_UNKNOWN = 0xF000_0000
_FORMS_KEPT = 100_000
_SYSTEM_DICTIONARY = Path(sudachidict_core.__file__).parent / "resources" / "system.dic"


class Token(NamedTuple):
    """One word: `start` and `end` are character offsets into the given text, end exclusive."""

    surface: str
    normalised_form: str
    dictionary_form: str
    part_of_speech: str
    start: int
    end: int
    is_content: bool


class Word(NamedTuple):
    """What masking asks of a word; `Token` holds more and takes longer to make."""

    surface: str
    part_of_speech: str
    start: int
    end: int


class Tokeniser:
    """Sudachi with an optional user dictionary; one instance per thread.

    `user_dictionary` is the CSV of config/user_dictionary.csv and is compiled into
    `cache_folder` once per content. Raises InputError when a line of it cannot be used.
    """

    fingerprint: str

    def __init__(
        self,
        user_dictionary: Path | None = None,
        mode: Literal["A", "B", "C"] = "C",
        cache_folder: Path | None = None,
    ) -> None:
        compiled = None
        if user_dictionary is not None:
            if cache_folder is None:
                raise ValueError("a user dictionary needs a cache folder")
            compiled = _compiled_user_dictionary(user_dictionary, cache_folder)
        config = sudachipy.Config(user=[str(compiled)] if compiled else [])
        self._dictionary = sudachipy.Dictionary(config=config)
        self._tokenizer = self._dictionary.tokenizer(mode, fields=_FIELDS)
        # Masking asks for no more than the part of speech, which is quicker to give.
        self._pos_tokenizer = self._dictionary.tokenizer(mode, fields={"pos_id"})
        self._kinds: dict[int, tuple[str, bool]] = {}
        self._forms: dict[int, tuple[str, str, str, bool]] = {}
        self.fingerprint = _fingerprint(mode, compiled)
        self.name_parts = lru_cache(maxsize=50_000)(self._name_parts)
        self.is_known = lru_cache(maxsize=20_000)(self._is_known)

    def tokenise(self, text: str) -> list[Token]:
        """Return the words of `text` in order, spaces included as words of their own.

        Any string is taken: texts beyond Sudachi's limit are cut at sentence ends.
        """
        clean = _SURROGATES.sub("\ufffd", text)
        tokens: list[Token] = []
        for start, end in _pieces(clean):
            tokens += self._tokenise_piece(clean, start, end)
        return tokens

    def words(self, text: str, start: int, end: int) -> list[Word]:
        """Return the words of text[start:end] with offsets of `text`, whatever its length."""
        piece = _SURROGATES.sub("\ufffd", text[start:end])
        try:
            morphemes = self._pos_tokenizer.tokenize(piece)
        except SudachiError:
            return [
                Word(token.surface, token.part_of_speech, token.start + start, token.end + start)
                for token in self.tokenise(piece)
            ]
        kinds = self._kinds
        return [
            Word(
                text[start + (begin := morpheme.begin()) : start + (stop := morpheme.end())],
                (kinds.get(morpheme.part_of_speech_id()) or self._kind(morpheme))[0],
                start + begin,
                start + stop,
            )
            for morpheme in morphemes
        ]

    def _kind(self, morpheme: sudachipy.Morpheme) -> tuple[str, bool]:
        kind = _kind(tuple(morpheme.part_of_speech()))
        self._kinds[morpheme.part_of_speech_id()] = kind
        return kind

    def _name_parts(self, surface: str) -> frozenset[str]:
        """Return which of 姓, 名, 地名 the dictionary allows `surface` to be, whatever the context.

        A name that the dictionary does not split into 姓 and 名 counts as 名.
        """
        found = self._dictionary.lookup(_SURROGATES.sub("\ufffd", surface))
        kinds = {tuple(morpheme.part_of_speech()[2:4]) for morpheme in found}
        parts = {"姓" if part == "姓" else "名" for third, part in kinds if third == "人名"}
        return frozenset(parts | {third for third, _ in kinds if third == "地名"})

    def _is_known(self, surface: str) -> bool:
        """Return whether the dictionary holds `surface` as a word."""
        return len(self._dictionary.lookup(_SURROGATES.sub("\ufffd", surface))) > 0

    def is_proper(self, surface: str) -> bool:
        """Return whether `surface` is no common noun: unknown, or a proper noun only."""
        found = self._dictionary.lookup(_SURROGATES.sub("\ufffd", surface))
        return all(morpheme.part_of_speech()[1] == "固有名詞" for morpheme in found)

    def _tokenise_piece(self, text: str, start: int, end: int) -> list[Token]:
        try:
            morphemes = self._tokenizer.tokenize(text[start:end])
        except SudachiError:
            # A few characters grow under NFKC (U+FDFA: 18 times), so a piece can still be too long.
            if end - start < 2:
                raise
            middle = (start + end) // 2
            left = self._tokenise_piece(text, start, middle)
            return left + self._tokenise_piece(text, middle, end)
        return [self._token(morpheme, text, start) for morpheme in morphemes]

    def _token(self, morpheme: sudachipy.Morpheme, text: str, offset: int) -> Token:
        start, end = morpheme.begin() + offset, morpheme.end() + offset
        form = self._forms.get(morpheme.word_id()) or self._form(morpheme)
        normalised, dictionary, part_of_speech, is_content = form
        return Token(
            text[start:end], normalised, dictionary, part_of_speech, start, end, is_content
        )

    def _form(self, morpheme: sudachipy.Morpheme) -> tuple[str, str, str, bool]:
        """Return what is the same of a word wherever it stands, and remember it."""
        part_of_speech, is_content = self._kinds.get(morpheme.part_of_speech_id()) or self._kind(
            morpheme
        )
        normalised = morpheme.normalized_form()
        is_content = is_content and normalised not in _EMPTY_VERBS and not _is_trivial(normalised)
        form = (normalised, morpheme.dictionary_form(), part_of_speech, is_content)
        if len(self._forms) >= _FORMS_KEPT:
            self._forms.clear()
        if morpheme.word_id() < _FIRST_UNKNOWN:
            self._forms[morpheme.word_id()] = form
        return form


def _is_trivial(normalised: str) -> bool:
    return len(normalised) < 2 and not "一" <= normalised <= "鿿"


def _kind(columns: tuple[str, ...]) -> tuple[str, bool]:
    main, second, third, fourth = columns[:4]
    short = main
    if second == "固有名詞":
        part = fourth if third == "人名" and fourth in ("姓", "名") else ""
        short = second + (third if third in ("人名", "地名") else "") + part
    elif second in ("数詞", "助数詞"):
        short = second
    auxiliary = {second, third} & {"非自立可能", "助動詞語幹", "助数詞可能"}
    return short, short in _CONTENT and not auxiliary


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > _LONGEST_PIECE:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + _LONGEST_PIECE)]
        end = ends[-1] if ends else start + _LONGEST_PIECE
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _versions() -> str:
    names = ("sudachipy", "sudachidict-core")
    return " ".join(f"{name}={importlib.metadata.version(name)}" for name in names)


def _fingerprint(mode: str, compiled: Path | None) -> str:
    return f"{_versions()} mode={mode} user={compiled.stem if compiled else 'none'}"


def _compiled_user_dictionary(source: Path, cache_folder: Path) -> Path | None:
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("user_dictionary_unreadable", file=source.name) from error
    lexicon = sudachi_lexicon(parse_user_dictionary(text, source.name))
    if not lexicon:
        return None
    key = hashlib.blake2b(f"{_versions()}\n{lexicon}".encode(), digest_size=8).hexdigest()
    target = cache_folder / f"{key}.dic"
    if not target.exists():
        _build(lexicon, target, source.name)
    return target


def _build(lexicon: str, target: Path, source_name: str) -> None:
    # Built aside and renamed: two processes starting together never read half a dictionary.
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        built = Path(folder) / target.name
        try:
            sudachi_builder.build_user_dic(
                system=_SYSTEM_DICTIONARY, lex=[lexicon.encode()], output=built, description="voc"
            )
        except SudachiError as error:
            raise InputError("user_dictionary_refused", file=source_name) from error
        os.replace(built, target)
