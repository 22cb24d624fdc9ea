"""What a section says in place of an empty table or picture."""

from collections.abc import Mapping

from pipelines.review.facts import Facts
from pipelines.review.look import Words

# Seasons are known from one whole year before.
MONTHS_OF_A_YEAR = 13


def missing_sections(facts: Facts, words: Words) -> Mapping[str, str]:
    """Return one sentence for each section that has nothing to show."""
    empty = {
        "loud": not facts.loud,
        "new": not facts.changes.new,
        "rising": not facts.changes.rising,
        "back": not facts.changes.back,
        "fading": not facts.changes.fading,
        "waterfall": facts.waterfall is None,
        "ahead": not facts.ahead.entries,
        "score": not facts.ahead.scores,
        "ignored": not facts.ignored,
        "measures": not facts.measures,
        "segment": not any(one.facet == "segment" for one in facts.where),
        "product": not any(one.facet == "product" for one in facts.where),
        "fast_lane": facts.fast_lane.is_empty,
        "stability": facts.trust.stability is None,
        "markers": not facts.trust.markers,
        "rejects": not facts.trust.rejects,
    }
    return {
        key: words(f"missing.{_reason(key, facts)}") for key, is_empty in empty.items() if is_empty
    }


def _reason(key: str, facts: Facts) -> str:
    """Tell a first year and an unfinished month from having looked and found nothing."""
    if key in ("fading", "waterfall") and not facts.is_complete:
        return f"{key}_unfinished"
    if key in ("ahead", "score", "fading") and len(facts.months) < MONTHS_OF_A_YEAR:
        return f"{key}_first_year"
    if key == "waterfall" and len(facts.months) == 1:
        return "waterfall_first_month"
    if key == "waterfall" and not facts.months[-2].is_whole:
        return "waterfall_part"
    if key == "waterfall" and not _is_broken(facts):
        return "waterfall_same"
    return key


def _is_broken(facts: Facts) -> bool:
    """Tell whether the way of counting changed since last month."""
    return any(theme.on_month_before.reason == "not_comparable" for theme in facts.themes)
