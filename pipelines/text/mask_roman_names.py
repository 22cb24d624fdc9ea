"""Listed names in Latin letters: KAWAI NAOMI, Kenji Arakawa, whichever comes first."""

import re
from collections.abc import Iterator

from pipelines.text.mask_found import Found

_TWO_WORDS = re.compile(
    r"(?<![A-Za-z0-9@._])([A-Z][A-Za-z]{1,14})[ 　・/,.]{1,2}([A-Z][A-Za-z]{1,14})(?![A-Za-z0-9@_])"
)
HAS_CAPITAL = re.compile("[A-Z]")
# A syllable of Japanese: what is made of others (GOLD CARD) is no name.
_SYLLABLES = re.compile("(?:(?:[kgnhbpmr]y|sh|ch|ts|[kgsztdnhbpmyrwjf])?[aiueo]|n(?![aiueo]))+")
_DOUBLE = re.compile(r"([^aiueon])\1")
_TOLD = re.compile(
    r" ?(?:様|さま|さん|名義|宛|で(?:予約|登録|契約|申|注文)|です|でございます|と申|とい)"
)
_LABELLED = re.compile(r"(?:名義人?|名前|氏名|者名?|様名|ローマ字|スペル)[はがもの]?[:、「 ]{0,2}$")
_LABEL_REACH = 10
# 伊達, 布施 and the like are English words as well: date_20260301.
_WORDS_AS_WELL = frozenset({"date", "fuse", "mine", "nose", "soda"})
_SHORTEST_PART = 3
_SHORTEST_INITIALLED = 5
# Hepburn; what a long vowel is written like differs from passport to passport.
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ",
    "t": "たちつてと", "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ", "m": "まみむめも", "y": "や_ゆ_よ", "r": "らりるれろ", "w": "わ___を",
}  # fmt: skip
_KANA = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
    if kana != "_"
} | {
    "し": "shi",
    "ち": "chi",
    "つ": "tsu",
    "ふ": "fu",
    "じ": "ji",
    "ぢ": "ji",
    "づ": "zu",
    "を": "o",
    "ん": "n",
}
_GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_LONG = re.compile(r"o[uh](?![aiueo])|oo|uu|ō|ū")
_KUNREI = (
    ("sya", "sha"), ("syu", "shu"), ("syo", "sho"), ("tya", "cha"), ("tyu", "chu"), ("tyo", "cho"),
    ("zya", "ja"), ("zyu", "ju"), ("zyo", "jo"), ("jya", "ja"), ("jyu", "ju"), ("jyo", "jo"),
    ("si", "shi"), ("ti", "chi"), ("tu", "tsu"),
    ("hu", "fu"), ("zi", "ji"), ("mb", "nb"), ("mp", "np"), ("mm", "nm"),
)  # fmt: skip


def romanised(reading: str) -> str:
    """Return hiragana in Latin letters, long vowels short."""
    written = ""
    for kana in reading:
        if kana in _GLIDES:
            stem = written[:-1] if written.endswith(("shi", "chi", "ji")) else written[:-1] + "y"
            written = stem + _GLIDES[kana]
        elif kana == "っ":
            written += "Q"
        else:
            written += _KANA.get(kana, "")
    return usual_letters(re.sub("Q(.?)", r"\1\1", written))


def usual_letters(written: str) -> str:
    """Return Latin letters as Hepburn writes them, long vowels short: Satou as sato."""
    letters = written.lower()
    for other, usual in _KUNREI:
        letters = re.sub(rf"(?<![sc]){other}" if other == "hu" else other, usual, letters)
    return _LONG.sub(lambda match: {"u": "u", "ū": "u"}.get(match.group()[0], "o"), letters)


class RomanNameFinder:
    """Finds two Latin words of which one is a listed family name and the other can be given."""

    def __init__(self, families: frozenset[str], given: frozenset[str]) -> None:
        self._families = frozenset(map(romanised, families))
        self._given = frozenset(map(romanised, given))

    def find(self, text: str) -> Iterator[Found]:
        """Yield the names of a folded turn."""
        for match in _TWO_WORDS.finditer(text) if HAS_CAPITAL.search(text) else ():
            one, other = (usual_letters(word) for word in match.groups())
            is_name = self._is_name(one, other) or self._is_name(other, one)
            if is_name or (self._may_be_name(one, other) and _is_told(text, *match.span())):
                yield Found(*match.span(), "PERSON")

    def is_written_as_name(self, word: str) -> bool:
        """Whether one Latin word is a listed name, or two written as one: yamada, ttanaka."""
        letters = usual_letters(word)
        if word.lower() in _WORDS_AS_WELL:
            return False
        return (
            (len(letters) > _SHORTEST_PART and self._is_listed(letters))
            or (len(letters) > _SHORTEST_INITIALLED and self._has_initial(letters))
            or any(
                self._is_name(one, other) or self._is_name(other, one)
                for at in range(_SHORTEST_PART, len(letters) - _SHORTEST_PART + 1)
                for one, other in [(letters[:at], letters[at:])]
            )
        )

    def _has_initial(self, letters: str) -> bool:
        """Whether a family name has one letter beside it: ttanaka, suzukit."""
        is_long = len(letters) > _SHORTEST_INITIALLED + 1
        return letters[1:] in self._families or (is_long and letters[:-1] in self._families)

    def _is_listed(self, letters: str) -> bool:
        return letters in self._families or letters in self._given

    def _is_name(self, family: str, given: str) -> bool:
        return family in self._families and given in self._given

    def _may_be_name(self, *words: str) -> bool:
        """Whether both words are Japanese by their sounds, and one is listed."""
        return any(map(self._is_listed, words)) and all(
            _SYLLABLES.fullmatch(_DOUBLE.sub(r"\1", word)) for word in words
        )


def _is_told(text: str, start: int, end: int) -> bool:
    labelled = _LABELLED.search(text, max(0, start - _LABEL_REACH), start)
    return labelled is not None or _TOLD.match(text, end) is not None
