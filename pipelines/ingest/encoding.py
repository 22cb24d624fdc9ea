"""In which encoding a text file is written, found while its checksum is computed."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.ingest.encoding_score import japanese_score, utf16_without_bom
from pipelines.ingest.lines import decode_marked, has_undecodable, physical_lines

BLOCK_BYTES = 1 << 20
# Above this share of bad lines a file is refused: it is not a good file with a few bad rows.
UNDECODABLE_SHARE_LIMIT = 0.05
# A candidate that reads clearly less like Japanese than the best one is mojibake, even where
# every byte happens to decode (cp932 takes most EUC-JP and much UTF-8).
SCORE_SHARE_OF_BEST = 0.7

_SAMPLE_BYTES = 64 * 1024
_SAMPLE_BYTES_PER_BLOCK = 8 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The Python codecs behind the names that users write; euc_jis_2004 also reads the circled
# numbers and ㈱ of Windows programs, which euc_jp refuses.
_EIGHT_BIT = ("utf-8", "cp932", "euc_jp", "euc_jis_2004")
_SEVEN_BIT = ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004")


@dataclass(frozen=True, slots=True)
class DetectedEncoding:
    """`name` is a Python codec name, or None when nothing fits; `how` says how it was found.

    `how`: bom, ascii, strict_utf8, strict (every byte decodes), lenient (some lines do not and
    will be rejected one by one), declared (by the source), unknown, or binary.
    """

    name: str | None
    how: str


@dataclass(frozen=True, slots=True)
class FileScan:
    """A whole file seen once: size in bytes, hex SHA-256, encoding (None: binary or unknown).

    `is_empty`: no byte beyond a byte-order mark and white space. `count_undecodable_lines`:
    lines that cannot be decoded (0 unless `how` is lenient, declared, bom or unknown).
    """

    size_bytes: int
    sha256: str
    is_empty: bool
    encoding: str | None
    how: str
    count_undecodable_lines: int


@dataclass(slots=True)
class _BytesSeen:
    size_bytes: int = 0
    sha256: str = ""
    head: bytes = b""
    sample: bytearray = field(default_factory=bytearray)
    is_blank: bool = True
    is_ascii: bool = True
    is_utf8: bool = True
    has_escape: bool = False
    has_nul: bool = False


def scan_file(path: Path, *, declared: str = "auto", is_text: bool = True) -> FileScan:
    """Read a file in blocks for its checksum and, if it is text, its encoding.

    A byte-order mark wins over `declared`, and `declared` over detection. Valid UTF-8 costs one
    pass; other encodings one more pass per candidate that reads like Japanese. Never raises for
    an unknown encoding: `encoding` is None then, and `read_rows` refuses the file.
    """
    seen = _see_bytes(path, is_text)
    if not is_text:
        detected, bad = DetectedEncoding(None, "binary"), 0
    else:
        detected, bad = _decide(path, seen, declared)
    return FileScan(seen.size_bytes, seen.sha256, seen.is_blank, detected.name, detected.how, bad)


def detect_encoding(path: Path) -> DetectedEncoding:
    """Find the encoding of a text file; see `scan_file`, which also gives the checksum."""
    scan = scan_file(path)
    return DetectedEncoding(scan.encoding, scan.how)


def _see_bytes(path: Path, is_text: bool) -> _BytesSeen:
    seen, digest = _BytesSeen(), hashlib.sha256()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    for block in _blocks(path):
        digest.update(block)
        if is_text:
            _look_at(block, seen, utf8)
        seen.size_bytes += len(block)
    seen.sha256 = digest.hexdigest()
    seen.is_utf8 = seen.is_utf8 and _still_utf8(utf8, b"", True)
    seen.is_blank = seen.is_blank if is_text else seen.size_bytes == 0
    return seen


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block


def _look_at(block: bytes, seen: _BytesSeen, utf8: codecs.IncrementalDecoder) -> None:
    if not seen.head:
        seen.head = block[:_SAMPLE_BYTES]
        block_words = _without_bom(block)
    else:
        block_words = block
    seen.is_blank = seen.is_blank and not block_words.strip(b" \t\r\n\0")
    seen.is_utf8 = seen.is_utf8 and _still_utf8(utf8, block, False)
    seen.has_nul = seen.has_nul or 0 in block
    if block.isascii():
        seen.has_escape = seen.has_escape or b"\x1b" in block
        return
    seen.is_ascii = False
    if len(seen.sample) < _SAMPLE_BYTES:
        seen.sample += _non_ascii_lines(block_words)


def _still_utf8(utf8: codecs.IncrementalDecoder, block: bytes, final: bool) -> bool:
    try:
        utf8.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _without_bom(block: bytes) -> bytes:
    for bom, _ in _BOMS:
        if block.startswith(bom):
            return block[len(bom) :]
    return block


def _non_ascii_lines(block: bytes) -> bytes:
    # The last piece may end in the middle of a character, the first may begin in one.
    pieces = block.split(b"\n")
    whole = pieces[1:-1] if len(pieces) > 2 and len(block) == BLOCK_BYTES else pieces
    found = b"\n".join(piece for piece in whole if not piece.isascii())
    if len(found) > _SAMPLE_BYTES_PER_BLOCK:
        cut = found[:_SAMPLE_BYTES_PER_BLOCK]
        found = cut.rpartition(b"\n")[0] or cut
    return found + b"\n"


def _decide(path: Path, seen: _BytesSeen, declared: str) -> tuple[DetectedEncoding, int]:
    for bom, name in _BOMS:
        if seen.head.startswith(bom):
            return _verified(path, seen, name, "bom")
    if declared != "auto":
        return _verified(path, seen, _explicit(declared), "declared")
    if seen.has_nul and (utf16 := utf16_without_bom(seen.head)):
        return _verified(path, seen, utf16, "strict")
    if seen.is_ascii and seen.has_escape:
        found = _best_of(path, _SEVEN_BIT)
        return found if found[1] == 0 else (DetectedEncoding("utf-8", "ascii"), 0)
    if seen.is_utf8:
        return DetectedEncoding("utf-8", "ascii" if seen.is_ascii else "strict_utf8"), 0
    return _best_of(path, _plausible(bytes(seen.sample)))


def _explicit(declared: str) -> str:
    # Without a byte-order mark Python's "utf-16" means the byte order of this machine.
    name = codecs.lookup(declared).name
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "shift_jis": "cp932"}.get(name, name)


def _verified(path: Path, seen: _BytesSeen, name: str, how: str) -> tuple[DetectedEncoding, int]:
    if seen.is_utf8 and name.startswith("utf-8"):
        return DetectedEncoding(name, how), 0
    count_non_ascii, count_bad = _count_lines(path, name)
    if count_bad > UNDECODABLE_SHARE_LIMIT * count_non_ascii:
        return DetectedEncoding(None, "unknown"), count_bad
    return DetectedEncoding(name, "lenient" if how == "strict" and count_bad else how), count_bad


def _plausible(sample: bytes) -> tuple[str, ...]:
    scores = {name: japanese_score(decode_marked(sample, name)) for name in _EIGHT_BIT}
    best = max(scores.values())
    ranked = sorted(scores, key=lambda name: -scores[name])
    kept = [name for name in ranked if scores[name] >= SCORE_SHARE_OF_BEST * best]
    return tuple(kept or ranked)


def _best_of(path: Path, names: tuple[str, ...]) -> tuple[DetectedEncoding, int]:
    fewest: tuple[int, int, str] | None = None
    for name in names:
        count_non_ascii, count_bad = _count_lines(path, name)
        if count_bad == 0:
            return DetectedEncoding(name, "strict"), 0
        if fewest is None or count_bad < fewest[0]:
            fewest = (count_bad, count_non_ascii, name)
    assert fewest is not None
    count_bad, count_non_ascii, name = fewest
    if count_bad > UNDECODABLE_SHARE_LIMIT * count_non_ascii:
        return DetectedEncoding(None, "unknown"), count_bad
    return DetectedEncoding(name, "lenient"), count_bad


def _count_lines(path: Path, encoding: str) -> tuple[int, int]:
    count_non_ascii = count_bad = 0
    for line in physical_lines(path, encoding):
        if line.isascii():
            continue
        count_non_ascii += 1
        count_bad += has_undecodable(line)
    return count_non_ascii, count_bad
