"""Runs the `voc` command without Prefect's engine, each time in a process of its own.

    python -m tests.flows.driver HOME AS_OF [--kill POINT]    one night
    python -m tests.flows.driver --serve                      one JSON request a line, see `Request`

The server loads the encoder and compiles the clustering once, then forks for every request: a
start from nothing costs 5 to 15 seconds, a fork none. Nothing in the parent opens DuckDB or runs
the encoder, so a fork copies no lock that a thread holds.
"""

import argparse
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.prefect_env import harden
from tests.flows.kill_points import lay_fuse
from tests.flows.permissions import obey_permissions

# Small, so that a few hundred contacts make several batches and commits in every room.
BATCH = 40


@dataclass(frozen=True)
class Request:
    """One `voc` command: where its words go (`<out>.ja`, `<out>.en`) and what befalls it.

    `kill` and `stop` are points (kill_points); `file_limit_bytes` stands for a full disk;
    `obeys_permissions` takes root's right to read everything from it.
    """

    argv: list[str]
    out: str
    kill: str = ""
    stop: str = ""
    file_limit_bytes: int = 0
    obeys_permissions: bool = False
    unset: list[str] = field(default_factory=list)


def without_prefect() -> None:
    """Let the flows call their rooms directly: the same functions, no engine and no server."""
    from flows import backfill, monthly_review, nightly, rediscover

    nightly.one_room = nightly.one_room.fn  # type: ignore[assignment]
    nightly.catch_up = nightly.catch_up.fn  # type: ignore[assignment]
    nightly.nightly = nightly.nightly.fn  # type: ignore[assignment]
    backfill.backfill = backfill.backfill.fn  # type: ignore[assignment]
    monthly_review.write_review = monthly_review.write_review.fn  # type: ignore[assignment]
    monthly_review.monthly_review = monthly_review.monthly_review.fn  # type: ignore[assignment]
    rediscover.one_room = rediscover.one_room.fn  # type: ignore[assignment]
    rediscover.rediscover = rediscover.rediscover.fn  # type: ignore[assignment]


def small_batches() -> None:
    """Make every room commit after 40 contacts or texts."""
    from pipelines.text import (
        collate_room,
        embed_room,
        extract_room,
        mask_room,
        tokenise_room,
        vote_room,
    )

    mask_room.BATCH_CONTACTS = extract_room.BATCH_CONTACTS = BATCH
    collate_room.BATCH_CONTACTS = BATCH
    tokenise_room.BATCH_TEXTS = embed_room.BATCH_TEXTS = vote_room.BATCH_TEXTS = BATCH


def warm() -> None:
    """Load and compile what every night needs and no night changes."""
    import numpy as np

    import flows.adapt
    import flows.cli_home  # (verbs are imported when they are called)
    import flows.cli_run  # noqa: F401
    from flows.data_files import config_folder
    from flows.flag_vote import sentences_fingerprint
    from flows.house import _encoder, _fast_lane, _masker
    from flows.voice_model import shipped_voice_model
    from pipelines.themes.discover import DiscoverSettings, discover
    from tests.flows.contacts import sayings

    _masker((config_folder() / "redaction.toml").read_text("utf-8-sig"))
    lane, _ = _fast_lane((config_folder() / "fast_lane.toml").read_text("utf-8-sig"))
    # Two seconds a night otherwise: the lexicon compiles what a text asks for first.
    list(lane._hits("\n".join(said for some in sayings() for said in some)))
    shipped_voice_model()
    sentences_fingerprint()
    for name in ("use", "use-base"):
        _encoder(name, 1, None)
    noise = np.random.default_rng(1).normal(size=(90, 32)).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    discover(noise, np.ones(90), DiscoverSettings())


class _Once:
    """Does a flow once and then repeats what came of it, to tell it in a second language."""

    def __init__(self, flow: Callable[..., Any]) -> None:
        self.flow = flow
        self.results: list[tuple[Any, BaseException | None]] = []

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if not self.results:
            try:
                value = self.flow(*arguments, **named)
                self.results.append((getattr(value, "data", value), None))
            except Exception as error:
                self.results.append((None, error))
        [(value, raised)] = self.results
        if raised is not None:
            raise raised
        return value


def perform(request: Request) -> int:
    """Run a request in this process, which it changes for good; returns the exit code."""
    from flows import adapt, backfill, curating, measuring, nightly, theme_sheet
    from flows.cli import main

    if request.kill or request.stop:
        chosen = signal.SIGKILL if request.kill else signal.SIGSTOP
        lay_fuse(request.kill or request.stop, chosen)
    nightly.nightly = _Once(nightly.nightly)  # type: ignore[assignment]
    backfill.backfill = _Once(backfill.backfill)  # type: ignore[assignment]
    adapt.adapt_home = _Once(adapt.adapt_home)  # type: ignore[assignment]
    adapt.undo = _Once(adapt.undo)  # type: ignore[assignment]
    curating.carry_out = _Once(curating.carry_out)  # type: ignore[assignment]
    measuring.write_measure = _Once(measuring.write_measure)  # type: ignore[assignment]
    measuring.import_measures = _Once(measuring.import_measures)  # type: ignore[assignment]
    theme_sheet.import_themes = _Once(theme_sheet.import_themes)  # type: ignore[assignment]
    if request.file_limit_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request.file_limit_bytes,) * 2)
    if request.obeys_permissions:
        obey_permissions()
    codes = []
    for language in ("ja", "en"):
        os.environ["VOC_LANG"] = language
        with _words_go_to(f"{request.out}.{language}"):
            codes.append(main(request.argv))
    if codes[0] != codes[1]:
        print(f"exit codes differ between languages: {codes}", file=sys.stderr)
        return 99
    return codes[0]


class _words_go_to:
    """Send standard output and error to a file; as descriptors, so that C libraries follow."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        os.close(handle)

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()
        sys.stderr.flush()


def _in_child(request: Request) -> int:
    try:
        return perform(request)
    except BaseException:
        traceback.print_exc()
        return 98
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _answer(pid: int) -> dict[str, int]:
    _, status = os.waitpid(pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return {"stopped": pid}
    return {"code": os.waitstatus_to_exitcode(status)}


def serve() -> None:
    """Answer every line of standard input with one line: {"code"}, or {"stopped"} with a pid."""
    harden(os.environ, Path(os.environ["PREFECT_HOME"]))
    without_prefect()
    small_batches()
    warm()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    print(json.dumps({"ready": os.getpid()}), file=answers)
    for line in sys.stdin:
        asked = json.loads(line)
        if "go_on" in asked:
            pid = asked["go_on"]
            os.kill(pid, signal.SIGCONT)
        else:
            pid = os.fork()
            if pid == 0:
                os._exit(_in_child(Request(**asked)))
        print(json.dumps(_answer(pid)), file=answers)


def _one_night(arguments: argparse.Namespace) -> int:
    from flows.cli import main

    without_prefect()
    small_batches()
    if arguments.kill:
        lay_fuse(arguments.kill)
    return main(["run", "nightly", "--home", arguments.home, "--as-of", arguments.as_of])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", nargs="?")
    parser.add_argument("as_of", nargs="?")
    parser.add_argument("--kill", default="")
    parser.add_argument("--serve", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    chosen_arguments = _arguments()
    if chosen_arguments.serve:
        serve()
    else:
        sys.exit(_one_night(chosen_arguments))
