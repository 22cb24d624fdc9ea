"""Tell a customer's issue in one to four parts, each time in other words."""

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from pipelines.demo import slips, surface
from pipelines.demo.choice import Repertoire, Situation, leans_on_season, tone_of
from pipelines.demo.corpus import Corpus, Phrases, Statement
from pipelines.demo.numbers import shift_numbers

SPLIT_LENGTH = {"call": 70, "chat": 45, "mail": 200}
MOST_SOFTENED = {"call": 4, "chat": 2, "mail": 2}
SHORTEST_CHECKED = 9
MARKS = re.compile(r"[。、 .!?!?…]")


class Part(NamedTuple):
    """One customer turn's worth of the story; theme_id is None outside the themes."""

    theme_id: str | None
    kind: str
    text: str


class Storyteller:
    """Tells themes from the corpus; remembers sentences so that identical ones stay rare."""

    def __init__(self, corpus: Corpus, phrases: Phrases) -> None:
        self.phrases = phrases
        self._repertoire = Repertoire(corpus)
        self._seen: set[str] = set()
        self._turns_seen: set[str] = set()

    def tell(self, theme_id: str, situation: Situation, most_parts: int, rng: Random) -> list[Part]:
        """Tell one theme in one to `most_parts` turns."""
        pool = self._repertoire.pool(theme_id, situation)
        count = rng.choices((1, 2, 3), (0.5, 0.38, 0.12))[0] if most_parts > 1 else 1
        chosen = self._repertoire.choose(pool, situation.segment, count, rng)
        parts: list[Part] = []
        for position, statement in enumerate(chosen):
            texts = self._told(statement, pool, situation, position == 0, rng)
            parts += [Part(theme_id, "complaint", text) for text in texts]
        parts = _at_most(parts, most_parts, situation.channel)
        tails = self.phrases[f"tail.{_voice_of(situation)}"]
        softeners = self.phrases[f"soften.{_voice_of(situation)}"]
        return [
            part._replace(
                text=self._unheard(part.text, () if i else softeners, tails, situation, rng)
            )
            for i, part in enumerate(parts)
        ]

    def tell_other(self, kind: str, situation: Situation, rng: Random) -> list[Part]:
        """Tell what belongs to no theme: inquiry, request, praise, small talk, one-off."""
        statement = self._repertoire.other(kind, situation, rng)
        text = shift_numbers(statement.text, situation.day, True, rng)
        leads = self.phrases[f"other_lead.{situation.channel}"]
        text = self._freshened(text, leads, 1, situation.channel, rng)
        if not any(lead in text for lead in leads) and rng.random() < 0.4:
            text = rng.choice(leads) + text
        if rng.random() < (0.15 if kind == "smalltalk" else 0.3):
            text = surface.with_stop(text) + rng.choice(self.phrases[_other_tail(kind, situation)])
        tails = self.phrases[_other_tail(kind, situation)]
        return [Part(None, kind, self._unheard(text, leads, tails, situation, rng))]

    def second_theme_lead(self, situation: Situation, rng: Random) -> str:
        """Words that introduce a second issue in the same contact."""
        return rng.choice(self.phrases[f"second_theme.{situation.channel}"])

    def _told(
        self,
        statement: Statement,
        pool: Sequence[Statement],
        situation: Situation,
        is_first: bool,
        rng: Random,
    ) -> list[str]:
        """Tell one statement as turns: recut, reworded, with a lead or a connective."""
        text = self._recut(statement, pool, rng)
        text = shift_numbers(text, situation.day, leans_on_season(text), rng)
        softeners = self._voice("soften", statement, situation)
        limit = MOST_SOFTENED[situation.channel]
        text = self._freshened(text, softeners, limit, situation.channel, rng)
        turns = _turns(text, situation.channel)
        if not is_first and not turns[0].startswith(softeners):
            turns[0] = rng.choice(self._voice("follow_up", statement, situation)) + turns[0]
        elif is_first and situation.is_repeat and rng.random() < 0.6:
            turns[0] = rng.choice(self._repeat_leads(situation)) + turns[0]
        elif is_first and rng.random() < 0.35 and not turns[0].startswith(softeners):
            turns[0] = rng.choice(self._voice("lead", statement, situation)) + turns[0]
        if rng.random() < 0.14:
            tail = rng.choice(self._voice("tail", statement, situation))
            turns[-1] = surface.with_stop(turns[-1]) + tail
        return turns

    def _recut(self, statement: Statement, pool: Sequence[Statement], rng: Random) -> str:
        choice = rng.random()
        if choice < 0.3:
            same = [s for s in pool if s is not statement and tone_of(s) == tone_of(statement)]
            crossed = surface.cross(statement.text, rng.choice(same).text, rng) if same else None
            return crossed or statement.text
        return surface.part_of(statement.text, rng) if choice < 0.5 else statement.text

    def _freshened(
        self, text: str, softeners: Sequence[str], limit: int, channel: str, rng: Random
    ) -> str:
        """Reword each sentence; at most `limit` of them are opened by a softening word."""
        told: list[str] = []
        sentences = surface.split_sentences(text)
        for position, sentence in enumerate(sentences):
            count = sum(t.startswith(tuple(softeners)) for t in told)
            usable = softeners if count < limit else ()
            may_extend = channel == "mail" and position + 1 == len(sentences)
            told.append(self._fresh(sentence, usable, may_extend, channel, rng))
        return "".join(told)

    def _fresh(
        self, sentence: str, softeners: Sequence[str], may_extend: bool, channel: str, rng: Random
    ) -> str:
        """Reword a sentence, the harder the more often it was told before."""
        told, is_spoken = sentence, channel != "mail"
        groups = surface.swappable_words(sentence, is_spoken)
        for attempt in range(8):
            told = surface.reword(sentence, groups, 0.35 + 0.08 * attempt, rng)
            if rng.random() < 0.35 + 0.08 * attempt:
                told = surface.change_ending(told, channel, rng)
            if is_spoken and rng.random() < 0.12:
                told = surface.invert(told)
            if may_extend and attempt > 1 and rng.random() < 0.6:
                told = surface.extend(told, rng)
            if softeners and (attempt > 2 or rng.random() < 0.06):
                told = rng.choice(softeners) + told
            if attempt > 3 and channel == "call":
                told = slips.insert_fillers(told, 1, rng)
            if self._is_new(told):
                break
        return told

    def _unheard(
        self,
        text: str,
        heads: Sequence[str],
        tails: Sequence[str],
        situation: Situation,
        rng: Random,
    ) -> str:
        """Finish a turn; where the very same was said before, open or close it otherwise."""
        finished = self._finish(text, situation, rng)
        for attempt in range(10):
            if finished not in self._turns_seen:
                break
            is_headed = not heads or text.startswith(tuple(heads))
            other = text if is_headed else rng.choice(heads) + text
            if attempt > 2 or other == text:
                other = surface.with_stop(other) + rng.choice(tails)
            finished = self._finish(other, situation, rng)
        self._turns_seen.add(finished)
        return finished

    def _is_new(self, sentence: str) -> bool:
        """Whether the sentence, marks aside, was not told before; it is remembered."""
        bare = MARKS.sub("", sentence)
        is_new = len(bare) < SHORTEST_CHECKED or bare not in self._seen
        self._seen.add(bare)
        return is_new

    def _repeat_leads(self, situation: Situation) -> tuple[str, ...]:
        return self.phrases["repeat.call" if situation.channel == "call" else "repeat.written"]

    def _voice(self, pool: str, statement: Statement, situation: Situation) -> tuple[str, ...]:
        elderly = statement.register == "elderly" and situation.channel == "call"
        return self.phrases[f"{pool}.{'elderly' if elderly else situation.channel}"]

    def _finish(self, text: str, situation: Situation, rng: Random) -> str:
        if situation.channel == "call":
            if rng.random() < 0.45:
                text = slips.insert_fillers(text, rng.choice((1, 1, 2)), rng)
            text = slips.mishear(text, rng) if rng.random() < 0.15 else text
            return slips.drop_marks(surface.with_stop(text), situation.mark_style)
        if situation.channel == "chat":
            text = slips.mistype(text, rng) if rng.random() < 0.1 else text
            return slips.decorate(text, rng) if rng.random() < 0.2 else text.strip()
        return surface.with_stop(text)


def _turns(text: str, channel: str) -> list[str]:
    """Group sentences into turns of about the channel's length."""
    turns: list[str] = []
    for sentence in surface.split_sentences(text):
        if turns and len(turns[-1]) + len(sentence) <= SPLIT_LENGTH[channel]:
            turns[-1] += sentence
        else:
            turns.append(sentence)
    if len(turns) > 1 and len(turns[-1]) < 12:
        turns[-2:] = ["".join(turns[-2:])]
    return turns


def _at_most(parts: list[Part], most: int, channel: str) -> list[Part]:
    glue = "" if channel != "chat" else " "
    while len(parts) > most:
        shortest = min(range(len(parts) - 1), key=lambda i: len(parts[i].text + parts[i + 1].text))
        first, second = parts[shortest], parts[shortest + 1]
        joined = surface.with_stop(first.text) + glue + second.text
        parts[shortest : shortest + 2] = [first._replace(text=joined)]
    return parts


def _voice_of(situation: Situation) -> str:
    is_elderly = situation.channel == "call" and situation.segment == "シニア"
    return "elderly" if is_elderly else situation.channel


def _other_tail(kind: str, situation: Situation) -> str:
    style = "other_tail" if situation.channel == "call" else "other_tail_written"
    return f"{style}.{kind}"
