"""Tell a customer's issue in one to four parts, each time in other words."""

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from pipelines.demo import slips, surface
from pipelines.demo.choice import Repertoire, Situation, leans_on_season, tone_of
from pipelines.demo.corpus import Corpus, Phrases, Statement
from pipelines.demo.numbers import shift_numbers

SPLIT_LENGTH = {"call": 70, "chat": 34, "mail": 200}
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
        return [part._replace(text=self._finish(part.text, situation, rng)) for part in parts]

    def tell_other(self, kind: str, situation: Situation, rng: Random) -> list[Part]:
        """Tell what belongs to no theme: inquiry, request, praise, small talk, one-off."""
        statement = self._repertoire.other(kind, situation, rng)
        text = shift_numbers(statement.text, situation.day, True, rng)
        text = self._freshened(text, statement, situation, rng)
        if rng.random() < 0.5:
            text = rng.choice(self.phrases[f"other_lead.{situation.channel}"]) + text
        if rng.random() < (0.15 if kind == "smalltalk" else 0.3):
            tail = rng.choice(self.phrases[_other_tail(kind, situation)])
            text = surface.with_stop(text) + tail
        return [Part(None, kind, self._finish(text, situation, rng))]

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
        turns = _turns(self._freshened(text, statement, situation, rng), situation.channel)
        if not is_first:
            turns[0] = rng.choice(self._voice("follow_up", statement, situation)) + turns[0]
        elif situation.is_repeat and rng.random() < 0.6:
            turns[0] = rng.choice(self._repeat_leads(situation)) + turns[0]
        elif rng.random() < 0.35:
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

    def _freshened(self, text: str, statement: Statement, situation: Situation, rng: Random) -> str:
        sentences = surface.split_sentences(text)
        return "".join(self._fresh(s, statement, situation, rng) for s in sentences)

    def _fresh(self, sentence: str, statement: Statement, situation: Situation, rng: Random) -> str:
        """Reword a sentence, the harder the more often it was told before."""
        told, is_spoken = sentence, situation.channel != "mail"
        for attempt in range(8):
            told = surface.reword(sentence, 0.35 + 0.08 * attempt, is_spoken, rng)
            if rng.random() < 0.35 + 0.08 * attempt:
                told = surface.change_ending(told, situation.channel, rng)
            if is_spoken and rng.random() < 0.12:
                told = surface.invert(told)
            if attempt > 1 or rng.random() < 0.08:
                told = rng.choice(self._voice("soften", statement, situation)) + told
            if attempt > 3 and situation.channel == "call":
                told = slips.insert_fillers(told, 1, rng)
            if self._is_new(told):
                break
        return told

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


def _other_tail(kind: str, situation: Situation) -> str:
    style = "other_tail" if situation.channel == "call" else "other_tail_written"
    return f"{style}.{kind}"
