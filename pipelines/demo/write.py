"""The demo's public verb: plan, write, keep the truth."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pipelines.demo.contacts import Written, write_contacts
from pipelines.demo.corpus import read_corpus, read_phrases
from pipelines.demo.files import Layout, lay_out, replace_text, write_files
from pipelines.demo.plan import DemoPlan, DemoSummary
from pipelines.demo.truth import build_truth, share_identical


def write_demo(
    corpus_dir: Path,
    inbox: Path,
    truth_path: Path,
    plan: DemoPlan,
    progress: Callable[[int], None] | None = None,
) -> DemoSummary:
    """Write a demo inbox with a planted truth; the same plan gives the same bytes.

    `inbox` receives `transcripts/` (JSON Lines of calls and chats) and `table/` (cp932 CSV of
    mails), one file a month each; `truth_path` receives one JSON document. `progress` hears
    the number of contacts written so far, every 500.

    Raises InputError `demo_corpus_missing` when a corpus file is not there.
    """
    corpus, phrases = read_corpus(corpus_dir), read_phrases(corpus_dir)
    written = write_contacts(plan, corpus, phrases, progress)
    layout = lay_out(plan, written.contacts)
    rows = write_files(layout, inbox)
    truth = build_truth(plan, corpus, written, layout, rows)
    replace_text(truth_path, json.dumps(truth, ensure_ascii=False) + "\n")
    return _summary(plan, written, layout, rows)


def _summary(plan: DemoPlan, written: Written, layout: Layout, rows: dict[str, int]) -> DemoSummary:
    contacts = written.contacts
    channels = Counter(contact.slot.channel for contact in contacts)
    groups = list(written.groups.values())
    return DemoSummary(
        first_day=plan.first_day,
        last_day=plan.last_day,
        count_contacts=len(contacts),
        count_rows=sum(rows.values()),
        count_files=len(rows),
        count_calls=channels["call"],
        count_mails=channels["mail"],
        count_chats=channels["chat"],
        count_without_theme=sum(not contact.slot.theme_ids for contact in contacts),
        count_two_themes=sum(len(contact.slot.theme_ids) == 2 for contact in contacts),
        count_template=sum(len(ids) for kind, ids in groups if kind == "template"),
        count_forwarded=sum(len(ids) - 1 for kind, ids in groups if kind == "forwarded"),
        count_transcribed_twice=sum(kind == "transcribed_twice" for kind, _ in groups),
        count_exported_twice=len(layout.exported_twice),
        count_corrected=len(layout.corrected),
        count_repeat=sum(contact.slot.is_repeat for contact in contacts),
        count_pii_items=sum(len(contact.personal) for contact in contacts),
        count_statements=sum(len(contact.statements) for contact in contacts),
        share_identical_statements=share_identical(written),
    )
