"""`python -m embeddings.train`: trains an encoder on the corpus, to judge it or to ship it.

With companies held out it is judged on them, before and after; without, it is trained on everything
and its weights are written where the package looks for them.
"""

import argparse
import os
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from embeddings.errors import EncoderError
from embeddings.loading import load_encoder
from embeddings.training.examples import Corpus, hold_out, read_corpus
from embeddings.training.folds import companies_of_fold
from embeddings.training.settings import RECIPES, TrainingSettings

if TYPE_CHECKING:
    from embeddings.training.judging import Score
    from embeddings.training.tune import StepProgress

ROOT = Path(__file__).resolve().parents[1]
# A line of a log that nobody watches, about every minute.
_STEPS_PER_LINE = 10


class Words:
    """What is said on the terminal, from the message catalogue of the checkout."""

    def __init__(self, language: str) -> None:
        path = ROOT / "config" / "messages" / f"{language}.toml"
        self._texts = tomllib.loads(path.read_text("utf-8"))

    def text(self, key: str, **values: object) -> str:
        """Return a message with its placeholders filled."""
        return str(self._texts[key]).format_map(values)

    def say(self, key: str, **values: object) -> None:
        """Print a message at once, for logs of trainings that take hours."""
        print(self.text(key, **values), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 3 bad input."""
    words = Words("en" if os.environ.get("VOC_LANG", "").startswith("en") else "ja")
    try:
        _run(_parser().parse_args(arguments), words)
    except EncoderError as error:
        print(words.text(error.key, **error.values), file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m embeddings.train", description=__doc__)
    add = parser.add_argument
    add("--tier", required=True, choices=sorted(RECIPES), help="the model to train")
    add("--corpus", type=Path, default=ROOT / "corpus", help="folder with the training texts")
    add("--out", type=Path, default=ROOT / "embeddings" / "weights", help="where weights go")
    held = parser.add_mutually_exclusive_group()
    held.add_argument("--hold-out", nargs="+", default=[], metavar="COMPANY", help="judge on these")
    held.add_argument("--fold", type=int, help="judge on the companies of this fold (0 to 4)")
    add("--seed", type=int, help="another seed than the recipe's")
    add("--teacher", help="another teacher than the recipe's, for example path:<folder> of a fold")
    add("--work", type=Path, help="folder for checkpoints: run again with it to go on after a kill")
    add("--threads", type=int, default=1, help="CPU threads")
    return parser


def _run(options: argparse.Namespace, words: Words) -> None:
    corpus = read_corpus(options.corpus)
    companies = options.hold_out
    if options.fold is not None:
        companies = companies_of_fold(corpus, options.fold)
    kept, held = hold_out(corpus, companies)
    words.say(
        "training_begins",
        tier=options.tier,
        examples=len(kept.examples),
        themes=len({example.label for example in kept.examples}),
        companies=len(kept.groups),
        held=len(held.groups),
    )
    settings = _settings(options)
    with _work_folder(options.work) as work:
        folder = _train(options, kept, settings, work, words)
        if held.examples:
            _judge(options, held, folder, words)
        else:
            _ship(options, folder, words)


def _settings(options: argparse.Namespace) -> TrainingSettings:
    chosen = {"seed": options.seed, "teacher": options.teacher}
    return RECIPES[options.tier].model_copy(
        update={name: value for name, value in chosen.items() if value is not None}
    )


@contextmanager
def _work_folder(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        yield chosen
        return
    with TemporaryDirectory(prefix="voc-training-") as folder:
        yield Path(folder)


def _train(
    options: argparse.Namespace,
    corpus: Corpus,
    settings: TrainingSettings,
    work: Path,
    words: Words,
) -> Path:
    from embeddings.training.tiers import train_tier

    with _progress(words) as progress:
        return train_tier(
            options.tier, corpus, settings, work, threads=options.threads, progress=progress
        )


def _judge(options: argparse.Namespace, held: Corpus, folder: Path, words: Words) -> None:
    from embeddings.training.judging import mean_score, score_by_group

    texts = [example.text for example in held.examples]
    before, after = (
        score_by_group(load_encoder(name, threads=options.threads).encode(texts), held.examples)
        for name in (f"{options.tier}-base", f"path:{folder}")
    )
    for company in before:
        _say_score(words, company, before[company], after[company])
    mean = words.text("training_mean", count=len(before))
    _say_score(words, mean, mean_score(before), mean_score(after))


def _say_score(words: Words, company: str, before: "Score", after: "Score") -> None:
    words.say(
        "training_score",
        company=company,
        v_before=f"{before.v_measure:.3f}",
        v_after=f"{after.v_measure:.3f}",
        nearest_before=f"{before.nearest:.3f}",
        nearest_after=f"{after.nearest:.3f}",
    )


def _ship(options: argparse.Namespace, folder: Path, words: Words) -> None:
    from embeddings.training.tiers import ship

    file = ship(folder, options.tier, options.out)
    megabytes = f"{file.stat().st_size / 1e6:.1f}"
    words.say("training_written", file=str(file), megabytes=megabytes)


@contextmanager
def _progress(words: Words) -> "Iterator[StepProgress]":
    """Show a bar on a terminal, and a line now and then in a log."""
    if not sys.stderr.isatty():
        yield _lines(words)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, steps, loss: bars.update(
            task, completed=done, total=steps, description=f"loss {loss:.3f}"
        )


def _lines(words: Words) -> "StepProgress":
    began = time.monotonic()

    def tell(done: int, steps: int, loss: float) -> None:
        if done % _STEPS_PER_LINE == 0 or done == steps:
            seconds = round(time.monotonic() - began)
            words.say("training_step", done=done, steps=steps, loss=f"{loss:.3f}", seconds=seconds)

    return tell


if __name__ == "__main__":
    sys.exit(main())
