"""Possible names of a theme: its own words, put together as a manager would."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from pipelines.themes.name_words import PLACE, NameWords
from pipelines.themes.term_counts import TermCounts

# What vaguer kinds of names lose: a head that the voices say elsewhere than beside the thing, a
# head that no list knows, and a thing of which nothing is said.
_APART_LOSS, _UNKNOWN_LOSS, _NOTHING_SAID_LOSS = 0.35, 0.6, 0.9
_SHORT_LOSS = 0.8
# What a head gains where the grammar says it of the thing as often as anything in the theme, and
# what a thing that tells another more nearly loses (ブラックフライデーの注文).
_SAID_GAIN, _MODIFIER_LOSS = 0.5, 0.2
# Shares of a theme's texts below which words stand together by chance.
_RARE_LINK, _RARE_UNKNOWN, _RARE_PAIR, _RARE_APART, _RARE_THING = 0.012, 0.04, 0.03, 0.04, 0.1
_RARE_ALONE = 0.08
_FEW_TEXTS = 4
_FEW_THEMES = 8
SEPARATOR, ABOUT = "・", "に関する"

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
    longest_name: int = Field(default=18, ge=6, description="characters")
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
    names_tried: int = Field(default=40, ge=1, description="by their words, before their meaning")
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
    said = _said_of_things(counts, theme, (things, heads), rules.words)
    found = [
        *(candidate for candidate, *_ in said),
        *_with_modifiers(counts, theme, said, (things, rules.words)),
        *_alone(counts, theme, heads, rules.words),
        *_nothing_said(counts, theme, things),
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


Said = tuple[Candidate, str, str]


def _said_of_things(
    counts: TermCounts,
    theme: int,
    scored: tuple[Mapping[str, float], Mapping[str, float]],
    words: NameWords,
) -> list[Said]:
    """Candidates of a thing and a head, each with its thing and head."""
    things, heads = scored
    inside = counts.inside[theme]
    most = max((count for term, count in inside.items() if term[0] == "said"), default=1)
    found = []
    for key, name in sorted((key, name) for key in things for name in heads):
        shown = counts.shown(key)
        if not words.allows((key, shown), name) or words.repeats((key, shown), name):
            continue
        loss = _loss(counts, theme, (key, name), words)
        if loss is not None:
            gain = _SAID_GAIN * inside["said", key, name] / most
            worth = things[key] + heads[name] + gain - loss
            found.append((Candidate(words.phrase(shown, name), key, worth), key, name))
    return found


def _loss(counts: TermCounts, theme: int, link: tuple[str, str], words: NameWords) -> float | None:
    """Return what a thing and a head lose for how loosely they belong together, None for no name.

    A head of the list may stand near its thing, or anywhere if the list names the thing; a head
    that no list knows is believed only where the grammar says it of the thing.
    """
    inside, size = counts.inside[theme], counts.sizes[theme]
    said, near = inside["said", *link], inside["link", *link]
    key, name = link
    if name not in words.heads:
        return _UNKNOWN_LOSS if said >= max(3.0, _RARE_UNKNOWN * size) else None
    is_listed = words.lists((key, counts.shown(key)), name)
    few = max(1.0 if size < _FEW_TEXTS else 2.0, _RARE_LINK * size)
    if said >= few or (is_listed and near >= few):
        return 0.0
    apart = min(inside["thing", key], inside["head", name])
    if is_listed and apart >= max(2.0, _RARE_APART * size):
        return _APART_LOSS
    return None


def _with_modifiers(
    counts: TermCounts,
    theme: int,
    said: Sequence[Said],
    known: tuple[Mapping[str, float], NameWords],
) -> list[Candidate]:
    """Clauses whose thing is told more nearly by another: 解約の電話がつながらない."""
    things, words = known
    inside = counts.inside[theme]
    needed = max(2.0, _RARE_PAIR * counts.sizes[theme])
    return [
        Candidate(
            f"{counts.shown(first)}の{candidate.name}",
            first,
            candidate.worth + things[first] - things[key] - _MODIFIER_LOSS,
        )
        for candidate, key, name in said
        if name in words.heads and name.startswith(PLACE) and "の" not in candidate.name
        for first in things
        if first != key and inside["pair", first, key] >= needed
    ]


def _alone(
    counts: TermCounts, theme: int, heads: Mapping[str, float], words: NameWords
) -> list[Candidate]:
    """Names as they stand, where more than a few of the voices say so."""
    needed = max(2.0, _RARE_ALONE * counts.sizes[theme])
    names = {name: words.heads[name] for name in heads if name in words.heads}
    return [
        Candidate(name if head.whole else head.alone, "", 2.0 * heads[name])
        for name, head in names.items()
        if (head.whole or head.alone) and counts.inside[theme]["head", name] >= needed
    ]


def _nothing_said(counts: TermCounts, theme: int, things: Mapping[str, float]) -> list[Candidate]:
    """Name by a thing and what the voices are: 暗証番号に関する不満."""
    needed = _RARE_THING * counts.sizes[theme]
    often = [key for key in things if counts.inside[theme]["thing", key] >= needed]
    return [
        Candidate(
            f"{counts.shown(key)}{ABOUT}{counts.kind_of(theme)}",
            key,
            2.0 * things[key] - _NOTHING_SAID_LOSS - _short_loss(counts.shown(key)),
        )
        for key in often or list(things)[:1]
    ]


def _short_loss(shown: str) -> float:
    """線に関する不満 tells little: one character is no subject by itself."""
    return _SHORT_LOSS if len(shown) < 2 else 0.0
