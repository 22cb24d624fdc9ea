"""Training resumes to the same bits, depends on its seed only, and learns."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from embeddings.errors import EncoderError
from embeddings.training.examples import Corpus
from embeddings.training.recipe import train
from embeddings.training.settings import RECIPES, TrainingSettings
from embeddings.training.tune import learning_rate, tune
from embeddings.training.weights import State, average, interpolate
from tests.embeddings.training.small_corpus import CORPUS
from tests.embeddings.training.small_model import Characters

SETTINGS = TrainingSettings(
    steps=4, learning_rate=0.05, warmup_steps=2, themes_per_batch=3, statements_per_theme=2,
    others_per_batch=1, checkpoint_every=1,
)  # fmt: skip


class Cut(Exception):
    """Stands for a kill between two steps."""


def _cut_after(last: int) -> "type[None] | object":
    def progress(done: int, steps: int, loss: float) -> None:
        if done == last:
            raise Cut

    return progress


def _equal(one: State, other: State) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[n], other[n]) for n in one)


@pytest.mark.parametrize("last", [1, 2, 3, 4])
def test_a_training_that_was_cut_ends_in_the_same_bits(tmp_path: Path, last: int) -> None:
    whole = tune(Characters(), CORPUS, SETTINGS)
    file = tmp_path / "work" / "seed-0.pt"
    with pytest.raises(Cut):
        tune(Characters(), CORPUS, SETTINGS, checkpoint=file, progress=_cut_after(last))
    (tmp_path / "work" / "seed-0.pt.part").write_bytes(b"a kill while writing leaves this")
    seen: list[int] = []
    resumed = tune(
        Characters(), CORPUS, SETTINGS, checkpoint=file, progress=lambda done, *_: seen.append(done)
    )
    assert seen == list(range(last + 1, 5))
    assert _equal(whole, resumed)


def test_steps_after_the_last_checkpoint_are_done_again(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"checkpoint_every": 2})
    with pytest.raises(Cut):
        tune(Characters(), CORPUS, settings, checkpoint=tmp_path / "c.pt", progress=_cut_after(3))
    seen: list[int] = []
    resumed = tune(
        Characters(), CORPUS, settings,
        checkpoint=tmp_path / "c.pt", progress=lambda done, *_: seen.append(done),
    )  # fmt: skip
    assert seen == [3, 4]
    assert _equal(resumed, tune(Characters(), CORPUS, SETTINGS))


def test_the_seed_decides_and_nothing_else_in_the_process() -> None:
    torch.manual_seed(5)
    first = tune(Characters(), CORPUS, SETTINGS)
    state = torch.get_rng_state()
    torch.manual_seed(6)
    assert _equal(first, tune(Characters(), CORPUS, SETTINGS))
    torch.set_rng_state(state)
    other = tune(Characters(), CORPUS, SETTINGS.model_copy(update={"seed": 1}))
    assert not _equal(first, other)


def test_training_brings_statements_of_a_theme_together() -> None:
    losses: list[float] = []
    settings = SETTINGS.model_copy(update={"steps": 60, "others_per_batch": 0})
    tune(Characters(), CORPUS, settings, progress=lambda done, steps, loss: losses.append(loss))
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


def test_a_teacher_holds_the_likenesses_back() -> None:
    model = Characters()
    with torch.no_grad():
        teacher = model.vectors([e.text for e in CORPUS.examples]).numpy().astype(np.float32)
    settings = SETTINGS.model_copy(update={"steps": 30, "distil_weight": 100.0})
    held = tune(Characters(), CORPUS, settings, teacher=teacher)
    free = tune(Characters(), CORPUS, settings.model_copy(update={"distil_weight": 0.0}))
    start = Characters().parameters["matrix"]
    assert (held["matrix"] - start).norm() < (free["matrix"] - start).norm()


def test_distillation_without_a_teacher_is_a_bug() -> None:
    with pytest.raises(ValueError, match="teacher"):
        tune(Characters(), CORPUS, SETTINGS.model_copy(update={"distil_weight": 1.0}))


@pytest.mark.parametrize(
    "changed", [{"seed": 1}, {"temperature": 0.1}, {"steps": 5}, {"others_per_batch": 2}]
)
def test_a_checkpoint_of_other_settings_is_refused(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    file = tmp_path / "c.pt"
    tune(Characters(), CORPUS, SETTINGS, checkpoint=file)
    with pytest.raises(EncoderError) as caught:
        tune(Characters(), CORPUS, SETTINGS.model_copy(update=changed), checkpoint=file)
    assert (caught.value.key, caught.value.values) == (
        "training_checkpoint_other",
        {"file": str(file)},
    )


def test_a_checkpoint_of_other_texts_or_weights_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "c.pt"
    tune(Characters(), CORPUS, SETTINGS, checkpoint=file)
    fewer = Corpus(CORPUS.examples[:-1], CORPUS.unlabelled, CORPUS.themes)
    other = Characters()
    other.parameters["bias"].data += 1
    for model, corpus in ((Characters(), fewer), (other, CORPUS)):
        with pytest.raises(EncoderError) as caught:
            tune(model, corpus, SETTINGS, checkpoint=file)
        assert caught.value.key == "training_checkpoint_other"


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04"])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.pt").write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        tune(Characters(), CORPUS, SETTINGS, checkpoint=tmp_path / "c.pt")
    assert caught.value.key == "training_checkpoint_unreadable"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(EncoderError) as caught:
        tune(Characters(), CORPUS, SETTINGS, checkpoint=tmp_path / "work" / "c.pt")
    assert caught.value.key == "training_not_writable"
    assert caught.value.values == {"folder": str(tmp_path / "work")}


def test_the_learning_rate_rises_then_falls_to_its_last_share() -> None:
    settings = TrainingSettings(steps=10, learning_rate=1.0, warmup_steps=2, final_rate_share=0.1)
    rates = [learning_rate(step, settings) for step in range(10)]
    assert rates[0] == pytest.approx(0.5 * (0.1 + 0.9 * 0.9))
    assert rates[4] == pytest.approx(0.1 + 0.9 * 0.5)
    assert rates[9] == pytest.approx(0.1)
    cosine = settings.model_copy(update={"decay": "cosine"})
    assert learning_rate(4, cosine) == pytest.approx(0.1 + 0.9 * 0.5)
    assert learning_rate(9, cosine) == pytest.approx(0.1)
    assert learning_rate(7, cosine) < learning_rate(7, settings)


def test_a_recipe_averages_its_runs_and_goes_part_of_the_way(tmp_path: Path) -> None:
    settings = SETTINGS.model_copy(update={"runs": 2, "tuned_share": 0.25})
    model = Characters()
    seen: list[tuple[int, int]] = []
    found = train(
        model, CORPUS, settings,
        work=tmp_path, progress=lambda done, steps, loss: seen.append((done, steps)),
    )  # fmt: skip
    runs = [
        tune(Characters(), CORPUS, settings.model_copy(update={"seed": seed})) for seed in (0, 1)
    ]
    start: dict[str, Tensor] = {n: p.detach() for n, p in Characters().parameters.items()}
    for name, tensor in found.items():
        wanted = 0.75 * start[name] + 0.25 * (runs[0][name] + runs[1][name]) / 2
        assert torch.allclose(tensor, wanted, atol=1e-6)
        assert torch.equal(model.parameters[name], tensor)
    assert seen == [(done, 8) for done in range(1, 9)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seed-0.pt", "seed-1.pt"]
    assert _equal(found, train(Characters(), CORPUS, settings, work=tmp_path))


def test_interpolation_reaches_both_ends() -> None:
    base = {"a": torch.tensor([0.1, 0.7]), "frozen": torch.zeros(1)}
    tuned = {"a": torch.tensor([0.3, -0.9])}
    assert _equal(interpolate(base, tuned, 0.0), {"a": base["a"]})
    assert _equal(interpolate(base, tuned, 1.0), tuned)
    assert interpolate(base, tuned, 0.5)["a"].tolist() == pytest.approx([0.2, -0.1])


def test_an_average_of_one_run_is_that_run() -> None:
    state = {"a": torch.tensor([0.1, 0.7])}
    assert _equal(average([state]), state)
    assert average([state, {"a": torch.tensor([0.3, 0.1])}])["a"].tolist() == pytest.approx(
        [0.2, 0.4]
    )


def test_recipes_are_of_the_two_tiers() -> None:
    assert set(RECIPES) == {"use", "e5"}
