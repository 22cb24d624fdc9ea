"""Bytes of mails made text: wrong or missing charsets, ISO-2022-JP of Windows, encoded words."""

import base64
import binascii
import codecs
import quopri
import re

from pipelines.ingest.encoding_score import japanese_score
from pipelines.ingest.lines import decode_marked

# What is called so in mails is what Windows writes, with ① and ㈱.
_CODECS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "euc-jp": "euc_jis_2004",
    "x-euc-jp": "euc_jis_2004",
}
# Codecs of Python that no mail is written in; some of them warn or take minutes.
_NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
_GUESSES = ("cp932", "euc_jis_2004")
_MARKED = re.compile("[\udc00-\udcff]")
_ESCAPE = re.compile(rb"\x1b(?:\([BJI]|\$[@B])")
_ENCODED_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]*\r?\n?[ \t]*(?==\?)")


def decode_words(content: bytes, charset: str) -> tuple[str, int]:
    """Return the text and how many bytes could not be read (each is U+FFFD then).

    The declared charset is tried first, then ISO-2022-JP, UTF-8, and the Japanese encoding that
    reads most like Japanese; many mails declare the wrong one or none.
    """
    if b"\x1b$" in content or charset.lower().startswith("iso-2022-jp"):
        text = decode_jis(content)
        if not (count_bad := len(_MARKED.findall(text))):
            return text, 0
    elif (found := _strictly(content, charset)) is not None:
        return found, 0
    else:
        text, count_bad = _likeliest(content)
    return _MARKED.sub("\ufffd", text), count_bad


def _strictly(content: bytes, charset: str) -> str | None:
    declared = _CODECS.get(charset.lower(), charset)
    # Every byte is a Latin-1 character: what it is declared for may still be UTF-8.
    for name in ("utf-8", declared) if _is_latin(declared) else (declared, "utf-8"):
        try:
            if codecs.lookup(name).name not in _NO_CHARSETS:
                return content.decode(name)
        except (LookupError, ValueError):
            continue
    return None


def _is_latin(name: str) -> bool:
    return name.lower().startswith(("iso-8859-1", "latin", "windows-125", "cp125"))


def _likeliest(content: bytes) -> tuple[str, int]:
    found = []
    for name in ("utf-8", *_GUESSES):
        text = decode_marked(content, name)
        readable, count_bad = _MARKED.subn("", text)
        # A cut last character must not turn a good UTF-8 text into lucky Shift_JIS.
        score = japanese_score(readable) - count_bad / len(content)
        found.append((score, text, count_bad))
    _, text, count_bad = max(found, key=lambda one: one[0])
    return text, count_bad


def decode_jis(content: bytes) -> str:
    """Decode ISO-2022-JP with the characters of Windows; undecodable bytes are marked.

    Python's codecs refuse row 13 (①, ㈱) and half-width kana, which Japanese mail programs write:
    two bytes JIS are brought to Shift_JIS and read as cp932 (JIS X 0208, annex 1).
    """
    pieces: list[str] = []
    place, mode = 0, b"\x1b(B"
    for escape in _ESCAPE.finditer(content):
        pieces.append(_of_mode(content[place : escape.start()], mode))
        place, mode = escape.end(), escape.group()
    pieces.append(_of_mode(content[place:], mode))
    return "".join(pieces)


def _of_mode(content: bytes, mode: bytes) -> str:
    if mode == b"\x1b(I":
        return decode_marked(bytes(_kana(byte) for byte in content), "cp932")
    if mode.startswith(b"\x1b$"):
        return "".join(
            decode_marked(_shifted(line), "cp932") + end
            for line, end in ((part, "\n") for part in content.split(b"\n"))
        ).removesuffix("\n")
    return decode_marked(content, "utf-8")


def _kana(byte: int) -> int:
    return byte | 0x80 if 0x21 <= byte <= 0x5F else byte


def _shifted(content: bytes) -> bytes:
    shifted = bytearray()
    place = 0
    while place < len(content):
        pair = content[place : place + 2]
        if len(pair) == 2 and all(0x21 <= byte <= 0x7E for byte in pair):
            shifted += _shift_jis(*pair)
            place += 2
        else:
            # A byte that is no half of a character stays what it is: a space, or a mark.
            shifted.append(pair[0] if pair[0] < 0x21 else 0xFF)
            place += 1
    return bytes(shifted)


def _shift_jis(row: int, cell: int) -> bytes:
    lead = (row - 0x21) // 2 + (0x81 if row < 0x5F else 0xC1)
    if row % 2 == 0:
        return bytes((lead, cell + 0x7E))
    return bytes((lead, cell + (0x1F if cell < 0x60 else 0x20)))


def decode_header(value: object) -> str:
    """Return a header in plain text, its encoded words (RFC 2047) decoded; broken ones stay.

    A character that a mail program cut in two between words is put together again.
    """
    raw = str(value).encode("utf-8", "surrogateescape")
    written, _ = decode_words(raw, "utf-8")
    written = _BETWEEN_WORDS.sub(r"\1", written)
    text, place, pending, charset = "", 0, b"", ""
    for word in _ENCODED_WORD.finditer(written):
        content = _word_bytes(word[2], word[3])
        name = word[1].partition("*")[0]
        if content is None or word.start() != place or name.lower() != charset.lower():
            text += decode_words(pending, charset)[0] if pending else ""
            pending = b""
        if content is None:
            continue
        if word.start() != place:
            text += written[place : word.start()]
        pending, charset, place = pending + content, name, word.end()
    text += decode_words(pending, charset)[0] if pending else ""
    return " ".join((text + written[place:]).split())


def _word_bytes(encoding: str, content: str) -> bytes | None:
    try:
        raw = content.encode("ascii")
        if encoding in "qQ":
            return quopri.decodestring(raw, header=True)
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (UnicodeEncodeError, binascii.Error, ValueError):
        return None
