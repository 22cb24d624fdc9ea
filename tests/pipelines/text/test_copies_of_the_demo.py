"""The copies planted in a demo are found, masked as every night masks them, and nothing else is."""

from datetime import datetime
from typing import Any

import pytest

from benchmarks.voices_extraction import shipped_masker
from pipelines.text.copies import Collator, CopySettings, Place, Told
from pipelines.text.wording import compared_words
from tests.pipelines.demo.test_write import Demo, final_rows


def as_told(contact_id: str, truth: dict[str, Any], masked: list[str]) -> Told:
    received_ms = round(datetime.fromisoformat(truth["received_at"]).timestamp() * 1000)
    traits = (truth["segment"], truth["region"], truth["product"])
    return Told(contact_id, received_ms, truth["customer_id"], traits, compared_words(masked))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def placed(demo: Demo) -> dict[str, Place]:
    masker, told = shipped_masker(), []
    for contact_id, row in final_rows(demo).items():
        turns = row.get("turns", [{"speaker": "customer", "text": row.get("text")}])
        masked = [one.masked for one in masker.mask_contact([turn["text"] for turn in turns])]
        said = [
            text for turn, text in zip(turns, masked, strict=True) if turn["speaker"] != "operator"
        ]
        told.append(as_told(contact_id, demo.truth["contacts"][contact_id], said))
    collator = Collator(CopySettings())
    return {one.contact_id: collator.place(one) for one in sorted(told, key=lambda one: one.order)}


def groups_of(demo: Demo, *kinds: str) -> list[list[str]]:
    return [g["contact_ids"] for g in demo.truth["duplicate_groups"] if g["kind"] in kinds]


def test_forwarded_mails_and_calls_transcribed_twice_are_found_and_nothing_else(
    demo: Demo, placed: dict[str, Place]
) -> None:
    planted = {
        copy: first
        for first, *copies in groups_of(demo, "forwarded", "transcribed_twice")
        for copy in copies
    }
    found = {
        contact_id: place.original_contact_id
        for contact_id, place in placed.items()
        if place.original_contact_id is not None
    }
    assert len(planted) >= 12
    assert found == planted


def test_each_template_is_one_wording(demo: Demo, placed: dict[str, Place]) -> None:
    templates = groups_of(demo, "template")
    assert templates
    for mails in templates:
        # The truth lists them in the order in which they came.
        assert {placed[mail].wording_contact_id for mail in mails} == {mails[0]}
