"""Name themes: a thing and what is said of it, as a manager would write it (返金の遅れ)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.themes.candidates import (
    ABOUT,
    Candidate,
    NameRules,
    NameSettings,
    candidates,
    common_things,
    distinctive_heads,
    distinctive_things,
)
from pipelines.themes.name_words import PLACE
from pipelines.themes.term_counts import TermCounts

__all__ = ["NameRules", "NameSettings", "ThemeName", "name_themes"]

# Distinctness among the other themes counts more than closeness to one's own voices: 電話 is
# close to many themes. Both are cosines of a tuned encoder, about .1 to .8.
_CLOSENESS_WEIGHT, _DISTINCTNESS_WEIGHT, _WORDS_WEIGHT = 1.0, 2.0, 0.3
_SHARPNESS = 10.0
# Where a name is taken, another that scores so much less is taken rather than brackets.
_NEARLY_AS_GOOD = 0.35
# A thing in brackets is mentioned by this share of a theme's texts, and near enough in meaning.
_OFTEN, _TELLING = 0.2, 0.1


@dataclass(frozen=True)
class ThemeName:
    """A theme's name and its most distinctive terms, best first."""

    name: str
    terms: tuple[str, ...]


def name_themes(
    counts: TermCounts,
    centroids: np.ndarray,
    wanted: Mapping[int, str],
    taken: Collection[str],
    rules: NameRules,
) -> dict[int, ThemeName]:
    """Name the wanted themes, given with the names they bear now ("" for none).

    `centroids` (k, d) unit rows of all themes.

    A name is made of words of the theme's own voices (heads through `NameWords`), close in
    meaning to them and distinct from the other themes. A name that a theme bears stays unless
    another scores `change_margin` more. Names are unique, also against `taken`: the larger
    theme keeps the name, the other takes its next best or adds a second thing in brackets.
    A theme without a usable word is called テーマ and its number.
    """
    common = common_things(counts, rules.settings)
    options = {
        theme: _likely(candidates(counts, theme, rules, common), old, rules.settings)
        for theme, old in wanted.items()
    }
    scores = _scores(options, centroids, wanted, rules)
    used = set(taken)
    names: dict[int, ThemeName] = {}
    for theme in sorted(wanted, key=lambda number: (-counts.sizes[number], number)):
        ranked = _ranked(options[theme], scores[theme])
        old = wanted[theme]
        name = old if _stays(old, ranked, scores[theme], rules.settings) and old not in used else ""
        told = _tellings(counts, theme, ranked, scores[theme])
        name = name or _unused(ranked, scores[theme], used, told) or f"テーマ{theme + 1}"
        name = _numbered(name, used)
        used.add(name)
        names[theme] = ThemeName(name, _terms(counts, theme, rules, common))
    return names


def _likely(options: Sequence[Candidate], old: str, settings: NameSettings) -> list[Candidate]:
    """Return the options that are worth most by their words, and the present name if it is one."""
    order = sorted(options, key=lambda option: (-option.worth, option.name))
    present = [option for option in order[settings.names_tried :] if option.name == old]
    return order[: settings.names_tried] + present


def _scores(
    options: Mapping[int, Sequence[Candidate]],
    centroids: np.ndarray,
    wanted: Mapping[int, str],
    rules: NameRules,
) -> dict[int, dict[str, float]]:
    """Score each theme's candidates, and its present name by meaning where it is none of them."""
    names = {option.name for found in options.values() for option in found}
    names |= {old for old in wanted.values() if old}
    if not names:
        return {theme: {} for theme in wanted}
    ordered = sorted(names)
    near = np.asarray(rules.encode(ordered), dtype=np.float64) @ np.transpose(centroids)
    rest = np.logaddexp.reduce(_SHARPNESS * near, axis=1) / _SHARPNESS
    row = {name: number for number, name in enumerate(ordered)}
    scores: dict[int, dict[str, float]] = {}
    for theme, old in wanted.items():
        worth = {old: 0.0} if old else {}
        worth |= {option.name: option.worth for option in options[theme]}
        scores[theme] = {
            name: _CLOSENESS_WEIGHT * near[row[name], theme]
            + _DISTINCTNESS_WEIGHT * (near[row[name], theme] - rest[row[name]])
            + _WORDS_WEIGHT * words
            for name, words in worth.items()
        }
    return scores


def _ranked(options: Sequence[Candidate], scores: Mapping[str, float]) -> list[Candidate]:
    return sorted(options, key=lambda option: (-scores[option.name], option.name))


def _stays(
    old: str, ranked: Sequence[Candidate], scores: Mapping[str, float], settings: NameSettings
) -> bool:
    if not old or not ranked:
        return bool(old)
    return scores[ranked[0].name] - scores[old] <= settings.change_margin


def _tellings(
    counts: TermCounts, theme: int, ranked: Sequence[Candidate], scores: Mapping[str, float]
) -> list[str]:
    """Return things that many of a theme's texts mention, the nearest to its meaning first."""
    return [
        counts.shown(option.thing)
        for option in ranked
        if ABOUT in option.name and scores[option.name] >= _TELLING
        if counts.inside[theme]["thing", option.thing] >= _OFTEN * counts.sizes[theme]
    ]


def _unused(
    ranked: Sequence[Candidate],
    scores: Mapping[str, float],
    used: Collection[str],
    things: Sequence[str],
) -> str:
    """Return the best name; where it is taken, the next that is about as good, or the best with
    one of the theme's things in brackets."""
    if not ranked or ranked[0].name not in used:
        return ranked[0].name if ranked else ""
    best = ranked[0].name
    free = [option.name for option in ranked if option.name not in used]
    enough = scores[best] - _NEARLY_AS_GOOD
    for name in free:
        if scores[name] >= enough and (ABOUT in best or ABOUT not in name):
            return name
    told = (f"{best}({thing})" for thing in things if ABOUT not in best and thing not in best)
    return next((name for name in told if name not in used), free[0] if free else best)


def _numbered(name: str, used: Collection[str]) -> str:
    number, numbered = 1, name
    while numbered in used:
        number += 1
        numbered = f"{name}({number})"
    return numbered


def _terms(
    counts: TermCounts, theme: int, rules: NameRules, common: Collection[str]
) -> tuple[str, ...]:
    things = distinctive_things(counts, theme, rules.settings, common)
    heads = distinctive_heads(counts, theme, rules.settings)
    scores = {counts.shown(key): score for key, score in things.items()}
    scores |= {
        name.replace(PLACE, "").lstrip("のにとがをで"): score for name, score in heads.items()
    }
    order = sorted(scores, key=lambda shown: (-scores[shown], shown))
    return tuple(order[: rules.settings.terms_listed])
