"""Exact moments of a night at which the process can be told to kill or stop itself.

A point is `event` or `event#n`, the n-th time that the event is reached. Events:

    <room>/enter                 before the room does anything
    <room>/before-commit         a batch and its counts are written, not yet committed
    <room>/after-commit          a batch is committed
    <room>/before-final-commit   all is written, the last transaction is open
    <room>/left                  the room is done and committed
    publish/half-built, publish/built, publish/before-prune, publish/after-prune
    replace/<name>/before|after  around os.replace onto a file of that name
    migrate/<name>               a migration has run, not yet committed
    adapt/on-shelf               adapted weights lie where installed ones do
    adapt/before-clear           the new encoder is in force, the workshop not yet cleared
"""

import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any


class _Fuse:
    """Counts events and, at the chosen one, sends this process a signal it cannot catch."""

    def __init__(self, point: str, signal_number: signal.Signals) -> None:
        self.event, _, number = point.partition("#")
        self.number = int(number or 1)
        self.signal_number = signal_number
        self.reached: Counter[str] = Counter()

    def reach(self, event: str) -> None:
        self.reached[event] += 1
        if event == self.event and self.reached[event] == self.number:
            os.kill(os.getpid(), self.signal_number)


def lay_fuse(point: str, signal_number: signal.Signals = signal.SIGKILL) -> None:
    """Make this process send itself SIGKILL, or SIGSTOP, at a point of the night to come."""
    fuse = _Fuse(point, signal_number)
    _in_rooms(fuse)
    _in_the_ledger(fuse)
    _in_publishing(fuse)
    _in_replacing(fuse)
    _in_migrations(fuse)
    _in_adaptation(fuse)


def _in_rooms(fuse: _Fuse) -> None:
    from flows.house import ROOMS

    for room, work in list(ROOMS.items()):
        ROOMS[room] = _around(work, fuse, f"{room}/enter", f"{room}/left")


def _in_the_ledger(fuse: _Fuse) -> None:
    from warehouse.ledger import Stage

    record, checkpoint = Stage._record, Stage.checkpoint
    inside: list[Stage] = []

    def watched_record(stage: Stage) -> None:
        record(stage)
        fuse.reach(f"{stage.name}/{'before-commit' if inside else 'before-final-commit'}")

    def watched_checkpoint(stage: Stage) -> None:
        inside.append(stage)
        checkpoint(stage)
        inside.clear()
        fuse.reach(f"{stage.name}/after-commit")

    Stage._record = watched_record  # type: ignore[method-assign]
    Stage.checkpoint = watched_checkpoint  # type: ignore[method-assign]


def _in_publishing(fuse: _Fuse) -> None:
    from pipelines.review import publish_room
    from warehouse import publish

    publish._copy_comments = _around(publish._copy_comments, fuse, "publish/half-built", "")
    publish._verify = _around(publish._verify, fuse, "", "publish/built")
    publish_room.prune = _around(
        publish_room.prune, fuse, "publish/before-prune", "publish/after-prune"
    )


def _in_replacing(fuse: _Fuse) -> None:
    replace = os.replace

    def watched_replace(source: Any, target: Any) -> None:
        fuse.reach(f"replace/{Path(target).name}/before")
        replace(source, target)
        fuse.reach(f"replace/{Path(target).name}/after")

    os.replace = watched_replace  # type: ignore[assignment]


def _in_migrations(fuse: _Fuse) -> None:
    from warehouse import migrate

    run = migrate.run

    def watched_run(con: Any, statement: str, /, **values: Any) -> None:
        run(con, statement, **values)
        if statement == "migration_record":
            fuse.reach(f"migrate/{values['name']}")

    migrate.run = watched_run


def _in_adaptation(fuse: _Fuse) -> None:
    from flows.workshop import Workshop

    Workshop.put_on_shelf = _around(  # type: ignore[method-assign]
        Workshop.put_on_shelf, fuse, "", "adapt/on-shelf"
    )
    Workshop.clear = _around(Workshop.clear, fuse, "adapt/before-clear", "")  # type: ignore[method-assign]


def _around(work: Callable[..., Any], fuse: _Fuse, before: str, after: str) -> Callable[..., Any]:
    def watched(*arguments: Any) -> Any:
        if before:
            fuse.reach(before)
        result = work(*arguments)
        if after:
            fuse.reach(after)
        return result

    return watched
