"""The words of names as data: config/theme_names.toml, checked when it is read."""

import tomllib
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.errors import InputError

PLACE = "{}"


class Head(BaseModel):
    """What a name may say of a thing, and the customers' words for it, parted by spaces.

    It is joined with the things in `of` only; without any, or by `words` where there are
    `of_words`, with all things. `of_words` count only where one of those things is near. `after`
    is the particle that must stand between thing and word; `alone` is the name without a thing;
    a `physical` head is not joined with abstract things; a `whole` one is a name as it stands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str = ""
    of: str = ""
    of_words: str = ""
    after: str = ""
    alone: str = ""
    physical: bool = False
    whole: bool = False

    @cached_property
    def listed(self) -> frozenset[str]:
        """The things that it is joined with."""
        return frozenset(self.of.split())

    def all_words(self) -> frozenset[str]:
        """Return the customers' words."""
        return frozenset(self.words.split()) | frozenset(self.of_words.split())


class Meaning(NamedTuple):
    """What a customer's word means: a head, said of one of `things` (empty: of anything).

    `counts_alone` when it means that also where no thing is near.
    """

    head: str
    things: frozenset[str]
    after: str
    counts_alone: bool


class NameWords(BaseModel):
    """Heads by name, things that verbs speak of (払う: 支払い), and words that are no thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heads: dict[str, Head]
    things: dict[str, str] = {}
    quality_stop_words: str = ""
    statement_stop_words: str = ""
    counter_things: str = ""
    stop_words: str = ""
    part_words: str = ""
    abstract_things: str = ""
    legal_forms: str = ""

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Words that are never a thing of a name."""
        return frozenset(self.stop_words.split())

    @cached_property
    def no_things(self) -> frozenset[str]:
        """Words that are no thing by themselves, though some may be part of one."""
        return self.stopped | frozenset(self.part_words.split())

    @cached_property
    def legal(self) -> tuple[str, ...]:
        """Words such as 株式会社, beside which a company's name stands."""
        return tuple(self.legal_forms.split())

    @cached_property
    def abstract(self) -> frozenset[str]:
        """Things that physical heads are not joined with."""
        return frozenset(self.abstract_things.split())

    @cached_property
    def no_quality(self) -> frozenset[str]:
        """Adjectives that make no head by themselves."""
        return frozenset(self.quality_stop_words.split())

    @cached_property
    def no_statements(self) -> frozenset[str]:
        """Verbs that make no head by themselves (知らない)."""
        return frozenset(self.statement_stop_words.split())

    @cached_property
    def counters(self) -> frozenset[str]:
        """Things whose names also count something (三ポイント)."""
        return frozenset(self.counter_things.split())

    @cached_property
    def meanings(self) -> dict[str, tuple[Meaning, ...]]:
        """What each word of a customer may mean."""
        found: defaultdict[str, list[Meaning]] = defaultdict(list)
        for name, head in self.heads.items():
            things = frozenset(head.of.split())
            plain = frozenset[str]() if head.of_words else things
            for word in head.words.split():
                found[word].append(Meaning(name, plain, head.after, not head.after))
            for word in head.of_words.split():
                found[word].append(Meaning(name, things, head.after, False))
        return {word: tuple(meanings) for word, meanings in found.items()}

    @cached_property
    def thing_of(self) -> dict[str, str]:
        """The thing that a verb speaks of."""
        return {word: thing for thing, words in self.things.items() for word in words.split()}

    def phrase(self, thing: str, head: str) -> str:
        """Join a thing and what is said of it: 返金 and 遅れ to 返金の遅れ."""
        return head.replace(PLACE, thing) if PLACE in head else f"{thing}の{head}"

    def is_whole(self, head: str) -> bool:
        """Return whether a head is a name as it stands."""
        return head in self.heads and self.heads[head].whole

    def lists(self, thing: Collection[str], head: str) -> bool:
        """Return whether a head names this thing among those that it is said of."""
        known = self.heads.get(head)
        return known is not None and any(
            word == listed or (len(listed) > 1 and word.endswith(listed))
            for word in thing
            for listed in known.listed
        )

    def allows(self, thing: Collection[str], head: str) -> bool:
        """Return whether a head can be true of a thing, given with its spellings."""
        known = self.heads.get(head)
        if known is None:
            return True
        return not known.whole and not (known.physical and self.abstract & set(thing))

    def repeats(self, thing: Collection[str], head: str) -> bool:
        """Return whether the head says again what the thing says (カビの傷み)."""
        known = self.heads.get(head)
        words = known.all_words() if known else frozenset({head})
        core = head.replace(PLACE, "").strip("のとに")
        return any(part in words or core[:2] in part or part in head for part in thing)


def parse_name_words(toml_text: str, name: str = "theme_names.toml") -> NameWords:
    """Read the words; raises InputError naming the file and the place that is wrong."""
    try:
        return NameWords.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=name, setting=place) from error
