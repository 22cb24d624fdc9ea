"""The month in a few sentences, each of them a fact from the marts."""

from pipelines.review.compare import Ranked, largest_step
from pipelines.review.facts import Facts
from pipelines.review.figures import Change, number, percent
from pipelines.review.look import Words


def summary_lines(
    facts: Facts, ranked: list[Ranked], silent: list[Ranked], words: Words
) -> list[str]:
    """Return the sentences at the top of the review; a change is told only if it is notable."""
    lines = [_contacts(facts, words)]
    if not facts.now.count_contacts:
        return lines
    if not ranked:
        return [*lines, words("summary.no_themes")]
    lines += [_explained(facts, words), _top(ranked, words)]
    for key, sign in (("riser", 1), ("faller", -1)):
        moved = largest_step(ranked, silent, sign)
        if moved and moved.on_last_month:
            lines.append(_moved(f"summary.{key}", moved, moved.on_last_month, words))
    count_new = sum(one.is_new for one in ranked)
    return [*lines, words("summary.new", count=number(count_new))] if count_new else lines


def _contacts(facts: Facts, words: Words) -> str:
    now, then = facts.now.count_contacts, facts.before(1)
    if not now:
        return words("summary.no_contacts")
    if not facts.now.is_complete:
        return words("summary.contacts_so_far", count=number(now))
    if then is None:
        return words("summary.contacts", count=number(now))
    step = now - then.count_contacts
    key = "more" if step > 0 else "fewer" if step < 0 else "same"
    return words(f"summary.contacts_{key}", count=number(now), difference=number(abs(step)))


def _explained(facts: Facts, words: Words) -> str:
    return words(
        "summary.explained",
        voices=number(facts.now.count_voices),
        share=percent(facts.now.share_explained),
        themes=number(facts.now.count_themes),
    )


def _top(ranked: list[Ranked], words: Words) -> str:
    first = ranked[0]
    return words(
        "summary.top",
        name=_name(first, words),
        count=number(first.now.count_contacts),
        share=percent(first.now.share_of_contacts),
    )


def _moved(key: str, moved: Ranked, change: Change, words: Words) -> str:
    return words(
        key,
        name=_name(moved, words),
        before=change.before,
        now=number(moved.now.count_contacts),
    )


def _name(one: Ranked, words: Words) -> str:
    return one.theme.name or words("theme.nameless", theme_id=one.theme.theme_id)
