"""The lists of config/extract.toml at work: what says nothing, what only leads in, what changes
the subject, and how words are tidied for the encoder."""

import re
from collections.abc import Collection, Sequence

from pipelines.text.extract_rules import ExtractRules
from pipelines.text.normalise import normalise

_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}[0-9]{1,4}\]")
_PUNCTUATION = re.compile(r"[\s、。,.!?！？…・:：;；「」『』()（）~〜\-ー☆♪★*]+")
_REPEATED = re.compile(r"([ぁ-んァ-ヺー一-鿿]{4,12}?)(?:[、,.… ]*\1)+")
_STUTTER = re.compile(r"(?<![ぁ-んァ-ヺー一-鿿])([ぁ-んァ-ヺー一-鿿]{1,8})(?:(?:、|\.{2,3} ?)\1)+")
_LOOSE_PUNCTUATION = re.compile(r"(?:(?<=^)|(?<=[。、]))[、。 ]+")
# How far behind a clause's beginning a change of subject is still announced.
_ANNOUNCED_WITHIN = 8


class Phrases:
    """The compiled lists; keep one and use it for all contacts."""

    def __init__(self, rules: ExtractRules) -> None:
        phrases, endings = _longest_first(rules.phrases), _longest_first(rules.endings)
        self._empty = re.compile(f"(?:(?:{phrases})(?:{endings})*)+")
        self._answer = re.compile(f"(?:{_longest_first(rules.answer_words)})*")
        self._salutation = re.compile(f"^.{{0,40}}(?:{_longest_first(rules.salutation_endings)})$")
        fillers, weak = any_of(rules.fillers), any_of(rules.weak_fillers)
        start = r"(?:^|(?<=[、。,.!?\s]))"
        self._filler = re.compile(
            rf"{start}(?:(?:{fillers})[ー~]*(?:です)?ね?[、,.…\s]*|(?:{weak})[ー~]*(?:、|\.\.\.|\s|$)\s*)+"
        )
        lead_ins = any_of((*rules.lead_ins, *rules.fillers, *rules.weak_fillers))
        self._lead_in = re.compile(rf"(?:(?:{lead_ins})[ー~]*(?:です)?ね?[、,，。…\s]+)+")
        self._opener = re.compile(
            rf"(?:^|[、。!?！？\s])(?:{any_of(rules.topic_openers)})(?!{any_of(rules.no_openers)})"
        )

    def say_nothing(self, masked: str) -> bool:
        """Return whether words are greeting, back-channel, closing or an answer of identity."""
        sentence = self._filler.sub("", normalise(masked))
        open_words = _PLACEHOLDER.sub("", sentence)
        if self._salutation.match(open_words.strip(" 、。")):
            return True
        words = bare(open_words)
        if not words or self._empty.fullmatch(words):
            return True
        return _PLACEHOLDER.search(masked) is not None and bool(self._answer.fullmatch(words))

    def after_lead_in(self, text: str, start: int, end: int) -> int:
        """Return where the statement at [start, end) begins behind 「いや、それがですね、」."""
        match = self._lead_in.match(text, start, end)
        return match.end() if match and match.end() < end else start

    def change_subject(self, words: str) -> bool:
        """Return whether a clause announces another matter: それと, もう一点."""
        return self._opener.search(words[:_ANNOUNCED_WITHIN]) is not None

    def for_encoder(self, masked: str) -> str:
        """Return words normalised, without placeholders, fillers and repetitions."""
        text = normalise(_PLACEHOLDER.sub("", masked)).replace("\n", "")
        text = self._filler.sub("", text)
        text = _STUTTER.sub(r"\1", _REPEATED.sub(r"\1", text))
        text = _LOOSE_PUNCTUATION.sub("", text).strip()
        return text if not text or text[-1] in "。!?" else text + "。"


def bare(text: str) -> str:
    """Return a text without white space and signs."""
    return _PUNCTUATION.sub("", text)


def any_of(words: Collection[str]) -> str:
    """Return a pattern of any of the words, the longest first; it never matches without words."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _longest_first(words: Sequence[str]) -> str:
    return any_of({bare(normalise(word)) or word for word in words})
