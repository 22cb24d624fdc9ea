"""Tell a hand-written statement in another surface: cut, cross, reword, never change its issue."""

import re
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from pipelines.demo import wording

STRONG_END = re.compile(r"[。!?!?…]+(?![。!?!?…」』)、])\s*|(?<=[ぁ-んァ-ヶ一-龥]) (?=\S)")
WEAK_END = re.compile(
    r"(?:けれども|けれど|けども|けど|ので|のに|んで|から|たら|ても|って|て|が|し|ば)、"
)
# A sentence that has lost the one before it must not begin with these.
JOINING_WORD = re.compile(
    r"^(?:また|しかし(?:ながら)?|そして|加えて|なお|さらに|ところが|それなのに|それで|で|ですが"
    r"|一方)[、 ]"
)
INVERTIBLE = re.compile(r"(?:んですけど|んですが|ましたけど|のに|んだけど|ですけど)、")
SPOKEN_FINISH = ("です", "ます", "した", "せん", "ですよ", "ますよ", "んすよ", "のよ", "か", "かね")
NUMERALS = "一二三四五六七八九十百千0123456789"
SENTENCE_ENDS = "。!?!?…"


def split_sentences(text: str) -> list[str]:
    """Split after sentence ends and pauses, never inside 「」; joined they give `text` again."""
    cuts = [m.end() for m in STRONG_END.finditer(text) if not _inside_quote(text, m.end())]
    edges = [0, *cuts, len(text)]
    parts = [text[a:b] for a, b in pairwise(edges) if b > a]
    return parts or [text]


def weak_cuts(text: str) -> list[int]:
    """Offsets after a connective and its comma, outside 「」."""
    return [m.end() for m in WEAK_END.finditer(text) if not _inside_quote(text, m.end())]


def cross(first: str, second: str, rng: Random) -> str | None:
    """Join the first part of one statement to the last part of another of the same theme.

    Either part keeps at least 40 % of its statement, so the issue stays audible; None where
    no natural boundary allows it.
    """
    heads = [cut for cut in _cuts(first) if 0.4 <= cut / len(first) <= 0.85]
    tails = [cut for cut in _cuts(second) if 0.15 <= cut / len(second) <= 0.6]
    if not heads or not tails:
        return None
    head, tail = first[: rng.choice(heads)], second[rng.choice(tails) :]
    return head + tail.lstrip(" 、")


def part_of(text: str, rng: Random) -> str:
    """Leave out the first or last sentences while at least 55 % remains."""
    cuts = [m.end() for m in STRONG_END.finditer(text) if not _inside_quote(text, m.end())]
    spans = [(0, c) for c in cuts] + [(c, len(text)) for c in cuts]
    long_enough = [(a, b) for a, b in spans if 0.55 <= (b - a) / len(text) < 1 and b - a >= 14]
    if not long_enough:
        return text
    start, end = rng.choice(long_enough)
    return JOINING_WORD.sub("", text[start:end].strip())


def swappable_words(text: str, is_spoken: bool) -> list[tuple[str, ...]]:
    """Groups of equal wordings of which `text` holds a member; colloquial ones if spoken."""
    groups = wording.SAME_WORDS + (wording.SPOKEN_WORDS if is_spoken else ())
    return [words for words in groups if any(word in text for word in words)]


def reword(text: str, groups: Sequence[tuple[str, ...]], share: float, rng: Random) -> str:
    """Swap words for their equals, each group with probability `share`."""
    for words in groups:
        found = max((w for w in words if w in text), key=len, default="")
        if found and rng.random() < share and _is_swappable(text, found):
            start = text.index(found)
            other = rng.choice([w for w in words if w != found])
            text = text[:start] + other + text[start + len(found) :]
    return text


def _is_swappable(text: str, word: str) -> bool:
    """Whether the first occurrence of a word stands alone: no part of an idiom or a number."""
    start = text.index(word)
    if start and word[0] in NUMERALS and text[start - 1] in NUMERALS + "、月第":
        return False
    spans = (m.span() for m in wording.PROTECTED.finditer(text))
    return not any(a < start + len(word) and start < b for a, b in spans)


def invert(sentence: str) -> str:
    """Say the main clause first and the reason or contrast after it, as speakers do."""
    cuts = [m.end() for m in INVERTIBLE.finditer(sentence) if not _inside_quote(sentence, m.end())]
    body = sentence.rstrip(" 。")
    if len(cuts) != 1 or not 8 <= cuts[0] <= len(body) - 8 or not body.endswith(SPOKEN_FINISH):
        return sentence
    return f"{body[cuts[0] :]}、{body[: cuts[0]].rstrip('、')}" + sentence[len(body) :]


def change_ending(sentence: str, channel: str, rng: Random) -> str:
    """Change how a sentence ends in politeness or particle, keeping its punctuation."""
    table = {"call": wording.CALL_ENDINGS, "chat": wording.CHAT_ENDINGS}
    return _changed(sentence, table.get(channel, wording.WRITTEN_ENDINGS), rng)


def extend(sentence: str, rng: Random) -> str:
    """Let a sentence of a mail go on: why it is written, what is asked."""
    asks = sentence.rstrip(" 。").endswith(
        ("お願いします", "お願いいたします", "存じます", "願います")
    )
    return sentence if asks else _changed(sentence, wording.EXTENSIONS, rng)


def _changed(sentence: str, rules: Sequence[tuple[str, tuple[str, ...]]], rng: Random) -> str:
    body = sentence.rstrip(" 。")
    stop = sentence[len(body) :]
    for ending, others in sorted(rules, key=lambda rule: -len(rule[0])):
        if body.endswith(ending) and not _inside_quote(body, len(body)):
            return _with_ending(body, ending, rng.choice(others)) + stop
    return sentence


def _with_ending(body: str, ending: str, other: str) -> str:
    stem = body[: -len(ending)]
    if (
        ending == "です"
        and other == "でございます"
        and stem.endswith(("い", "ん", "た", "う", "の"))
    ):
        return body
    return stem + other


def with_stop(text: str) -> str:
    """Close a text with 。 unless it already ends a sentence."""
    text = text.strip()
    if not text or text[-1] in SENTENCE_ENDS + "」)" or _ends_in_symbol(text):
        return text
    return text.rstrip("、") + "。"


def _ends_in_symbol(text: str) -> bool:
    return not re.match(r"[\wー々〜%]", text[-1])


def _cuts(text: str) -> list[int]:
    strong = [m.end() for m in STRONG_END.finditer(text) if not _inside_quote(text, m.end())]
    return sorted(set(strong + weak_cuts(text)))


def _inside_quote(text: str, end: int) -> bool:
    return text.count("「", 0, end) > text.count("」", 0, end)
