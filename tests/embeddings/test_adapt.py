"""Adaptation with a tiny BERT that reads single characters."""

from pathlib import Path

import numpy as np
import pytest

from embeddings import EncoderError
from embeddings.adapt import AdaptSettings, Lesson, adapt
from embeddings.sentence_encoder import SentenceEncoder
from tests.embeddings.training.small_bert import PROMPT, small_bert
from tests.embeddings.training.small_corpus import CORPUS

LETTERS = sorted({letter for example in CORPUS.examples for letter in example.text})
SETTINGS = AdaptSettings(min_themes=4, min_wordings=8, same_wording=0.9999, steps=30)


def sentence(theme: int, number: int) -> str:
    """Six letters, two of them the theme's own: what a model can learn to look for."""
    random = np.random.default_rng([theme, number])
    own = LETTERS[2 * theme : 2 * theme + 2]
    chosen = [*own, *random.choice(LETTERS[12:], size=4)]
    return "".join(random.permutation(chosen))


def lesson(themes: int = 6, each: int = 20, weak: int = 0) -> Lesson:
    """Confirmed sentences of some themes, and pairs of the same themes without a label."""
    confirmed = [(sentence(t, n), f"T{t:04d}") for t in range(themes) for n in range(each)]
    pairs = [(sentence(n % themes, 100 + n), sentence(n % themes, 900 + n)) for n in range(weak)]
    return Lesson(tuple(confirmed), tuple(pairs))


@pytest.fixture
def encoder(tmp_path: Path) -> SentenceEncoder:
    (tmp_path / "model").mkdir()
    model = small_bert(tmp_path / "model")
    return SentenceEncoder(model, fingerprint="small", prompt=PROMPT, threads=1, batch_size=64)


@pytest.fixture
def twin(tmp_path: Path) -> SentenceEncoder:
    """The same encoder a second time."""
    (tmp_path / "twin").mkdir()
    model = small_bert(tmp_path / "twin")
    return SentenceEncoder(model, fingerprint="small", prompt=PROMPT, threads=1, batch_size=64)


def fast_learner(**changes: object) -> AdaptSettings:
    return SETTINGS.model_copy(update=changes)


@pytest.fixture(autouse=True)
def large_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps for a model of a million numbers move one of five thousand nowhere."""
    from embeddings.training.settings import TrainingSettings

    monkeypatch.setattr(
        "embeddings.adapt._recipe",
        lambda encoder, settings: TrainingSettings(
            learning_rate=3e-3, steps=settings.steps, seed=settings.seed, warmup_steps=2
        ),
    )


def test_what_people_confirmed_is_learnt_and_judged_on_what_was_kept(
    encoder: SentenceEncoder,
) -> None:
    texts = lesson().texts
    before = encoder.encode(texts)
    result = adapt(encoder, lesson(), fast_learner(steps=60))
    assert result.is_better
    assert result.after.mean > result.before.mean + 0.1
    assert result.gain.mean == pytest.approx(result.after.mean - result.before.mean)
    assert result.gain.low < result.gain.mean < result.gain.high
    assert (result.count_themes, result.count_confirmed) == (6, 120)
    assert 20 < result.count_held_out < 50
    assert np.abs(encoder.encode(texts) - before).max() > 0.01


def test_steps_too_small_to_matter_are_not_called_better(encoder: SentenceEncoder) -> None:
    result = adapt(encoder, lesson(), fast_learner(steps=1, tuned_shares=(1e-6,)))
    assert not result.is_better
    assert (result.gain.mean, result.tuned_share) == (0.0, 1e-6)


@pytest.mark.parametrize(
    ("given", "enough"),
    [(lesson(themes=3), 3), (lesson(each=7), 0), (Lesson(()), 0)],
    ids=["themes", "voices", "nothing"],
)
def test_too_few_confirmed_voices_are_refused_with_what_it_takes(
    encoder: SentenceEncoder, given: Lesson, enough: int
) -> None:
    with pytest.raises(EncoderError) as refused:
        adapt(encoder, given, SETTINGS)
    assert refused.value.key == "adapt_too_few"
    assert refused.value.values == {
        "voices": len(given.confirmed),
        "themes": enough,
        "needed_themes": 4,
        "needed_voices": 8,
    }


def test_the_same_sentence_many_times_is_one_wording(encoder: SentenceEncoder) -> None:
    copies = Lesson(tuple((sentence(t, 0), f"T{t}") for t in range(6) for _ in range(20)))
    with pytest.raises(EncoderError) as refused:
        adapt(encoder, copies, SETTINGS)
    assert refused.value.values["themes"] == 0


class Killed(BaseException):
    """Stands for the end of the process."""


def test_a_training_cut_off_goes_on_to_the_same_weights(
    encoder: SentenceEncoder, twin: SentenceEncoder, tmp_path: Path
) -> None:
    undisturbed = adapt(twin, lesson(), SETTINGS, work=tmp_path / "other")
    steps: list[int] = []

    def cut_off(done: int, total: int) -> None:
        steps.append(done)
        if done == 28:
            raise Killed

    with pytest.raises(Killed):
        adapt(encoder, lesson(), SETTINGS, work=tmp_path / "work", progress=cut_off)
    (tmp_path / "again").mkdir()
    fresh = SentenceEncoder(
        small_bert(tmp_path / "again"), fingerprint="small", prompt=PROMPT, threads=1, batch_size=64
    )
    resumed: list[int] = []
    result = adapt(
        fresh, lesson(), SETTINGS, work=tmp_path / "work", progress=lambda n, _: resumed.append(n)
    )
    assert (steps[-1], resumed) == (28, [26, 27, 28, 29, 30])
    assert result == undisturbed
    assert (fresh.encode(lesson().texts) == twin.encode(lesson().texts)).all()


def test_a_weak_pair_with_a_voice_kept_back_is_not_learnt(encoder: SentenceEncoder) -> None:
    texts = lesson().texts
    everything = Lesson(lesson().confirmed, tuple((text, f"{text}二") for text in texts))
    result = adapt(encoder, everything, fast_learner(min_weak_pairs=2, weak_steps=1, steps=1))
    kept_back = len(texts) - result.count_weak_pairs
    assert result.count_held_out < kept_back < len(texts) * 0.7


def test_weak_pairs_are_learnt_first_if_there_are_enough_of_them(
    encoder: SentenceEncoder, twin: SentenceEncoder
) -> None:
    steps: list[tuple[int, int]] = []
    settings = fast_learner(min_weak_pairs=40, weak_steps=5, steps=10)
    few = adapt(
        encoder, lesson(weak=39), settings, progress=lambda n, total: steps.append((n, total))
    )
    assert few.count_weak_pairs == 0
    assert steps[-1] == (10, 10)
    enough = adapt(
        twin, lesson(weak=40), settings, progress=lambda n, total: steps.append((n, total))
    )
    assert enough.count_weak_pairs == 40
    assert steps[10:] == [(number, 15) for number in range(1, 16)]
    texts = lesson().texts
    assert np.abs(encoder.encode(texts) - twin.encode(texts)).max() > 1e-4
