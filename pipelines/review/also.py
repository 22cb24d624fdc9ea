"""What else moved: the names that stand below the sentence of the change, on the first page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.review.facts_sections import Changes, Part, Sentence
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.look import Sizes, Words
from pipelines.review.sentences import count, filled


def with_also(
    sentences: Sequence[Sentence],
    changes: Changes,
    themes: Sequence[ThemeFacts],
    sizes: Sizes,
    words: Words,
) -> tuple[Sentence, ...]:
    """Add to the sentence of the change a line of each kind: what rises, is new, came back.

    Each names up to `sizes.also` themes that the sentence does not, with their contacts of the
    month if there are any. What a season may explain, and a new theme of fewer customers than
    `least_customers`, is left to the sections, where it is told with its doubt.
    """
    return tuple(
        replace(one, also=tuple(_lines(one.text, changes, themes, sizes, words)))
        if one.kind == "change"
        else one
        for one in sentences
    )


def _lines(
    said: str, changes: Changes, themes: Sequence[ThemeFacts], sizes: Sizes, words: Words
) -> Iterator[tuple[Part, ...]]:
    by_id = {theme.theme_id: theme for theme in themes}
    kinds = {
        "rising": [one.theme_id for one in changes.rising if not one.is_seasonal],
        "new": [
            one.theme_id for one in changes.new if one.customers.count >= sizes.least_customers
        ],
        "back": [one.theme_id for one in changes.back if not one.is_seasonal],
    }
    for kind, theme_ids in kinds.items():
        left = [by_id[one] for one in theme_ids if f"「{by_id[one].name}」" not in said]
        if left:
            # What rose over months and was silent in this one stands first, without a count.
            named = sorted(left[: sizes.also], key=lambda one: bool(one.contacts))
            of_month = words("sentence.also_of_month") if named[-1].contacts else ""
            yield filled(words, f"also_{kind}", names=_named(named, words), of_month=of_month)


def _named(themes: Sequence[ThemeFacts], words: Words) -> tuple[Part, ...]:
    parts: list[Part] = []
    for theme in themes:
        if parts:
            parts.append(Part(words("sentence.also_between")))
        key = "also_one" if theme.contacts else "also_silent"
        parts += filled(words, key, name=theme.name, count=count(theme.contacts))
    return tuple(parts)
