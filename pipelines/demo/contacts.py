"""Turn planned slots into written contacts, and add the copies that real inboxes hold."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import NamedTuple

from pipelines.demo import compose
from pipelines.demo.choice import Situation
from pipelines.demo.corpus import Corpus, Phrases
from pipelines.demo.draft import Draft
from pipelines.demo.ledger import Contact, PlantedStatement, Slot, Turn
from pipelines.demo.people import Person, make_person
from pipelines.demo.plan import DemoPlan
from pipelines.demo.schedule import plan_slots, received_at
from pipelines.demo.second_hearing import transcribed_again
from pipelines.demo.story import Part, Storyteller

COMPOSERS = {
    "call": compose.compose_call,
    "chat": compose.compose_chat,
    "mail": compose.compose_mail,
}
TEAMS = {
    "みどりモバイル": "モバイル受付", "みどり光": "光サポート", "定期便": "定期便窓口",
    "みどりアプリ": "デジタル窓口", "みどりポイント": "デジタル窓口",
}  # fmt: skip
MARK_STYLES = (("none", "spaced", "bare"), (0.6, 0.28, 0.12))


class Template(NamedTuple):
    """A mail that arrives many times with identical text."""

    pool: str
    theme_ids: tuple[str, ...]
    kind: str
    product: str
    segment: str
    share: float
    start: float
    length: float


TEMPLATE_REGIONS = ("東京都", "大阪府", "愛知県", "福岡県", "北海道")
# start and length are parts of the period; a petition comes in a burst, machines all year.
TEMPLATES = (
    Template(
        "petition_fee", ("cancel_fee",), "complaint", "みどり光", "現役世代", 0.34, 0.44, 0.03
    ),
    Template(
        "points_campaign",
        ("point_expiry",),
        "complaint",
        "みどりポイント",
        "現役世代",
        0.22,
        0.84,
        0.02,
    ),
    Template(
        "monthly_breakdown", ("bill_unclear",), "complaint", "みどりモバイル", "法人", 0.2, 0.0, 1.0
    ),
    Template("out_of_office", (), "smalltalk", "みどり通販", "法人", 0.24, 0.0, 1.0),
)


class Written(NamedTuple):
    """All contacts, oldest first, and which of them are copies: group id -> (kind, ids)."""

    contacts: list[Contact]
    groups: dict[str, tuple[str, list[str]]]


def write_contacts(
    plan: DemoPlan, corpus: Corpus, phrases: Phrases, progress: Callable[[int], None] | None
) -> Written:
    """Write every contact of a plan; `progress` hears the number written so far."""
    count_template = round(plan.share_template * plan.contacts)
    count_forwarded = round(plan.share_forwarded * plan.contacts)
    count_twice = round(plan.share_transcribed_twice * plan.contacts)
    slots = sorted(
        plan_slots(plan, corpus, count_template + count_forwarded + count_twice),
        key=lambda slot: (slot.received_at, slot.customer_number),
    )
    teller = Storyteller(corpus, phrases)
    regular: list[Contact] = []
    for index, slot in enumerate(slots):
        regular.append(_write_one(plan, teller, slot, Random(f"{plan.seed}:text:{index}")))
        if progress is not None and (index + 1) % 500 == 0:
            progress(index + 1)
    rng = Random(f"{plan.seed}:copies")
    copies = _template_mails(plan, phrases, count_template, rng)
    copies += _forwarded_mails(plan, regular, count_forwarded, rng)
    copies += _calls_transcribed_twice(regular, count_twice, rng)
    return _numbered(regular, copies)


def _write_one(plan: DemoPlan, teller: Storyteller, slot: Slot, rng: Random) -> Contact:
    person = _person(plan, slot)
    style = rng.choices(*MARK_STYLES)[0] if slot.channel == "call" else "none"
    situation = Situation(slot.channel, slot.segment, slot.product, person.is_female,
                          slot.received_at.date(), slot.is_repeat, style)  # fmt: skip
    draft = Draft(slot, person, teller.phrases, rng)
    draft.mark_style = style
    COMPOSERS[slot.channel](draft, _story(teller, slot, situation, rng), rng)
    return Contact(
        contact_id="",
        slot=slot,
        customer_id="" if slot.kind == "smalltalk" else person.customer_id,
        turns=tuple(draft.turns),
        personal=tuple(draft.personal),
        statements=tuple(draft.statements),
        attributes=_attributes(draft, rng),
    )


def _person(plan: DemoPlan, slot: Slot) -> Person:
    rng = Random(f"{plan.seed}:person:{slot.customer_number}")
    return make_person(slot.customer_number, slot.segment, slot.region, rng)


def _story(teller: Storyteller, slot: Slot, situation: Situation, rng: Random) -> list[Part]:
    if not slot.theme_ids:
        return teller.tell_other(slot.kind, situation, rng)
    is_chat = slot.channel == "chat"
    most = (3 if is_chat else 4,) if len(slot.theme_ids) == 1 else (2, 1 if is_chat else 2)
    parts: list[Part] = []
    for theme_id, most_parts in zip(slot.theme_ids, most, strict=True):
        told = teller.tell(theme_id, situation, most_parts, rng)
        if parts:
            lead = teller.second_theme_lead(situation, rng)
            told[0] = told[0]._replace(text=lead + told[0].text)
        parts += told
    return parts


def _attributes(draft: Draft, rng: Random) -> dict[str, str | int]:
    team = "法人デスク" if draft.person.company else TEAMS.get(draft.slot.product, "通販一次受付")
    length = sum(len(turn.text) for turn in draft.turns)
    if draft.slot.channel == "call":
        seconds = int(length * rng.uniform(0.17, 0.26)) + rng.randrange(20, 200)
        return {"agent_team": team, "call_seconds": seconds, "wait_seconds": rng.randrange(5, 600)}
    if draft.slot.channel == "chat":
        return {"agent_team": team, "chat_seconds": length * 2 + rng.randrange(30, 900)}
    return {"subject": rng.choice(draft.phrases["mail.subjects"]), "agent_team": team}


def _template_mails(
    plan: DemoPlan, phrases: Phrases, count: int, rng: Random
) -> list[tuple[str, Contact]]:
    """Write `count` identical mails over all templates, with their group ids."""
    days = len(plan.days)
    mails = []
    for index in range(count):
        template = rng.choices(TEMPLATES, [t.share for t in TEMPLATES])[0]
        day = int((template.start + template.length * rng.random() ** 1.5) * (days - 1))
        slot = Slot("mail", received_at(plan, day, "mail", rng), template.theme_ids, template.kind,
                    template.segment, rng.choice(TEMPLATE_REGIONS),
                    template.product, 5_000_000 + index, False)  # fmt: skip
        text = phrases[f"template.{template.pool}"][0]
        themes: tuple[str | None, ...] = template.theme_ids or (None,)
        contact = Contact(
            contact_id="",
            slot=slot,
            customer_id=f"CU{slot.customer_number:07d}" if template.theme_ids else "",
            turns=(Turn("customer", text),),
            personal=(),
            statements=tuple(PlantedStatement(0, t, template.kind, text) for t in themes),
            attributes={"subject": "ご意見", "agent_team": "通販一次受付"},
        )
        mails.append((f"template:{template.pool}", contact))
    return mails


def _forwarded_mails(
    plan: DemoPlan, regular: Sequence[Contact], count: int, rng: Random
) -> list[tuple[str, Contact]]:
    """Forward `count` mails within three days; a group holds the mail and its copy."""
    latest = plan.last_day - timedelta(days=3)
    able = [i for i, c in enumerate(regular)
            if c.slot.channel == "mail" and c.slot.received_at.date() <= latest]  # fmt: skip
    copies = []
    for index in sorted(rng.sample(able, min(count, len(able)))):
        contact = regular[index]
        later = contact.slot.received_at + timedelta(minutes=rng.randrange(10, 60 * 70))
        turn = Turn("customer", f"転送:\n\n{contact.turns[0].text}")
        slot = contact.slot._replace(received_at=later, is_repeat=False)
        subject = f"転送: {contact.attributes['subject']}"
        update = {"slot": slot, "turns": (turn,),
                  "attributes": contact.attributes | {"subject": subject}}  # fmt: skip
        copies.append((f"forwarded:{index}", contact.model_copy(update=update)))
    return copies


def _calls_transcribed_twice(
    regular: Sequence[Contact], count: int, rng: Random
) -> list[tuple[str, Contact]]:
    """Let `count` calls go through a second recogniser; it knows neither of the first's mistakes.

    Some come without the customer's number, as from a system of its own.
    """
    able = [i for i, c in enumerate(regular) if c.slot.channel == "call" and c.slot.theme_ids]
    copies = []
    for index in sorted(rng.sample(able, min(count, len(able)))):
        again = transcribed_again(regular[index], rng)
        if rng.random() < 0.25:
            again = again.model_copy(update={"customer_id": ""})
        copies.append((f"transcribed_twice:{index}", again))
    return copies


def _numbered(regular: Sequence[Contact], copies: Sequence[tuple[str, Contact]]) -> Written:
    """Give ids in the order of arrival and collect the groups of copies."""
    marked: list[tuple[str, Contact]] = [(f"own:{i}", c) for i, c in enumerate(regular)]
    marked += copies
    marked.sort(key=lambda pair: pair[1].slot.received_at)
    contacts, ids_of, counters = [], dict[str, list[str]](), dict[str, int]()
    for mark, contact in marked:
        stem = {"call": "K", "mail": "M", "chat": "T"}[contact.slot.channel]
        stem += f"{contact.slot.received_at:%y%m}"
        counters[stem] = counters.get(stem, 0) + 1
        named = contact.model_copy(update={"contact_id": f"{stem}-{counters[stem]:05d}"})
        contacts.append(named)
        ids_of.setdefault(mark, []).append(named.contact_id)
    return Written(contacts, _groups(ids_of))


def _groups(ids_of: dict[str, list[str]]) -> dict[str, tuple[str, list[str]]]:
    groups = {}
    for mark, ids in ids_of.items():
        kind, _, key = mark.partition(":")
        if kind == "template":
            groups[mark] = (kind, ids)
        elif kind in ("forwarded", "transcribed_twice"):
            groups[mark] = (kind, ids_of[f"own:{key}"] + ids)
    return groups
