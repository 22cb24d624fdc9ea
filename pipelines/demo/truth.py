"""The planted truth of a demo as one document; no room of the pipeline reads it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pipelines.demo.contacts import Written
from pipelines.demo.corpus import Corpus
from pipelines.demo.files import Layout
from pipelines.demo.ledger import Contact
from pipelines.demo.plan import DemoPlan
from pipelines.demo.world import BASE_VOLUME, SEASONS, planted_events


def build_truth(
    plan: DemoPlan, corpus: Corpus, written: Written, layout: Layout, rows: dict[str, int]
) -> dict[str, Any]:
    """Collect everything planted: plan, themes, events, contacts, copies, repeats, files."""
    return {
        "plan": plan.model_dump(mode="json"),
        "first_day": plan.first_day.isoformat(),
        "last_day": plan.last_day.isoformat(),
        "themes": _themes(corpus, written.contacts),
        "seasons": [season._asdict() for season in SEASONS],
        "events": [_event(event._asdict()) for event in planted_events(plan)],
        "duplicate_groups": _duplicate_groups(written, layout),
        "repeat_callers": _repeat_callers(written),
        "files": rows,
        "contacts": {contact.contact_id: _contact(contact) for contact in written.contacts},
    }


def share_identical(written: Written) -> float:
    """Share (0..1) of planted statements whose exact text occurs twice or more.

    Contacts in template and forwarded groups are left out: they are identical on purpose.
    """
    copies = {i for _, ids in written.groups.values() for i in ids}
    texts = Counter(
        statement.text
        for contact in written.contacts
        if contact.contact_id not in copies
        for statement in contact.statements
    )
    repeated = sum(count for count in texts.values() if count > 1)
    return repeated / max(1, texts.total())


def _themes(corpus: Corpus, contacts: Sequence[Contact]) -> dict[str, Any]:
    counts = Counter(theme for contact in contacts for theme in contact.slot.theme_ids)
    return {
        theme.theme_id: {
            "name_ja": theme.name_ja,
            "base_volume": BASE_VOLUME[theme.theme_id],
            "count_contacts": counts[theme.theme_id],
        }
        for theme in corpus.themes
    }


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return event | {key: event[key].isoformat() for key in ("first_day", "last_day")}


def _duplicate_groups(written: Written, layout: Layout) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [
        {"group_id": group_id, "kind": kind, "contact_ids": ids}
        for group_id, (kind, ids) in sorted(written.groups.items())
    ]
    for kind, places in (("exported_twice", layout.exported_twice),
                         ("corrected", layout.corrected)):  # fmt: skip
        groups += [
            {"group_id": f"{kind}:{i}", "kind": kind, "contact_ids": [i], "files": list(files)}
            for i, files in sorted(places.items())
        ]
    return groups


def _repeat_callers(written: Written) -> list[dict[str, Any]]:
    """Chains of one customer on one theme: each contact at most 30 days after the one before.

    Who is forwarded or transcribed twice has not called again.
    """
    copies = {i for kind, ids in written.groups.values() if kind != "template" for i in ids[1:]}
    contacts = [one for one in written.contacts if one.contact_id not in copies]
    chains: dict[tuple[str, str], list[list[Contact]]] = {}
    for contact in contacts:
        for theme_id in contact.slot.theme_ids if contact.customer_id else ():
            known = chains.setdefault((contact.customer_id, theme_id), [])
            if known and _days_between(known[-1][-1], contact) <= 30:
                known[-1].append(contact)
            else:
                known.append([contact])
    return [
        {"customer_id": customer_id, "theme_id": theme_id,
         "contact_ids": [contact.contact_id for contact in chain]}
        for (customer_id, theme_id), all_chains in sorted(chains.items())
        for chain in all_chains
        if len(chain) > 1
    ]  # fmt: skip


def _days_between(first: Contact, second: Contact) -> int:
    return (second.slot.received_at.date() - first.slot.received_at.date()).days


def _contact(contact: Contact) -> dict[str, Any]:
    slot = contact.slot
    return {
        "received_at": f"{slot.received_at:%Y-%m-%dT%H:%M:%S}+09:00",
        "channel": slot.channel,
        "theme_ids": list(slot.theme_ids),
        "kind": slot.kind,
        "product": slot.product,
        "segment": slot.segment,
        "region": slot.region,
        "customer_id": contact.customer_id or None,
        "is_repeat": slot.is_repeat,
        "statements": [statement._asdict() for statement in contact.statements],
        "pii": [{"turn": i.turn, "type": i.kind, "text": i.text} for i in contact.personal],
    }
