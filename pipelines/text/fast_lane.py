"""The fast lane: dangers, legal steps and offences against staff in a customer's words.

Every word of the lexicon is looked for once in all that the customer says; what is found is then
read closely: another sense, somebody else's story, a denial, a supposition.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipelines.text.clauses import TurnText
from pipelines.text.fast_lane_notation import ANY, read_expression
from pipelines.text.fast_lane_repetition import repeated_demand
from pipelines.text.fast_lane_rules import Category, FastLaneRules, Flag
from pipelines.text.fast_lane_scope import SUPPOSED_WITHIN, is_asserted
from pipelines.text.folded import fold
from pipelines.text.mask import render

# How far behind a hit it can turn out to be a title.
TITLED_WITHIN = 16
# A character of the private use area: what is masked is no word of the lexicon.
_BLANK = "\ue000"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters [start, end) of the original text of turn `turn` (from 0), and what they are.

    `severity` is 1 (listen) to 3 (act today), `name` the category in the users' words, `masked`
    what may be shown of the characters.
    """

    turn: int
    start: int
    end: int
    flag: Flag
    category: str
    name: str
    severity: int
    masked: str


@dataclass(frozen=True)
class _Category:
    """What of a category begins with the same two characters."""

    rules: Category
    pattern: str
    senses: str

    @cached_property
    def words(self) -> re.Pattern[str]:
        """The words of the category; longer ones come first."""
        return _compiled(self.pattern)

    @cached_property
    def other_senses(self) -> re.Pattern[str]:
        """What cancels a hit that it overlaps."""
        return _compiled(self.senses)


class FastLane:
    """The compiled lexicon; keep one and use it for all contacts."""

    def __init__(self, rules: FastLaneRules) -> None:
        self._rules = rules
        # By the first two characters, and, where the second can be any, by the first alone.
        self._by_begin: dict[str, list[_Category]] = {}
        for category in rules.category:
            self._enter(category)
        for begin, found in self._by_begin.items():
            loose = self._by_begin.get(begin[0], []) if len(begin) > 1 else []
            known = {one.rules.code for one in found}
            found.extend(one for one in loose if one.rules.code not in known)
        self._supposing = self._any(rules.supposing)
        self._no_supposing = self._any(rules.no_supposing)
        self._elsewhere = self._any(rules.elsewhere)
        self._said_to_customer = self._any(rules.said_to_customer)
        self._titles = self._any(rules.titles)
        self._third_persons = self._any(rules.third_persons)
        self._foreign = self._any(rules.foreign)
        self._against_us = self._any(rules.against_us)
        self._harmless = self._any(rules.harmless)

    def find(self, turns: Sequence[TurnText]) -> list[Evidence]:
        """Return what the customer, or somebody unknown, says that must not wait, in order."""
        numbers = [at for at, turn in enumerate(turns) if turn.speaker != "operator"]
        folded = [fold(_said(turns[at])) for at in numbers]
        text = "\n".join(one.text for one in folded)
        begins = [0]
        for one in folded:
            begins.append(begins[-1] + len(one.text) + 1)
        hits = [*self._hits(text), *self._repeated(text)]
        found = {
            _evidence(turns, numbers[at], folded[at].original(*place), category)
            for at, place, category in (_placed(hit, begins) for hit in hits)
        }
        return sorted(found, key=lambda one: (one.turn, one.start, one.end, one.category))

    def _hits(self, text: str) -> Iterator[tuple[int, int, Category]]:
        ends: dict[str, int] = {}
        begun = self._by_begin.get
        for start, (first, second) in enumerate(zip(text, text[1:] + "\n", strict=False)):
            for category in begun(first + second) or begun(first) or ():
                match = category.words.match(text, start)
                code = category.rules.code
                if (
                    match
                    and start >= ends.get(code, 0)
                    and self._holds(text, start, match.end(), category)
                ):
                    ends[code] = match.end()
                    yield start, match.end(), category.rules

    def _holds(self, text: str, start: int, end: int, category: _Category) -> bool:
        first = max(text.rfind("\n", 0, start), text.rfind("。", 0, start)) + 1
        last = _next_end(text, end)
        if _overlaps(category.other_senses, text, (first, last), (start, end)):
            return False
        if not is_asserted(text, start, end, category.rules.scope):
            return False
        if self._titles.search(text, end, min(last, end + TITLED_WITHIN)):
            return False
        if category.rules.flag == "legal" and self._is_foreign(text, first, last):
            return False
        before = text[max(first, start - SUPPOSED_WITHIN) : start]
        if category.rules.flag == "harassment":
            is_told = self._said_to_customer.match(text, end)
            return not is_told and not self._third_persons.search(before)
        if category.rules.scope == "intent":
            return True
        before = self._no_supposing.sub("", before)
        return not self._supposing.search(before) and not self._elsewhere.search(before)

    def _is_foreign(self, text: str, first: int, last: int) -> bool:
        """Return whether a sentence tells of a legal matter with others, or merely asks."""
        if self._harmless.search(text, first, last):
            return True
        is_of_others = self._foreign.search(text, first, last)
        return bool(is_of_others) and not self._against_us.search(text, first, last)

    def _repeated(self, text: str) -> Iterator[tuple[int, int, Category]]:
        rules = self._rules.repetition
        place = repeated_demand(text, rules) if rules else None
        if rules and place:
            yield (
                *place,
                Category(
                    code="repetition",
                    flag="harassment",
                    name=rules.name,
                    severity=rules.severity,
                    scope="intent",
                    words=rules.demands,
                    other_senses=(),
                ),
            )

    def _enter(self, category: Category) -> None:
        senses = self._pattern(category.other_senses)
        by_begin: dict[str, list[str]] = {}
        for words in category.words:
            read = read_expression(words, self._rules.families)
            for begin in read.begins:
                by_begin.setdefault(begin.rstrip(ANY), []).append(read.pattern)
        for begin, patterns in by_begin.items():
            loose = by_begin.get(begin[0], [])
            # The longest words first, so that the evidence holds all of them.
            longest = sorted({*patterns, *loose}, key=lambda words: (-len(words), words))
            entered = _Category(category, "|".join(longest), senses)
            self._by_begin.setdefault(begin, []).append(entered)

    def _any(self, entries: Sequence[str]) -> re.Pattern[str]:
        return re.compile(self._pattern(entries))

    def _pattern(self, entries: Sequence[str]) -> str:
        read = [read_expression(words, self._rules.families).pattern for words in entries]
        return "|".join(read) or "(?!)"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile what a text asks for first: all patterns of the lexicon take some seconds.

    The members of a family mostly begin the same words: those are compiled once.
    """
    return re.compile(pattern)


def _said(turn: TurnText) -> str:
    text = turn.text
    for span in turn.masked.spans:
        if span.start < len(text):
            end = min(span.end, len(text))
            text = text[: span.start] + _BLANK * (end - span.start) + text[end:]
    return text


def _placed(
    hit: tuple[int, int, Category], begins: Sequence[int]
) -> tuple[int, tuple[int, int], Category]:
    """Return which of the joined texts a hit lies in, its place there, and its category."""
    start, end, category = hit
    at = bisect_right(begins, start) - 1
    return at, (start - begins[at], end - begins[at]), category


def _evidence(
    turns: Sequence[TurnText], number: int, place: tuple[int, int], category: Category
) -> Evidence:
    turn = turns[number]
    masked = render(turn.text, turn.masked.spans, *place)
    return Evidence(
        number,
        *place,
        category.flag,
        category.code,
        category.name,
        category.severity,
        masked,
    )


def _next_end(text: str, start: int) -> int:
    ends = [place for place in (text.find(sign, start) for sign in "。\n") if place >= 0]
    return min(ends, default=len(text))


def _overlaps(
    senses: re.Pattern[str], text: str, bounds: tuple[int, int], hit: tuple[int, int]
) -> bool:
    return any(
        match.start() < hit[1] and match.end() > hit[0] for match in senses.finditer(text, *bounds)
    )
