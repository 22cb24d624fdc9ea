"""Possible names of a theme: its own words, put together as a manager would."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.themes.name_words import NameWords
from pipelines.themes.term_counts import TermCounts

# What a bare thing scores in place of a head, and what vaguer kinds of names lose.
_NO_HEAD, _PAIR_LOSS, _LIST_LOSS, _BARE_LOSS = 0.3, 0.15, 0.8, 0.3
_THINGS_IN_LISTS = 6
# Shares of a theme's texts below which words that stand together do so by chance.
_RARE_LINK, _RARE_PAIR = 0.015, 0.03
_FEW_TEXTS = 4
_FEW_THEMES = 8
SEPARATOR = "・"

Encode = Callable[[Sequence[str]], np.ndarray]


class NameSettings(BaseModel):
    """How names are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    company_words: tuple[str, ...] = Field(
        default=(), description="names of the company and its brands, kept out of all names"
    )
    command: tuple[str, ...] = Field(
        default=(), description="a program that may propose names (see name_writer)"
    )
    command_timeout_seconds: float = Field(default=60.0, gt=0.0)
    growth: float = Field(
        default=2.0, gt=1.0, description="a theme so many times larger than when named is looked at"
    )
    longest_name: int = Field(default=16, ge=6, description="characters")
    terms_listed: int = Field(default=8, ge=1)
    change_margin: float = Field(
        default=0.15, ge=0.0, description="how much better a new name must score than the old one"
    )
    common_share: float = Field(
        default=0.6, gt=0.0, description="a thing spoken of in this share of themes names none"
    )
    min_voices_share: float = Field(
        default=0.03, ge=0.0, lt=1.0, description="of a theme's texts that mention a thing"
    )
    texts_per_theme: int = Field(default=300, ge=10, description="read for naming")
    things_tried: int = Field(default=16, ge=1)
    heads_tried: int = Field(default=14, ge=1)
    prior_texts: float = Field(
        default=30.0, gt=0.0, description="weight of all texts as prior, in texts"
    )


@dataclass(frozen=True)
class NameRules:
    """What names are made by: words, settings, and what gives names their unit vectors."""

    words: NameWords
    settings: NameSettings
    encode: Encode


class Candidate(NamedTuple):
    """A possible name: its thing ("" for none) and what its words are worth, 0 to 1 or so."""

    name: str
    thing: str
    worth: float


def common_things(counts: TermCounts, settings: NameSettings) -> frozenset[str]:
    """Return things that most themes speak of: the company itself, or what it sells."""
    if counts.count_themes < _FEW_THEMES:
        return frozenset()
    needed = settings.common_share * counts.count_themes
    spread = {
        term[1]: sum(counts.inside[theme][term] >= 2 for theme in range(counts.count_themes))
        for term, count in counts.everywhere.items()
        if term[0] == "thing" and count >= 2 * needed
    }
    return frozenset(key for key, themes in spread.items() if themes >= needed)


def candidates(
    counts: TermCounts, theme: int, rules: NameRules, common: Collection[str] = ()
) -> list[Candidate]:
    """Return the names that the theme's own words allow, in order of name."""
    things = distinctive_things(counts, theme, rules.settings, common)
    heads = distinctive_heads(counts, theme, rules.settings)
    most = max(things.values(), default=1.0), max(heads.values(), default=1.0)
    things = {key: score / most[0] for key, score in things.items()}
    heads = {name: score / most[1] for name, score in heads.items()}
    found = [
        *_said_of_things(counts, theme, (things, heads), rules.words),
        *_things_of_things(counts, theme, things),
        *_lists(things, counts),
        *_alone(things, heads, counts, rules.words),
    ]
    best: dict[str, Candidate] = {}
    for candidate in found:
        if len(candidate.name) <= rules.settings.longest_name:
            known = best.get(candidate.name)
            if known is None or candidate.worth > known.worth:
                best[candidate.name] = candidate
    return [best[name] for name in sorted(best)]


def distinctive_things(
    counts: TermCounts, theme: int, settings: NameSettings, common: Collection[str] = ()
) -> dict[str, float]:
    """Return the theme's most distinctive things with their z-scores, best first."""
    needed = max(2.0, settings.min_voices_share * counts.sizes[theme])
    if counts.sizes[theme] < _FEW_TEXTS:
        needed = 1.0
    found = {
        term[1]: counts.distinctiveness(theme, term)
        for term, count in counts.inside[theme].items()
        if term[0] == "thing" and count >= needed and term[1] not in common
        if not _names_company(counts.shown(term[1]), settings)
    }
    return _best(_prefer_compounds(found), settings.things_tried)


def distinctive_heads(counts: TermCounts, theme: int, settings: NameSettings) -> dict[str, float]:
    """Return the theme's most distinctive heads with their z-scores, best first."""
    found = {
        term[1]: counts.distinctiveness(theme, term)
        for term in counts.inside[theme]
        if term[0] == "head"
    }
    return _best(found, settings.heads_tried)


def _names_company(shown: str, settings: NameSettings) -> bool:
    return any(word in shown for word in settings.company_words)


def _best(scores: Mapping[str, float], count: int) -> dict[str, float]:
    order = sorted(scores, key=lambda key: (-scores[key], key))[:count]
    return {key: scores[key] for key in order if scores[key] > 0}


def _prefer_compounds(scores: dict[str, float]) -> dict[str, float]:
    """Drop the part of a compound that is hardly less distinctive (自動音声 for 音声)."""
    return {
        part: score
        for part, score in scores.items()
        if not any(part in whole and part != whole and scores[whole] >= score for whole in scores)
    }


def _said_of_things(
    counts: TermCounts,
    theme: int,
    scored: tuple[Mapping[str, float], Mapping[str, float]],
    words: NameWords,
) -> list[Candidate]:
    things, heads = scored
    found = []
    for kind, *link in counts.inside[theme]:
        if kind != "link" or link[0] not in things or link[1] not in heads:
            continue
        if counts.inside[theme]["link", *link] < _RARE_LINK * counts.sizes[theme]:
            continue
        key, name = link
        shown = counts.shown(key)
        if words.allows((key, shown), name) and not words.repeats((key, shown), name):
            worth = things[key] + heads[name]
            found.append(Candidate(words.phrase(shown, name), key, worth))
    return found


def _things_of_things(
    counts: TermCounts, theme: int, things: Mapping[str, float]
) -> list[Candidate]:
    return [
        Candidate(
            f"{counts.shown(term[1])}の{counts.shown(term[2])}",
            term[1],
            things[term[1]] + things.get(term[2], 0.0) - _PAIR_LOSS,
        )
        for term, count in counts.inside[theme].items()
        if term[0] == "pair" and term[1] in things
        if count >= max(2.0, _RARE_PAIR * counts.sizes[theme])
    ]


def _lists(things: Mapping[str, float], counts: TermCounts) -> list[Candidate]:
    """Name by two things where nothing is said of them: 請求書・領収書."""
    found = []
    for first, second in combinations(list(things)[:_THINGS_IN_LISTS], 2):
        shown = counts.shown(first), counts.shown(second)
        if shown[0] not in shown[1] and shown[1] not in shown[0]:
            worth = things[first] + things[second] - _LIST_LOSS
            found.append(Candidate(SEPARATOR.join(shown), first, worth))
    return found


def _alone(
    things: Mapping[str, float], heads: Mapping[str, float], counts: TermCounts, words: NameWords
) -> list[Candidate]:
    found = []
    for key, score in things.items():
        shown = counts.shown(key)
        loss = _BARE_LOSS if len(shown) < 4 else 0.0
        found.append(Candidate(shown, key, score + _NO_HEAD - loss))
    for name, score in heads.items():
        known = words.heads.get(name)
        if known is not None and known.alone:
            found.append(Candidate(known.alone, "", score + _NO_HEAD))
    return found
