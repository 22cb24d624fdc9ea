"""Where turns without punctuation are cut: ours and libraries, by the ends of sentences."""

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path

from pipelines.text.segment import segments
from pipelines.text.voice_material import DEVELOPMENT_CALLS, _rows

Cutter = Callable[[str], Iterable[str]]
STOPS = "。！？!?"


def _ours(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in segments(text)]


def _cutters() -> dict[str, Cutter]:
    """Return ours and every library that is installed; none of them is needed elsewhere."""
    found: dict[str, Cutter] = {"ours": _ours}
    makers: dict[str, tuple[str, Callable[[object], Cutter]]] = {
        "hasami": ("hasami", lambda m: m.segment_sentences),
        "fast-bunkai": ("fast_bunkai", lambda m: m.FastBunkai()),
        "konoha": ("konoha", lambda m: m.SentenceTokenizer().tokenize),
        "pysbd": ("pysbd", lambda m: m.Segmenter(language="ja", clean=False).segment),
        "sentencex": ("sentencex", lambda m: lambda text: m.segment("ja", text)),
        "ja-sentence-segmenter": (
            "ja_sentence_segmenter.split.simple_splitter",
            lambda m: m.split_punctuation,
        ),
    }
    for name, (module, make) in makers.items():
        try:
            found[name] = make(importlib.import_module(module))
        except ImportError:
            continue
    return found


def _told(corpus: Path) -> list[str]:
    """Return the customer's punctuated turns of all contacts that may be read."""
    calls = list(_rows(corpus / "retail_telecom" / "calls.jsonl"))[:DEVELOPMENT_CALLS]
    own = list(_rows(corpus / "contacts" / "contacts.jsonl"))
    turns = [turn for contact in own + calls for turn in contact["turns"]]
    said = [turn["text"].replace("\n", "") for turn in turns if turn["speaker"] == "customer"]
    return [text for text in said if "。" in text[:-1] and "「" not in text]


def _without_marks(text: str, stop: str) -> tuple[str, set[int], set[int]]:
    """Return the text with `stop` for every full stop, its sentence ends and its commas."""
    out, ends, commas = "", set(), set()
    for sign in text:
        if sign in STOPS:
            ends.add(len(out.rstrip()))
            out += stop
        elif sign == "、":
            commas.add(len(out.rstrip()))
        elif not sign.isspace():
            out += sign
    plain = out.rstrip()
    return plain, {end for end in ends if 0 < end < len(plain)}, commas


def _borders(pieces: Iterable[str], text: str) -> set[int]:
    at, borders = 0, set()
    for piece in pieces:
        words = piece.strip()
        if words:
            at = text.index(words, at) + len(words)
            borders.add(at)
    return {border for border in borders if border < len(text)}


def border_lines(corpus: Path) -> list[str]:
    """Compare the cutters with pauses written as spaces, and with nothing written at all."""
    turns = _told(corpus)
    lines = []
    for title, stop in (("pauses as spaces", " "), ("no marks at all", "")):
        lines.append(f"{len(turns)} turns, {title}:")
        for name, cut in _cutters().items():
            right = wrong = missed = 0
            for turn in turns:
                text, ends, commas = _without_marks(turn, stop)
                found = _borders(cut(text), text) - (commas - ends)
                right += len(found & ends)
                wrong += len(found - ends)
                missed += len(ends - found)
            f1 = 2 * right / max(1, 2 * right + wrong + missed)
            lines.append(f"  {name}: right {right} wrong {wrong} missed {missed} F1 {f1:.3f}")
    return lines
