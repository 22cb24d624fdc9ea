"""The month in three sentences, each of them chosen by rules from tested numbers.

A difference is told as one only where chance does not explain it; what is known from one year
only, or may be a season, is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter
from typing import get_args

from pipelines.errors import InputError
from pipelines.review.facts_sections import (
    Ahead,
    Changes,
    Coming,
    Fading,
    Ignored,
    NewTheme,
    Part,
    Raised,
    Sentence,
    Span,
    Usual,
)
from pipelines.review.facts_theme import ThemeFacts, Verdict
from pipelines.review.figures import about, day_in_year, number, percent
from pipelines.review.look import Words
from pipelines.review.traces import Number

# Two themes are named together; with three more alike, naming two of them would be unfair.
CROWD = 3
Value = str | Part | tuple[Part, ...]


@dataclass(frozen=True)
class Volume:
    """All contacts of the month beside last month and the same month last year.

    `is_near_...`: about as many as then, of which an unclear verdict alone tells nothing.
    """

    contacts: Number
    month_before: Number
    year_before: Number
    on_month_before: Verdict
    on_year_before: Verdict
    is_complete: bool
    is_near_month: bool = False
    is_near_year: bool = False


@dataclass(frozen=True)
class Told:
    """What the sentences choose from."""

    volume: Volume
    themes: Sequence[ThemeFacts]
    changes: Changes
    ahead: Ahead
    ignored: Sequence[Ignored]
    least_customers: int


def three_sentences(told: Told, words: Words) -> tuple[Sentence, ...]:
    """Return volume, change and outlook; a month without contacts has the first and last only."""
    volume = Sentence("volume", _volume(told, words))
    outlook = Sentence("outlook", _outlook(told, words))
    if not told.volume.contacts:
        return volume, outlook
    return volume, Sentence("change", _change(told, words)), outlook


def filled(words: Words, key: str, **values: Value) -> tuple[Part, ...]:
    """Return a text of words.toml in parts, its placeholders filled with words or numbers."""
    parts: list[Part] = []
    for literal, name, _, _ in Formatter().parse(words.template(f"sentence.{key}")):
        if literal:
            parts.append(Part(literal))
        if name is not None:
            parts += _parts(values, name, key)
    return tuple(parts)


def _parts(values: dict[str, Value], name: str, key: str) -> tuple[Part, ...]:
    if name not in values:
        raise InputError("review_bad_setting", file="words.toml", setting=f"sentence.{key}")
    value = values[name]
    if isinstance(value, str):
        return (Part(value),)
    return (value,) if isinstance(value, Part) else value


def count(value: Number) -> Part:
    """Return a number as a part, written with separators."""
    return Part(number(value.value), value)


def _volume(told: Told, words: Words) -> tuple[Part, ...]:
    volume = told.volume
    if not volume.contacts:
        return filled(words, "no_contacts")
    if not volume.is_complete:
        start = filled(words, "so_far", count=count(volume.contacts))
    else:
        start = _compared(volume, words)
    heard = [theme for theme in told.themes if theme.contacts]
    return start + _largest(heard, words)


def _compared(volume: Volume, words: Words) -> tuple[Part, ...]:
    parts = filled(words, "contacts", count=count(volume.contacts))
    month = _told(volume.on_month_before, volume.is_near_month)
    year = _told(volume.on_year_before, volume.is_near_year)
    if month == year == "unclear":
        return parts + filled(words, "both_unclear")
    for against, told, before in (
        ("month", month, volume.month_before),
        ("year", year, volume.year_before),
    ):
        if told != "unknown":
            step = abs(volume.contacts.count - before.count)
            parts += filled(words, f"{against}_{told}", difference=number(step))
    return parts


def _told(verdict: Verdict, is_near: bool) -> str:
    return "near" if verdict == "unclear" and is_near else verdict


def _largest(heard: Sequence[ThemeFacts], words: Words) -> tuple[Part, ...]:
    """Name the largest theme, or two where chance may have put one above the other.

    Where even the fourth is as large but for chance, none of them stands out.
    """
    if not heard:
        return filled(words, "no_themes")
    first, *others = heard
    if len(others) >= CROWD and not _stands_out(first, others[CROWD - 1]):
        return _named(first, words, "largest_even")
    if others and not _stands_out(first, others[0]):
        return filled(
            words,
            "largest_two",
            name=first.name,
            count=count(first.contacts),
            other=others[0].name,
            other_count=count(others[0].contacts),
        )
    return _named(first, words, "largest")


def _named(first: ThemeFacts, words: Words, key: str) -> tuple[Part, ...]:
    share = Part(percent(first.share.value), first.share)
    return filled(words, key, name=first.name, count=count(first.contacts), share=share)


def _stands_out(first: ThemeFacts, second: ThemeFacts) -> bool:
    """Tell whether the difference is more than twice that of chance (two Poisson counts)."""
    one, other = first.contacts.count, second.contacts.count
    return one - other > 2 * (one + other) ** 0.5


def _change(told: Told, words: Words) -> tuple[Part, ...]:
    """Tell what was tested: the largest rise, with a new theme at least as large; else the rest.

    What rose over a year is no news of the month, so that a new theme is told with it.
    """
    changes = told.changes
    newest = next((one for one in changes.new if one.customers.count >= told.least_customers), None)
    raised = (*changes.rising, *changes.back)
    largest = max(raised, key=_news, default=None)
    if largest and not largest.is_seasonal:
        is_slow = largest.kind == "year"
        if newest and (is_slow or newest.contacts.count >= (largest.size.value or 0)):
            return _rise(largest, words, "_and") + _new(told, newest, words, "new_too")
        return _rise(largest, words)
    if newest:
        return _new(told, newest, words)
    if largest:
        return _rise(largest, words, "_seasonal")
    if changes.fading:
        fall = changes.fading[0]
        before, now = count(fall.before), count(fall.now)
        together = _together(fall, words)
        return filled(
            words, f"fading_{fall.span}", name=fall.name, before=before, count=now,
            together=together,
        )  # fmt: skip
    if changes.usual:
        return filled(words, "usual", name=changes.usual[0].name)
    return filled(words, "no_change" if told.volume.is_complete else "no_change_yet")


def usual_text(usual: Sequence[Usual], words: Words) -> str:
    """Return what rose since last month only because of the season, in words; empty for none."""
    names = "".join(words("changes.usual_name", name=one.name) for one in usual)
    return words("changes.usual", names=names) if usual else ""


def unchecked_text(new: Sequence[NewTheme], words: Words) -> str:
    """Return how many new themes may hold several issues, in words; empty for none."""
    unchecked = sum(not one.is_checked for one in new)
    key = "new_unchecked" if unchecked == len(new) else "new_unchecked_some"
    return words(f"changes.{key}", count=unchecked) if unchecked else ""


def _news(one: Raised) -> tuple[bool, bool, float, str]:
    """What a season would explain goes behind, before it what took a year; then by the excess."""
    excess = (one.size.value or 0) - (one.expected.value or 0)
    return not one.is_seasonal, one.kind != "year", excess, one.theme_id


def _rise(one: Raised, words: Words, ending: str = "") -> tuple[Part, ...]:
    key = "back" if one.kind == "comeback" else one.kind
    if key not in ("back", *get_args(Span)):
        key = "rising"
    return filled(
        words,
        f"{key}{ending}",
        name=one.name,
        since=day_in_year(one.since_on),
        expected=Part(about(one.expected.value), one.expected),
        count=count(one.size),
        who=_who((one.segment, one.product), words),
        together=_together(one, words),
    )


def _together(one: Raised | Fading, words: Words) -> str:
    return words("sentence.together") if one.is_together else ""


def _new(told: Told, newest: NewTheme, words: Words, key: str = "new") -> tuple[Part, ...]:
    """Tell a new theme; whether it is one issue nobody knows before its stability was measured."""
    theme = next(one for one in told.themes if one.theme_id == newest.theme_id)
    by_facet = {one.facet: one.value for one in theme.carriers}
    return filled(
        words,
        f"{key}_checked" if theme.is_quotable else key,
        name=newest.name,
        count=count(newest.contacts),
        who=_who((by_facet.get("segment"), by_facet.get("product")), words),
    )


def _who(carriers: tuple[str | None, str | None], words: Words) -> str:
    """Return `、とくに…` or nothing."""
    known = words("sentence.and").join(value for value in carriers if value)
    return words("sentence.who", who=known) if known else ""


def _outlook(told: Told, words: Words) -> tuple[Part, ...]:
    """Tell what can still be warned of; else the theme that customers wait for longest."""
    in_time = [one for one in told.ahead.entries if not one.is_late]
    if in_time:
        return _coming(max(in_time, key=_weight), words)
    if told.ignored:
        worst = told.ignored[0]
        return filled(
            words,
            _ignored(worst),
            name=worst.name,
            months=count(worst.months_since_acted),
            customers=count(worst.customers_waiting),
        )
    return filled(words, "no_outlook")


def _ignored(worst: Ignored) -> str:
    if worst.last_acted_on:
        return "ignored_since"
    return "ignored_planned" if worst.is_measure_planned else "ignored"


def _weight(one: Coming) -> tuple[bool, float, str]:
    """What two years tell of goes before what one year tells of, then the larger one."""
    return one.sureness != "low", one.expected.value or 0, one.theme_id


def _coming(one: Coming, words: Words) -> tuple[Part, ...]:
    return filled(
        words,
        "coming_low" if one.sureness == "low" else "coming",
        name=one.name,
        onset=day_in_year(one.onset_on),
        end=day_in_year(one.end_on),
        factor=Part(f"{one.factor.value:.1f}", one.factor),
        low=count(one.low),
        high=count(one.high),
        warn_by=day_in_year(one.warn_by),
    )
