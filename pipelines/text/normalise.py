"""One spelling for one text: the form that is hashed, searched and encoded."""

import hashlib
import re
import unicodedata

# Words as most are written: kana, common Chinese characters, 、 and 。, or the same with digits and
# small letters instead of the long vowel, which between digits is a dash.
_KANA, _COMMON = "ぁ-ゖァ-ヺ", "一-鿿々、。「」・"
_USUAL = re.compile(rf"[{_KANA}{_COMMON}ー]*|[{_KANA}{_COMMON}0-9A-Za-z\[\]]*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Variation selectors change the drawing of a character, never the word (葛 written two ways).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_DASHES = "\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501\u2796\ufe63"
_LONG_VOWEL_AS_DASH = re.compile(f"(?<=[ぁ-ゖァ-ヺー])[{_DASHES}](?=[ぁ-ゖァ-ヺー])")
_DASH = re.compile(f"[{_DASHES}]")
_DASH_AS_LONG_VOWEL = re.compile("(?<=[0-9])ー(?=[0-9])")
_WAVES = re.compile("[\u301c\u3030\u223c\u223e\u02dc]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u3000]+")
_SPACE_AT_LINE_END = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{3,}")


def normalise(text: str) -> str:
    """Return the one spelling of `text`: NFKC, plain line ends, spaces, dashes and waves.

    A dash between kana is a long vowel (サ−バー), a long vowel between digits is a dash
    (090ー0000); elsewhere both stay what they are. Lone surrogates become U+FFFD. Applying it
    twice changes nothing.
    """
    if _USUAL.fullmatch(text):
        return text
    text = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    # Removed before composing, so that a kana and its voicing mark can meet.
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    # NFKC itself writes a few invisible fillers (U+FFA0 -> U+1160).
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _tidy_spaces(_unify_dashes(text)).strip(" \n")


def text_hash(text: str) -> str:
    """Return the key of a text: blake2b of its UTF-8 bytes, 16 bytes as 32 hex digits."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _unify_dashes(text: str) -> str:
    text = _LONG_VOWEL_AS_DASH.sub("ー", text)
    text = _DASH_AS_LONG_VOWEL.sub("-", _DASH.sub("-", text))
    return _WAVES.sub("~", text)


def _tidy_spaces(text: str) -> str:
    text = _SPACE_AT_LINE_END.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text)
