"""Models of folds: nobody is tested on what the model, or its teacher, has seen."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.encoder_folds import FoldMissing, FoldModels
from embeddings.training.examples import Corpus
from embeddings.training.settings import TrainingSettings
from embeddings.tuned_weights import TUNED_FILE
from tests.benchmarks.encoder_fakes import small_corpus

PLAIN = {"use": TrainingSettings(), "e5": TrainingSettings(steps=3)}


def models(folder: Path, recipes: dict[str, TrainingSettings] | None = None) -> FoldModels:
    return FoldModels(small_corpus(), folder, folder, recipes or PLAIN)


def test_each_company_is_held_out_in_one_fold(tmp_path: Path) -> None:
    assert models(tmp_path).fold_of == {f"会社{n}": n for n in range(5)}


def test_training_is_done_once_and_without_the_companies_of_the_fold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[tuple[str, set[str], int]] = []

    def train(
        tier: str, corpus: Corpus, settings: TrainingSettings, work: Path, **rest: Any
    ) -> Path:
        trained.append((tier, set(corpus.groups), settings.steps))
        (work / "encoder").mkdir(parents=True)
        (work / "encoder" / TUNED_FILE).touch()
        return work / "encoder"

    monkeypatch.setattr("benchmarks.encoder_folds.train_tier", train)
    found = models(tmp_path)
    with pytest.raises(FoldMissing, match="fold 3 of e5"):
        found.loader("e5")(3)
    said: list[str] = []
    found.train_missing({"会社3"}, said.append)
    others = {"会社0", "会社1", "会社2", "会社4"}
    assert trained == [("e5", others, 3), ("use", others, 200)]
    assert len(said) == 2
    found.train_missing({"会社3"}, said.append)
    assert len(trained) == 2
    loaded: list[str] = []
    monkeypatch.setattr("benchmarks.encoder_folds.load_encoder", loaded.append)
    found.loader("e5")(3)
    assert loaded == [f"path:{found.folder('e5', 3) / 'encoder'}"]


def test_another_recipe_or_fold_is_another_folder(tmp_path: Path) -> None:
    found = models(tmp_path)
    other = models(tmp_path, {**PLAIN, "use": TrainingSettings(steps=201)})
    folders = [found.folder("use", 0), found.folder("use", 1), other.folder("use", 0)]
    assert len(set(folders)) == 3
    assert other.folder("e5", 0) == found.folder("e5", 0)


@pytest.mark.parametrize(
    ("teacher", "weight", "replaced"),
    [("e5", 1.0, True), ("base", 1.0, False), ("e5", 0.0, False), ("e5-base", 1.0, False)],
)
def test_a_teacher_trained_on_the_corpus_is_replaced_by_its_model_of_the_fold(
    tmp_path: Path, teacher: str, weight: float, replaced: bool
) -> None:
    taught = TrainingSettings(teacher=teacher, distil_weight=weight)
    found = models(tmp_path, {**PLAIN, "use": taught})
    own = f"path:{found.folder('e5', 2) / 'encoder'}"
    assert found.settings("use", 2).teacher == (own if replaced else teacher)
