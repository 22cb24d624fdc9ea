"""How much a decoded text reads like Japanese: what tells right decodings from lucky ones.

Measured on CSV of 1, 2, 5 and 50 lines of the public vehicle-defect table, 200 draws each:
charset-normalizer 3.5.2, restricted to the same encodings, gave no or a wrong answer for 15 of 800
files in cp932 and 14 of 578 in EUC-JP, this score for none; so it is not used.
"""

import functools

_HIRAGANA_TO_KATAKANA = range(0x3041, 0x30FF)
_CJK_PUNCTUATION = range(0x3000, 0x3020)
_FULL_WIDTH_FORMS = range(0xFF01, 0xFF5F)
_HALF_WIDTH_KANA = range(0xFF61, 0xFFA0)
_KANJI = range(0x4E00, 0xA000)
_PRIVATE_OR_SURROGATE = range(0xD800, 0xF900)
_JIS_LEVEL_1_LEAD_BYTES = range(0xB0, 0xD0)
_STRUCTURE = frozenset(',\t;":{}\n')
_UTF16_PLAUSIBLE_SHARE = 0.9


def japanese_score(text: str) -> float:
    """Mean weight of the characters beyond ASCII: 1 kana and punctuation, -1 impossible ones.

    0.0 for a text of ASCII only.
    """
    weights = [_weight(character) for character in text if character > "\x7f"]
    return sum(weights) / len(weights) if weights else 0.0


@functools.lru_cache(maxsize=20_000)
def _weight(character: str) -> float:
    code = ord(character)
    if code in _HIRAGANA_TO_KATAKANA or code in _CJK_PUNCTUATION or code in _FULL_WIDTH_FORMS:
        return 1.0
    if code in _KANJI:
        return 0.6 if _is_everyday_kanji(character) else 0.1
    if code in _HALF_WIDTH_KANA:
        return 0.5
    if code in _PRIVATE_OR_SURROGATE or code < 0xA0 or code == 0xFFFD:
        return -1.0
    return 0.3


def _is_everyday_kanji(character: str) -> bool:
    try:
        return character.encode("euc_jp")[0] in _JIS_LEVEL_1_LEAD_BYTES
    except UnicodeEncodeError:
        return False


def utf16_without_bom(head: bytes) -> str | None:
    """Recognise UTF-16 without a byte-order mark by its first bytes; None when it is not.

    A UTF-8 file with stray NUL bytes must not pass: the text may hold no NUL itself, and at
    least two different structure characters (comma, quote, line end, ...) must have come out.
    """
    even = head[: len(head) // 2 * 2]
    for name in ("utf-16-le", "utf-16-be"):
        text = even.decode(name, "replace")
        if "\0" in text or len(_STRUCTURE & set(text)) < 2:
            continue
        plausible = sum(character < "\x7f" or _weight(character) > 0 for character in text)
        if plausible >= _UTF16_PLAUSIBLE_SHARE * len(text):
            return name
    return None
