"""Where an adaptation keeps what it has done so far, so that a killed one goes on from there.

`models/.adapting/` holds checkpoints of the training, the new weights with the verdict on them,
and, from the first new vector to the switch, where the home is moving to.
"""

import hashlib
import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.adapt import AdaptResult, AdaptSettings, Lesson
from flows.encoders import Installed, Shelf, models
from flows.home import Home
from warehouse.publish import replace_text

# Raise when the code of adaptation gives other weights for the same voices.
VERSION = "1"
_VERDICT, _MOVE, _TRAINING, _WEIGHTS = "verdict.json", "move.json", "training", "weights"

Record = TypeVar("Record", bound=BaseModel)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(_Frozen):
    """How a trained encoder did; `asked` names everything that it was asked with.

    Accuracies are shares of held-out voices, the gain with its interval as in AdaptResult.
    `fingerprint` and `sha256` are of the new weights, empty when they are not better.
    """

    asked: str
    before: float
    after: float
    low: float
    high: float
    count_confirmed: int
    count_held_out: int
    fingerprint: str = ""
    sha256: str = ""

    @classmethod
    def of(cls, asked: str, result: AdaptResult) -> "Verdict":
        """Return the verdict on weights that are not saved."""
        return cls(
            asked=asked,
            before=result.before.mean,
            after=result.after.mean,
            low=result.gain.low,
            high=result.gain.high,
            count_confirmed=result.count_confirmed,
            count_held_out=result.count_held_out,
        )

    @property
    def is_better(self) -> bool:
        """True when there are weights to install."""
        return bool(self.fingerprint)

    def installed(self, today: date) -> Installed:
        """Return what the shelf says of these weights."""
        return Installed(
            fingerprint=self.fingerprint,
            sha256=self.sha256,
            adapted_on=today,
            count_confirmed=self.count_confirmed,
            before=self.before,
            after=self.after,
        )


class Move(_Frozen):
    """A way from one encoder to another that was begun: to what shelf, and whether it is an undo.

    `name` is the encoder in the settings, `run_id` and `as_of` are of its run in the ledger.
    """

    name: str
    run_id: str
    as_of: date
    shelf: Shelf
    is_back: bool = False


def asked(fingerprint: str, settings: AdaptSettings, lesson: Lesson) -> str:
    """Name the encoder, the settings and the confirmed voices of an adaptation."""
    parts = [VERSION, fingerprint, settings.model_dump_json(), lesson.confirmed]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


class Workshop:
    """The folder of the adaptation at work in a home."""

    def __init__(self, home: Home) -> None:
        self.folder = models(home) / ".adapting"

    def training(self, wanted: str, lesson: Lesson) -> Path:
        """Return the folder for checkpoints of a training; those of any other are removed."""
        pairs = hashlib.sha256(json.dumps(lesson.weak_pairs).encode()).hexdigest()[:16]
        folder = self.folder / _TRAINING / f"{wanted}-{pairs}"
        for other in folder.parent.glob("*"):
            if other != folder:
                shutil.rmtree(other)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def weights(self, label: str) -> Path:
        """Return an empty folder for new weights."""
        shutil.rmtree(self.folder / _WEIGHTS, ignore_errors=True)
        folder = self.folder / _WEIGHTS / label
        folder.mkdir(parents=True)
        return folder

    def put_on_shelf(self, fingerprint: str) -> None:
        """Move new weights to where installed ones lie, in one step, unless they are there."""
        target = self.folder.parent / fingerprint
        for folder in (self.folder / _WEIGHTS).glob("*"):
            if not target.exists():
                os.rename(folder, target)

    def read_verdict(self) -> Verdict | None:
        """Return the verdict on the last training, if it ended."""
        return _read(self.folder / _VERDICT, Verdict)

    def write_verdict(self, verdict: Verdict) -> None:
        """Remember a verdict, whose weights are saved already; the checkpoints have done."""
        replace_text(self.folder / _VERDICT, verdict.model_dump_json() + "\n")
        shutil.rmtree(self.folder / _TRAINING, ignore_errors=True)

    def read_move(self) -> Move | None:
        """Return the move that was begun and not finished, if there is one."""
        return _read(self.folder / _MOVE, Move)

    def write_move(self, move: Move) -> None:
        """Remember where the home is moving to."""
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_text(self.folder / _MOVE, move.model_dump_json() + "\n")

    def clear(self) -> None:
        """Remove everything, the move first: without it nothing here is taken for unfinished."""
        (self.folder / _MOVE).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def _read(path: Path, model: type[Record]) -> Record | None:
    """Read a record; one that this version cannot read is none."""
    try:
        return model.model_validate_json(path.read_text("utf-8"))
    except (FileNotFoundError, ValidationError):
        return None
