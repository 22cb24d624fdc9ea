"""All knobs of a training, and the recipe of each tier that is shipped."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


class TrainingSettings(BaseModel):
    """How weights are tuned; one frozen value decides a training together with its texts.

    Steps and rate: `steps` batches with AdamW; the learning rate rises over `warmup_steps` and
    falls to `final_rate_share` of its height at the last step. Gradients are cut to the length
    `largest_gradient`.

    Batches: `themes_per_batch` themes with `statements_per_theme` texts each (at least 2),
    `same_group_share` of the themes from one group, so that near neighbours meet. With
    `balance_channels` a theme's texts come from as many channels as it has, with `descriptions`
    each theme's description is one text more, and `others_per_batch` texts without a theme are
    pushed away from all.

    Loss: `temperature` of the contrastive loss; `distil_weight` times the divergence from the
    likenesses that a teacher sees (`teacher`: `base` is the untrained model itself, else the name
    of an encoder), at `distil_temperature`. The term is off at weight 0.

    Weights: `runs` trainings with the seeds `seed`, `seed` + 1, ... are averaged, and the result
    goes `tuned_share` of the way from the base weights to the average (WiSE-FT, Wortsman et al.
    2022, arXiv:2109.01903).

    `dropout` is the share of numbers that are zeroed while training: in the trained layers of a
    BERT, else in the vectors.

    Transformers only: `kept_layers` names the base model's layers that are used (None: all),
    `trained_layers` counts how many of them, from the top, are trained (None: all), and texts are
    cut to `max_tokens` while training. `bf16` multiplies in bfloat16 where the CPU can.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: Count = 200
    learning_rate: Annotated[float, Field(gt=0)] = 3e-4
    warmup_steps: Count = 20
    decay: Literal["linear", "cosine"] = "linear"
    final_rate_share: Share = 0.1
    weight_decay: Annotated[float, Field(ge=0)] = 0.01
    largest_gradient: Annotated[float, Field(gt=0)] = 1.0

    themes_per_batch: Annotated[int, Field(ge=2)] = 20
    statements_per_theme: Annotated[int, Field(ge=2)] = 4
    same_group_share: Share = 0.5
    balance_channels: bool = False
    descriptions: bool = False
    others_per_batch: Count = 0

    temperature: Annotated[float, Field(gt=0)] = 0.05
    teacher: str = "base"
    distil_weight: Annotated[float, Field(ge=0)] = 0.0
    distil_temperature: Annotated[float, Field(gt=0)] = 0.05
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0

    seed: int = 0
    runs: Positive = 1
    tuned_share: Share = 0.5

    kept_layers: tuple[int, ...] | None = None
    trained_layers: Positive | None = None
    max_tokens: Positive = 64
    bf16: bool = False
    checkpoint_every: Positive = 25


RECIPES = {
    "use": TrainingSettings(steps=100, themes_per_batch=96, tuned_share=0.75),
    "e5": TrainingSettings(
        steps=180, learning_rate=4e-5, dropout=0.1, trained_layers=8, bf16=True, tuned_share=0.6
    ),
}
