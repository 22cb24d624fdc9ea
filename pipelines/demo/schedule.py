"""Plan the contacts: what each is about, when it comes, from whom and by which channel."""

from datetime import datetime, time, timedelta
from random import Random

import numpy as np

from pipelines.demo import profiles
from pipelines.demo.corpus import Corpus
from pipelines.demo.holidays import quietness
from pipelines.demo.ledger import Slot
from pipelines.demo.plan import DemoPlan
from pipelines.demo.world import day_profile, planted_events, theme_intensity

CHANNELS = ("call", "mail", "chat")
OTHER_KINDS = {"inquiry": 0.36, "request": 0.28, "praise": 0.15, "smalltalk": 0.08, "oneoff": 0.13}
CALL_HOURS = {9: 9, 10: 13, 11: 12, 12: 8, 13: 10, 14: 10, 15: 9, 16: 9, 17: 9, 18: 6, 19: 5}
WRITTEN_HOURS = {
    0: 2, 1: 1, 6: 1, 7: 3, 8: 4, 9: 6, 10: 6, 11: 5, 12: 8, 13: 5, 14: 4, 15: 4, 16: 4,
    17: 5, 18: 6, 19: 7, 20: 9, 21: 11, 22: 10, 23: 6,
}  # fmt: skip


class Draw:
    """What was drawn for the contacts in arrays of one row each; -1 stands for no theme."""

    def __init__(self, theme: np.ndarray, day: np.ndarray, second: np.ndarray) -> None:
        self.theme, self.day, self.second = theme, day, second
        self.original = np.full(len(theme), -1)


def plan_slots(plan: DemoPlan, corpus: Corpus, count_copies: int) -> list[Slot]:
    """Plan all contacts but the `count_copies` that are copies of others or template mails."""
    generator = np.random.default_rng([plan.seed, 1])
    draw = _draw_contacts(plan, corpus, plan.contacts - count_copies, generator)
    theme_ids = [theme.theme_id for theme in corpus.themes]
    people = _draw_people(plan, draw, theme_ids)
    channels = _draw_channels(plan, draw, people, theme_ids, count_copies)
    return [
        _slot(plan, draw, theme_ids, index, people[index], channels[index])
        for index in range(len(draw.theme))
    ]


def received_at(plan: DemoPlan, day: int, channel: str, rng: Random) -> datetime:
    """Draw a time of day for day number `day` of the plan; local time, no zone."""
    hours = CALL_HOURS if channel == "call" else WRITTEN_HOURS
    hour = rng.choices(list(hours), list(hours.values()))[0]
    clock = time(hour, rng.randrange(60), rng.randrange(60))
    return datetime.combine(plan.first_day + timedelta(days=int(day)), clock)


def _draw_contacts(
    plan: DemoPlan, corpus: Corpus, count: int, generator: np.random.Generator
) -> Draw:
    theme_ids = [theme.theme_id for theme in corpus.themes]
    intensity = theme_intensity(theme_ids, plan)
    quiet = round(plan.share_without_theme * plan.contacts)
    repeats = round(plan.share_repeat * plan.contacts)
    firsts = count - quiet - repeats
    cells = generator.choice(intensity.size, firsts, p=(intensity / intensity.sum()).ravel())
    theme, day = np.divmod(cells, intensity.shape[1])
    original = _repeatable(plan, theme_ids, theme, day, repeats, generator)
    gap = generator.integers(2, 29, len(original))
    profile = day_profile(plan.days)
    quiet_days = generator.choice(len(profile), count - firsts - len(original),
                                  p=profile / profile.sum())  # fmt: skip
    last = len(profile) - 1
    all_days = np.concatenate([day, np.minimum(day[original] + gap, last), quiet_days])
    all_themes = np.concatenate([theme, theme[original], np.full(len(quiet_days), -1)])
    draw = Draw(all_themes, all_days, np.full(count, -1))
    draw.original[firsts : firsts + len(original)] = original
    _add_second_themes(plan, corpus, draw, intensity, generator)
    return draw


def _repeatable(
    plan: DemoPlan, theme_ids: list[str], theme: np.ndarray, day: np.ndarray, count: int,
    generator: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Choose the contacts whose customers come back; never those of the theme that dies."""
    dead = {theme_ids.index(e.theme_id) for e in planted_events(plan) if e.kind == "death"}
    last = (plan.last_day - plan.first_day).days
    able = np.flatnonzero(~np.isin(theme, list(dead)) & (day <= last - 2))
    return generator.choice(able, min(count, len(able)), replace=False)


def _add_second_themes(
    plan: DemoPlan, corpus: Corpus, draw: Draw, intensity: np.ndarray,
    generator: np.random.Generator,
) -> None:  # fmt: skip
    """Give some contacts a second theme, a near neighbour that lives on that day."""
    number = {theme.theme_id: i for i, theme in enumerate(corpus.themes)}
    themed = np.flatnonzero(draw.theme >= 0)
    count = round(plan.share_two_themes * len(themed))
    for index in generator.choice(themed, count, replace=False):
        rates = intensity[:, draw.day[index]].copy()
        rates[draw.theme[index]] = 0.0
        near = [number[name] for name in corpus.themes[draw.theme[index]].near_neighbours]
        if generator.random() < 0.75 and rates[near].sum() > 0:
            rates = np.where(np.isin(np.arange(len(rates)), near), rates, 0.0)
        draw.second[index] = generator.choice(len(rates), p=rates / rates.sum())


def _draw_people(
    plan: DemoPlan, draw: Draw, theme_ids: list[str]
) -> list[tuple[int, str, str, str]]:
    """Draw (customer number, segment, region, product) for each contact."""
    people: list[tuple[int, str, str, str]] = []
    known: dict[str, list[int]] = {}
    for index, theme in enumerate(draw.theme):
        rng = Random(f"{plan.seed}:people:{index}")
        theme_id = theme_ids[theme] if theme >= 0 else None
        product = _pick(profiles.product_weights(theme_id), rng)
        original = int(draw.original[index])
        if original >= 0:
            people.append(people[original])
            continue
        segment = _pick(profiles.segment_weights(theme_id), rng)
        earlier = known.setdefault(segment, [])
        if earlier and rng.random() < 0.12:
            number, _, region, _ = people[rng.choice(earlier)]
        else:
            number, region = index, _pick(profiles.region_weights(theme_id), rng)
            earlier.append(index)
        people.append((number, segment, region, product))
    return people


def _draw_channels(
    plan: DemoPlan, draw: Draw, people: list[tuple[int, str, str, str]], theme_ids: list[str],
    count_copies: int,
) -> list[str]:  # fmt: skip
    """Draw channels by segment, theme and day, fitted to the shares of the plan."""
    is_off = [quietness(day) < 1.0 for day in plan.days]
    weights = np.array([
        profiles.channel_weights(
            theme_ids[theme] if theme >= 0 else None, person[1], is_off[day]
        )
        for theme, day, person in zip(draw.theme, draw.day, people, strict=True)
    ])  # fmt: skip
    mails = max(0.0, plan.share_mail * plan.contacts - count_copies)
    calls = plan.share_call * plan.contacts
    target = np.array([calls, mails, len(weights) - calls - mails])
    for _ in range(40):
        shares = weights / weights.sum(axis=1, keepdims=True)
        weights = weights * (target / shares.sum(axis=0))
    bounds = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    drawn = np.random.default_rng([plan.seed, 2]).random(len(weights))
    return [CHANNELS[min(2, int((row < x).sum()))] for row, x in zip(bounds, drawn, strict=True)]


def _slot(
    plan: DemoPlan, draw: Draw, theme_ids: list[str], index: int,
    person: tuple[int, str, str, str], channel: str,
) -> Slot:  # fmt: skip
    rng = Random(f"{plan.seed}:slot:{index}")
    themes = [theme_ids[t] for t in (draw.theme[index], draw.second[index]) if t >= 0]
    number, segment, region, product = person
    return Slot(
        channel=channel,
        received_at=received_at(plan, draw.day[index], channel, rng),
        theme_ids=tuple(themes),
        kind="complaint" if themes else _pick(OTHER_KINDS, rng),
        segment=segment,
        region=region,
        product=product,
        customer_number=number,
        is_repeat=bool(draw.original[index] >= 0),
    )


def _pick(weights: dict[str, float], rng: Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
