"""Batches: decided by seed and step, near neighbours together, nothing twice."""

from collections import Counter

import pytest

from embeddings.errors import EncoderError
from embeddings.training.batches import NO_THEME, Batch, BatchPlan
from embeddings.training.examples import Corpus, Example
from embeddings.training.settings import TrainingSettings
from tests.embeddings.training.small_corpus import CHANNELS, CORPUS

SMALL = TrainingSettings(themes_per_batch=3, statements_per_theme=2, others_per_batch=1)


def _labels(batch: Batch, corpus: Corpus = CORPUS) -> list[str]:
    return [corpus.examples[position].label for position in batch.examples]


def test_a_batch_depends_on_seed_and_step_only() -> None:
    plan = BatchPlan(CORPUS, SMALL)
    first, again = plan.batch(7), BatchPlan(CORPUS, SMALL).batch(7)
    assert first == again == plan.batch(7)
    assert plan.batch(8) != first
    assert BatchPlan(CORPUS, SMALL.model_copy(update={"seed": 1})).batch(7) != first


def test_every_process_draws_the_same_batch() -> None:
    """Written down once: a training may be resumed by another Python."""
    assert BatchPlan(CORPUS, SMALL).batch(7).examples == (6, 8, 0, 2, 4, 5)


@pytest.mark.parametrize("step", range(20))
def test_a_batch_holds_themes_with_their_statements_then_the_others(step: int) -> None:
    batch = BatchPlan(CORPUS, SMALL).batch(step)
    labels = _labels(batch)
    assert len(set(batch.examples)) == 6
    assert set(Counter(labels).values()) == {2}
    assert batch.texts[:6] == tuple(CORPUS.examples[p].text for p in batch.examples)
    assert batch.themes == (0, 0, 1, 1, 2, 2, NO_THEME)
    assert labels[0] == labels[1] and labels[2] == labels[3] and labels[4] == labels[5]
    assert batch.texts[6] in {other.text for other in CORPUS.unlabelled}


@pytest.mark.parametrize("step", range(20))
def test_the_wanted_share_of_themes_comes_from_one_company(step: int) -> None:
    settings = TrainingSettings(themes_per_batch=2, statements_per_theme=2, same_group_share=1.0)
    batch = BatchPlan(CORPUS, settings).batch(step)
    assert len({CORPUS.examples[position].group for position in batch.examples}) == 1


def test_descriptions_stand_with_their_themes() -> None:
    settings = TrainingSettings(themes_per_batch=4, statements_per_theme=2, descriptions=True)
    batch = BatchPlan(CORPUS, settings).batch(0)
    labels = _labels(batch)
    described = dict(zip(batch.themes[8:], batch.texts[8:], strict=True))
    assert len(described) == 3, "the fourth theme has no description"
    for number, text in described.items():
        assert text == CORPUS.themes[labels[2 * number]].description


@pytest.mark.parametrize("step", range(20))
def test_balanced_channels_are_taken_in_turns(step: int) -> None:
    calls = [Example(f"電話{n}", "late", "みどり", "call") for n in range(30)]
    corpus = Corpus((*CORPUS.examples, *calls))
    settings = TrainingSettings(themes_per_batch=4, statements_per_theme=4, balance_channels=True)
    batch = BatchPlan(corpus, settings).batch(step)
    late = [corpus.examples[p] for p in batch.examples if corpus.examples[p].label == "late"]
    assert {example.channel for example in late} == set(CHANNELS)
    assert Counter(example.channel for example in late)["call"] == 2


def test_small_corpora_give_what_they_have() -> None:
    batch = BatchPlan(CORPUS, TrainingSettings(others_per_batch=9)).batch(0)
    assert len(batch.examples) == 12
    assert batch.themes.count(NO_THEME) == 2


def test_a_theme_with_one_statement_is_not_drawn() -> None:
    lonely = Corpus((*CORPUS.examples, Example("一度だけ", "once", "みどり", "call")))
    plan = BatchPlan(lonely, SMALL)
    assert all("once" not in _labels(plan.batch(step), lonely) for step in range(30))


def test_one_theme_is_too_few() -> None:
    with pytest.raises(EncoderError) as caught:
        BatchPlan(Corpus(CORPUS.examples[:4]), SMALL)
    assert (caught.value.key, caught.value.values) == ("training_too_few_themes", {"count": 1})
