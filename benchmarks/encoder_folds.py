"""The models of the five folds: trained by the shipped recipe without the companies they test."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from embeddings import Encoder, load_encoder
from embeddings.training.checkpoint import recipe_fingerprint
from embeddings.training.examples import Corpus, hold_out
from embeddings.training.folds import FOLDS, companies_of_fold
from embeddings.training.settings import RECIPES, TrainingSettings
from embeddings.training.tiers import train_tier
from embeddings.tuned_weights import TUNED_FILE

# In this order: a tier may be taught by one before it.
TIERS = ("e5", "use")
_STEPS_PER_LINE = 20

Say = Callable[[str], None]


class FoldMissing(Exception):
    """A fold's model was not trained yet (part `folds`)."""

    def __init__(self, tier: str, fold: int) -> None:
        super().__init__(f"fold {fold} of {tier} is not trained yet")


@dataclass(frozen=True)
class FoldModels:
    """Models by tier and fold, each in a folder named by its recipe: a new one is trained anew.

    `python -m embeddings.train --tier use --fold 0 --work <that folder>` trains the same model.
    """

    corpus: Corpus
    work: Path
    unpacked: Path
    recipes: dict[str, TrainingSettings]
    threads: int = 1

    @property
    def fold_of(self) -> dict[str, int]:
        """Return the fold in which each company is held out."""
        return {
            company: fold
            for fold in range(len(FOLDS))
            for company in companies_of_fold(self.corpus, fold)
        }

    def loader(self, tier: str) -> Callable[[int], Encoder]:
        """Return what loads a fold's encoder, raising FoldMissing when it is not trained."""

        def load(fold: int) -> Encoder:
            if not self._is_trained(tier, fold):
                raise FoldMissing(tier, fold)
            return load_encoder(f"path:{self.folder(tier, fold) / 'encoder'}")

        return load

    def train_missing(self, companies: Collection[str], say: Say) -> None:
        """Train the models that these companies need; a training that was killed goes on."""
        for fold in sorted({self.fold_of[company] for company in companies}):
            for tier in TIERS:
                if self._is_trained(tier, fold):
                    continue
                folder = self.folder(tier, fold)
                say(f"training {tier} for fold {fold} in {folder}")
                train_tier(
                    tier,
                    self._kept(fold),
                    self.settings(tier, fold),
                    folder,
                    threads=self.threads,
                    cache_dir=self.unpacked,
                    progress=_lines(say),
                )

    def folder(self, tier: str, fold: int) -> Path:
        """Return where a model and its checkpoints lie."""
        recipe = recipe_fingerprint(self._kept(fold), self.settings(tier, fold))
        return self.work / f"{tier}-{fold}-{recipe}"

    def settings(self, tier: str, fold: int) -> TrainingSettings:
        """Return the tier's recipe.

        A teacher that was itself trained on the corpus is replaced by its model of the same fold:
        the shipped one has seen the companies that are held out here.
        """
        settings = self.recipes[tier]
        if settings.distil_weight == 0 or settings.teacher not in TIERS:
            return settings
        teacher = self.folder(settings.teacher, fold) / "encoder"
        return settings.model_copy(update={"teacher": f"path:{teacher}"})

    def _kept(self, fold: int) -> Corpus:
        return hold_out(self.corpus, companies_of_fold(self.corpus, fold))[0]

    def _is_trained(self, tier: str, fold: int) -> bool:
        return (self.folder(tier, fold) / "encoder" / TUNED_FILE).is_file()


def recipes(steps: int | None) -> dict[str, TrainingSettings]:
    """Return the shipped recipes, or for a quick look one run of so many steps and no teacher."""
    if steps is None:
        return dict(RECIPES)
    short = {"steps": steps, "runs": 1, "distil_weight": 0.0}
    return {tier: settings.model_copy(update=short) for tier, settings in RECIPES.items()}


def _lines(say: Say) -> Callable[[int, int, float], None]:
    def tell(done: int, steps: int, loss: float) -> None:
        if done % _STEPS_PER_LINE == 0 or done == steps:
            say(f"  {done} of {steps} steps, loss {loss:.3f}")

    return tell
